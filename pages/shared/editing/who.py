"""May this visitor bring data in?"""

from __future__ import annotations

import streamlit as st

from geo.language.texts import text
from geo.web.editing import editing


def may_edit(lang: str) -> bool:
    """Tell whether the visitor may; who has to sign in first is offered to."""
    who = editing()
    if who != "oidc":
        return bool(who)
    if getattr(st.user, "is_logged_in", False):
        return True
    st.info(text("edit.sign_in_first", lang))
    st.button(text("edit.sign_in", lang), on_click=st.login)
    return False
