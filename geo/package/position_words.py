"""How is it told that places do not lie where they should, one message a cause?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from geo.errors import Level
from geo.package.faults import Faults, quoted
from geo.package.outline import Floats
from geo.package.slips import Slip, Words

Corner = tuple[int, int]
"""Number of a corner that lies outside, and how many of its shape do."""
Part = Literal["no", "near", "far"]
"""Whether only a part lies outside, and whether farther than the district is wide."""
_NAMED: Final = 5
"""Rows named in a message."""
_UNEXPLAINED: Final = (
    "请核对坐标；不属于本区的地点请移出",
    "Look the coordinates up again; leave out what is not of this district",
)
_UNREADABLE: Final = (
    "请核对坐标系，转换为 WGS-84 经纬度，经度在前",
    "Look up their reference system and convert them to WGS-84, longitude before latitude",
)
_CORNER: Final = (
    "如果不该伸到那里，请核对这个顶点",
    "If it should not reach there, look that corner up",
)
_CORNER_UNREADABLE: Final = (
    "其余顶点在本区：请核对这个顶点，整个文件不用换算",
    "Its other corners are here: look that one up, and convert nothing else",
)
_ALONE: Final = ("只改这样的顶点：", "Mend such corners alone: ")


@dataclass(slots=True)
class _Cause:
    """Places of one file that one thing explains."""

    point: Floats
    in_degrees: bool
    part: Part
    area: Words | None
    slip: Slip | None
    corner: Corner | None = None
    rows: list[int] = field(default_factory=list)
    count: int = 0
    away_m: list[float] = field(default_factory=list)


class Told:
    """What is to be told of the places of one file, gathered by cause."""

    def __init__(self) -> None:
        self.causes: dict[tuple[object, ...], _Cause] = {}

    def add(
        self,
        row: int,
        point: Floats,
        away_m: float,
        slip: Slip | None,
        *,
        in_degrees: bool,
        part: Part,
        area: Words | None,
        corner: Corner | None = None,
    ) -> None:
        """Add a place that does not lie where it should."""
        kind = slip.kind if slip and area is None else None
        key = (in_degrees, part, area, kind)
        cause = self.causes.setdefault(key, _Cause(point, in_degrees, part, area, slip))
        cause.count += 1
        if not np.isnan(away_m):
            nearest = min([*cause.away_m[:1], away_m])
            cause.away_m = [nearest, max([*cause.away_m[1:], away_m])]
        cause.rows = sorted([*cause.rows, row])[:_NAMED]
        if row == cause.rows[0]:
            cause.point, cause.slip, cause.corner = point, slip, corner


def tell(file: str, told: Told, faults: Faults) -> None:
    """Add one fault or question a cause."""
    for cause in sorted(told.causes.values(), key=lambda cause: cause.rows[0]):
        code = "E_OUTSIDE" if cause.in_degrees else "E_COORD_RANGE"
        level: Level = "question" if cause.part == "near" else "error"
        code = code if level == "error" else "Q_OUTSIDE"
        faults.add(code, file, cause.rows[0], _said(cause), _remedy(cause), level=level)


def _said(cause: _Cause) -> Words:
    who = _who(cause)
    if not cause.in_degrees:
        return f"{who[0]}不是经纬度", f"{who[1]} not longitude and latitude"
    zh, en = _distance(cause.away_m)
    where = (f"在本区以外约 {zh}", f"about {en} outside the district")
    if cause.area is not None:
        name = (quoted(cause.area[0]), quoted(cause.area[1]))
        where = (f"在邻区{name[0]}，离本区约 {zh}", f"in the neighbour {name[1]}, {where[1]}")
    return f"{who[0]}{where[0]}", f"{who[1]} {where[1]}"


def _who(cause: _Cause) -> Words:
    """Return which places, up to where their whereabouts follow."""
    x, y = (_number(value) for value in cause.point.tolist())
    if cause.count > 1:
        rows = "、".join(map(str, cause.rows))
        more = "等" if cause.count > len(cause.rows) else ""
        listed = ", ".join(map(str, cause.rows)) + (" …" if cause.count > len(cause.rows) else "")
        of = ("的一部分", "parts of ") if cause.part != "no" else ("", "")
        kind = ("", "") if cause.in_degrees else ("的坐标", "the coordinates of ")
        return (
            f"{cause.count} 个地点（第 {rows} 行{more}，如 {x}, {y}）{of[0]}{kind[0]}",
            f"{kind[1]}{of[1]}{cause.count} places (rows {listed}; such as {x}, {y}) are",
        )
    if cause.corner is not None:
        number, count = cause.corner
        zh = f"第 {number} 个顶点" if count == 1 else f"{count} 个顶点，如第 {number} 个"
        en = f"corner {number}" if count == 1 else f"{count} corners, such as number {number},"
        be = "is" if count == 1 else "are"
        return f"{zh}（经度 {x}、纬度 {y}）", f"{en} (longitude {x}, latitude {y}) {be}"
    if not cause.in_degrees:
        return f"坐标 {x}, {y} ", f"the coordinates {x}, {y} are"
    return f"经度 {x}、纬度 {y} ", f"longitude {x}, latitude {y} is"


def _number(value: float) -> str:
    return np.format_float_positional(value, precision=6, unique=True, trim="-")


def _distance(away_m: list[float]) -> Words:
    """Return distances in kilometres, the least and the greatest."""
    shown = [f"{away / 1000:.1f}" if away < 9_950 else f"{away / 1000:.0f}" for away in away_m]
    few = list(dict.fromkeys(shown))
    return f"{' 至 '.join(few)} 公里", f"{' to '.join(few)} km"


def _remedy(cause: _Cause) -> Words:
    if cause.area is not None:
        other = (
            "属于那里的地点请移出；否则请核对坐标",
            "Leave out what belongs there; else look the coordinates up again",
        )
        if cause.slip is None:
            return other
        zh, en = cause.slip.remedy
        first = (
            ("", "") if cause.count == 1 else (f"第 {cause.rows[0]} 行", f"row {cause.rows[0]}: ")
        )
        return f"{other[0]}（{first[0]}{zh}）", f"{other[1]} ({first[1]}{en})"
    if cause.slip is not None:
        zh, en = cause.slip.remedy
        if cause.part != "no":
            zh, en = f"{_ALONE[0]}{zh}", f"{_ALONE[1]}{en[0].lower()}{en[1:]}"
        if cause.count > 1 and cause.slip.kind.startswith("digit"):
            return f"第 {cause.rows[0]} 行{zh}", f"Row {cause.rows[0]}: {en}"
        return zh, en
    if cause.part != "no":
        return _CORNER if cause.in_degrees else _CORNER_UNREADABLE
    return _UNEXPLAINED if cause.in_degrees else _UNREADABLE
