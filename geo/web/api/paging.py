"""Which features of a collection are wanted? Box, time and page, as the standard states them.

OGC API - Features - Part 1: Core (OGC 17-069r4), sections 7.15.2 to 7.15.4.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

import shapely

from geo.language.bilingual import Bilingual
from geo.web.responses import BadRequestError

_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_INSTANT: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII | re.IGNORECASE
)
_BOX: Final = Bilingual(
    "bbox 为四个或六个数：西、南、东、北，单位为度（WGS-84），南不大于北",
    "bbox is four or six numbers: west, south, east, north in degrees (WGS 84), south not above"
    " north",
)
_TIME: Final = Bilingual(
    "datetime 为一个时刻（如 2022-01-01T00:00:00Z），或用斜线隔开的两个时刻，其一可为 ..",
    "datetime is an instant such as 2022-01-01T00:00:00Z, or two joined by a slash, one of which"
    " may be ..",
)


def bounding_box(stated: str) -> Any:
    """Return the area of a ``bbox``, degrees WGS-84, longitude before latitude.

    A west greater than the east means a box across the antimeridian, which becomes two. Heights
    are checked and have no effect: no place has one.

    Raises
    ------
    BadRequestError
        If it is not four or six numbers, or one of them is not on the earth.
    """
    parts = stated.split(",")
    if len(parts) not in {4, 6} or not all(_NUMBER.fullmatch(part) for part in parts):
        raise BadRequestError(_BOX, ("bbox",))
    numbers = [float(part) for part in parts]
    half = len(numbers) // 2
    west, south, east, north = *numbers[:2], *numbers[half : half + 2]
    upright = south <= north and (half == 2 or numbers[2] <= numbers[5])
    if not upright or max(-south, north) > 90 or max(abs(west), abs(east)) > 180:
        raise BadRequestError(_BOX, ("bbox",))
    if west <= east:
        return shapely.box(west, south, east, north)
    halves = [shapely.box(west, south, 180, north), shapely.box(-180, south, east, north)]
    return shapely.MultiPolygon(halves)


def check_time(stated: str) -> None:
    """Raise BadRequestError if `stated` is no ``datetime`` of the standard.

    It selects nothing: a feature without a time matches each (``/req/core/fc-time-response``).
    """
    begin, slash, end = stated.partition("/")
    ends = [part for part in (begin, end) if part not in {"", ".."}]
    if not ends or (not slash and begin == ".."):
        raise BadRequestError(_TIME, ("datetime",))
    instants = [_instant(part) for part in ends]
    if instants != sorted(instants):
        raise BadRequestError(_TIME, ("datetime",))


def whole_number(name: str, stated: str, least: int, most: int) -> int:
    """Return a parameter that is a whole number; more than `most` means `most`.

    Raises
    ------
    BadRequestError
        If it is no whole number, or less than `least`.
    """
    if re.fullmatch("[0-9]+", stated):
        value = int(stated[:18])  # longer ones are more than any maximum anyway
        if value >= least:
            return min(value, most)
    said = Bilingual(f"{name} 为不小于 {least} 的整数", f"{name} is a whole number from {least} on")
    raise BadRequestError(said, (name,))


def _instant(stated: str) -> datetime:
    """Return a moment of RFC 3339, section 5.6."""
    if not _INSTANT.fullmatch(stated):
        raise BadRequestError(_TIME, ("datetime",))
    try:
        return datetime.fromisoformat(stated.upper())
    except ValueError as error:
        raise BadRequestError(_TIME, ("datetime",)) from error
