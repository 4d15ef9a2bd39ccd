"""On which plane are metres that a file does not name, and is that beyond doubt?

The digits tell which of two numbers is the easting (a northing of China has seven, an easting six,
or eight with the number of its zone before it), whatever the columns are called: surveyors write X
for north. The district tells the rest, where on one plane alone the positions lie in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from pyproj.exceptions import ProjError

from geo.datum import ZONES
from geo.intake.messages import Message, Offer
from geo.intake.taking import told
from geo.intake.taking.positions import UNKNOWN, UTM, UTM_ZERO, is_old, named_utm, to_wgs84
from geo.intake.taking.understood import Option, Question
from geo.language.bilingual import Bilingual
from geo.package.outline import Outline
from geo.package.positions import MARGIN_M

Point = tuple[float, float]
_METRES: Final = 1_000.0
_NORTHINGS: Final = (1.7e6, 6.2e6)
_EASTINGS: Final = (1e5, 9e5)
_MERCATOR: Final = ((8.1e6, 15.2e6), (1.8e6, 7.2e6))
_THREE, _SIX, _PLAIN = 4513, 4491, 4534
"""Codes of the first zone: of three degrees and of six with its number, of three without."""
_SIX_ZONES: Final = range(13, 24)
_FITTING: Final = 0.5
"""Share of the positions that lie in the district on a plane that is theirs."""
_NEAREST: Final = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """The planes that metres may be on, the likest first, and whether the first is beyond doubt."""

    planes: tuple[int, ...]
    decided: bool


def are_metres(point: Point) -> bool:
    """Tell whether a position can only be metres on a plane."""
    return min(map(abs, point)) > _METRES


def eastward(point: Point) -> Point:
    """Return a position with its easting first.

    >>> eastward((3512345.0, 39512345.0)), eastward((512345.0, 3512345.0))
    ((39512345.0, 3512345.0), (512345.0, 3512345.0))
    """
    x, y = point
    return point if _is_easting(x) or not (_is_easting(y) and _is_northing(x)) else (y, x)


def easting_first(shape: Any) -> Any:
    """Return a shape with its eastings first."""
    first = shapely.get_coordinates(shape)[0]
    if eastward((first[0], first[1])) == (first[0], first[1]):
        return shape
    return shapely.transform(shape, lambda points: points[:, ::-1])


class Metres:
    """The positions of one table that are metres on a plane which it does not name."""

    def __init__(
        self,
        points: Sequence[Point],
        *,
        file: str,
        words: Sequence[str],
        outline: Outline | None,
        answers: Mapping[str, str],
    ) -> None:
        self._file = file
        utm = named_utm(words)
        self._choice = choice_of(points, outline, utm) if points else Choice((), decided=False)
        self._asked = bool(points) and (not self._choice.decided or is_old(words))
        self._said = _said(answers, file)

    def question(self) -> Question | None:
        """Return what has to be asked; None where there is nothing to ask."""
        return _ask(self._file, self._choice) if self._asked and self._said is None else None

    def system(self) -> str:
        """Return on which plane they are; ``unknown`` where nobody said."""
        if self._said is not None or self._asked or not self._choice.planes:
            return self._said or UNKNOWN
        return f"EPSG:{self._choice.planes[0]}"

    def message(self) -> Message | None:
        """Return what is said of them where nobody was asked."""
        if not self._choice.planes or self._asked or self._said is not None:
            return None
        return _tell(self._file, self._choice)


def choice_of(points: Sequence[Point], outline: Outline | None, utm: Sequence[int] = ()) -> Choice:
    """Return on which planes positions may be, in a district that has this outline.

    With `utm` their file names UTM: its planes, which lie a kilometre or two from those of
    CGCS2000 with the same meridian.
    """
    turned = [eastward(point) for point in points]
    numbered = sorted({plane for point in turned for plane in _numbered(point)})
    if numbered:
        fitting = [plane for plane in numbered if _fits(turned, plane, outline)]
        rest = [plane for plane in numbered if plane not in fitting]
        return Choice((*fitting, *rest), decided=len(fitting) == 1)
    if not all(_is_easting(x) and _is_northing(y) for x, y in turned):
        return Choice((), decided=False)
    planes = list(utm) or [_PLAIN + at for at in range(len(ZONES))]
    if outline is None or not _is_in_china(outline):
        return Choice(tuple(planes), decided=False)
    fitting = [plane for plane in planes if _fits(turned, plane, outline)]
    middle = float(outline.middle[0])
    near = sorted(planes, key=lambda plane: abs(_meridian(plane) - middle))[:_NEAREST]
    rest = [plane for plane in near if plane not in fitting]
    return Choice((*fitting, *rest), decided=len(fitting) == 1)


def _said(answers: Mapping[str, str], file: str) -> str | None:
    """Return the plane that was answered for a file, as ``EPSG:4548``; None where none was."""
    given = (answers.get(f"crs:{file}") or answers.get("crs") or "").strip().upper()
    code = given.removeprefix("EPSG:")
    if given.casefold() == UNKNOWN:
        return UNKNOWN
    return f"EPSG:{code}" if code.isdigit() and int(code) in _ALL else None


def _ask(file: str, choice: Choice) -> Question:
    """Ask on which plane positions are."""
    asked = Bilingual(
        "坐标是米，不是经纬度：用的是哪个坐标系？",
        "The positions are metres, not degrees: on which system are they?",
    )
    options = [Option(f"EPSG:{plane}", _label(plane)) for plane in choice.planes]
    return Question("crs", file, asked, (*options, Option(UNKNOWN, _NOBODY)))


def _tell(file: str, choice: Choice) -> Message:
    """Say on which plane positions were taken to be, and which others they may be on."""
    label = _label(choice.planes[0])
    words = (
        f"坐标是米，没有写坐标系；已按 {label.zh} 换算，只有这样才落在本区",
        f"positions are metres of no named system; only on {label.en} do they lie in the district",
    )
    offers = [Offer(f"crs:{file}", f"EPSG:{plane}", _label(plane)) for plane in choice.planes[1:]]
    offers.append(Offer(f"crs:{file}", UNKNOWN, _NOBODY))
    return told.say("warning", "W_CRS_ASSUMED", file, words, _LOOK, offers=tuple(offers))


def _numbered(point: Point) -> list[int]:
    """Return the planes whose eastings look like this one, by what stands before it."""
    x, y = point
    zone, rest = divmod(x, 1e6)
    made = []
    if _is_northing(y) and _EASTINGS[0] <= rest <= _EASTINGS[1]:
        if int(zone) in ZONES:
            made.append(_THREE + int(zone) - ZONES.start)
        if int(zone) in _SIX_ZONES:
            made.append(_SIX + int(zone) - _SIX_ZONES.start)
    (west, east), (south, north) = _MERCATOR
    return [*made, 3857] if west < x < east and south < y < north else made


def _is_northing(number: float) -> bool:
    return _NORTHINGS[0] < number < _NORTHINGS[1]


def _is_easting(number: float) -> bool:
    zone, rest = divmod(number, 1e6)
    return _EASTINGS[0] <= rest <= _EASTINGS[1] and (
        zone == 0 or int(zone) in ZONES or int(zone) in _SIX_ZONES
    )


def _fits(points: Sequence[Point], plane: int, outline: Outline | None) -> bool:
    """Tell whether most positions lie in the district, were they on this plane."""
    if outline is None:
        return False
    try:
        placed = to_wgs84(shapely.MultiPoint(points), f"EPSG:{plane}")
    except ProjError:
        return False
    at = shapely.get_coordinates(placed)
    if not np.isfinite(at).all() or (np.abs(at) > (180, 90)).any():
        return False
    return float(np.mean(outline.holds(at, MARGIN_M))) > _FITTING


def _is_in_china(outline: Outline) -> bool:
    """Tell whether an outline is that of a district, and not the stand-in of one to be made."""
    return _meridian(_PLAIN) - 2 < float(outline.middle[0]) < _meridian(_PLAIN + len(ZONES))


def _meridian(plane: int) -> float:
    if plane in UTM:
        return 6.0 * (plane - UTM_ZERO) - 183.0
    return 3.0 * (ZONES.start + plane - _PLAIN)


def _label(plane: int) -> Bilingual:
    if plane == 3857:
        return Bilingual("网络墨卡托（EPSG:3857）", "Web Mercator (EPSG:3857)")
    if plane in UTM:
        name = f"WGS 84 / UTM {plane - UTM_ZERO}N（EPSG:{plane}）"
        return Bilingual(name, name.replace("（", " (").replace("）", ")"))
    if plane >= _PLAIN:
        degree = f"{_meridian(plane):.0f}°"
        return Bilingual(
            f"CGCS2000，中央经线 {degree}（EPSG:{plane}）",
            f"CGCS2000, central meridian {degree} (EPSG:{plane})",
        )
    wide, first = (3, _THREE) if plane >= _THREE else (6, _SIX)
    zone = plane - first + (ZONES if wide == 3 else _SIX_ZONES).start
    return Bilingual(
        f"CGCS2000，{wide} 度带第 {zone} 带（EPSG:{plane}）",
        f"CGCS2000, zone {zone} of {wide} degrees (EPSG:{plane})",
    )


_ALL: Final = frozenset(
    {3857, *UTM, *range(_THREE, _PLAIN + len(ZONES)), *range(_SIX, _SIX + len(_SIX_ZONES))}
)
_NOBODY: Final = Bilingual(
    "不清楚，或是北京54、西安80：先画在所属范围",
    "Nobody knows, or Beijing 1954, Xian 1980: draw the area it lies in",
)
_LOOK: Final = (
    "请核对；如果是北京54、西安80，会差几十到上百米，不要采用",
    "Look it over; if it is Beijing 1954 or Xian 1980, it is up to some 100 m off: do not use it",
)
