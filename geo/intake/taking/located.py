"""Where is the place of each row of a table: by its shape, its two numbers, or not at all?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import shapely

from geo.datum import DATUM_NAMES, Datum
from geo.intake.coordinates import are_swapped, degrees_of, pair_of
from geo.intake.found import FoundRow
from geo.intake.messages import Message
from geo.intake.taking import planes, remedies, told
from geo.intake.taking.context import Context
from geo.intake.taking.positions import (
    UNKNOWN,
    can_be_degrees,
    far_off,
    is_known,
    to_wgs84,
)
from geo.intake.taking.sheet import Sheet
from geo.intake.taking.understood import Question, Sample
from geo.intake.taking.words import datum_in, datum_of
from geo.language.bilingual import Bilingual
from geo.package.layers.systems import system_of
from geo.package.slips import Slip

_NO_POSITION: Final = Bilingual("原表没有坐标", "the table gives no position")
_NOT_USED: Final = Bilingual("原表的坐标没有采用", "the position in the table was not used")
_SAMPLES: Final = 200
"""Positions that a question carries: enough to see on which datum they fit the district."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Located:
    """A shape in WGS-84, None where there is none, and how it is known."""

    shape: Any
    how: Bilingual


class Positions:
    """The positions of one table.

    Parameters
    ----------
    answers : mapping of str to str
        ``datum`` says where the coordinates are from.
    """

    def __init__(
        self, sheet: Sheet, file: str, context: Context, answers: Mapping[str, str]
    ) -> None:
        self._sheet, self._file, self._context, self._answers = sheet, file, context, answers
        self._outline = context.outline
        self.messages: list[Message] = []
        self._table = remedies.table_of(file, sheet.table.name)
        self._by_system: dict[str, int] = {}
        points = [point for row in sheet.rows() if (point := self._numbers(row)) is not None]
        self._metres = planes.Metres(
            [point for row in sheet.rows() if (point := self._in_metres(row)) is not None],
            file=file,
            words=[*sheet.table.above, *sheet.table.columns, *self._datums()],
            outline=context.outline,
            answers=answers,
        )
        as_given = remedies.are_as_given(answers, file)
        self._swapped = are_swapped(points) and not as_given
        self._mends_rows = not self._swapped and not as_given
        if self._swapped:
            said = ("经度、纬度两列放反了", "longitude and latitude are swapped")
            done = ("已对调", "They were swapped back")
            self._say("warning", "W_SWAPPED", said, done, offers=remedies.of_order(file))

    def of(self, sheet: Sheet) -> Positions:
        """Return the same for a table whose columns are understood otherwise."""
        return Positions(sheet, self._file, self._context, self._answers)

    def question(self) -> Question | None:
        """Return what has to be asked before positions can be taken; None where all is told."""
        if (question := self._metres.question()) is not None:
            return question
        if self._answered() is not None:
            return None
        rows = [
            row
            for row in self._sheet.rows()
            if self._system(row) is None and self._in_metres(row) is None
        ]
        samples = [sample for row in rows if (sample := self._sample(row)) is not None]
        return told.ask_datum(self._file, samples[:_SAMPLES]) if samples else None

    def _sample(self, row: FoundRow) -> Sample | None:
        """Return the position of a row as the file has it; None where it has none."""
        point = self._numbers(row)
        if row.shape is not None and not row.shape.is_empty:
            point = (row.shape.centroid.x, row.shape.centroid.y)
        elif point is not None:
            point = self._turned(point)
        if point is None:
            return None
        area = self._sheet.cell(row, "area")
        area = self._context.area_named(area) if area else ""
        return Sample(self._sheet.cell(row, "name"), area, point)

    def of_row(self, row: FoundRow, name: str) -> Located:
        """Return where a row's place is; what cannot be right is left out, and said."""
        shape = row.shape
        if shape is None and (point := self._numbers(row)) is not None:
            shape = shapely.Point(self._turned(point))
            if self._is_turned_alone(point):
                offers = remedies.of_order(self._file)
                self._say("warning", "W_SWAPPED", _ROW, _TURNED, row=row.number, offers=offers)
        if shape is None or shape.is_empty:
            return Located(None, _NO_POSITION)
        on_plane = self._in_metres(row) is not None
        told_so = self._answered() or self._system(row) or UNKNOWN
        system = self._metres.system() if on_plane else told_so
        if system == UNKNOWN:
            return Located(None, _NOT_USED)
        self._by_system[system] = self._by_system.get(system, 0) + 1
        shape, correction = self._corrected(row, shape)
        x, y, east, north = shape.bounds
        if system in DATUM_NAMES and not can_be_degrees([(x, y), (east, north)]):
            return self._refused(row, _NO_DEGREES, _GIVE_DEGREES, None)
        found = to_wgs84(planes.easting_first(shape) if on_plane else shape, system)
        far = far_off(found, shape, self._outline)
        if far is not None:
            km = f"{far.kilometres:,.0f}"
            said = (
                f"“{name}”的坐标落在本区以外约 {km} 公里",
                f"the position of “{name}” lies about {km} km outside the district",
            )
            remedy = far.slip.remedy if far.slip else ("请核对坐标", "Look the position up")
            drawn = ("；先画在所属范围内", "; until then it is drawn in its area")
            words = (remedy[0] + drawn[0], remedy[1] + drawn[1])
            return self._refused(row, said, words, far.slip)
        how = _how(system)
        return Located(found, Bilingual(how.zh + correction.zh, how.en + correction.en))

    def _corrected(self, row: FoundRow, shape: Any) -> tuple[Any, Bilingual]:
        """Return a shape of the file as somebody corrected it, and words that say so."""
        if shape.geom_type != "Point":
            return shape, _AS_IS
        point = remedies.corrected(self._answers, self._table, row.number, (shape.x, shape.y))
        return (shape, _AS_IS) if point is None else (shapely.Point(point), _CORRECTED)

    def _refused(
        self, row: FoundRow, said: tuple[str, str], remedy: tuple[str, str], slip: Slip | None
    ) -> Located:
        axis, numbers = (None, ()) if slip is None else (slip.axis, slip.numbers)
        offers = remedies.of_position(self._table, row.number, axis, numbers)
        self._say("warning", "W_OUTSIDE", said, remedy, row=row.number, offers=offers)
        return Located(None, _NOT_USED)

    def say_rest(self) -> None:
        """Say on which datum coordinates were taken to be, where the file itself told."""
        if (said_of_metres := self._metres.message()) is not None:
            self.messages.append(said_of_metres)
        for system in self._by_system if self._answered() is None else ():
            found = system_of(system)
            label = remedies.label_of(found.datum or "")
            if found.epsg is None and label is not None:
                said = (
                    f"坐标按“{label.zh}”采用，文件里是这样写的",
                    f"positions are taken as the file says: {label.en}",
                )
                offers = remedies.of_datum(self._file, str(found.datum))
                self._say("info", "I_DATUM", said, _OTHERWISE, offers=offers)

    def _say(self, level: Any, code: str, said: Any, remedy: Any, **where: Any) -> None:
        self.messages.append(told.say(level, code, self._file, said, remedy, **where))

    def _numbers(self, row: FoundRow) -> Point | None:
        """Return the two numbers of a row as they stand in their columns."""
        together = self._sheet.cell(row, "position")
        if together:
            return pair_of(together)
        x = degrees_of(self._sheet.cell(row, "longitude"))
        y = degrees_of(self._sheet.cell(row, "latitude"))
        return None if x is None or y is None or (x, y) == (0, 0) else (x, y)

    def _in_metres(self, row: FoundRow) -> Point | None:
        """Return a position of a row if it is in metres, and no system of its file says of what."""
        shape = row.shape
        system = self._system(row)
        if system is not None and system_of(system).epsg is not None:
            return None
        if shape is not None and not shape.is_empty:
            point = (shape.centroid.x, shape.centroid.y)
        else:
            point = self._numbers(row) or (0.0, 0.0)
        return point if planes.are_metres(point) else None

    def _datums(self) -> list[str]:
        """Return what the rows say of their systems, each once."""
        return sorted({self._sheet.cell(row, "datum") for row in self._sheet.rows()})

    def _turned(self, point: Point) -> Point:
        turned = self._swapped or self._is_turned_alone(point)
        return (point[1], point[0]) if turned else point

    def _is_turned_alone(self, point: Point) -> bool:
        """Tell whether a row has its two numbers the other way round than its table."""
        return self._mends_rows and point[1] > _POLE and are_swapped([point])

    def _system(self, row: FoundRow) -> str | None:
        """Return the system that the file tells for a row; None where it tells none."""
        if row.shape is not None:
            system = self._sheet.table.system
            return system if system is not None and is_known(system) else None
        said = self._sheet.cell(row, "datum")
        heading = self._sheet.columns.get("longitude", "")
        return datum_of(said) or (said if said and is_known(said) else None) or datum_in(heading)

    def _answered(self) -> str | None:
        return remedies.datum_said(self._answers, self._file)


def _how(system: str) -> Bilingual:
    if system in DATUM_NAMES and system != "wgs84":
        name = DATUM_NAMES[cast("Datum", system)]
        return Bilingual(
            f"按原表坐标，由 {name} 换算", f"as the table has it, converted from {name}"
        )
    return Bilingual("按原表坐标", "as the table has it")


_POLE: Final = 90.0
_ROW = ("这一行的经度、纬度放反了", "longitude and latitude of this row are swapped")
_TURNED = ("已对调，请核对", "They were swapped; look them over")
_AS_IS: Final = Bilingual("", "")
_CORRECTED: Final = Bilingual("，其中一个数放入时改正过", ", one number of it corrected when taken")
_OTHERWISE = ("不对的话，请另选", "If that is wrong, choose another")
_NO_DEGREES = ("坐标不是经纬度", "the position is not in degrees")
_GIVE_DEGREES = (
    "请换算成经纬度，或用带坐标系的文件（shp、gpkg）；先画在所属范围内",
    "Convert it to degrees, or use a file that names its system (shp, gpkg); "
    "until then it is drawn in its area",
)
