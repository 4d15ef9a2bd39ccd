"""How does a view travel in a link?

A codec over ids, the same in either language. Only what differs from the default is written, in
one order; what is unknown or broken is left out with a notice, never raised and never echoed.

Parameters, in the order in which they are written::

    data   package                       data=anci-2022
    lang   zh or en                      lang=en
    w      workstreams, none for all     w=markets,rural
    l      layers, empty for none        l=roads,villages
    q      text searched for             q=minghua
    place  selected place                place=minghua-road
    c      latitude, longitude, zoom     c=39.51000,116.69000,12

`c` is written by the map in the browser (``geo/map/browser/70-address.js``), so that moving the map
costs no run of the page; it comes last for that reason.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from geo.language.bilingual import LANGUAGES

MAX_LENGTH: Final = 2000
"""Longest query string that is written or read, in characters."""
CENTRE_LENGTH: Final = 40
"""Room that `c` may take; kept free where the map writes it later."""
MAX_QUERY: Final = 60
"""Longest text that can be searched for; encoded it is at most 720 characters."""
ZOOMS: Final = (3, 18)
_NUMBER: Final = r"-?\d{1,3}(?:\.\d{1,8})?"
_CENTRE: Final = re.compile(rf"({_NUMBER}),({_NUMBER}),(\d{{1,2}}(?:\.\d{{1,2}})?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Centre:
    """Middle of the map: degrees WGS-84, and a zoom level of the Web Mercator pyramid."""

    latitude: float
    longitude: float
    zoom: float


@dataclass(frozen=True, slots=True)
class View:
    """What is being looked at.

    Parameters
    ----------
    data : str
        Package id.
    lang : str or None
        Chosen language; None follows the reader's browser.
    workstreams : tuple of str
        Chosen workstreams in package order; none chosen means all.
    layers : tuple of str or None
        Layers shown in package order; None means all, the empty tuple none.
    """

    data: str
    lang: str | None = None
    workstreams: tuple[str, ...] = ()
    layers: tuple[str, ...] | None = None
    query: str = ""
    place: str | None = None
    centre: Centre | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """The ids a link may name: those of the packages served, and of the package it is about."""

    packages: Collection[str]
    default_package: str
    workstreams: tuple[str, ...]
    layers: tuple[str, ...]
    places: Collection[str]


def package_of(query: Mapping[str, str], packages: Collection[str], default: str) -> str:
    """Return the package a link is about; the default where it names none that is served."""
    named = query.get("data", default)
    return named if named in packages else default


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
        return View(package_of(query, known.packages, known.default_package)), ("length",)
    ignored: list[str] = []
    workstreams = _ids("w", query, known.workstreams, ignored)
    layers = _ids("l", query, known.layers, ignored)
    view = View(
        data=_one_of("data", query, known.packages, ignored) or known.default_package,
        lang=_one_of("lang", query, LANGUAGES, ignored),
        workstreams=_all_is_none(workstreams or (), known.workstreams),
        layers=None if layers == known.layers else layers,
        query=_text(query, ignored),
        place=_one_of("place", query, known.places, ignored),
        centre=_centre(query, ignored),
    )
    return view, tuple(ignored)


def parameters(view: View, known: Known, *, with_centre: bool = True) -> dict[str, str]:
    """Return what a link to `view` states: only what differs from the default, in order.

    Where many ids would make it longer than :data:`MAX_LENGTH`, the longest list is left out: a
    link that opens more than was chosen is better than one that is cut in the middle.
    """
    stated: dict[str, str] = {}
    if view.data != known.default_package:
        stated["data"] = view.data
    if view.lang is not None:
        stated["lang"] = view.lang
    if view.workstreams:
        stated["w"] = ",".join(view.workstreams)
    if view.layers is not None:
        stated["l"] = ",".join(view.layers)
    if view.query:
        stated["q"] = view.query
    if view.place is not None:
        stated["place"] = view.place
    if view.centre is not None and with_centre:
        stated["c"] = format_centre(view.centre)
    room = MAX_LENGTH if with_centre else MAX_LENGTH - CENTRE_LENGTH
    while len(_joined(stated)) > room:
        del stated[max(stated, key=lambda name: len(stated[name]))]
    return stated


def encode(view: View, known: Known) -> str:
    """Return the query string of a link to `view`, without the question mark."""
    return _joined(parameters(view, known))


def _joined(stated: Mapping[str, str]) -> str:
    return urlencode(stated, quote_via=quote, safe=",")


def format_centre(centre: Centre) -> str:
    """Return a centre as `c` states it: 5 decimals of a degree are about one metre."""
    return f"{centre.latitude:.5f},{centre.longitude:.5f},{centre.zoom:g}"


def clean_query(text: str) -> str:
    """Return a text to search for on one line, without controls, at most :data:`MAX_QUERY` long."""
    allowed = (sign for sign in text if not unicodedata.category(sign).startswith("C"))
    return " ".join("".join(allowed).split())[:MAX_QUERY].strip()


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


def _all_is_none(chosen: tuple[str, ...], every: tuple[str, ...]) -> tuple[str, ...]:
    """Return no choice where everything is chosen: the same view has one link."""
    return () if chosen == every else chosen


def _text(query: Mapping[str, str], ignored: list[str]) -> str:
    given = query.get("q", "")
    cleaned = clean_query(given)
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
