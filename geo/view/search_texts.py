"""In which texts does a search look, of a place and of a figure?

One text each, its parts apart (see :func:`geo.view.search.search_text_of`), made when the package
is built or when somebody searches for the first time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.figures.wording import number
from geo.language.bilingual import Bilingual
from geo.package.all_tables import Tables
from geo.package.package import Package, per_place
from geo.package.places.places import Flags
from geo.package.records_from_rows import other_names
from geo.records import Figure
from geo.remembered import PerObject
from geo.view.pinyin import reading
from geo.view.search import english_lines, normalise, number_pattern, search_text_of, spelt
from geo.view.synonyms import synonyms_of

SEARCH_TEXT: Final = "search_text"
"""Column of a built package's places that holds these texts."""
_FIELDS: Final = (
    *("place_id", "name_zh", "name_en", "pinyin", "layer", "code"),
    *("parent_zh", "parent_en"),
)
_NO_LAYER: Final = Bilingual("", "")
"""Name of a layer that does not exist, which is a fault that is told elsewhere."""


@dataclass(frozen=True, slots=True)
class PlaceSearchTexts:
    """What is known of places beside their own rows: names of layers, other names, former ids."""

    layers: Mapping[str, Bilingual]
    other_names: Mapping[str, tuple[str, ...]]
    former_ids: Mapping[str, tuple[str, ...]]

    @classmethod
    def of_tables(cls, tables: Tables) -> PlaceSearchTexts:
        """Return it as the tables of a package say."""
        aliases = tables.rows["aliases"]
        return cls(
            {layer_id: layer.name for layer_id, layer in tables.layers.items()},
            other_names(aliases),
            dict(per_place((row["place_id"], row["alias"]) for row in aliases)),
        )

    def of(self, table: pa.Table) -> Any:
        """Return the texts of a table of places as an array."""
        rows = table.select(list(_FIELDS)).to_pylist()
        return pa.array([self._of(row) for row in rows], pa.large_string())

    def _of(self, row: Mapping[str, Any]) -> str:
        """Return names, ids, code, layer and parent of a place."""
        place_id, layer = row["place_id"], self.layers.get(row["layer"], _NO_LAYER)
        others = self.other_names.get(place_id, ())
        read = [reading(row["name_zh"], row["pinyin"] or ""), *map(reading, others)]
        texts = [
            *(row["name_zh"], row["name_en"], *others, *self.former_ids.get(place_id, ())),
            row["code"] or "",
            *(full for each in read for full in each.full),
        ]
        # What many places share is normalised once.
        shared = (layer.zh, layer.en, row["parent_zh"], row["parent_en"])
        return search_text_of(texts, [each.initials for each in read], map(_normalised, shared))


@lru_cache(maxsize=4096)
def _normalised(text: str) -> str:
    return normalise(text)


def place_search_texts(package: Package) -> Any:
    """Return what is searched in of every place, in order; remembered as long as the package."""
    table = package.place.table
    if SEARCH_TEXT in table.column_names:
        return table.column(SEARCH_TEXT)
    return _OF_PLACES.of(package)


def _of_places(package: Package) -> Any:
    names = {layer_id: layer.name for layer_id, layer in package.layers.items()}
    made = PlaceSearchTexts(names, package.other_names, package.former_ids)
    return made.of(package.place.table)


def figure_search_texts(package: Package) -> Mapping[str, str]:
    """Return what is searched in of every figure, by id."""
    return _OF_FIGURES.of(package)


def _of_figures(package: Package) -> Mapping[str, str]:
    return {figure.figure_id: _figure_search_text(package, figure) for figure in package.figures}


_OF_PLACES: Final = PerObject(_of_places)
_OF_FIGURES: Final = PerObject(_of_figures)


def all_match(wanted: Iterable[str], search_texts: Any) -> Flags:
    """Tell of each text whether every word is in it, as :func:`geo.view.search.matches` does.

    No word at all matches nothing: a text of nothing but signs is in no name.
    """
    flags = None
    for word in wanted:
        if word.isdecimal() and word.isascii():
            hit = pc.match_substring_regex(search_texts, number_pattern(word))
        else:
            hit = pc.match_substring(search_texts, word)
        if len(word) > 1:
            hit = pc.or_(hit, pc.match_substring(search_texts, f"\n{spelt(word)}"))
        flags = hit if flags is None else pc.and_(flags, hit)
    if flags is None:
        return np.zeros(len(search_texts), dtype=bool)
    return np.asarray(flags.to_numpy(zero_copy_only=False), dtype=bool)


def _figure_search_text(package: Package, figure: Figure) -> str:
    """Return what a search for a figure looks in: measure, number, wording and workstream."""
    workstream = package.workstreams[figure.workstream].name
    pairs = (figure.measure, package.phrase(figure), workstream)
    read = [reading(name.zh) for name in (figure.measure, workstream)]
    texts = [
        *(pair.zh for pair in pairs),
        *(figure.as_published, number(figure.value), number(figure.value).replace(",", "")),
        *(full for each in read for full in each.full),
    ]
    english = [line for pair in pairs for line in english_lines(pair.en)]
    also = map(normalise, synonyms_of((figure.measure.zh, figure.measure.en)))
    return search_text_of(texts, [each.initials for each in read], [*english, *also])
