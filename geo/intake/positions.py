"""Are the coordinates of a table what its system says, and if not, what are they?

What is beyond doubt is mended and said, what is only likely is asked, and metres that nobody named
are never taken for degrees.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.datum import CHINA
from geo.intake.found import FoundTable
from geo.intake.messages import Messages, Words
from geo.intake.sound import is_in_degrees
from geo.package.layers.degrees import in_degrees
from geo.package.layers.refused import RefusedError
from geo.package.layers.systems import system_of

Points = NDArray[np.float64]
_ZONES: Final = range(25, 46)
_FIRST_NUMBERED: Final = 4513
"""Code of zone 25 of three degrees, whose eastings begin with 25."""
_MERCATOR: Final = 20_037_509.0
_METRES: Final = 1_000.0
"""From here on both numbers are metres."""
_NAME_IT: Final = (
    "请换算成经纬度，或在文件中写明坐标系",
    "Convert them to degrees, or name the system in the file",
)
_WHERE: Final = (
    "这些坐标取自哪里：高德、腾讯（GCJ-02），百度（BD-09），天地图、国土（CGCS2000），"
    "还是 GPS（WGS-84）？",
    "Where are these coordinates from: Amap or Tencent (GCJ-02), Baidu (BD-09), Tianditu or a "
    "survey (CGCS2000), or GPS (WGS-84)?",
)


def with_positions(
    table: FoundTable, messages: Messages, *, by_feature: bool, planes_asked: bool = False
) -> FoundTable:
    """Return a table whose coordinates are those of its system, with what was said of them.

    With `planes_asked` metres of an unnamed plane are a question, as drawings never name one.
    """
    shapes = np.array([row.shape for row in table.rows], dtype=object)
    held = np.flatnonzero(np.array([row.shape is not None for row in table.rows], dtype=bool))
    if not len(held):
        return table
    if not is_in_degrees(table.system):
        _reproject(table, shapes[held], messages)
        return table
    nowhere = _is_nowhere(shapes[held])
    for at in held[nowhere]:
        _tell_nowhere(table.rows[at].number, by_feature, messages)
    shapes[held[nowhere]] = None
    held = held[~nowhere]
    points, owners = shapely.get_coordinates(shapes[held], return_index=True)
    numbers = [table.rows[at].number for at in held[owners]]
    change = _change(points, numbers, messages, by_feature, planes_asked)
    if change is None and not by_feature:  # rows of a table are left out one by one
        wrong = np.unique(owners[~_in_range(points)])
        if len(wrong) < len(held):
            shapes[held[wrong]] = None
    if change is not None:
        shapes[held] = shapely.transform(shapes[held], change)
        points = change(points)
    if table.system in {"gcj02", "bd09"}:
        _tell_converted(table.system, messages)
    elif table.system is None and messages.count("E_CRS_PROJECTED") == 0:
        _ask(points, messages)
    rows = [
        row if shape is row.shape else replace(row, shape=shape)
        for row, shape in zip(table.rows, shapes, strict=True)
    ]
    return replace(table, rows=tuple(rows))


def _is_nowhere(shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Return which shapes are a point at 0, 0, which is what programs write for none."""
    # An empty point has no x to be asked for; what is empty is told where shapes are mended.
    points = shapes.copy()
    points[(shapely.get_type_id(shapes) != 0) | shapely.is_empty(shapes)] = None
    return np.asarray((shapely.get_x(points) == 0) & (shapely.get_y(points) == 0))


def _tell_nowhere(number: int, by_feature: bool, messages: Messages) -> None:
    said = ("坐标是 0, 0", "its position is 0, 0")
    done = ("当作没有位置", "It was taken as without a position")
    where = (None, number) if by_feature else (number, None)
    messages.add("W_NULL_ISLAND", said, done, row=where[0], feature=where[1])


def _reproject(table: FoundTable, shapes: NDArray[np.object_], messages: Messages) -> None:
    """Say that coordinates on a plane are converted, if they can be what it says."""
    system = system_of(table.system)
    try:
        made = shapely.get_coordinates(in_degrees(shapes, system))
    except RefusedError as error:
        messages.add("E_CRS_MISMATCH", error.said, error.remedy)
        return
    if not _in_range(made).all():
        said = (f"坐标超出 {system.name}", f"coordinates lie outside {system.name}")
        messages.add("E_COORD_RANGE", said, _NAME_IT)
        return
    _tell_converted(system.name, messages)


def _tell_converted(name: str, messages: Messages) -> None:
    said = (f"坐标是 {name}", f"coordinates are on {name}")
    messages.add("W_REPROJECTED", said, ("会换算为 WGS-84", "They are converted to WGS-84"))


def _in_range(points: Points) -> NDArray[np.bool_]:
    return np.asarray((np.abs(points) <= (180, 90)).all(axis=1))


def _in_china(points: Points) -> NDArray[np.bool_]:
    west, south, east, north = CHINA
    return np.asarray((points >= (west, south)).all(axis=1) & (points <= (east, north)).all(axis=1))


