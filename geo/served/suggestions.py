"""What can be suggested to a reader who types, and what would they type for it?

Places, workstreams and figures in package order, each with its names and their keys, normalised as
:func:`geo.view.search.normalise` does. The browser fetches them once, when somebody begins to
search, and ranks them itself (``geo/browser/shared/suggest.js``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import pyarrow.compute as pc

from geo.language.bilingual import Bilingual
from geo.package.package import Package
from geo.records import Figure, Place
from geo.view.pinyin import Reading, reading
from geo.view.search import normalise, words
from geo.view.search_texts import all_match, place_search_texts


def find_index(package: Package) -> dict[str, list[dict[str, Any]]]:
    """Return the entries of each kind, the kinds in the order in which they are suggested.

    An entry has its id, its `label` and `detail` in both languages, `keys` that may be hit
    anywhere, and `initials` that are hit from their first letter on only.
    """
    return {
        "place": [_place(package, place) for place in package.place.few_places],
        "workstream": [
            _entry(found.workstream_id, found.name, found.about, [], [reading(found.name.zh)])
            for found in package.workstreams.values()
        ],
        "figure": [_figure(package, figure) for figure in package.figures],
    }


MOST_SUGGESTED: Final = 30
"""Places of a crowd suggested for one text; the browser ranks them among the others."""


def suggestions(package: Package, query: str) -> list[dict[str, Any]]:
    """Return the entries of the crowd's places that `query` may mean, the likeliest first.

    Those whose Chinese name begins with it come before those that hold it elsewhere. An entry also
    has its `position` in the crowd and its `code`, by which the map knows whether it is shown.
    """
    places, wanted = package.place, words(query)
    if not wanted or not places.crowd:
        return []
    search_texts = place_search_texts(package)
    flags = all_match(wanted, search_texts)
    flags[: places.few] = False
    begins = np.asarray(
        pc.starts_with(search_texts, "".join(wanted)).to_numpy(zero_copy_only=False)
    )
    first, rest = np.flatnonzero(flags & begins), np.flatnonzero(flags & ~begins)
    ranked = np.concatenate([first[:MOST_SUGGESTED], rest[:MOST_SUGGESTED]])[:MOST_SUGGESTED]
    return [_of_crowd(package, int(row)) for row in ranked]


def _of_crowd(package: Package, row: int) -> dict[str, Any]:
    places = package.place
    numbers = {"position": row - places.few, "code": int(places.category_of[row])}
    return _place(package, places.at(row)) | numbers


def _place(package: Package, place: Place) -> dict[str, Any]:
    layer = package.layers[place.layer].name
    others = package.other_names.get(place.place_id, ())
    read = [reading(place.name.zh, place.pinyin), *map(reading, others)]
    keys = [*others, *package.former_ids[place.place_id], place.code or ""]
    return _entry(place.place_id, place.name, _joined(layer, place.parent), keys, read)


def _figure(package: Package, figure: Figure) -> dict[str, Any]:
    place = package.place[figure.place_id]
    detail = _joined(package.phrase(figure), place.name)
    read = [reading(figure.measure.zh)]
    entry = _entry(figure.figure_id, figure.measure, detail, [], read)
    return entry | {"place": figure.place_id}


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
