"""How does the map's page open with the light explorer, and leave Streamlit's own for later?

The first HTML carries a frame of the explorer's page (:mod:`geo.web.light`), which is drawn before
anything of Streamlit's is asked for. What Streamlit's page needs lies in a template, which nothing
fetches; ``geo/browser/page/light.js`` puts it into the page when its time has come.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import escape
from typing import Final
from urllib.parse import quote, urlencode

from starlette.requests import Request

from geo.errors import PackageError
from geo.language.bilingual import HTML_LANGUAGE, LANGUAGES
from geo.language.texts import text
from geo.store.states import Opened
from geo.store.store import Store
from geo.view.link import encode
from geo.view.views import View
from geo.web.headers import HELD, LIGHT
from geo.web.query import query_of
from geo.web.settings import light_first

_LATER: Final = re.compile(
    r'\s*<(?:script type="module"[^>]*></script>'
    r'|link\s+rel="(?:modulepreload|preload|stylesheet)"[^>]*>)'
)
"""What a browser would fetch for Streamlit's page alone, as that page names it."""
_WITHOUT_SCRIPTS: Final = "<noscript><style>#light{display:none}</style></noscript></head>"


def held_back(page: str) -> str:
    """Return Streamlit's page with what it fetches in a template, in the same order."""
    found = "".join(each.group() for each in _LATER.finditer(page))
    left = _LATER.sub("", page)
    return left.replace("</body>", f'<template id="later">{found}</template></body>', 1)


def opens_light(request: Request, opened: Opened) -> bool:
    """Tell whether a link to the map's page opens with the explorer.

    Not where it has not what the link is about (a version that is kept no longer), nor in a page of
    others.
    """
    view = opened.view
    return (
        light_first()
        and view.version in {None, opened.package.version}
        and dict(query_of(request)).get("embed") != "true"
    )


def around(store: Store, opened: Opened, paths: Sequence[str]) -> str:
    """Return as JSON what the explorer's top says of the app: its pages, and the packages that a
    link may name.
    """
    packages = [(each, _title(store, each)) for each in opened.known.packages]
    return json.dumps({"pages": paths, "packages": packages}, ensure_ascii=False)


def _title(store: Store, package_id: str) -> dict[str, str]:
    """Return a package's title; its id where it cannot be used."""
    try:
        return store.serve(package_id).package.title.as_dict()
    except PackageError:
        return dict.fromkeys(LANGUAGES, package_id)


def framed(opened: Opened, lang: str, app: str) -> str:
    """Return the explorer's frame; what :func:`around` says of the `app` stands on it."""
    package = opened.package
    at = f"./{LIGHT}/{quote(package.package_id, safe='')}?{urlencode({'lang': lang, HELD: ''})}"
    title = escape(text("page.map", lang))
    view = opened.view
    kept = encode(
        View(view.data, version=view.version), opened.known
    )  # what no reader changes there
    stated = f'data-light="{escape(kept)}" data-around="{escape(app)}"'
    return f'<iframe src="{escape(at)}" title="{title}" {stated}></iframe>'


def with_light(html: str, frame: str) -> str:
    """Return a first HTML with the explorer's frame in it, and what is said below the frame."""
    asking = "".join(_asking(each) for each in LANGUAGES)
    begins = f'<body><div id="light">{frame}<aside class="calm ask" hidden>{asking}</aside></div>'
    page = html.replace("</head>", _WITHOUT_SCRIPTS, 1)
    return page.replace("<body>", begins, 1)


def _asking(lang: str) -> str:
    """Return what is said where the full page waits until it is asked for."""
    said, button = escape(text("light.waits", lang)), escape(text("light.open", lang))
    return (
        f'<p lang="{HTML_LANGUAGE[lang]}"><span>{said}</span> '
        f'<button type="button">{button}</button></p>'
    )
