"""What does a link say that is pinned to data which are no longer served?"""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from geo.language.bilingual import HTML_LANGUAGE
from geo.language.texts import text
from pages.shared import state
from pages.shared.frame import language_choice
from pages.shared.serving import store
from pages.shared.state import Visit

_WORDS = Markup(
    '<p class="quiet">{app}</p><h1 class="title" lang="{lang}">{title}</h1>'
    '<p>{facts}</p><p class="quiet">{note}</p>'
)


def pinned(visit: Visit) -> None:
    """Say that a link shows a former version of the data, if it does, and offer the present one."""
    newest = store().serve(visit.package.package_id).package.version
    if visit.view.version is None or newest == visit.package.version:
        return
    lang, asked = visit.lang, visit.package.version
    with st.container(key="pinned", horizontal=True, vertical_alignment="center"):
        st.html(Markup("<p>{}</p>").format(text("pinned.facts", lang, asked=asked, newest=newest)))
        st.button(
            text("outdated.open", lang), key="follow-present", on_click=state.follow_present_data
        )


def outdated(visit: Visit) -> None:
    """Say which version was asked for and which is served, and offer it; show no other figures."""
    lang = visit.lang
    facts = text("outdated.facts", lang, asked=visit.view.version, served=visit.package.version)
    with st.container(key="outdated"):
        language_choice(visit)
        st.html(
            _WORDS.format(
                app=f"{visit.package.title.get(lang)} · {text('app.title', lang)}",
                lang=HTML_LANGUAGE[lang],
                title=text("outdated.title", lang),
                facts=facts,
                note=text("outdated.note", lang),
            )
        )
        st.button(
            text("outdated.open", lang),
            key="open-present",
            type="primary",
            on_click=state.follow_present_data,
        )
