"""What do the sheets of the template say that list figures and sources, one a row?"""

from __future__ import annotations

from typing import Any

from geo.figures.readings import Question as Unclear
from geo.figures.readings import Reading
from geo.figures.wording import locator_of
from geo.intake.found import FoundRow
from geo.intake.messages import Message
from geo.intake.taking import numbers, told
from geo.intake.taking.ledger import Setting
from geo.intake.taking.numbers import Column, column_of
from geo.intake.taking.sheet import Sheet
from geo.intake.taking.understood import Question, TakenFigure, TakenSource


def sources_of(sheet: Sheet) -> list[TakenSource]:
    """Return the sources that a sheet lists."""
    roles = ("title", "publisher", "published", "url")
    found = [[sheet.cell(row, role) for role in roles] for row in sheet.rows()]
    return [TakenSource(*cells) for cells in found if cells[0]]


class FigureList:
    """A sheet with one figure a row."""

    def __init__(self, sheet: Sheet, setting: Setting, workstream: str) -> None:
        self._sheet, self._setting, self._workstream = sheet, setting, workstream
        self.figures: list[TakenFigure] = []
        self.questions: dict[str, Question] = {}
        self.messages: list[Message] = []
        rows = setting.context.rows["figures"]
        self._known = {(row["measure_zh"], row["as_published"]) for row in rows}
        """Figures as the package has them: one whose unit nobody printed stays as it is."""

    def take(self) -> None:
        """Take all rows."""
        left: list[int] = []
        for row in self._sheet.rows():
            measure = self._sheet.cell(row, "measure")
            printed = self._sheet.cell(row, "as_published") or self._sheet.cell(row, "value")
            if not measure or not printed:
                left.append(row.number)
                continue
            self._take(row, measure, printed)
        self._say_left(left)

    def _say_left(self, rows: list[int]) -> None:
        """Say which rows have no measure or no number: one by one, or together where many."""
        empty = ("指标或数字没有填", "the measure or the number is empty")
        if len(rows) <= _TOLD_APART:
            for row in rows:
                self._say("warning", "W_EMPTY", empty, _LEFT, row=row)
            return
        zh, en = empty
        said = (f"从这一行起，有 {len(rows)} 行{zh}", f"of this and {len(rows) - 1} more rows {en}")
        self._say("warning", "W_EMPTY", said, _LEFT_ALL, row=rows[0])

    def _take(self, row: FoundRow, measure: str, printed: str) -> None:
        column = column_of(measure)
        unit = self._sheet.cell(row, "unit")
        column = Column(measure, column.measure, unit or column.unit)
        key = f"unit:{measure}"
        decided = self._setting.answers.get(key, "")
        text, found = numbers.stated(printed, column, decided=decided)
        if isinstance(found, Unclear) and found.choices:
            options = [(str(each.reading.unit), each.label) for each in found.choices]
            word = found.choices[0].reading.word
            self.questions[key] = told.ask_unit(self._setting.file, measure, word, options)
            return
        if not isinstance(found, Reading) or numbers.is_bare(found):
            if (measure, printed) in self._known:
                return
            zh, en = numbers.why_not(found)
            said = (f"“{text}”没有采用：{zh}", f"“{text}” was not taken: {en}")
            self._say("warning", "W_NUMBER", said, _LEFT, row=row.number, field=measure)
            return
        base, word = numbers.unit_of(found)
        period = self._sheet.cell(row, "period") or self._setting.period
        self.figures.append(
            TakenFigure(
                place=self._sheet.cell(row, "name"),
                workstream=self._sheet.cell(row, "workstream") or self._workstream,
                measure=column.measure,
                value=found.value,
                qualifier=found.qualifier,
                unit=base,
                unit_word=word,
                as_published=text,
                period=period[:4],
                source=self._sheet.cell(row, "source") or self._setting.source,
                locator=locator_of(self._sheet.cell(row, "locator")) or f"row {row.number}",
            )
        )

    def _say(self, level: Any, code: str, said: Any, remedy: Any, **where: Any) -> None:
        self.messages.append(told.say(level, code, self._setting.file, said, remedy, **where))


_LEFT = ("这一行没有采用；请改好再放入", "The row was left out; mend it and take the file again")
_LEFT_ALL = ("都没有采用；填好再放入", "They were left out; fill them in and take the file again")
_TOLD_APART = 2
"""Rows without a number that are told one by one; a template of another year has nothing else."""
