"""How is the whole explorer one small HTML page, with all else at addresses of its own?

The same explorer as the one file (:mod:`geo.export.one_file`), with its data by address. What the
page says in words already is there before any script has run, and where none runs: the sentence,
the first figure of each workstream, and every place with a link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from html import escape
from typing import Any, Final

from markupsafe import Markup

from geo.blob import Payload
from geo.export.explorer import as_json, data_element, opening, page_title
from geo.language.bilingual import HTML_LANGUAGE, LANGUAGES
from geo.language.texts import text
from geo.package.package import Package
from geo.records import Figure, Place
from geo.served.crowd.message import shown_path, suggested_path
from geo.served.facts import has_all_facts
from geo.view.headlines import headlines_of, sentence
from geo.view.located import how_located
from geo.view.story import steps


@dataclass(frozen=True, slots=True)
class Worker:
    """The script of a service worker, and the folder of the pages that it answers for."""

    script: str
    scope: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a page finds what it needs, relative to itself.

    Parameters
    ----------
    home, layers : str
        The app itself, and the folder of the payload's files.
    styles, scripts : sequence of str
        In the order in which they are loaded.
    place : callable
        Returns the address of a place by its id.
    icon : str
        What a browser shows beside the title.
    ahead : sequence of str
        Files that the page fetches first.
    data : str or None
        Folder of the payload's files with a host that hands out copies.
    setup : str or None
        What the deployment adds, relative to `layers`.
    basemaps : sequence of str
        Ids of the basemaps that it has enabled.
    story : mapping or None
        Steps of the story (:mod:`geo.export.story_steps`), where it is told.
    tour : callable or None
        Returns the address of these steps in a language, where they can be asked for.
    worker : Worker or None
        What keeps the page for a visit without a network.
    asks : bool
        Whether the app answers what only it knows of many places.
    file : str
        The same map in one file, to which the page leads where it is opened from a disk.
    more_script, more_style : str
        What comes later than the map.
    share : mapping or None
        What there is to be passed on (:mod:`geo.export.formats`).
    """

    home: str
    layers: str
    styles: Sequence[str]
    scripts: Sequence[str]
    place: Callable[[str], str]
    icon: str
    ahead: Sequence[str] = ()
    data: str | None = None
    setup: str | None = None
    basemaps: Sequence[str] = field(default=())
    story: Mapping[str, Any] | None = None
    tour: Callable[[str], str] | None = None
    worker: Worker | None = None
    asks: bool = False
    file: str = ""
    more_script: str = ""
    more_style: str = ""
    share: Mapping[str, Any] | None = None


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
    `head` makes its title and what chats show of it; without one they are the package's.

    Raises
    ------
    ValueError
        If the package has more places than a browser filters on its own, and no app to ask.
    """
    if not (addresses.asks or has_all_facts(package)):
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
        asked=None if has_all_facts(package) else _asked(package),
        worker=None if embedded or addresses.worker is None else asdict(addresses.worker),
    )
    framed = ' class="embed"' if embedded else ""
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
        *(_preload(path) for path in addresses.ahead),
        *(_more(addresses) if story else ()),
        "</head>\n<body>",
        data_element("opening", as_json(begins)),
        *_said(package, lang, addresses),
        "</body>\n</html>\n",
    ]
    return "\n".join(map(str, lines)).encode()


def _asked(package: Package) -> dict[str, str | None]:
    """Return where the app says what a link shows, and what a text may mean."""
    return {"shown": shown_path(package), "suggested": suggested_path(package)}


def _named(package: Package, lang: str) -> str:
    """Return the elements that name the page."""
    title, said = page_title(package).get(lang), package.description.get(lang)
    return f'<title>{escape(title)}</title>\n<meta name="description" content="{escape(said)}">'


def _preload(path: str) -> str:
    """Return the element by which a browser fetches a file that a script will ask for."""
    return f'<link rel="preload" as="fetch" crossorigin href="{escape(path)}">'


def _tour(package: Package, addresses: Addresses) -> dict[str, Any] | None:
    """Return which steps the story has, and where they lie in each language."""
    order = list(steps(package))
    if addresses.tour is None or not order:
        return None
    return {"steps": order, **{lang: addresses.tour(lang) for lang in LANGUAGES}}


def _more(addresses: Addresses) -> Iterable[str]:
    """Return the elements by which a browser fetches what usually comes later."""
    for kind, path in (("script", addresses.more_script), ("style", addresses.more_style)):
        yield f'<link rel="preload" as="{kind}" href="{escape(path)}">'


MOST_LISTED: Final = 200
"""Places that the page names before there is a map; of more it says how many there are."""
_EXPLORER: Final = (
    '<div class="explorer"><div class="map">{map}</div><div class="side">{side}</div></div>'
)


def _said(package: Package, lang: str, addresses: Addresses) -> Iterable[str]:
    """Return what the page says in words, laid out as the explorer that comes in its stead."""
    about = escape(text("app.title", lang))
    yield f'<main class="said"><header><h1>{escape(package.title.get(lang))} <small>{about}</small>'
    yield "</h1></header>"
    words = "".join(part.words for part in sentence(package, lang))
    if words:
        yield f'<p class="lead">{escape(words)}</p>'
    yield f'<section class="cards">{"".join(_cards(package, lang))}</section>'
    missing = f"<noscript><p>{escape(text('file.no_script', lang))}</p></noscript>"
    yield _EXPLORER.format(map=missing, side=_list(package, lang, addresses))
    data = text("footer.data", lang, title=package.title.get(lang), version=package.version)
    note = escape(text("footer.note", lang))
    yield f'<footer><p>{escape(data)}</p><p class="quiet">{note}</p></footer></main>'


def _list(package: Package, lang: str, addresses: Addresses) -> str:
    count = len(package.place)
    title = escape(text("list.title", lang, shown=count, total=count))
    listed = package.place.values()[:MOST_LISTED]
    rows = "".join(_place(package, place, lang, addresses) for place in listed)
    left = text("list.more", lang, count=count - len(listed)) if count > len(listed) else ""
    return (
        f'<section class="places"><h2 class="list-title">{title}</h2><ul>{rows}</ul>'
        f'<p class="quiet">{escape(left)}</p></section>'
    )


def _cards(package: Package, lang: str) -> Iterable[str]:
    for workstream in package.workstreams:
        for figure in headlines_of(package, workstream)[:1]:
            yield _card(package, figure, lang)


def _card(package: Package, figure: Figure, lang: str) -> str:
    number, measure = package.phrase(figure).get(lang), figure.measure.get(lang)
    return f'<div class="card"><b>{escape(number)}</b><span>{escape(measure)}</span></div>'


def _place(package: Package, place: Place, lang: str, addresses: Addresses) -> str:
    layer, known = package.layers[place.layer].name.get(lang), how_located(package, place, lang)
    return (
        f'<li><a class="row" href="{escape(addresses.place(place.place_id))}">'
        f"<b>{escape(place.name.get(lang))}</b>"
        f"<small>{escape(layer)} · {escape(known)}</small></a></li>"
    )
