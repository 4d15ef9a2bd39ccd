"""What does the first HTML say, before any script has run, and where none or no connection comes?

Streamlit's own page with the language of the reader, the title and a description of the package
instead of its own, and our icon: what a chat, a search engine and a screen reader see first. What
it says where scripts or the connection are missing lies in it too, so that it needs nothing else:
for a browser without scripts as it is, for all others as templates, see
``geo/browser/page/connection.js``. Files that are fetched by plain requests need no connection that
lasts.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection, Sequence
from html import escape
from typing import Final

from geo.export.icon import marks
from geo.language.bilingual import HTML_LANGUAGE, LANGUAGES
from geo.language.texts import text
from geo.look import DAY, LOOK, NIGHT
from geo.view.link import PARAMETERS
from geo.web.preview import Preview

_NO_SCRIPT: Final = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_SERVICE: Final = re.compile(r'(<link rel="service-desc" href=")[^"]*"')
_ICON: Final = re.compile(r'<link rel="shortcut icon"[^>]*>')
_INLINE_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_MISSING_STYLE: Final = (
    "body{margin:0 auto;max-width:1480px;padding:.6rem 1.5rem;font-family:system-ui,sans-serif;"
    f"background:{DAY['page']};color:{DAY['ink']}}}"
    "header,nav{display:flex;flex-wrap:wrap;align-items:center;gap:0 1rem}"
    f"header p{{flex:1 1 9rem;margin:0;font-weight:700;font-size:{LOOK['type']['title']}}}"
    f"main{{max-width:40rem;margin:15vh auto 0}}h1{{font-size:{LOOK['type']['title']}}}"
    "a{display:inline-block;min-width:44px;line-height:44px;color:inherit;"
    "text-underline-offset:.2em}header a{text-align:center;text-decoration:none}"
    "header a:is(:hover,:focus-visible,[aria-current]){text-decoration:underline}"
    "@media(prefers-color-scheme:dark)"
    f"{{body{{background:{NIGHT['page']};color:{NIGHT['ink']}}}}}"
)
_OWN_NAMES: Final = {"zh": "中文", "en": "English"}
OFFERS: Final = {
    "light": "light",
    "sheet": "export/sheet.pdf",
    "workbook": "export/figures.xlsx",
    "csv": "export/table.csv",
    "html": "export/onemap.html",
}
"""What can be had by a plain request: part of the text's key, and path below the root."""
STATES: Final = ("waiting", "lost", "silent", "map", "light")
"""Never connected; connected before; connected without an answer; the map's own files missing; the
light explorer there without the full page."""


def without_scripts(
    lang: str, title: str, query: str | None, offered: Collection[str] = tuple(OFFERS)
) -> str:
    """Return what a browser shows that runs no scripts.

    Parameters
    ----------
    query : str or None
        The link's view as a query; None where there is no package, and nothing to fetch.
    """
    return (
        f'<noscript><main class="calm calm-card" lang="{HTML_LANGUAGE[lang]}">'
        f"<h1>{escape(title)}</h1><p>{escape(text('calm.no_script', lang))}</p>"
        f"{_offers(lang, query, offered)}</main></noscript>"
    )


def templates(query: str | None, offered: Collection[str] = tuple(OFFERS)) -> str:
    """Return the words of both languages for a page that has scripts and lacks its connection."""
    return "".join(_template(lang, query, offered) for lang in LANGUAGES)


def _template(lang: str, query: str | None, offered: Collection[str]) -> str:
    said = "".join(
        f'<div data-calm="{state}"><h2>{escape(text(f"calm.{state}_title", lang))}</h2>'
        f"<p>{escape(text(f'calm.{state}', lang))}</p></div>"
        for state in STATES
    )
    unreachable = f'<p data-calm="unreachable">{escape(text("calm.unreachable", lang))}</p>'
    again = f'<button type="button" data-calm="again">{escape(text("calm.again", lang))}</button>'
    return (
        f'<template id="calm-{lang}" data-known="{escape(" ".join(PARAMETERS))}">'
        f"{said}{unreachable}{_offers(lang, query, offered)}{again}</template>"
    )


