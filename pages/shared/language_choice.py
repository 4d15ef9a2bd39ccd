"""How does a reader take the other language?"""

from __future__ import annotations

import streamlit as st

from geo.language.texts import text
from pages.shared import state
from pages.shared.state import Visit

LANGUAGES = {"zh": "中文", "en": "English"}
"""What each calls itself."""


def language_choice(visit: Visit) -> None:
    """Offer the two languages, each in its own."""
    st.session_state["language"] = visit.lang
    st.segmented_control(
        text("language.label", visit.lang),
        options=tuple(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        required=True,
        key="language",
        label_visibility="collapsed",
        on_change=lambda: state.change(lang=st.session_state["language"]),
    )
