"""How does a view travel in a link?

A codec over ids, the same in either language. Only what differs from the default is written, in
one order; what is unknown or broken is left out with a notice, never raised and never echoed.

Parameters, in the order in which they are written::

    data   package                       data=anci-2022
    v      version it is pinned to       v=1.0.0
    lang   zh or en                      lang=en
    story  where the story is            story=markets
    w      workstreams, none for all     w=markets,rural
    l      layers, empty for none        l=roads,villages
    q      text searched for             q=minghua
    place  selected place                place=minghua-road
    base   basemap below the data        base=osm
    ui     parts of an embedded page     ui=legend,search
    lock   1: an embedded map stays      lock=1
    c      latitude, longitude, zoom     c=39.51000,116.69000,12

`c` is written by the map in the browser (``geo/browser/map/address.js``), so that moving the map
costs no run of the page; it comes last for that reason.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final
from urllib.parse import quote, urlencode

from geo.errors import NoSuchPackageError
from geo.language.bilingual import LANGUAGES
from geo.package.schema import VERSION_PATTERN, is_id
from geo.view.arrived import UNREADABLE, tidied
from geo.view.search import clean_query
from geo.view.views import DEFAULT_PARTS, PARTS, STORY_EDGES, Centre, Known, View

MAX_LENGTH: Final = 2000
"""Longest query string that is written or read, in characters."""
CENTRE_LENGTH: Final = 40
"""Room that `c` may take; kept free where the map writes it later."""
ZOOMS: Final = (3, 18)
PARAMETERS: Final = (
    *("data", "v", "lang", "story", "w", "l", "q", "place"),
    *("base", "ui", "lock", "c"),
)
"""Names of the parameters, in the order in which they are written."""
_LISTS: Final = ("w", "l", "q")
"""What may be left out of a link that is too long; the rest is short, and says what it is about."""
_VERSION: Final = re.compile(VERSION_PATTERN)
_NUMBER: Final = r"-?\d{1,3}(?:\.\d{1,8})?"
_CENTRE: Final = re.compile(rf"({_NUMBER}),({_NUMBER}),(\d{{1,2}}(?:\.\d{{1,2}})?)", re.ASCII)


def package_of(query: Mapping[str, str], packages: Collection[str], default: str) -> str:
    """Return the package a link is about; NoSuchPackageError where it names one that is none."""
    named = tidied(query).get("data", default)
    if named not in packages:
        raise NoSuchPackageError(named if "data" in query and is_id(named) else None)
    return named


def decode(query: Mapping[str, str], known: Known) -> tuple[View, tuple[str, ...]]:
    """Read a link.

    Parameters
    ----------
    query : mapping of str to str
        Parameters of the address, percent-decoded.
    known : Known
        What it may name.

    Returns
    -------
    view : View
    ignored : tuple of str
        Names of the parameters of ours that were not understood, in whole or in part. They are
        our own words, so they can be shown; the values are not returned.
    """
    if sum(len(name) + len(value) + 2 for name, value in query.items()) > MAX_LENGTH:
        named = tidied(query).get("data", "")
        return View(named if named in known.packages else known.default_package), ("length",)
    query = tidied(query)
    ignored: list[str] = []
    workstreams = _ids("w", query, known.workstreams, ignored)
    layers = _ids("l", query, known.layers, ignored)
    view = View(
        data=_one_of("data", query, known.packages, ignored) or known.default_package,
        version=_version(query, ignored),
        lang=_one_of("lang", query, LANGUAGES, ignored),
        story=_one_of("story", query, (*STORY_EDGES, *known.workstreams), ignored),
        workstreams=_all_is_none(workstreams or (), known.workstreams),
        layers=None if layers == known.layers else layers,
        query=_text(query, ignored),
        place=_place(query, known, ignored),
        base=_one_of("base", query, known.basemaps, ignored),
        parts=_parts(query, ignored),
        locked=_one_of("lock", query, ("1",), ignored) == "1",
        centre=_centre(query, ignored),
    )
    return view, tuple(ignored)


def parameters(
    view: View, known: Known, *, with_centre: bool = True, with_package: bool = False
) -> dict[str, str]:
    """Return what a link to `view` states: only what differs from the default, in order.

    Where many ids would make it longer than :data:`MAX_LENGTH`, the longest list is left out: a
    link that opens more than was chosen is better than one that is cut in the middle.

    Parameters
    ----------
    with_package : bool
        Name the package even where it is the default one, so that the link goes on meaning the
        same when another package becomes the default.
    """
    stated = ({"data": view.data} if with_package else {}) | _stated(view, known)
    if not with_centre:
        stated.pop("c", None)
    room = MAX_LENGTH if with_centre else MAX_LENGTH - CENTRE_LENGTH
    while len(_joined(stated)) > room:
        lists = [name for name in _LISTS if name in stated]
        del stated[max(lists, key=lambda name: len(_joined({name: stated[name]})))]
    return stated


def _stated(view: View, known: Known) -> dict[str, str]:
    """Return every parameter in which `view` differs from the default."""
    values = {
        "data": None if view.data == known.default_package else view.data,
        "v": view.version,
        "lang": view.lang,
        "story": view.story,
        "w": ",".join(view.workstreams) or None,
        "l": None if view.layers is None else ",".join(view.layers),
        "q": view.query or None,
        "place": view.place,
        "base": view.base,
        "ui": None if view.parts == DEFAULT_PARTS else ",".join(view.parts),
        "lock": "1" if view.locked else None,
        "c": format_centre(view.centre) if view.centre else None,
    }
    return {name: value for name, value in values.items() if value is not None}


def encode(view: View, known: Known) -> str:
    """Return the query string of a link to `view`, without the question mark."""
    return _joined(parameters(view, known))


def address(base: str, view: View, known: Known) -> str:
    """Return the whole link to `view`; `base` is the map's address, with a slash at its end."""
    query = encode(view, known)
    return f"{base}?{query}" if query else base