def _change(
    points: Points, numbers: list[int], messages: Messages, by_feature: bool, planes_asked: bool
) -> Callable[[Points], Points] | None:
    """Return what has to be done to coordinates that should be degrees, and say so."""
    sound = _in_range(points)
    if sound.all():
        return None
    x, y = points.T
    if ((x >= -180) & (x <= 360) & (np.abs(y) <= 90)).all():
        said = ("经度在 0 到 360 之间", "longitudes run from 0 to 360")
        messages.add("W_LON_360", said, ("已减去 360", "360 was subtracted"))
        return _unwound
    if _in_range(points[:, ::-1]).all() and (
        _in_china(points[:, ::-1]).all() or (np.abs(y) > 90).all()
    ):
        said = ("经度、纬度放反了", "longitude and latitude are swapped")
        messages.add("W_SWAPPED", said, ("已对调，请核对", "They were swapped; look them over"))
        return _swapped
    if (np.abs(points).min(axis=1) > _METRES).all():
        _tell_plane(points, messages, "Q_CRS" if planes_asked else "E_CRS_PROJECTED")
        return None
    if planes_asked:
        said = (
            "坐标既不是经纬度，也不是国家坐标系的米，像是图纸自己的坐标",
            "coordinates are neither degrees nor metres of a national plane, but the drawing's own",
        )
        remedy = ("请先把图纸放到 CGCS2000 坐标上", "Lay the drawing on CGCS2000 first")
        messages.add("E_COORD_RANGE", said, remedy)
        return None
    if not by_feature and sound.any():
        _tell_rows(points[~sound], [numbers[at] for at in np.flatnonzero(~sound)], messages)
        return None
    for number in sorted({numbers[at] for at in np.flatnonzero(~sound)}):
        said = ("坐标不是经纬度", "its coordinates are not longitude and latitude")
        where = {"feature": number} if by_feature else {"row": number}
        _add_at(messages, said, where)
    return None


def _tell_rows(points: Points, numbers: list[int], messages: Messages) -> None:
    """Say of some rows among sound ones that their positions are none; the others are taken."""
    swapped = _in_china(points[:, ::-1])
    for at, number in enumerate(numbers):
        if swapped[at]:
            said = ("这一行的经度、纬度放反了", "longitude and latitude of this row are swapped")
            done = ("放入时会对调，请核对", "They are swapped when it is taken; look them over")
            messages.add("W_SWAPPED", said, done, row=number)
        else:
            said = ("坐标不是经纬度", "its coordinates are not longitude and latitude")
            done = ("这一行没有位置；请改正", "The row has no position; correct it")
            messages.add("W_FEATURE_DROPPED", said, done, row=number)


def _add_at(messages: Messages, said: Words, where: dict[str, Any]) -> None:
    messages.add("E_COORD_RANGE", said, ("请核对这个坐标", "Look this position up"), **where)


def _unwound(points: Points) -> Points:
    made = points.copy()
    made[made[:, 0] > 180, 0] -= 360
    return made


def _swapped(points: Points) -> Points:
    return points[:, ::-1].copy()


def _tell_plane(points: Points, messages: Messages, code: str) -> None:
    """Say which plane metres may be on."""
    names = [name for name in (plane_of(points), plane_of(points[:, ::-1])) if name]
    like = (f"，像是 {names[0]}", f", which may be {names[0]}") if names else ("", "")
    said = (
        f"坐标是米而不是经纬度，文件没有写坐标系{like[0]}",
        f"coordinates are metres, not degrees, and the file names no system{like[1]}",
    )
    if code.startswith("Q"):
        messages.add(code, said, ("这是哪个坐标系？", "Which system is it?"))
    else:
        messages.add(code, said, _NAME_IT)


def plane_of(points: Points) -> str | None:
    """Return the code of the plane that metres are likely on; None if nothing tells it."""
    x, y = points.T
    zones = np.unique(x // 1e6)
    if len(zones) == 1 and int(zones[0]) in _ZONES and ((y > 0) & (y < 6.5e6)).all():
        return f"EPSG:{_FIRST_NUMBERED + int(zones[0]) - _ZONES.start}"
    if (np.abs(points) < _MERCATOR).all() and (np.abs(x) > 6.7e6).all():
        return "EPSG:3857"
    return None


def _ask(points: Points, messages: Messages) -> None:
    """Ask from where coordinates in China are, and whether they are swapped."""
    in_range = points[_in_range(points)]
    if _in_china(in_range).any():
        said = (
            "文件没有说明坐标取自哪里，可能差几百米",
            "the file does not say on which datum its coordinates are; they may be some hundred "
            "metres off",
        )
        messages.add("Q_DATUM", said, _WHERE)
    elif len(in_range) and _in_china(in_range[:, ::-1]).all():
        said = ("经度、纬度像是放反了", "longitude and latitude seem to be swapped")
        messages.add("Q_SWAPPED", said, ("要对调吗？", "Are they to be swapped?"))
