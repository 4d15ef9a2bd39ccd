"""How are the faults of a package collected, so that its officer sees all of them at once?"""

from __future__ import annotations

import unicodedata
from typing import Final

from geo.errors import Fault, Level
from geo.language.bilingual import Bilingual

_DIRECTION_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


class Faults(list[Fault]):
    """A list of faults with a short way to add one."""

    def add(
        self,
        code: str,
        file: str,
        row: int | None,
        fault: tuple[str, str],
        remedy: tuple[str, str],
        *,
        level: Level = "error",
        also: tuple[str, ...] = (),
    ) -> None:
        """Add a fault; `fault` and `remedy` are pairs of Chinese and English wording."""
        self.append(Fault(code, file, row, Bilingual(*fault), Bilingual(*remedy), level, also))

    def withdraw(self, before: int) -> None:
        """Take back all but the first `before` of them."""
        del self[before:]

    @property
    def errors(self) -> list[Fault]:
        """Those that keep a package from being used; questions and notes do not."""
        return [fault for fault in self if fault.level == "error"]


def quoted(text: object) -> str:
    """Return `text` fit for a message: quoted, on one line, at most 60 characters."""
    line = " ".join(str(text).split())
    return f"“{line[:57]}…”" if len(line) > 60 else f"“{line}”"


def unprintable(text: str) -> str | None:
    """Return the name of the first character that no text should hold, or None.

    Controls and lone surrogates break files and sockets; direction overrides make a text read
    other than it is (https://trojansource.codes).
    """
    if text.isprintable():
        return None
    for sign in text:
        kind = unicodedata.category(sign)
        if kind == "Cs" or (kind == "Cc" and sign not in "\t\n\r") or sign in _DIRECTION_OVERRIDES:
            return f"U+{ord(sign):04X}"
    return None


def too_long(text: str, most: int, name: str = "") -> tuple[str, str] | None:
    """Return the fault of a text of more than `most` characters, else None.

    `name` is that of its field, where the message does not begin with it anyway.
    """
    if len(text) <= most:
        return None
    before = f"{name} " if name else ""
    return (
        f"{before}有 {len(text):,} 个字符，最多 {most:,} 个",
        f"{before}has {len(text):,} characters; at most {most:,} are allowed",
    )


SHORTEN: Final = ("请缩短", "Shorten it")
"""What to do about it."""
