"""How is a view passed on? One dialog: link, embedding, citation, print, download."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import quote

import streamlit as st
from markupsafe import Markup

from geo.language.bilingual import LANGUAGES
from geo.language.texts import text
from geo.view.views import DEFAULT_PARTS, PARTS
from pages.shared.markup import copy_button
from pages.shared.sharing.parts import button, query_of
from pages.shared.sharing.taken_away import cite, download, sheet
from pages.shared.state import Visit

_FIELD = Markup(
    '<label for="share-link">{label}</label><div class="field">'
    '<input id="share-link" readonly data-here="?{query}">{send}{copy}</div>'
)
_SEND = Markup(
    '<button type="button" class="send" data-send-of="share-link" data-failed="{failed}" '
    'aria-live="polite">{words}</button>'
)
_QR = Markup(
    '<div class="qr"><img data-here="share/qr.svg?{query}" alt="{alt}" width="180" height="180">'
    "<div><p>{hint}</p><p>{png} {svg}</p></div></div>"
)
_PLAIN = Markup(
    '<p class="quiet"><a href="{address}" target="_blank" rel="noopener">{words}</a> {hint}</p>'
)
WIDTHS: Final = ("100%", "800", "600", "400")
_SNIPPET = Markup(
    '<label for="share-snippet">{label}</label><div class="field">'
    '<textarea id="share-snippet" rows="4" readonly data-here="?{query}" data-title="{title}" '
    'data-width="{width}" data-height="{height}"></textarea>{copy}</div>'
)
_PREVIEW = Markup(
    '<p class="quiet">{label}</p>'
    '<div class="preview" data-here="?{query}" data-title="{title}" data-height="{height}"></div>'
)


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


def link(visit: Visit) -> None:
    """Draw the link of the present view with its QR code."""
    lang = visit.lang
    label = text("share.pin", lang, version=visit.package.version)
    pinned = st.checkbox(label, value=visit.view.version is not None, key="share-pin")
    version = visit.package.version if pinned else None
    query = query_of(visit.known, replace(visit.view, version=version))
    st.html(
        _FIELD.format(
            label=text("share.link_label", lang),
            query=query,
            send=_SEND.format(
                words=text("share.send", lang), failed=text("share.send_failed", lang)
            ),
            copy=copy_button("share-link", text("share.copy", lang), lang),
        )
        + _QR.format(
            query=query,
            alt=text("share.qr", lang),
            hint=text("share.qr_hint", lang),
            png=button(f"share/qr.png?{query}", "PNG", mark="data-moving"),
            svg=button(f"share/qr.svg?{query}", "SVG", mark="data-moving"),
        )
        + _plain(visit)
    )


def _plain(visit: Visit) -> Markup:
    """Return a link to the page of what the view is about, where that is one thing."""
    package, view, lang = visit.package, visit.view, visit.lang
    place, chosen = package.place.get(view.place or ""), view.chosen
    if place is not None:
        path, name = f"place/{place.place_id}", place.name
    elif len(chosen) == 1:
        path, name = f"workstream/{chosen[0]}", package.workstreams[chosen[0]].name
    else:
        return Markup("")
    return _PLAIN.format(
        address=f"./{package.package_id}/{path}?lang={lang}",
        words=text("share.plain", lang, name=name.get(lang)),
        hint=text("share.plain_hint", lang),
    )


def embed(visit: Visit) -> None:
    """Draw the choices, the snippet that follows from them, and a living preview."""
    lang = visit.lang
    with st.container(key="embed-choices", horizontal=True, vertical_alignment="bottom"):
        width = st.selectbox(text("embed.width", lang), WIDTHS, filter_mode=None, key="embed-width")
        height = st.number_input(text("embed.height", lang), 320, 1600, 520, 20, key="embed-height")
        language = st.selectbox(
            text("embed.language", lang),
            ("", *LANGUAGES),
            format_func=lambda found: _language(found, lang),
            filter_mode=None,
            key="embed-language",
        )
    parts = _parts(lang)
    locked = st.toggle(text("embed.lock", lang), key="embed-lock")
    view = replace(visit.view, parts=parts, locked=locked, lang=language or None)
    _result(visit, "embed=true&" + query_of(visit.known, view), width, int(height))


def _parts(lang: str) -> tuple[str, ...]:
    """Ask which parts stand beside the map; returned in the order of the link."""
    names = {
        "legend": text("embed.legend", lang),
        "search": text("embed.search", lang),
        "panel": text("embed.panel", lang),
    }
    chosen = st.pills(
        text("embed.parts", lang),
        options=PARTS,
        format_func=names.__getitem__,
        selection_mode="multi",
        default=DEFAULT_PARTS,
        key="embed-parts",
    )
    return tuple(part for part in PARTS if part in chosen)


def _language(found: str, lang: str) -> str:
    return {"zh": "中文", "en": "English"}.get(found) or text("embed.readers", lang)


def _result(visit: Visit, query: str, width: str, height: int) -> None:
    """Draw snippet and preview; both are written in the browser, which knows the address."""
    lang = visit.lang
    frame = {
        "query": query.rstrip("&"),
        # What looks like markup would be taken out of an attribute.
        "title": quote(f"{visit.package.title.get(lang)} · {text('app.title', lang)}"),
        "height": height,
    }
    copy = copy_button("share-snippet", text("embed.copy", lang), lang)
    st.html(
        _SNIPPET.format(label=text("embed.snippet", lang), width=width, copy=copy, **frame)
        + _PREVIEW.format(label=text("embed.preview", lang), **frame)
    )


_SECTIONS: Final = {
    "link": link,
    "embed": embed,
    "cite": cite,
    "sheet": sheet,
    "download": download,
}
