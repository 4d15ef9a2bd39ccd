"""What is new, changed or gone in a package, held against another state of it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from geo.language.bilingual import Bilingual
from geo.package.package import Package
from geo.package.schema import PLACE_FIELDS

_ID: Final = "place_id"


@dataclass(frozen=True, slots=True)
class Change:
    """How many of one kind are new, changed and gone."""

    new: int = 0
    changed: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of places and figures."""

    places: Change
    figures: Change

    @property
    def loses(self) -> bool:
        """Whether something that was public is there no more."""
        return bool(self.places.gone or self.figures.gone)

    @property
    def said(self) -> Bilingual:
        """The difference in words: 新增 20 个地点、40 项数据；删除 1 个地点."""
        parts = [
            _said(words, places, figures)
            for words, places, figures in (
                (("新增", "new"), self.places.new, self.figures.new),
                (("改动", "changed"), self.places.changed, self.figures.changed),
                (("删除", "gone"), self.places.gone, self.figures.gone),
            )
            if places or figures
        ]
        if not parts:
            return Bilingual("地点和数据没有变化", "no place or figure changed")
        return Bilingual("；".join(p.zh for p in parts), "; ".join(p.en for p in parts))


def _said(words: tuple[str, str], places: int, figures: int) -> Bilingual:
    zh = [f"{places:,} 个地点"] * bool(places) + [f"{figures:,} 项数据"] * bool(figures)
    en = [f"{places:,} place{'' if places == 1 else 's'}"] * bool(places)
    en += [f"{figures:,} figure{'' if figures == 1 else 's'}"] * bool(figures)
    return Bilingual(f"{words[0]} {'、'.join(zh)}", f"{words[1]}: {', '.join(en)}")


def difference(before: Package | None, after: Package) -> Difference:
    """Return what is new, changed or gone in `after`; all of it is new where nothing was before."""
    figures = _records(
        {} if before is None else {each.figure_id: each for each in before.figures},
        {each.figure_id: each for each in after.figures},
    )
    if before is None:
        return Difference(Change(len(after.place)), figures)
    return Difference(_rows(before.place.table, after.place.table), figures)


def _records(before: Mapping[str, object], after: Mapping[str, object]) -> Change:
    both = before.keys() & after.keys()
    changed = sum(before[each] != after[each] for each in both)
    return Change(len(after.keys() - both), changed, len(before.keys() - both))


def _rows(before: pa.Table, after: pa.Table) -> Change:
    """Compare places as columns: by their id, all they say, and their shape."""
    then, now = _states(before, "then"), _states(after, "now")
    beside = then.join(now, keys=_ID, join_type="full outer")
    was, is_now = (pc.is_valid(beside.column(name)) for name in ("then", "now"))
    same = pc.equal(beside.column("then"), beside.column("now"))
    return Change(
        new=_count(pc.invert(was)),
        changed=_count(pc.and_(pc.and_(was, is_now), pc.invert(same))),
        gone=_count(pc.invert(is_now)),
    )


def _states(table: pa.Table, name: str) -> pa.Table:
    """Return the ids of places, each with all that is known of it in one column of bytes."""
    fields = [pc.fill_null(table.column(field), "").cast(pa.binary()) for field in PLACE_FIELDS]
    joined = pc.binary_join_element_wise(*fields, table.column("wkb"), b"\x1f")
    return pa.table({_ID: table.column(_ID), name: joined})


def _count(flags: pa.ChunkedArray) -> int:
    return int(pc.sum(flags).as_py() or 0)
