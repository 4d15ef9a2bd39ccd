"""What was understood of some files, before anything is written?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from geo.intake.messages import Message
from geo.language.bilingual import Bilingual
from geo.records import Qualifier


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that may be chosen: the value that is given, and what it says."""

    value: str
    label: Bilingual


@dataclass(frozen=True, slots=True)
class Sample:
    """A position as a file has it: degrees, on whatever datum; `area` is the id of its row's."""

    name: str
    area: str
    point: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Question:
    """Something that no file tells and somebody has to say.

    Parameters
    ----------
    key : str
        Under which the answer is given: ``--answer KEY=VALUE``.
    about : str
        Files or columns that it is about, for the reader.
    options : tuple of Option
        What may be chosen; empty where it is typed.
    samples : tuple of Sample
        Some positions as the file has them, where the question is about positions.
    """

    key: str
    about: str
    asked: Bilingual
    options: tuple[Option, ...] = ()
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenSource:
    """Where rows come from."""

    title: str
    publisher: str = ""
    published: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class TakenPlace:
    """A place as some row names it.

    Parameters
    ----------
    shape : geometry or None
        In WGS-84, longitude first; None where the file does not locate it.
    area : str
        Id of the area that it lies in, "" for the district.
    progress : str
        As the file says it; kept for later, not shown yet.
    """

    name: str
    name_en: str
    workstream: str
    layer: str
    shape: Any
    area: str
    known: Bilingual
    source: str
    progress: str = ""


@dataclass(frozen=True, slots=True)
class TakenFigure:
    """A number with its unit; `place` is the name of its place, "" for the district."""

    place: str
    workstream: str
    measure: str
    value: Decimal
    qualifier: Qualifier
    unit: str
    unit_word: str
    as_published: str
    period: str
    source: str
    locator: str


@dataclass(frozen=True, slots=True)
class Understood:
    """All of it; with a question left nothing is to be written."""

    places: tuple[TakenPlace, ...] = ()
    figures: tuple[TakenFigure, ...] = ()
    sources: Mapping[str, TakenSource] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    messages: tuple[Message, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether something has to be mended first."""
        return any(message.level == "error" for message in self.messages)
