"""What does 一张图.xlsx hold, which is filled in at a desk and taken back into a package?

Three sheets with drop-downs and notes, by :mod:`geo.package.template_columns`; empty for a new
package, or filled with what a package says. Texts are never formulas.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import shapely
import xlsxwriter

from geo.figures.wording import locator_phrase
from geo.intake.taking.words import english
from geo.language.texts import text
from geo.look import DAY
from geo.package.package import Package
from geo.package.template_columns import CHOICES, LISTS, SHEETS, Column, SheetColumns
from geo.records import Area, Figure

Cells = Mapping[str, str | float]
"""A row by the roles of its columns; what has no column of its own is not written."""
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_CREATED: Final = datetime.datetime(2000, 1, 1)
"""Stands for the time of writing: the same data always give the same bytes."""
_ROWS: Final = 2000
"""Rows that have drop-downs; more can be filled in without."""
FILE_NAMES: Final = {"zh": "一张图.xlsx", "en": "one-map.xlsx"}


def template_workbook(
    package: Package, lang: str, *, filled: bool = True, older: Package | None = None
) -> bytes:
    """Return the workbook of a package.

    Parameters
    ----------
    package : Package
        Its areas, lines of work and year are what the drop-downs and notes name.
    lang : {"zh", "en"}
        Language of headings and notes; the cells stay as the package has them in Chinese.
    filled : bool
        Whether its places, figures and sources are filled in.
    older : Package, optional
        The package of another year whose measures are asked again: their rows have no number.
    """
    figures = _figures(package, lang) if older is None else _asked_again(older)
    rows: Sequence[Iterator[Cells]] = (
        (_places(package, lang), figures, _sources(package))
        if filled
        else (iter(()), iter(()), iter(()))
    )
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as book:
        book.set_properties({"title": package.title.get(lang), "created": _CREATED})
        writer = _Writer(book, lang)
        sheets = [book.add_worksheet(columns.name.get(lang)) for columns in SHEETS]
        lists = writer.lists(package)
        for sheet, columns, cells in zip(sheets, SHEETS, rows, strict=True):
            writer.sheet(sheet, columns, cells, lists)
    return stream.getvalue()


class _Writer:
    """The sheets of one workbook."""

    def __init__(self, book: Any, lang: str) -> None:
        self._book, self._lang = book, lang
        self._head = book.add_format({"bold": True, "bottom": 1, "bg_color": DAY["ground"]})
        asked = {"bg_color": DAY["primary"], "font_color": DAY["paper"]}
        self._must = book.add_format({"bold": True, "bottom": 1} | asked)
        self._text = book.add_format({"num_format": "@", "valign": "top"})
        self._number = book.add_format({"num_format": "0.######", "valign": "top"})

    def lists(self, package: Package) -> dict[str, str]:
        """Write what drop-downs offer on a sheet that is not shown; the range of each by name."""
        sheet = self._book.add_worksheet(LISTS.get(self._lang))
        sheet.hide()
        fixed = {
            name: [each.get(self._lang) for each in each_of.values()]
            for name, each_of in CHOICES.items()
        }
        offered = fixed | {
            "area": [area.name.zh for area in package.areas.values() if area.parent],
            "workstream": _workstreams(package),
        }
        ranges = {}
        for at, (name, words) in enumerate(offered.items()):
            for row, word in enumerate(words):
                sheet.write_string(row, at, word)
            if words:
                letter = "ABCDEFGH"[at]
                ranges[name] = f"='{sheet.name}'!${letter}$1:${letter}${len(words)}"
        for columns in SHEETS:
            first = columns.columns[0]
            of = columns.name.get(self._lang)
            ranges.setdefault(first.role, f"='{of}'!$A$2:$A${_ROWS}")
        return ranges

    def sheet(
        self, sheet: Any, columns: SheetColumns, cells: Iterator[Cells], lists: Mapping[str, str]
    ) -> None:
        """Write one sheet: headings with notes, rows, and drop-downs below them."""
        sheet.freeze_panes(1, 1)
        for at, column in enumerate(columns.columns):
            titled, note = column.titled(self._lang), column.note.get(self._lang)
            sheet.set_column(at, at, column.width, self._text)
            sheet.write_string(0, at, titled, self._must if column.required else self._head)
            sheet.write_comment(0, at, note, {"x_scale": 1.6})
            self._ask(sheet, at, column, lists)
        rows = list(cells)
        for row, found in enumerate(rows, start=1):
            for at, column in enumerate(columns.columns):
                value = found.get(column.role, "")
                if isinstance(value, float):
                    sheet.write_number(row, at, value, self._number)
                elif value:
                    sheet.write_string(row, at, value, self._text)
        self._mark(sheet, columns, rows)

    def _mark(self, sheet: Any, columns: SheetColumns, rows: Sequence[Cells]) -> None:
        """Note once of each word that its English is the glossary's, for who reviews it."""
        at = {column.role: number for number, column in enumerate(columns.columns)}
        said = set()
        for row, cells in enumerate(rows, start=1):
            for role in at.keys() & {"name", "measure", "workstream"}:
                word, given = str(cells.get(role, "")), cells.get(f"{role}_en")
                if given and given == english(word) and (role, word) not in said:
                    said.add((role, word))
                    note = text("template.glossed", self._lang, english=given)
                    sheet.write_comment(row, at.get(f"{role}_en", at[role]), note)

    def _ask(self, sheet: Any, at: int, column: Column, lists: Mapping[str, str]) -> None:
        """Let a cell say what it is for, and offer what may be chosen; anything may be typed."""
        asked = {
            "input_title": column.heading.get(self._lang),
            "input_message": column.note.get(self._lang),
            "ignore_blank": True,
            "show_error": False,
        }
        source = lists.get(column.choices)
        chosen = {"validate": "list", "source": source} if source else {"validate": "any"}
        sheet.data_validation(1, at, _ROWS, at, chosen | asked)


