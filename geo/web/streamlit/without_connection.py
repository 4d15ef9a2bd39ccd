"""What does a page say where its scripts or its connection are missing, and what works without?

Words in the reader's language lie in the first HTML, so that they need nothing else: for a browser
without scripts as they are, for all others as templates, see ``geo/browser/page/connection.js``.
Files that are fetched by plain requests need no connection that lasts.
"""

from __future__ import annotations

from html import escape
from typing import Final

from geo.language.bilingual import HTML_LANGUAGE, LANGUAGES
from geo.language.texts import text
from geo.view.link import PARAMETERS

OFFERS: Final = {
    "sheet": "export/sheet.pdf",
    "workbook": "export/figures.xlsx",
    "csv": "export/table.csv",
    "html": "export/onemap.html",
}
"""What can be had by a plain request: part of the text's key, and path below the root."""
STATES: Final = ("waiting", "lost", "silent", "map")
"""Never connected; connected before; connected without an answer; the map's own files missing."""


def without_scripts(lang: str, title: str, query: str | None) -> str:
    """Return what a browser shows that runs no scripts.

    Parameters
    ----------
    query : str or None
        The link's view as a query; None where there is no package, and nothing to fetch.
    """
    return (
        f'<noscript><main class="calm calm-card" lang="{HTML_LANGUAGE[lang]}">'
        f"<h1>{escape(title)}</h1><p>{escape(text('calm.no_script', lang))}</p>"
        f"{_offers(lang, query)}</main></noscript>"
    )


def templates(query: str | None) -> str:
    """Return the words of both languages for a page that has scripts and lacks its connection."""
    return "".join(_template(lang, query) for lang in LANGUAGES)


def _template(lang: str, query: str | None) -> str:
    said = "".join(
        f'<div data-calm="{state}"><h2>{escape(text(f"calm.{state}_title", lang))}</h2>'
        f"<p>{escape(text(f'calm.{state}', lang))}</p></div>"
        for state in STATES
    )
    unreachable = f'<p data-calm="unreachable">{escape(text("calm.unreachable", lang))}</p>'
    again = f'<button type="button" data-calm="again">{escape(text("calm.again", lang))}</button>'
    return (
        f'<template id="calm-{lang}" data-known="{escape(" ".join(PARAMETERS))}">'
        f"{said}{unreachable}{_offers(lang, query)}{again}</template>"
    )


def _offers(lang: str, query: str | None) -> str:
    if query is None:
        return ""
    links = "".join(
        f'<li><a href="./{path}{escape(f"?{query}" if query else "")}">'
        f"{escape(text(f'calm.offer_{name}', lang))}</a></li>"
        for name, path in OFFERS.items()
    )
    return (
        f'<div data-calm="offers"><p>{escape(text("calm.offers", lang))}</p><ul>{links}</ul></div>'
    )
