"""How is a view passed on? One dialog: link, embedding, citation, print, download."""

from __future__ import annotations

from typing import Final

import streamlit as st

from geo.language.texts import text
from pages.shared.sharing.cite import cite
from pages.shared.sharing.download import download
from pages.shared.sharing.embed import embed
from pages.shared.sharing.link import link
from pages.shared.sharing.sheet import sheet
from pages.shared.state import Visit

_SECTIONS: Final = {
    "link": link,
    "embed": embed,
    "cite": cite,
    "sheet": sheet,
    "download": download,
}


def share_button(visit: Visit) -> None:
    """Draw the button that opens the dialog."""
    label = text("share.button", visit.lang)
    if st.button(label, key="share", icon=":material/ios_share:"):
        opened = st.dialog(text("share.title", visit.lang), width="medium")(sections)
        opened(visit)


def sections(visit: Visit) -> None:
    """Draw the sections' names and the one chosen; only that one, since some show a whole page."""
    names = {
        "link": text("share.link", visit.lang),
        "embed": text("share.embed", visit.lang),
        "cite": text("share.cite", visit.lang),
        "sheet": text("share.sheet", visit.lang),
        "download": text("share.download", visit.lang),
    }
    with st.container(key="share-dialog"):
        chosen = st.segmented_control(
            text("share.title", visit.lang),
            options=tuple(_SECTIONS),
            format_func=names.__getitem__,
            default="link",
            required=True,
            key="share-section",
            label_visibility="collapsed",
        )
        _SECTIONS[chosen](visit)
