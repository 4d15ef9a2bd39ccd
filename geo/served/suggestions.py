"""What can be suggested to a reader who types, and what would they type for it?

Places, workstreams and figures in package order, each with its names and their keys, normalised as
:func:`geo.view.search.normalise` does. The browser fetches them once, when somebody begins to
search, and ranks them itself (``geo/browser/shared/suggest.js``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from geo.language.bilingual import Bilingual
from geo.package.package import Package
from geo.records import Figure, Place
from geo.view.pinyin import Reading, reading
from geo.view.search import normalise


def find_index(package: Package) -> dict[str, list[dict[str, Any]]]:
    """Return the entries of each kind, the kinds in the order in which they are suggested.

    An entry has its id, its `label` and `detail` in both languages, `keys` that may be hit
    anywhere, and `initials` that are hit from their first letter on only.
    """
    return {
        "place": [place_entry(package, place) for place in package.place.few_places],
        "workstream": [
            _entry(found.workstream_id, found.name, found.about, [], [reading(found.name.zh)])
            for found in package.workstreams.values()
        ],
        "figure": [_figure(package, figure) for figure in package.figures],
    }


def place_entry(package: Package, place: Place) -> dict[str, Any]:
    """Return the entry of a place."""
    layer = package.layers[place.layer].name
    others = package.other_names.get(place.place_id, ())
    read = [reading(place.name.zh, place.pinyin), *map(reading, others)]
    keys = [*others, *package.former_ids[place.place_id], place.code or ""]
    return _entry(place.place_id, place.name, _joined(layer, place.parent), keys, read)


def _figure(package: Package, figure: Figure) -> dict[str, Any]:
    place = package.place_of(figure)
    detail = _joined(package.phrase(figure), package.home_of(figure))
    read = [reading(figure.measure.zh)]
    entry = _entry(figure.figure_id, figure.measure, detail, [], read)
    return entry | {"place": None if place is None else place.place_id}


def _entry(
    entry_id: str,
    label: Bilingual,
    detail: Bilingual,
    others: Iterable[str],
    read: Iterable[Reading],
) -> dict[str, Any]:
    texts = [label.zh, label.en, *others, *(full for each in read for full in each.full)]
    return {
        "id": entry_id,
        "label": label.as_dict(),
        "detail": detail.as_dict(),
        "keys": _told_apart(map(normalise, texts)),
        "initials": _told_apart(each.initials for each in read),
    }


def _told_apart(keys: Iterable[str]) -> list[str]:
    return [key for key in dict.fromkeys(keys) if key]


def _joined(first: Bilingual, second: Bilingual) -> Bilingual:
    return Bilingual(f"{first.zh} · {second.zh}", f"{first.en} · {second.en}")
