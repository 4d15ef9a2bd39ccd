"""What does a reader see when something of ours goes wrong? An id, never a traceback."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from geo.errors import NoSuchPackageError, PackageError
from geo.language.bilingual import HTML_LANGUAGE
from geo.language.texts import text
from geo.store.store import shared_store
from geo.web.responses import log_error
from geo.web.streamlit.first_html import preferred_language
from pages.shared.language_choice import LANGUAGES
from pages.shared.page_list import MAP, PAGES
from pages.shared.state import package_title

_TITLE = Markup('<h1 class="title" lang="{}">{}</h1>')
_PAGE = Markup('<a href="./{}?lang={}" target="_self">{}</a>')
_GONE = Markup(
    '<h2 class="title" lang="{lang}">{title}</h2><p class="named">{facts}</p><p>{note}</p>'
)

_LANGUAGE = "language-of-words"
"""Key of the choice beside words that stand in place of a page."""


def on_script_error(error: Exception) -> bool:
    """Log an error that no page expected and tell its id; True: Streamlit shows nothing itself."""
    lang = preferred_language(st.context.locale)
    st.error(text("error.unexpected", lang, id=log_error(error)))
    return True


def show_package_error(error: PackageError, lang: str) -> None:
    """Say that the package cannot be used, fault by fault; the log has the rest under an id."""
    st.error(text("error.package", lang, id=log_error(error)))
    st.text("\n".join(fault.line(lang) for fault in error.faults))
    _offer_others(lang)


def show_gone(error: NoSuchPackageError, lang: str) -> None:
    """Say that the data of a link are not here, by name where it has the form of one, and offer
    what is; show nothing in their stead.
    """
    facts = "" if error.named is None else text("gone.named", lang, named=error.named)
    if not st.context.is_embedded:
        _top(lang)
    with st.container(key="gone"):
        st.html(
            _GONE.format(
                lang=HTML_LANGUAGE[lang],
                title=text("gone.title", lang),
                facts=facts,
                note=text("gone.note", lang),
            )
        )
        _offer_others(lang)
        if st.context.is_embedded:
            _offer_languages(lang)


def _top(lang: str) -> None:
    """Draw what of the pages' top needs no package: the app's name, the pages, the language.

    The pages are loaded whole, so that nothing is kept of the data that are gone.
    """
    with st.container(key="header", horizontal=True, vertical_alignment="center"):
        st.html(_TITLE.format(HTML_LANGUAGE[lang], text("app.title", lang)))
        listed = Markup("").join(
            _PAGE.format("" if name == MAP else name, lang, text(f"page.{name}", lang))
            for name in PAGES
        )
        st.html(Markup('<nav class="pages">{}</nav>').format(listed))
        _offer_languages(lang)


def _offer_languages(lang: str) -> None:
    """Offer the other language of the same words; the link's own name of data is not repeated."""
    st.session_state[_LANGUAGE] = lang
    st.segmented_control(
        text("language.label", lang),
        options=tuple(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        required=True,
        key=_LANGUAGE,
        label_visibility="collapsed",
        on_change=_take_language,
    )


def _take_language() -> None:
    st.query_params["lang"] = st.session_state[_LANGUAGE]


def _offer_others(lang: str) -> None:
    """Draw a list of the packages that can be shown, each a link."""
    embedded = {"embed": "true"} if st.context.is_embedded else {}
    items = [
        Markup('<li><a href="?{}" target="_self">{}</a></li>').format(
            urlencode({"data": found.package_id, "lang": lang} | embedded),
            package_title(found.package_id).get(lang),
        )
        for found in shared_store().conditions()
        if found.version is not None
    ]
    if items:
        words = text("gone.offer", lang)
        listed = Markup("").join(items)
        st.html(Markup('<nav aria-label="{0}"><p>{0}</p><ul>{1}</ul></nav>').format(words, listed))