def permalink(view: View, known: Known) -> str:
    """Return the query string of a link that always names its package."""
    return _joined(parameters(view, known, with_package=True))


def _joined(stated: Mapping[str, str]) -> str:
    return urlencode(stated, quote_via=quote, safe=",")


def format_centre(centre: Centre) -> str:
    """Return a centre as `c` states it: 5 decimals of a degree are about one metre."""
    return f"{centre.latitude:.5f},{centre.longitude:.5f},{centre.zoom:g}"


def _one_of(
    name: str, query: Mapping[str, str], choices: Collection[str], ignored: list[str]
) -> str | None:
    value = query.get(name)
    if value is None or value in choices:
        return value
    ignored.append(name)
    return None


def _ids(
    name: str, query: Mapping[str, str], choices: tuple[str, ...], ignored: list[str]
) -> tuple[str, ...] | None:
    """Return the ids of a list that exist, in package order; None where there is no such list.

    The empty list is a state; a list of which nothing is known is no list at all.
    """
    value = query.get(name)
    if value is None:
        return None
    named = set(value.split(",")) if value else set()
    found = tuple(choice for choice in choices if choice in named)
    if len(found) != len(named):
        ignored.append(name)
        return found or None
    return found


def _version(query: Mapping[str, str], ignored: list[str]) -> str | None:
    """Return the version a link is pinned to; whether it is served is for others to say."""
    value = query.get("v")
    if value is None or _VERSION.fullmatch(value):
        return value
    ignored.append("v")
    return None


def _place(query: Mapping[str, str], known: Known, ignored: list[str]) -> str | None:
    """Return the place of a link, by its present id where it names a former one."""
    value = query.get("place", "")
    if value not in known.places and value in known.aliases:
        return known.aliases[value]
    return _one_of("place", query, known.places, ignored)


def _parts(query: Mapping[str, str], ignored: list[str]) -> tuple[str, ...]:
    """Return the parts that an embedded page shows."""
    found = _ids("ui", query, PARTS, ignored)
    return DEFAULT_PARTS if found is None else found


def _all_is_none(chosen: tuple[str, ...], every: tuple[str, ...]) -> tuple[str, ...]:
    """Return no choice where everything is chosen: the same view has one link."""
    return () if chosen == every else chosen


def _text(query: Mapping[str, str], ignored: list[str]) -> str:
    given = query.get("q", "")
    cleaned = "" if UNREADABLE in given else clean_query(given)
    if cleaned != given:
        ignored.append("q")
    return cleaned


def _centre(query: Mapping[str, str], ignored: list[str]) -> Centre | None:
    given = query.get("c")
    if given is None:
        return None
    match = _CENTRE.fullmatch(given)
    if match is not None:
        latitude, longitude, zoom = (float(part) for part in match.groups())
        if abs(latitude) <= 85 and abs(longitude) <= 180 and ZOOMS[0] <= zoom <= ZOOMS[1]:
            return Centre(latitude, longitude, zoom)
    ignored.append("c")
    return None
