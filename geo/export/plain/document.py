"""How does a plain page begin and end? One HTML document that needs no script and no other file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from geo.export.icon import marks
from geo.export.plain.ways import Ways
from geo.language.bilingual import HTML_LANGUAGE, LANGUAGES
from geo.language.texts import text
from geo.package.package import Package
from geo.served.scripts import bundled

NOTHING: Final = Markup("")
JSON_TYPES: Final = {"json": "application/json", "geojson": "application/geo+json"}
_PAGE = Markup(
    '<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
    '<meta name="color-scheme" content="light dark">\n'
    "{marks}"
    "    {head}\n{links}<style>{style}</style>\n{linked_data}"
    '</head>\n<body style="--colour:{colour}">\n'
    '<a class="skip" href="#main">{skip}</a>\n{top}\n'
    '<main id="main" tabindex="-1">\n{body}\n</main>\n{foot}\n</body>\n</html>\n'
)
_TOP = Markup('<header class="top"><nav aria-label="{label}">{trail}</nav>{languages}</header>')
_LINK = Markup('<a href="{}">{}</a>')
_OTHER = Markup('<a href="{}" hreflang="{}" lang="{}" rel="alternate">{}</a>')
_FOOT = Markup('<footer class="foot"><p>{}</p><p>{}</p></footer>')


@dataclass(frozen=True, slots=True)
class Page:
    """A plain page.

    Parameters
    ----------
    head : Markup
        Title, description and preview card, as elements.
    trail : sequence of (str, str)
        What the page lies in, the widest first: address and words.
    colour : str
        The workstream's, ``#rrggbb``.
    linked_data : mapping
        The same for machines (JSON-LD); nothing where it is empty.
    data : str
        Which data it is of, see :func:`data_line`.
    """

    lang: str
    head: Markup
    trail: Sequence[tuple[str, str]]
    colour: str
    body: Markup
    linked_data: Mapping[str, Any]
    data: str


def document(page: Page, ways: Ways) -> bytes:
    """Return a plain page as HTML."""
    lang = page.lang
    trail = Markup('<span aria-hidden="true">›</span>').join(
        _LINK.format(address, words) for address, words in page.trail
    )
    others = NOTHING.join(
        _OTHER.format(ways.other(each), HTML_LANGUAGE[each], HTML_LANGUAGE[each], name)
        for each, name in zip(LANGUAGES, ("中文", "English"), strict=True)
        if each != lang
    )
    html = _PAGE.format(
        language=HTML_LANGUAGE[lang],
        marks=marks(ways.root("")),
        head=page.head,
        links=_links(ways),
        style=Markup(bundled("plain.css").decode().strip()),  # noqa: S704  # code of ours
        linked_data=_linked_data(page.linked_data),
        colour=page.colour,
        skip=text("plain.skip", lang),
        top=_TOP.format(label=text("plain.trail", lang), trail=trail, languages=others),
        body=page.body,
        foot=_FOOT.format(page.data, text("footer.note", lang)),
    )
    return html.encode()


def data_line(package: Package, lang: str) -> str:
    """Return which data a page is of, and in which version."""
    return text("footer.data", lang, title=package.title.get(lang), version=package.version)


def _links(ways: Ways) -> Markup:
    """Return the links for machines: the page in each language, and the same as data."""
    link = Markup('<link rel="{}" {}href="{}">\n')
    languages = {"x-default": "", **{HTML_LANGUAGE[each]: each for each in LANGUAGES}}
    found = [
        link.format("alternate", Markup('hreflang="{}" ').format(name), ways.whole(lang))
        for name, lang in languages.items()
        if ways.whole(lang)
    ]
    found += [
        link.format("alternate", Markup('type="{}" ').format(kind), ways.data(ending))
        for ending, kind in JSON_TYPES.items()
        if ways.data(ending)
    ]
    return NOTHING.join(found)


def _linked_data(data: Mapping[str, Any]) -> Markup:
    """Return JSON as an element that no browser runs; without ``<`` no text in it can end it."""
    if not data:
        return NOTHING
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(f'<script type="application/ld+json">{written}</script>\n')  # noqa: S704


def linked(address: str, words: str) -> Markup:
    """Return words that lead somewhere, where there is an address, else the words."""
    return _LINK.format(address, words) if address else Markup("{}").format(words)


def data_links(ways: Ways) -> Markup:
    """Return links to what the page says as data."""
    named = (("json", "JSON"), ("geojson", "GeoJSON"))
    link = Markup('<a href="{}">{}</a>')
    return Markup(" · ").join(
        link.format(ways.data(ending), name) for ending, name in named if ways.data(ending)
    )
