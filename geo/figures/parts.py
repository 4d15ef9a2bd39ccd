"""Of which parts does a wording consist? Marks, number, scale, unit; the rest is asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Final, TypeVar

from geo.figures import readings
from geo.figures.counting import COUNTING
from geo.figures.marks import BEFORE, BEHIND, Mark
from geo.figures.measures import CURRENCIES, EITHER, OF_A_HUNDRED, SIZES, Size, is_measured
from geo.figures.numerals import (
    MONEY_SCALES,
    MOST_DECIMALS,
    SCALES,
    decimals,
    number_at,
    numeral_at,
)
from geo.figures.readings import Question
from geo.figures.words import Words
from geo.records import Unit

Found = TypeVar("Found")
_RANGES: Final = re.compile(r"\s*([-–—~至到、]|to\b|and\b)\s*", re.IGNORECASE)
_NAME: Final = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
_NEVER_IN_A_NAME: Final = frozenset("余馀多近超约逾来几数半成以不上下左右前后")
"""Signs that may be marks, so that a name that holds one is asked about."""


@dataclass(slots=True)
class Parts:
    """The parts of `text`, taken one after the other by :meth:`take_all`.

    Parameters
    ----------
    measure : str
        What is measured; names in it may stand in the wording.
    total : Decimal
        The number, its scale multiplied in.
    sizes : tuple of Size
        The size of the unit; two where the word may mean either; none for what counts things.
    is_own : bool
        Whether the word is one of the row's unit.
    """

    text: str
    measure: str
    unit: Unit | None
    at: int = 0
    total: Decimal = Decimal(0)
    number: Decimal = Decimal(0)
    scale: str = ""
    pending: Decimal | None = None
    needs_mark: bool = False
    is_half: bool = False
    marks: list[Mark] = field(default_factory=list)
    is_inside: bool = False
    word: str = ""
    sizes: tuple[Size, ...] = ()
    is_own: bool = False
    is_money: bool = False
    holds: int = 1

    def take_all(self) -> Question | None:
        """Take every part; return the question about what is left over, if anything is."""
        while self._take_before():
            pass
        if not self._take_number():
            return self._no_number()
        marks = len(self.marks)
        while self._take_behind(marks):
            pass
        return self._left_over()

    def _taken(self, words: Words[Found]) -> tuple[str, Found] | None:
        """Take a word of `words` if one stands here, a space before it or none."""
        self.at += self.text[self.at : self.at + 1] == " "
        found = words.at(self.text, self.at)
        if found is not None:
            self.at += len(found[0])
        return found

    def _take_before(self) -> bool:
        """Take one thing that stands before a number."""
        mark = self._taken(BEFORE)
        if mark is not None:
            self.marks.append(mark[1])
            return True
        for table in (CURRENCIES, OF_A_HUNDRED):
            size = self._taken(table) if not self.word else None
            if size is not None:
                self.word, self.sizes = size[0], (size[1],)
                self.is_money = table is CURRENCIES
                return True
        return self._take_name()

    def _take_number(self) -> bool:
        self.at += self.text[self.at : self.at + 1] == " "
        found = number_at(self.text, self.at)
        if found is None:
            return False
        self.at = found.end
        self.number = self.total = found.value
        self.scale, self.is_half, self.holds = found.scale, found.is_half, found.holds
        self.needs_mark = found.needs_mark and not self.sizes
        if found.scale:
            self.number = found.value / SCALES.all[found.scale]
        return True

    def _take_behind(self, marks_before: int) -> bool:
        """Take one thing that stands behind a number."""
        if self.is_money and self.pending is None and not self.scale:
            letter = self._taken(MONEY_SCALES)
            if letter is not None:
                return self._multiply(*letter)
        if self._take_unit():
            return True
        mark = self._taken(BEHIND)
        if mark is not None:
            self.marks.append(mark[1])
            return True
        if (not self.word or self.is_money) and (self.pending is not None or not self.scale):
            self.at += self.text[self.at : self.at + 1] == " "
            scale = SCALES.at(self.text, self.at)
            least = 0 if self.pending is not None else self.holds
            if scale is not None and scale[1] > least:  # 一万二千多万 is no number
                self.at += len(scale[0])
                self.is_inside = len(self.marks) > marks_before
                return self._multiply(*scale)
        is_marked = len(self.marks) > marks_before
        if self.scale and not self.word and self.pending is None and not is_marked:
            return self._take_lower()
        return bool(self.word) and self._take_name()

    def _multiply(self, scale: str, factor: Decimal) -> bool:
        """Multiply the number by a scale; a lower one adds to what is there: 3亿5000万."""
        if self.pending is None:
            self.scale, self.total = scale, self.total * factor
            return True
        if self.pending * factor >= SCALES.all[self.scale]:
            return False
        self.total += self.pending * factor
        self.pending = None
        self.number = self.total / SCALES.all[self.scale]
        if decimals(self.number) > MOST_DECIMALS:
            self.number, self.scale = self.total, ""
        self.is_inside = False
        return True

    def _take_lower(self) -> bool:
        """Take the number of a lower scale right behind a scale, as in 3亿5000万, 3亿零500万."""
        if self.text[self.at - 1 : self.at] == " " or decimals(self.number):
            return False
        zero = self.text[self.at : self.at + 1] in ("零", "〇")
        found = number_at(self.text, self.at + zero)
        if found is None or found.scale or self.scale not in SCALES.all:
            return False
        self.pending, self.at = found.value, found.end
        return True

    def _take_unit(self) -> bool:
        """Take the longest word of a unit that stands here; the row's own before others."""
        self.at += self.text[self.at : self.at + 1] == " "
        found = [taken for taken in self._units_here() if taken[0]]
        if not found:
            return False
        word, sizes, is_own = max(found, key=lambda taken: len(taken[0]))
        if self.word and not (self.is_money and sizes and sizes == self.sizes):
            return False
        self.at += len(word)
        self.word, self.sizes, self.is_own = word, sizes, is_own
        return True

    def _units_here(self) -> Iterator[tuple[str, tuple[Size, ...], bool]]:
        """Yield the words of units that stand here, with sizes, and whether the row's own."""
        own = _own_words(self.unit).at(self.text, self.at) if self.unit else None
        if own is not None:
            yield own[0], (), True
        size = SIZES.at(self.text, self.at)
        if size is not None:
            yield size[0], (size[1],), False
        either = EITHER.at(self.text, self.at)
        if either is not None:
            yield *either, False
        counting = COUNTING.at(self.text, self.at)
        if counting is not None:
            yield counting[0], (), False

    def _take_name(self) -> bool:
        """Take the name of a thing that the measure names too."""
        self.at += self.text[self.at : self.at + 1] == " "
        name = _NAME.match(self.text, self.at)
        if name is None:
            return False
        for end in range(name.end(), self.at + 1, -1):
            if _is_named(self.text[self.at : end], self.text[end : end + 1], self.measure):
                self.at = end
                return True
        return False

    def _no_number(self) -> Question:
        """Ask about what stands where a number should."""
        if numeral_at(self.text, self.at):
            return readings.TWO_NUMBERS if self.text[self.at].isascii() else readings.RANGE
        first = next(
            (at for at in range(self.at, len(self.text)) if numeral_at(self.text, at)),
            len(self.text),
        )
        return readings.unknown(self.text[self.at : first].strip() or self.text)

    def _left_over(self) -> Question | None:
        """Ask about what stands behind the last part that was understood."""
        rest = self.text[self.at :].strip()
        if self.pending is not None:
            return readings.TWO_NUMBERS
        if not rest:
            return None
        sign = _RANGES.match(rest)
        if sign and numeral_at(rest, sign.end()):
            return readings.RANGE
        return readings.TWO_NUMBERS if numeral_at(rest, 0) else readings.unknown(rest)


def _is_named(name: str, after: str, measure: str) -> bool:
    """Tell whether a measure names what is read here, which has to be a word and no mark."""
    if name.isascii() and (len(name) < 3 or (after.isascii() and after.isalpha())):
        return False
    if any(sign in _NEVER_IN_A_NAME or numeral_at(sign, 0) for sign in name):
        return False
    return name.casefold() in measure.casefold()


@lru_cache(maxsize=1024)
def _own_words(unit: Unit) -> Words[str]:
    """Return the words of a unit that is of the package's own: what counts things, mostly."""
    words = set() if is_measured(unit) else {unit.zh, unit.en_one, unit.en_many}
    return Words(dict.fromkeys(words, unit.unit_id))
