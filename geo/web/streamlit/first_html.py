"""What does the first HTML say, before any script has run?

Streamlit's own page with the language of the reader, the title and a description of the package
instead of its own: what a chat, a search engine and a screen reader see first.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from html import escape
from typing import Final

from geo.language.bilingual import HTML_LANGUAGE
from geo.web.preview import Preview
from geo.web.streamlit.without_connection import templates, without_scripts

_NO_SCRIPT: Final = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_SERVICE: Final = re.compile(r'(<link rel="service-desc" href=")[^"]*"')
_INLINE_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_MISSING_STYLE: Final = (
    "body{margin:15vh auto;max-width:30rem;padding:0 1rem;font-family:system-ui,sans-serif;"
    "background:#fff;color:#1b2430}h1{font-size:1.4rem}"
    "a{display:inline-block;line-height:44px;color:inherit;text-underline-offset:.2em}"
    "@media(prefers-color-scheme:dark){body{background:#12171e;color:#eef2f6}}"
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
) -> str:
    """Return `page` with its language and preview set, and our style and script linked.

    `style`, `script` and what the script fetches `ahead` are paths relative to the page. `query` is
    the view of the link, of which files are offered where nothing else works; None for none.
    """
    fetched = f'    <meta name="onemap-ahead" content="{escape(" ".join(ahead))}" />\n'
    head = (
        f"{preview.head()}\n{fetched if ahead else ''}"
        f'    <link rel="stylesheet" href="{escape(style)}" />\n'
        f'    <script src="{escape(script)}" defer></script>'
    )
    named = re.sub(r"<title>.*?</title>", lambda _: head, page, count=1, flags=re.DOTALL)
    # Programs are led to our interface; Streamlit's own is closed (see `other_addresses`).
    named = _SERVICE.sub(r'\g<1>./api/openapi.json"', named)
    spoken = named.replace('<html lang="en">', f'<html lang="{HTML_LANGUAGE[preview.lang]}">', 1)
    # Streamlit's words for a browser without scripts are English, and meant for programs.
    said = without_scripts(preview.lang, preview.title, query) + templates(query)
    return _NO_SCRIPT.sub("", spoken).replace("</body>", f"{said}</body>", 1)


def missing_html(*, lang: str, title: str, words: str, home: str) -> str:
    """Return a page that says that there is no such page, with a link to the map."""
    return (
        f'<!DOCTYPE html><html lang="{HTML_LANGUAGE[lang]}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_MISSING_STYLE}</style>"
        f"<main><h1>{escape(title)}</h1>"
        f'<p><a href="{escape(home)}">{escape(words)}</a></p></main></html>'
    )


def preferred_language(accepted: str | None) -> str:
    """Return the language for a browser's ``Accept-Language`` or locale: Chinese unless it
    prefers something else; nothing stated means Chinese, the first language.

    >>> preferred_language("en-GB,en;q=0.9,zh;q=0.5"), preferred_language(None)
    ('en', 'zh')
    """
    first = (accepted or "zh").split(",")[0].strip().lower()
    return "zh" if first.startswith("zh") or first in {"", "*"} else "en"
