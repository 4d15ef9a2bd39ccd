"""What does a ledger say: a table with one place a row, and numbers in columns of their own?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from geo.figures.readings import Question as Unclear
from geo.figures.readings import Reading
from geo.intake.found import FoundRow
from geo.intake.messages import Message
from geo.intake.taking import numbers, remedies, told
from geo.intake.taking.context import Context
from geo.intake.taking.located import Located, Positions
from geo.intake.taking.numbers import Column
from geo.intake.taking.sheet import Sheet
from geo.intake.taking.understood import Question, TakenFigure, TakenPlace
from geo.intake.taking.words import subject_of
from geo.language.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for all rows of a table: the file, the source, the year, and what was answered.

    Parameters
    ----------
    file : str
        Name of the file, without a folder.
    source : str
        Title of the source of rows that name none.
    period : str
        Year of rows that name none.
    """

    file: str
    source: str
    period: str
    context: Context
    answers: dict[str, str] = field(default_factory=dict)


_OF_READERS: Final = ("entity", "block")
"""Columns that no file has: what the reader of drawings tells of each shape."""


class Ledger:
    """One table, taken row by row."""

    def __init__(self, sheet: Sheet, setting: Setting) -> None:
        self._sheet = sheet
        self._setting = setting
        self.places: list[TakenPlace] = []
        self.figures: list[TakenFigure] = []
        self.questions: dict[str, Question] = {}
        self.messages: list[Message] = []
        self._names: Counter[str] = Counter()
        self._lost_areas: Counter[str] = Counter()
        self._unlocated = 0
        self._table = remedies.table_of(setting.file, sheet.table.name)
        self._positions = Positions(sheet, setting.file, setting.context, setting.answers)

    def take(self) -> None:
        """Take all rows, and say what was assumed."""
        if "name" not in self._sheet.columns and not self._choose_name():
            return
        question = self._positions.question()
        if question is not None:
            self.questions[question.key] = question
        seen: set[tuple[Any, ...]] = set()
        for row in self._sheet.rows():
            cells = tuple(map(numbers.written, row.cells.values()))
            twin = (cells, None if row.shape is None else row.shape.wkb)
            decided = remedies.decision(self._setting.answers, self._table, row.number)
            if decided == "out":
                continue
            if twin in seen and not decided:
                offers = remedies.of_row(self._table, row.number, keep=told.KEEP_TWIN)
                self._say(
                    "warning", "W_TWICE", told.TWICE, told.TWICE_LEFT, row=row.number, offers=offers
                )
                continue
            seen.add(twin)
            self._take_row(row, kept=decided == "keep")
        self._positions.say_rest()
        self.messages += self._positions.messages
        self._say_rest()

    def _choose_name(self) -> bool:
        """Take the only column of text as the names, or ask."""
        texts = self._sheet.texts
        if len(texts) == 1:
            self._sheet = _with_name(self._sheet, texts[0])
            self._positions = self._positions.of(self._sheet)
            self._say(
                "info",
                "I_NAME",
                (f"名称取自“{texts[0]}”一列", f"names are taken from the column “{texts[0]}”"),
                ("不对的话，请另选一列", "If that is wrong, choose another column"),
                offers=remedies.of_names(
                    [each for each in self._sheet.table.columns if each != texts[0]]
                ),
            )
            return True
        headings = texts or self._sheet.table.columns
        if headings:
            question = told.ask_name(self._setting.file, headings)
            self.questions[question.key] = question
        return False

    def _take_row(self, row: FoundRow, *, kept: bool) -> None:
        name = " ".join(self._sheet.cell(row, "name").split())
        if not name and row.shape is not None:  # of a drawing the layer says what something is
            name = self._sheet.cell(row, "layer")
        if not name and kept:
            name = f"{self._subject()}（第 {row.number} 行）"
        if not name:
            label = Bilingual("照样放入，名称用行号", "Take it all the same, named by its row")
            offers = remedies.of_row(self._table, row.number, keep=label)
            self._say(
                "warning",
                "W_NO_NAME",
                told.NO_NAME,
                told.NO_NAME_LEFT,
                row=row.number,
                offers=offers,
            )
            return
        self._names[name] += 1
        if self._names[name] > 1:  # two estates of one name are two places
            name = f"{name}（{self._names[name]}）"
        source = self._sheet.cell(row, "source") or self._setting.source
        area = self._area(row)
        at = self._positions.of_row(row, name)
        self._unlocated += at.shape is None
        workstream = self._sheet.cell(row, "workstream") or self._subject()
        self.places.append(
            TakenPlace(
                name=name,
                name_en=self._sheet.cell(row, "name_en"),
                workstream=workstream,
                layer=self._sheet.cell(row, "layer"),
                shape=at.shape,
                area=area,
                known=self._known(row, at),
                source=source,
                progress=self._sheet.cell(row, "progress"),
            )
        )
        for column in self._sheet.numbers:
            self._take_number(row, column, (name, workstream, source))

    def _take_number(self, row: FoundRow, column: Column, of: tuple[str, str, str]) -> None:
        name, workstream, source = of
        key = f"unit:{column.heading}"
        text, found = numbers.stated(
            row.cells.get(column.heading), column, decided=self._setting.answers.get(key, "")
        )
        if numbers.is_empty(found):
            return
        if isinstance(found, Unclear) and found.choices:
            options = [(str(each.reading.unit), each.label) for each in found.choices]
            word = found.choices[0].reading.word
            self.questions[key] = told.ask_unit(self._setting.file, column.heading, word, options)
            return
        if not isinstance(found, Reading) or numbers.is_bare(found):
            zh, en = numbers.why_not(found)
            said = (f"“{text}”没有采用：{zh}", f"“{text}” was not taken: {en}")
            self._say(
                "warning", "W_NUMBER", said, told.WRITE_IT, row=row.number, field=column.heading
            )
            return
        unit, word = numbers.unit_of(found)
        period = self._sheet.cell(row, "period") or self._setting.period
        self.figures.append(
            TakenFigure(
                *(name, workstream, column.measure, found.value, found.qualifier, unit, word),
                *(text, period[:4], source, f"row {row.number}"),
            )
        )

    def _area(self, row: FoundRow) -> str:
        said = self._sheet.cell(row, "area")
        context = self._setting.context
        found = remedies.area_said(self._setting.answers, said)
        if found not in context.area_names:
            found = context.area_named(said) if said else ""
        if said and not found:
            self._lost_areas[said] += 1
        return found

    def _subject(self) -> str:
        """Return the line of work of rows that name none: what sheet, file or title are called."""
        table = self._sheet.table
        called = (table.name, self._setting.file.rsplit(".", 1)[0], *table.above[:1])
        return next(filter(None, map(subject_of, called)), "") or "项目"

    def _known(self, row: FoundRow, at: Located) -> Bilingual:
        said = self._sheet.cell(row, "known")
        if said:
            return Bilingual(said, said)
        where = Bilingual(
            f"{self._setting.file} 第 {row.number} 行", f"{self._setting.file}, row {row.number}"
        )
        return Bilingual(f"{at.how.zh}（{where.zh}）。", f"{at.how.en} ({where.en}).")

    def _say_rest(self) -> None:
        """Say what was assumed, and what was left aside."""
        for name, count in self._lost_areas.items():
            said = (
                f"数据包里没有“{name}”这个范围（{count} 行）",
                f"the package has no area “{name}” (rows: {count})",
            )
            offers = remedies.of_area(name, self._setting.context.area_names)
            self._say("warning", "W_AREA", said, told.DRAWN_IN_DISTRICT, offers=offers)
        if self._unlocated and not self.questions:
            said = (
                f"{self._unlocated} 个地点没有坐标",
                f"{self._unlocated} places have no position",
            )
            self._say("info", "I_UNLOCATED", said, told.DRAWN_IN_AREA)
        aside = [*self._sheet.aside, *(each for each in self._sheet.texts)]
        used = {*self._sheet.columns.values(), *_OF_READERS}
        aside = [each for each in aside if each not in used]
        if aside:
            zh, en = told.listing(aside)
            said = (f"没有采用的列：{zh}", f"columns that were left aside: {en}")
            offers = remedies.of_names(self._sheet.texts)
            self._say("info", "I_ASIDE", said, told.ASIDE, offers=offers)
        for heading in self._sheet.unitless:
            said = (
                "这一列的数字没有写单位，没有采用",
                "its numbers have no unit and were not taken",
            )
            offers = remedies.of_unit(heading)
            self._say("warning", "W_UNIT", said, told.NAME_UNIT, field=heading, offers=offers)

    def _say(self, level: Any, code: str, said: Any, remedy: Any, **where: Any) -> None:
        self.messages.append(told.say(level, code, self._setting.file, said, remedy, **where))


def _with_name(sheet: Sheet, heading: str) -> Sheet:
    columns = {**sheet.columns, "name": heading}
    texts = tuple(each for each in sheet.texts if each != heading)
    return Sheet(
        sheet.table, sheet.kind, columns, sheet.numbers, sheet.unitless, texts, sheet.aside
    )