def _workstreams(package: Package) -> list[str]:
    """Return the lines of work that are offered: the package's own, else usual ones."""
    own = [found.name.zh for found in package.workstreams.values()]
    return own or text("template.workstreams", "zh").split("、")


def _places(package: Package, lang: str) -> Iterator[Cells]:
    """Yield the places but the district itself, a position where it is a point."""
    for place in package.place.values():
        if place.precision == "district" and place.workstream is None:
            continue
        workstream = package.workstreams.get(place.workstream or "")
        area: Area | None = package.areas.get(place.area)
        row: dict[str, str | float] = {
            "name": place.name.zh,
            "workstream": workstream.name.zh if workstream else "",
            "workstream_en": workstream.name.en if workstream else "",
            "layer": package.layers[place.layer].name.zh,
            "area": area.name.zh if area and area.parent else "",
            "known": place.known.zh,
            "name_en": place.name.en if place.name.en != place.name.zh else "",
        }
        if place.is_located and isinstance(place.geometry, shapely.Point):
            row |= {"longitude": place.geometry.x, "latitude": place.geometry.y}
            row["datum"] = CHOICES["datum"]["wgs84"].get(lang)
        yield row


def _figures(package: Package, lang: str) -> Iterator[Cells]:
    for figure in package.figures:
        yield {
            "measure": figure.measure.zh,
            "measure_en": figure.measure.en,
            "as_published": figure.as_published,
            "name": _home(package, figure),
            "workstream": package.workstreams[figure.workstream].name.zh,
            "workstream_en": package.workstreams[figure.workstream].name.en,
            "source": package.sources[figure.source_id].title.zh,
            "locator": locator_phrase(figure.locator).get(lang),
            "period": figure.period,
        }


def _asked_again(older: Package) -> Iterator[Cells]:
    """Yield what another year gave numbers for, each once: how much it was is left to be filled."""
    asked = dict.fromkeys(
        (each.measure.zh, _home(older, each), older.workstreams[each.workstream].name.zh)
        for each in older.figures
    )
    for measure, name, workstream in asked:
        yield {"measure": measure, "name": name, "workstream": workstream}


def _home(package: Package, figure: Figure) -> str:
    """Return the name of a figure's place or group; nothing for the district itself."""
    group = package.group_of(figure)
    if group is not None:
        return group.name.zh
    place = package.place_of(figure)
    if place is None or (place.precision == "district" and place.workstream is None):
        return ""
    return place.name.zh


def _sources(package: Package) -> Iterator[Cells]:
    """Yield the sources of figures and places; what the geography is from is not typed."""
    for source in package.sources.values():
        if source.kind != "geography":
            yield {
                "title": source.title.zh,
                "publisher": source.publisher.zh,
                "published": source.published,
                "url": source.url,
            }
