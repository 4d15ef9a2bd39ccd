"""How is the whole explorer one small HTML page, with what is larger at addresses of its own?

The same explorer as the one file (:mod:`geo.export.one_file`), with most data by address. In words
the page says, scripts or none: the sentence, a figure a workstream, every place with a link.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from html import escape
from typing import Any, Final

from markupsafe import Markup

from geo.blob import Payload
from geo.export.addresses import Addresses, Held
from geo.export.explorer import as_json, data_element, opening, page_title
from geo.language.bilingual import HTML_LANGUAGE, LANGUAGES
from geo.language.texts import text
from geo.package.package import Package
from geo.records import Figure, Place
from geo.served.facts import has_all_facts
from geo.served.first_files import files_ahead, files_in_page
from geo.view.headlines import headlines_of, lead
from geo.view.listing import page_of
from geo.view.located import how_located
from geo.view.selection import select
from geo.view.story import steps
from geo.view.views import View


def light_page(
    package: Package,
    payload: Payload,
    *,
    lang: str,
    addresses: Addresses,
    embedded: bool = False,
    head: Markup | None = None,
) -> bytes:
    """Return the page in a language; the same package and addresses give the same bytes.

    One that is `embedded` in a page of others shows nothing until the map comes, if scripts run.
    One that is held for the full page is laid out as that page from its first word on.
    `head` makes its title and what chats show of it; without one they are the package's.

    Raises
    ------
    ValueError
        If the package has more places than a browser filters on its own, and nothing to ask.
    """
    if not (addresses.asked or has_all_facts(package)):
        raise ValueError("this package has no light page: its places are too many")
    story: dict[str, Any] = {} if addresses.story is None else {"story": addresses.story}
    begins = opening(
        package,
        payload,
        setup=addresses.setup,
        home=addresses.home,
        layers=addresses.layers,
        data=addresses.data,
        lang=lang,
        basemaps=list(addresses.basemaps),
        **story,
        file=addresses.file,
        more={"script": addresses.more_script, "style": addresses.more_style},
        tour=None if embedded else _tour(package, addresses),
        share=None if embedded else addresses.share,
        asked=None if has_all_facts(package) else addresses.asked,
        worker=None if embedded or addresses.worker is None else asdict(addresses.worker),
    )
    inside = files_in_page(payload)
    framed = ' class="embed"' if embedded else ' class="full"' if addresses.held else ""
    beside = ['<base target="_blank">'] if embedded else []  # no other page of ours may be framed
    lines = [
        f'<!DOCTYPE html>\n<html lang="{HTML_LANGUAGE[lang]}"{framed}>',
        '<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        _named(package, lang) if head is None else head,
        *beside,
        f'<link rel="icon" href="{escape(addresses.icon)}">',
        *(f'<link rel="stylesheet" href="{escape(path)}">' for path in addresses.styles),
        *(f'<script src="{escape(path)}" defer></script>' for path in addresses.scripts),
        *addresses.preloads(files_ahead(payload), later=bool(story)),
        "</head>\n<body>",
        data_element("opening", as_json(begins)),
        *_said(package, lang, addresses),
        *(data_element(f"layers/{path}", payload.blobs[path].content) for path in inside),
        "</body>\n</html>\n",
    ]
    return "\n".join(map(str, lines)).encode()


def _named(package: Package, lang: str) -> str:
    """Return the elements that name the page."""
    title, said = page_title(package).get(lang), package.description.get(lang)
    return f'<title>{escape(title)}</title>\n<meta name="description" content="{escape(said)}">'


def _tour(package: Package, addresses: Addresses) -> dict[str, Any] | None:
    """Return which steps the story has, and where they lie in each language."""
    order = list(steps(package))
    if addresses.tour is None or not order:
        return None
    return {"steps": order, **{lang: addresses.tour(lang) for lang in LANGUAGES}}


MOST_LISTED: Final = 200
"""Places that the page names before there is a map; of more it says how many there are."""
_EXPLORER: Final = (
    '<div class="explorer"><div class="map">{map}</div><div class="side">{side}</div></div>'
)
_SEARCH: Final = (
    '<div class="search-row"><input class="search" placeholder="{hint}" aria-label="{label}" inert>'
    '<button class="clear" disabled>{clear}</button></div>'
    '<section class="panel panel-empty"><p class="hint">{panel}</p></section>'
)


def _said(package: Package, lang: str, addresses: Addresses) -> Iterable[str]:
    """Return what the page says in words, laid out as the explorer that comes in its stead."""
    held = addresses.held
    yield '<main class="said">'
    yield from _alone(package, lang) if held is None else _as_full(package, lang, addresses, held)
    yield from _lead_and_tiles(package, lang)
    missing = f"<noscript><p>{escape(text('file.no_script', lang))}</p></noscript>"
    side = _list(package, lang, addresses)
    yield _EXPLORER.format(map=missing, side=_search(lang) + side)
    data = text("footer.data", lang, title=package.title.get(lang), version=package.version)
    note = escape(text("footer.note", lang))
    yield f'<footer><p>{escape(data)}</p><p class="quiet">{note}</p></footer></main>'


def _alone(package: Package, lang: str) -> Iterable[str]:
    """Return what stands above the map of a page on its own."""
    about = escape(text("app.title", lang))
    yield f"<header><h1>{escape(package.title.get(lang))} <small>{about}</small></h1></header>"


def _as_full(package: Package, lang: str, addresses: Addresses, held: Held) -> Iterable[str]:
    """Return the same as the full page has it (geo/browser/file/full.js): each at its place and as
    large, so that nothing moves when it can be pressed.
    """
    name = package.title.get(lang)
    title = text("map_title", lang, title=name, app=text("app.title", lang))
    pages = [escape(text(f"page.{path or 'map'}", lang)) for path in held.paths]
    links = "".join(
        f"<a>{page}</a>" if at else f'<a aria-current="page">{page}</a>'
        for at, page in enumerate(pages)
    )
    yield f'<header><h1>{escape(title)}</h1><nav class="pages">{links}</nav>'
    if held.several:
        yield f'<select class="packages" inert><option>{escape(name)}</option></select>'
    for key, words in _later(package, lang, addresses):
        yield f'<button class="later" data-key="{key}" inert>{escape(words)}</button>'
    choice = "".join(
        f'<button aria-pressed="{str(each == lang).lower()}">{own}</button>'
        for each, own in zip(LANGUAGES, ("中文", "English"), strict=True)
    )
    yield f'<div class="languages" inert>{choice}</div></header>'


def _lead_and_tiles(package: Package, lang: str) -> Iterable[str]:
    """Return the year in a sentence, and the first figure of each workstream."""
    found, said = lead(package, lang)
    parts = "".join(
        f'<{"b" if part.is_number else "span"} class="clause-{part.clause}">{escape(part.words)}'
        f"</{'b' if part.is_number else 'span'}>"
        for part in found
    )
    if parts:
        note = f'<span class="lead-note quiet">{escape(said)}</span>'
        yield f'<p class="lead">{parts} {note}</p>'
    yield f'<div class="tiles" inert>{"".join(_tiles(package, lang))}</div>'


def _later(package: Package, lang: str, addresses: Addresses) -> Iterable[tuple[str, str]]:
    """Return the buttons of the top, each with its words."""
    if _tour(package, addresses):
        yield "story-button", text("story.begin", lang)
    if addresses.share is not None:
        yield "share", text("share.button", lang)


def _search(lang: str) -> str:
    """Return the field for searching, and what is said while no place is chosen."""
    return _SEARCH.format(
        hint=escape(text("filter.search_hint", lang)),
        label=escape(text("filter.search", lang)),
        clear=escape(text("filter.clear", lang)),
        panel=escape(text("panel.hint", lang)),
    )


def _list(package: Package, lang: str, addresses: Addresses) -> str:
    count = len(package.place)
    title = escape(text("list.title", lang, shown=count, total=count))
    listed: Sequence[Place] = package.place.values()[:MOST_LISTED]
    counts: Counter[str] = Counter()  # figures of a place, which the full page's rows name
    if addresses.held is not None:
        page = page_of(select(package, View(package.package_id)), 0)
        listed = page.places
        counts.update(each for one in package.figures for each in package.place_ids_of(one))
        if page.total > 1:
            part = text("list.part", lang, first=page.first, last=page.last)
            title += f" <small>{escape(part)}</small>"
    rows = "".join(
        _place(package, place, lang, addresses, counts[place.place_id]) for place in listed
    )
    left = text("list.more", lang, count=count - len(listed)) if count > len(listed) else ""
    return (
        f'<section class="places"><h2 class="list-title">{title}</h2><ul>{rows}</ul>'
        f'<p class="quiet">{escape(left)}</p></section>'
    )


def _first(package: Package) -> Iterable[tuple[str, Figure]]:
    """Return each workstream that has a headline, by its name, with the first of them."""
    for workstream in package.workstreams:
        for figure in headlines_of(package, workstream)[:1]:
            yield workstream, figure


def _tiles(package: Package, lang: str) -> Iterable[str]:
    figures = dict(_first(package))
    for key, workstream in package.workstreams.items():
        name, figure = escape(workstream.name.get(lang)), figures.get(key)
        about, number = text("tile.waits", lang), ""
        if figure is not None:
            about = figure.measure.get(lang)
            number = f"<strong>{escape(package.phrase(figure).get(lang))}</strong> "
        yield f"<button><span>{name} {number}<em>{escape(about)}</em></span></button>"


def _place(package: Package, place: Place, lang: str, addresses: Addresses, figures: int) -> str:
    layer, known = package.layers[place.layer].name.get(lang), how_located(package, place, lang)
    said = f"{layer} · {known}"
    if figures:
        said = text("list.row", lang, layer=layer, precision=known, count=figures)
    return (
        f'<li><a class="row" href="{escape(addresses.place(place.place_id))}">'
        f"<b>{escape(place.name.get(lang))}</b><small>{escape(said)}</small></a></li>"
    )
