"""What can be suggested to a reader who types, and what would they type for it?

Places, workstreams and figures in package order, each with its names and their keys, normalised as
:func:`geo.view.search.normalise` does. The browser fetches them once, when somebody begins to
search, and ranks them itself (``geo/browser/shared/suggest.js``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from geo.figures.wording import number
from geo.language.bilingual import Bilingual
from geo.package.package import Package
from geo.records import Figure, Place, Workstream
from geo.view.pinyin import Reading, reading
from geo.view.search import normalise, word_ends
from geo.view.synonyms import synonyms_of


def find_index(package: Package) -> dict[str, list[dict[str, Any]]]:
    """Return the entries of each kind, the kinds in the order in which they are suggested.

    An entry has its id, its `label` and `detail` in both languages, `keys` that may be hit
    anywhere, `inside` what is hit from its first letter on, later words and such that mean the
    same, and `initials` that are hit so as well.
    """
    return {
        "place": [place_entry(package, place) for place in package.place.few_places],
        "workstream": [_workstream(found) for found in package.workstreams.values()],
        "figure": [_figure(package, figure) for figure in package.figures],
    }


def place_entry(package: Package, place: Place) -> dict[str, Any]:
    """Return the entry of a place."""
    layer = package.layers[place.layer].name
    others = package.other_names.get(place.place_id, ())
    read = [reading(place.name.zh, place.pinyin), *map(reading, others)]
    keys = [*others, *package.former_ids[place.place_id], place.code or ""]
    return _entry(place.place_id, place.name, _joined(layer, place.parent), keys, read)


def _workstream(found: Workstream) -> dict[str, Any]:
    entry = _entry(found.workstream_id, found.name, found.about, [], [reading(found.name.zh)])
    said = (found.name.zh, found.name.en, found.about.zh, found.about.en)
    entry["inside"] += map(normalise, synonyms_of(said))
    return entry


def _figure(package: Package, figure: Figure) -> dict[str, Any]:
    place = package.place_of(figure)
    detail = _joined(package.phrase(figure), package.home_of(figure))
    read = [reading(figure.measure.zh)]
    phrase = package.phrase(figure)
    keys = [figure.as_published, phrase.zh, phrase.en, number(figure.value)]
    entry = _entry(figure.figure_id, figure.measure, detail, keys, read)
    entry["inside"] += map(normalise, synonyms_of((figure.measure.zh, figure.measure.en)))
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
        "inside": _told_apart(word_ends(label.en)),
        "initials": _told_apart(each.initials for each in read),
    }


def _told_apart(keys: Iterable[str]) -> list[str]:
    return [key for key in dict.fromkeys(keys) if key]


def _joined(first: Bilingual, second: Bilingual) -> Bilingual:
    return Bilingual(f"{first.zh} · {second.zh}", f"{first.en} · {second.en}")
