"""What might be wrong with places that lie in their district? Asked, never guessed.

Every message here is a question: it leaves the verdict as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from geo.datum import DATUM_NAMES, Datum, convert
from geo.package.faults import Faults, quoted
from geo.package.outline import Floats, Outline
from geo.package.places.order import Run, Runs
from geo.package.places.place_table import BOX
from geo.package.places.spatial import degrees
from geo.package.records_from_rows import Row
from geo.package.slips import from_dms
from geo.records import KNOWN_PRECISIONS, Area, Layer

_FEW: Final = 3
"""Places beyond the outline that are too few to ask about: it is generalised."""
_ENOUGH: Final = 8
"""Points whose decimals are all below sixty by chance in one of ten million files."""
_NAMED: Final = 5
"""Places named in a question."""
_SHORTEST: Final = 2
"""Signs of a name that is looked for in a text."""


def ask(
    layers: Mapping[str, Layer],
    runs: Runs,
    outline: Outline | None,
    gaps: Sequence[Row],
    faults: Faults,
) -> None:
    """Add the questions about located places.

    Parameters
    ----------
    layers, runs : mapping
        Layers, and their places, by id.
    outline : Outline or None
        The district.
    gaps : sequence of Row
        Rows of ``gaps.csv``: what is said not to be known.
    """
    for layer_id, found in runs.items():
        if outline is not None:
            located = [_located(run) for run in found]
            _ask_shift(layers[layer_id], located, outline, faults)
            _ask_sixties(layers[layer_id], located, outline, faults)
    _ask_gaps([run for found in runs.values() for run in found], gaps, faults)


def _located(run: Run) -> Run:
    """Return where the located places of a run lie."""
    known = pc.is_in(run.column("precision"), pa.array(sorted(KNOWN_PRECISIONS)))
    return run.select(["x", "y", "west", "south", "east"]).filter(known)


def _ask_shift(layer: Layer, runs: list[Run], outline: Outline, faults: Faults) -> None:
    """Ask about places beyond the outline that lie within it once an offset is undone."""
    if layer.datum in {"gcj02", "bd09"}:
        return
    beyond = [found[~outline.holds(found, 0.0)] for found in map(_anchors, runs)]
    count = sum(map(len, beyond))
    if count < _FEW:
        return
    offsets: tuple[Datum, ...] = ("gcj02", "bd09")
    left = {
        datum: sum(
            int((~outline.holds(convert(found, datum, "wgs84"), 0.0)).sum()) for found in beyond
        )
        for datum in offsets
    }
    datum = min(offsets, key=left.__getitem__)
    if left[datum] * 4 > count:
        return
    name = DATUM_NAMES[datum]
    said = (
        f"{count} 个位置确切的地点略出区界；如果坐标是 {name}，就只有 {left[datum]} 个",
        f"{count} located places lie just beyond the outline; were the coordinates {name}, "
        f"{left[datum]} would",
    )
    maker = ("高德、腾讯", "Amap or Tencent") if datum == "gcj02" else ("百度", "Baidu")
    remedy = (
        f"坐标是不是取自{maker[0]}？是的话把 layers.csv 的 datum 改为 {datum}",
        f"Are they from {maker[1]}? If so, make datum in layers.csv {datum}",
    )
    faults.add("Q_DATUM", layer.path, None, said, remedy, level="question")


def _anchors(run: Run) -> Floats:
    return degrees(np.column_stack([run.column(name).to_numpy() for name in ("x", "y")]))


def _points(runs: Iterable[Run]) -> Iterator[Floats]:
    for run in runs:
        box = np.column_stack([run.column(name).to_numpy() for name in ("west", "south", "east")])
        yield box[box[:, 0] == box[:, 2]][:, :2]


def _ask_sixties(layer: Layer, runs: list[Run], outline: Outline, faults: Faults) -> None:
    """Ask about points that all read as degrees, minutes and seconds as well."""
    count = 0
    for points in _points(runs):
        read = from_dms(points)
        if np.isnan(read).any() or not outline.holds(read, 0.0).all():
            return
        count += len(points)
    if count >= _ENOUGH:
        said = (
            f"{count} 个点的小数都可以读成分和秒",
            f"the decimals of all {count} points could be minutes and seconds",
        )
        remedy = (
            "116.4136 是 116.4136 度，还是 116°41′36″？后者请换算成度",
            "Is 116.4136 that many degrees, or 116°41′36″? Convert the latter to degrees",
        )
        faults.add("Q_DMS", layer.path, None, said, remedy, level="question")


def _ask_gaps(runs: list[Run], gaps: Sequence[Row], faults: Faults) -> None:
    """Ask about gaps that name a place whose position is known."""
    asked: set[int] = set()
    for run in runs:
        for at, name in enumerate(run.column("name_zh").to_pylist() if gaps else ()):
            named = [gap for gap in gaps if name in gap["what_zh"]]
            for gap in named if len(name) >= _SHORTEST else ():
                if gap.line not in asked and _is_located(run, at):
                    asked.add(gap.line)
                    _ask_gap(gap, run.slice(at, 1).to_pylist()[0], faults)


def _is_located(run: Run, at: int) -> bool:
    return run.column("precision")[at].as_py() in KNOWN_PRECISIONS


def _ask_gap(gap: Row, place: Mapping[str, Any], faults: Faults) -> None:
    said = (
        f"{place['name_zh']}的位置已经知道（{place['precision']}），"
        f"这里仍说 {quoted(gap['what_zh'])} 还不知道",
        f"where {place['name_en']} lies is known now ({place['precision']}), but "
        f"{quoted(gap['what_en'])} is still listed as not known",
    )
    remedy = (
        "已经知道的请删去这一行，并改写该地点的 known_zh、known_en"
        f"（现在是 {quoted(place['known_zh'])}）",
        "If it is known, remove this row and write known_zh and known_en of the place anew "
        f"(now {quoted(place['known_en'])})",
    )
    faults.add("Q_KNOWN", "gaps.csv", gap.line, said, remedy, level="question")


def ask_areas(
    layers: Mapping[str, Layer],
    runs: Runs,
    areas: Mapping[str, Area],
    told: Mapping[str, NDArray[np.int64]],
    faults: Faults,
) -> None:
    """Add a question for the places of a layer whose own shape does not touch their area.

    Not for those `told` of, by their numbers: a position that is wrong is in no area either.
    """
    for layer_id, found in runs.items():
        every = {number for run in found for number in _apart(run, areas)}
        apart = sorted(every.difference(told[layer_id].tolist())) if every else []
        if apart:
            zh, en = (_called(found, apart[:_NAMED], name) for name in ("name_zh", "name_en"))
            more = "等" if len(apart) > _NAMED else ""
            said = (
                f"{len(apart):,} 个地点不在所填的街道或区域里：{'、'.join(zh)}{more}",
                f"places that do not lie in the area they name ({len(apart):,}): "
                f"{', '.join(en)}{', …' if more else ''}",
            )
            remedy = (
                "位置和区域哪个对？只知道区域时，位置可以留空",
                "Which is right, the position or the area? Where only the area is known, leave "
                "the position empty",
            )
            path = layers[layer_id].path
            faults.add("Q_AREA", path, apart[0], said, remedy, level="question")


def _called(runs: Sequence[Run], numbers: Sequence[int], column: str) -> list[str]:
    """Return the names of the places of these numbers, which whoever brought them knows."""
    names: dict[int, str] = {}
    for run in runs:
        rows = run.filter(pc.is_in(run.column("number"), pa.array(numbers, pa.int64())))
        names |= dict(
            zip(rows.column("number").to_pylist(), rows.column(column).to_pylist(), strict=True)
        )
    return [quoted(names[number]) for number in numbers]


def _apart(run: Run, areas: Mapping[str, Area]) -> Iterator[int]:
    """Yield the numbers of places whose shapes do not touch the area that they name."""
    for area_id in pc.unique(run.column("area").drop_null()).to_pylist():
        area = areas.get(area_id)
        # Whether a place lies in the district is judged with its margin, and told, by its position.
        if area is None or not area.parent:
            continue
        rows = run.filter(pc.equal(run.column("area"), area_id))
        boxes = np.column_stack([rows.column(name).to_numpy() for name in BOX])
        own = np.flatnonzero(~(boxes == area.geometry.bounds).all(axis=1))
        taken: Any = rows.column("wkb").take(pa.array(own))
        shapes = shapely.from_wkb(taken.to_numpy(zero_copy_only=False))
        shapely.prepare(area.geometry)
        lost = own[~shapely.intersects(area.geometry, shapes)]
        yield from rows.column("number").to_numpy()[lost].tolist()
