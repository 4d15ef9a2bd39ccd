"""What is said of a file that somebody brings, and is it taken, mended or refused?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from geo.errors import Level, printable
from geo.language.bilingual import Bilingual

Verdict = Literal["accept", "repair", "reject"]
Words = tuple[str, str]
"""Chinese and English."""
_LEVELS: Final[dict[str, Level]] = {"E": "error", "W": "warning", "Q": "question", "I": "info"}
"""Level of a message by the letter that its code begins with."""
_ALIKE: Final = 20
"""Messages of one code that are told with their rows; of others only how many there are."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A remedy that needs no hand: it is an answer, and the files are taken anew with it.

    Parameters
    ----------
    key, value : str
        As they are given: ``--answer KEY=VALUE``.
    label : Bilingual
        What a button for it says.
    """

    key: str
    value: str
    label: Bilingual


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that is said of a file, with its place and its remedy.

    Parameters
    ----------
    level : {"error", "warning", "question", "info"}
        Refused; mended, and said so; for the reader to decide; only to be known.
    code : str
        Stable name of the kind, for tests and for searching.
    file : str
        Name of the file, never its path.
    row, feature : int or None
        Row of a table as the program shows it, or number of a feature from 1.
    field : str or None
        Column, property or member.
    message, remedy : Bilingual
        What there is, and what to do about it or what was done.
    offers : tuple of Offer
        What can be done about it at once, or instead of what was done.
    """

    level: Level
    code: str
    file: str
    row: int | None
    feature: int | None
    field: str | None
    message: Bilingual
    remedy: Bilingual
    offers: tuple[Offer, ...] = ()

    def __post_init__(self) -> None:
        # Here, so that no way of showing a message can send what a file holds to a terminal raw.
        object.__setattr__(self, "file", printable(self.file))
        if self.field is not None:
            object.__setattr__(self, "field", printable(self.field, longest=200))
        for name in ("message", "remedy"):
            pair: Bilingual = getattr(self, name)
            object.__setattr__(self, name, Bilingual(printable(pair.zh), printable(pair.en)))

    def as_json(self, lang: str) -> dict[str, Any]:
        """Return the message as JSON-ready data, its words in one language."""
        return {
            **{"level": self.level, "code": self.code, "file": self.file},
            **{"row": self.row, "feature": self.feature, "field": self.field},
            **{"message": self.message.get(lang), "remedy": self.remedy.get(lang)},
        }

    def line(self, lang: str) -> str:
        """Return the message as one line of text."""
        where = [self.file]
        if lang == "zh":
            where += [f"第 {self.row} 行"] if self.row is not None else []
            where += [f"第 {self.feature} 个要素"] if self.feature is not None else []
            where += [f"“{self.field}”"] if self.field is not None else []
            return f"{' '.join(where)}：{self.message.zh}。{self.remedy.zh}。".replace("？。", "？")
        where += [f"row {self.row}"] if self.row is not None else []
        where += [f"feature {self.feature}"] if self.feature is not None else []
        where += [f"“{self.field}”"] if self.field is not None else []
        return f"{', '.join(where)}: {self.message.en}. {self.remedy.en}.".replace("?.", "?")


class NotTakenError(Exception):
    """A file that is refused as a whole; its one message says why."""

    def __init__(
        self,
        code: str,
        said: Words,
        remedy: Words,
        *,
        row: int | None = None,
        feature: int | None = None,
        field: str | None = None,
    ) -> None:
        super().__init__(said[1])
        self.code, self.said, self.remedy = code, said, remedy
        self.row, self.feature, self.field = row, feature, field


class Messages:
    """What has been said of one file so far, in order.

    Parameters
    ----------
    file : str
        Its name.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._told: list[Message] = []
        self._counts: Counter[tuple[str, str | None]] = Counter()

    def add(
        self,
        code: str,
        said: Words,
        remedy: Words,
        *,
        row: int | None = None,
        feature: int | None = None,
        field: str | None = None,
        level: Level | None = None,
    ) -> None:
        """Say something; the code's first letter gives the level unless `level` does."""
        kind = (code, field)
        self._counts[kind] += 1
        if self._counts[kind] <= _ALIKE:
            level = level or _LEVELS[code[0]]
            words = (Bilingual(*said), Bilingual(*remedy))
            self._told.append(Message(level, code, self.file, row, feature, field, *words))

    def refuse(self, error: NotTakenError) -> None:
        """Say why the file is refused."""
        row, feature, field = error.row, error.feature, error.field
        self.add(error.code, error.said, error.remedy, row=row, feature=feature, field=field)

    def count(self, code: str) -> int:
        """Return how often something was said."""
        return sum(count for (said, _), count in self._counts.items() if said == code)

    def refused(self) -> bool:
        """Tell whether an error was said."""
        return any(message.level == "error" for message in self._told)

    def told(self) -> tuple[Message, ...]:
        """Return all that was said; of what was said too often, how many more there are."""
        more = []
        for (code, field), count in self._counts.items():
            if count > _ALIKE:
                left = count - _ALIKE
                last = next(m for m in self._told if (m.code, m.field) == (code, field))
                words = (
                    Bilingual(
                        f"这样的还有 {left:,} 处（{code}）", f"{left:,} more of this kind ({code})"
                    ),
                    last.remedy,
                )
                more.append(Message(last.level, code, self.file, None, None, field, *words))
        return (*self._told, *more)


def verdict(messages: Iterable[Message]) -> Verdict:
    """Return what the messages of a file come to: one error refuses it, one warning mends it."""
    levels = {message.level for message in messages}
    if "error" in levels:
        return "reject"
    return "repair" if "warning" in levels else "accept"
