"""How is a link passed on? As text, and as a QR code to be photographed or sent in a chat."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from geo.language.texts import text
from pages.shared.markup import copy_button
from pages.shared.sharing.parts import button, query_of
from pages.shared.state import Visit

_FIELD = Markup(
    '<label for="share-link">{label}</label><div class="field">'
    '<input id="share-link" readonly data-here="?{query}">{copy}</div>'
)
_QR = Markup(
    '<div class="qr"><img data-here="share/qr.svg?{query}" alt="{alt}" width="180" height="180">'
    "<div><p>{hint}</p><p>{png} {svg}</p></div></div>"
)


def link(visit: Visit) -> None:
    """Draw the link of the present view with its QR code."""
    lang = visit.lang
    label = text("share.pin", lang, version=visit.package.version)
    pinned = st.checkbox(label, value=visit.view.version is not None, key="share-pin")
    version = visit.package.version if pinned else None
    query = query_of(visit, replace(visit.view, version=version))
    st.html(
        _FIELD.format(
            label=text("share.link_label", lang),
            query=query,
            copy=copy_button("share-link", text("share.copy", lang), lang),
        )
        + _QR.format(
            query=query,
            alt=text("share.qr", lang),
            hint=text("share.qr_hint", lang),
            png=button(f"share/qr.png?{query}", "PNG", mark="data-moving"),
            svg=button(f"share/qr.svg?{query}", "SVG", mark="data-moving"),
        )
    )
