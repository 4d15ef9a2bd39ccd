"""What do some files say about places, figures and sources, and what has to be asked?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from geo.intake.found import Found, FoundTable
from geo.intake.messages import Message
from geo.intake.taking import told
from geo.intake.taking.context import Context
from geo.intake.taking.ledger import Ledger, Setting
from geo.intake.taking.lists import FigureList, sources_of
from geo.intake.taking.sheet import Sheet, sheet_of
from geo.intake.taking.understood import (
    Question,
    TakenFigure,
    TakenPlace,
    TakenSource,
    Understood,
)
from geo.intake.taking.words import role_of

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def understood(
    files: Sequence[Found],
    context: Context,
    answers: Mapping[str, str] | None = None,
    *,
    source: TakenSource | None = None,
) -> Understood:
    """Return what some files say.

    Parameters
    ----------
    files : sequence of Found
        As they were read.
    context : Context
        The package that they are taken into: its areas, its outline, its year.
    answers : mapping of str to str
        By the key of the question.
    source : TakenSource or None
        Where rows come from that name no source; else the file itself is the source.
    """
    taking = _Taking(context, dict(answers or {}), source)
    for found in files:
        taking.file(found)
    return taking.result()


class _Taking:
    """What was taken so far."""

    def __init__(
        self, context: Context, answers: dict[str, str], source: TakenSource | None
    ) -> None:
        self._context, self._answers, self._source = context, answers, source
        self._places: list[TakenPlace] = []
        self._figures: list[TakenFigure] = []
        self._sources: dict[str, TakenSource] = {}
        self._questions: dict[str, Question] = {}
        self._messages: list[Message] = []

    def file(self, found: Found) -> None:
        """Take the tables of one file."""
        # What the reader asks is asked below with its answers, where it has to be asked at all;
        # what it says of swapped columns is said below with the way back.
        told_here = [] if any(row.shape for t in found.tables for row in t.rows) else ["W_SWAPPED"]
        self._messages += [
            _as_taken(each)
            for each in found.messages
            if each.level != "question"
            and not _is_of_words(each)
            and each.code not in told_here
            # What metres are on and what lies far off is told below, where the district is known.
            and each.code not in {"E_CRS_PROJECTED", "W_FAR"}
        ]
        sheets = [sheet_of(table, self._answers) for table in found.tables]
        listed = [each for sheet in sheets if sheet.kind == "sources" for each in sources_of(sheet)]
        self._sources |= {each.title: each for each in listed}
        own = self._source or (listed[0] if listed else TakenSource(_stem(found.file)))
        self._sources.setdefault(own.title, own)
        taken = len(self._places) + len(self._figures)
        for sheet in sheets:
            if sheet.kind != "sources":
                period = self._period(found.file, sheet.table)
                setting = Setting(found.file, own.title, period, self._context, self._answers)
                self._take(sheet, setting)
        if found.tables and taken == len(self._places) + len(self._figures) and not self._questions:
            nothing = ("没有读到地点或数据", "neither places nor figures were found in it")
            remedy = ("请看看第一行是不是标题行", "See whether its first row holds the headings")
            self._messages.append(told.say("warning", "W_NOTHING", found.file, nothing, remedy))

    def _take(self, sheet: Sheet, setting: Setting) -> None:
        taken: Ledger | FigureList
        if sheet.kind == "figures":
            taken = FigureList(sheet, setting, _first_workstream(self._context))
            taken.take()
        else:
            taken = Ledger(sheet, setting)
            taken.take()
            self._places += taken.places
        self._figures += taken.figures
        self._questions |= taken.questions
        self._messages += taken.messages
        undated = any(not figure.period for figure in taken.figures)
        if undated or (not setting.period and isinstance(taken, Ledger) and taken.places):
            self._questions["period"] = told.ask_period(setting.file)

    def _period(self, file: str, table: FoundTable) -> str:
        """Return the year of a table: as answered, as it says itself, else that of the package."""
        answered = self._answers.get("period", "")
        if _YEAR.fullmatch(answered):
            return answered
        for said in (table.name, *table.above, file):
            found = _YEAR.search(said)
            if found:
                return found[0]
        return self._context.year()

    def result(self) -> Understood:
        """Return all that was taken."""
        used = {place.source for place in self._places}
        used |= {figure.source for figure in self._figures}
        sources = {title: self._sources.get(title, TakenSource(title)) for title in sorted(used)}
        return Understood(
            tuple(self._places),
            tuple(self._figures),
            sources,
            tuple(self._questions.values()),
            tuple(self._messages),
        )


def _is_of_words(message: Message) -> bool:
    """Tell whether cells are said to be no numbers in a column that is to hold words."""
    of_numbers = message.code in ("W_FIGURE", "I_MISSING_FIGURE")
    return of_numbers and role_of(message.field or "") not in (None, "value")


def _as_taken(message: Message) -> Message:
    """Return a message as it is meant here: wordings such as 约320户 are taken as they stand."""
    return replace(message, level="info") if message.code == "W_FIGURE" else message


def _stem(file: str) -> str:
    return file.rsplit(".", 1)[0] or file


def _first_workstream(context: Context) -> str:
    """Return the name of the package's only line of work; else one for all."""
    rows = context.rows["workstreams"]
    return rows[0]["name_zh"] if len(rows) == 1 else "城市更新"
