"""Which shape does a well-known binary describe, as GeoPackage and GeoParquet hold it?"""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from shapely.errors import ShapelyError

from geo.intake.found import Geometry
from geo.intake.geojson_shapes import refuse_vertices
from geo.intake.json_value import EXPORT_AGAIN
from geo.intake.limits import MOST_DEPTH
from geo.intake.messages import Messages, NotTakenError

_COLLECTIONS: Final = (b"\x01\x07\0\0\0", b"\0\0\0\0\x07")
"""How a collection begins, which may hold collections; the library follows them down."""


class Binaries:
    """Reads the shapes of one layer, which may have only so many corners in all."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self._given = self._broken = self._vertices = 0

    def shape_of(self, binary: object, number: int) -> Geometry | None:
        """Return the shape of feature `number`; None where there is none or it is broken, said.

        Raises
        ------
        NotTakenError
            If there are too many corners, or it is nested too deeply.
        """
        if binary is None:
            return None
        self._given += 1
        made = _read(binary, number)
        if made is None:
            self._broken += 1
            said = ("图形读不懂", "its shape cannot be read")
            done = ("这一个没有位置，请核对", "It has no position; look it over")
            self._messages.add("W_FEATURE_DROPPED", said, done, feature=number)
            return None
        self._vertices += int(shapely.get_num_coordinates(made))
        refuse_vertices(self._vertices)
        return made

    def refuse_none(self) -> None:
        """Refuse a layer of which no shape can be read, though it has some."""
        refuse_all_broken(self._broken, self._given)


def refuse_all_broken(broken: int, given: int) -> None:
    """Refuse a layer all of whose shapes are broken."""
    if given and broken == given:
        said = (f"{given} 个图形都读不懂", f"none of its {given} shapes can be read")
        raise NotTakenError("E_ALL_BAD", said, EXPORT_AGAIN, feature=1)


def _read(binary: object, number: int) -> Geometry | None:
    if not isinstance(binary, bytes):
        return None
    if sum(map(binary.count, _COLLECTIONS)) > MOST_DEPTH:
        said = (
            f"图形里有 {MOST_DEPTH} 个以上的集合",
            f"a shape of more than {MOST_DEPTH} collections",
        )
        raise NotTakenError("E_TOO_DEEP", said, EXPORT_AGAIN, feature=number)
    try:
        made = shapely.force_2d(shapely.from_wkb(binary))
    except ShapelyError:
        return None
    return made if np.isfinite(shapely.get_coordinates(made)).all() else None