def _offers(lang: str, query: str | None, offered: Collection[str]) -> str:
    if query is None:
        return ""
    links = "".join(
        f'<li><a data-offer="{name}" href="./{path}{escape(f"?{query}" if query else "")}">'
        f"{escape(text(f'calm.offer_{name}', lang))}</a></li>"
        for name, path in OFFERS.items()
        if name in offered
    )
    return (
        f'<div data-calm="offers"><p>{escape(text("calm.offers", lang))}</p><ul>{links}</ul></div>'
    )


def inline_hashes(page: str) -> list[str]:
    """Return the hashes of the page's inline scripts, as a policy names them."""
    return [
        "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
        for script in _INLINE_SCRIPT.findall(page)
    ]


def first_html(
    page: str,
    preview: Preview,
    *,
    style: str,
    script: str,
    ahead: Sequence[str] = (),
    query: str | None = None,
    offered: Collection[str] = tuple(OFFERS),
) -> str:
    """Return `page` with its language and preview set, and our style and script linked.

    `style`, `script` and what the script fetches `ahead` are paths relative to the page. `query` is
    the view of the link, of which files are `offered` where nothing else works; None for none.
    """
    fetched = f'    <meta name="onemap-ahead" content="{escape(" ".join(ahead))}" />\n'
    head = (
        f"{preview.head()}\n{fetched if ahead else ''}{marks('./')}"
        f'    <link rel="stylesheet" href="{escape(style)}" />\n'
        f'    <script src="{escape(script)}" defer></script>'
    )
    page = _ICON.sub("", page)
    named = re.sub(r"<title>.*?</title>", lambda _: head, page, count=1, flags=re.DOTALL)
    # Programs are led to our interface; Streamlit's own is closed (see `pages`).
    named = _SERVICE.sub(r'\g<1>./api/openapi.json"', named)
    spoken = named.replace('<html lang="en">', f'<html lang="{HTML_LANGUAGE[preview.lang]}">', 1)
    # Streamlit's words for a browser without scripts are English, and meant for programs.
    said = without_scripts(preview.lang, preview.title, query, offered)
    said += templates(query, offered)
    return _NO_SCRIPT.sub("", spoken).replace("</body>", f"{said}</body>", 1)


def missing_html(
    *,
    lang: str,
    home: str,
    paths: Collection[str],
    title: str = "",
    way: tuple[str, str] | None = None,
    kept: str = "",
) -> str:
    """Return the page that says that there is no such page, or what else is missing.

    Parameters
    ----------
    home : str
        Where the root of the app lies from here, ending in a slash.
    paths : collection of str
        Paths of the pages below the root; the empty one is the map's.
    title : str
        What is said instead.
    way : tuple of (str, str), optional
        Where its reader can go on, and in which words; else to the map.
    kept : str
        Query that the same page in another language needs.
    """
    title = escape(title or text("missing.title", lang))
    on = _link(*(way or (f"{home}?lang={lang}", text("missing.home", lang))))
    pages = "".join(_link(f"{home}{path}?lang={lang}", _page(path, lang)) for path in paths)
    languages = "".join(
        _link(f"?{kept}lang={each}", _OWN_NAMES[each], each, is_this=each == lang)
        for each in LANGUAGES
    )
    label = escape(text("language.label", lang))
    return (
        f'<!DOCTYPE html><html lang="{HTML_LANGUAGE[lang]}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{_MISSING_STYLE}</style>"
        f"<header><p>{escape(text('app.title', lang))}</p><nav>{pages}</nav>"
        f'<nav aria-label="{label}">{languages}</nav></header>'
        f"<main><h1>{title}</h1>"
        f"<p>{on}</p></main></html>"
    )


def _page(path: str, lang: str) -> str:
    return text(f"page.{path or 'map'}", lang)


def _link(to: str, words: str, lang: str | None = None, *, is_this: bool = False) -> str:
    spoken = f' lang="{HTML_LANGUAGE[lang]}"' if lang else ""
    current = ' aria-current="true"' if is_this else ""
    return f'<a href="{escape(to)}"{spoken}{current}>{escape(words)}</a>'


def preferred_language(accepted: str | None) -> str:
    """Return the language for a browser's ``Accept-Language`` or locale: Chinese unless it
    prefers something else; nothing stated means Chinese, the first language.

    >>> preferred_language("en-GB,en;q=0.9,zh;q=0.5"), preferred_language(None)
    ('en', 'zh')
    """
    first = (accepted or "zh").split(",")[0].strip().lower()
    return "zh" if first.startswith("zh") or first in {"", "*"} else "en"
