"""How is a fault in the data told, so that its reader can mend it?"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from geo.language.bilingual import Bilingual

LONGEST: Final = 2_000
"""Signs of one text of a fault; a list of what may be chosen is the longest there is."""
WHOLE: Final = Bilingual("整个文件夹", "the folder itself")
"""What a fault is about whose file is ``.``, the package's own folder."""
_JOINERS: Final = "\u200c\u200d"
"""Signs without a shape that words and pictures are really written with."""

Level = Literal["error", "warning", "question", "info"]
"""What a message asks of its reader: to mend it, to know it, to decide it, or nothing."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is said of the data, with its place and its remedy.

    Only a fault of level ``error`` keeps a package from being used; a ``question`` is for the
    officer to decide and leaves the verdict as it is.

    Parameters
    ----------
    code : str
        Stable name of the kind of fault, for tests and for searching.
    file : str
        File inside the package, relative to it; never a path of the server.
    row : int or None
        Line of a table (the header is line 1) or number of a feature (the first is 1).
    fault, remedy : Bilingual
        What is wrong, and what to do about it.
    level : {"error", "warning", "question", "info"}
    also : tuple of str
        Other files in which it may be mended as well.
    names : tuple of (str, str) or None
        The table and the id that it is about, where nothing has that id: all that name it are told
        together (:mod:`geo.package.missing`).
    """

    code: str
    file: str
    row: int | None
    fault: Bilingual
    remedy: Bilingual
    level: Level = "error"
    also: tuple[str, ...] = ()
    names: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        # Here, so that no way of showing a fault can send what a file holds to a terminal raw.
        object.__setattr__(self, "file", printable(self.file))
        for name in ("fault", "remedy"):
            pair: Bilingual = getattr(self, name)
            safe = Bilingual(printable(pair.zh), printable(pair.en))
            object.__setattr__(self, name, safe)

    def line(self, lang: str) -> str:
        """Return the fault as one line of text in `lang` (``zh`` or ``en``)."""
        file = WHOLE.get(lang) if self.file == "." else self.file
        if lang == "zh":
            where = file if self.row is None else f"{file} 第 {self.row} 行"
            return f"{where}：{_ended(self.fault.zh, '。')}{_ended(self.remedy.zh, '。')}"
        where = file if self.row is None else f"{file}, row {self.row}"
        return f"{where}: {_ended(self.fault.en, '.')} {_ended(self.remedy.en, '.')}"


def _ended(text: str, stop: str) -> str:
    """Return a sentence with its stop; a question has its own."""
    return text if text.endswith(("？", "?")) else f"{text}{stop}"


def printable(text: str, *, longest: int = LONGEST) -> str:
    """Return a text on one line, cut where it is long, with every sign of it to be seen.

    Controls steer terminals, lone surrogates end a program that prints them, direction overrides
    and signs without a shape make a text read other than it is; each is written as ``<U+202E>``.
    """
    cut = text if len(text) <= longest else f"{text[: longest - 1]}…"
    if cut.isprintable():
        return cut
    return "".join(map(_shown, cut))


def _shown(sign: str) -> str:
    """Return one sign as it is shown: itself, a space for the end of a line, or its name."""
    if sign in "\t\n\r":
        return " "
    hidden = unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return f"<U+{ord(sign):04X}>" if hidden and sign not in _JOINERS else sign


class NoSuchPackageError(Exception):
    """A link names data that are not there: withdrawn, renamed, or never there.

    Whoever meets it says so; another district's data are never shown in their place.

    Parameters
    ----------
    named : str or None
        What the link names, where it has the form of an id and so can be shown.
    """

    said = Bilingual(
        "这里没有链接所指的数据：可能已撤下或改名，也可能链接不完整",
        "the data that this link names are not here: they may have been withdrawn or renamed, "
        "or the link is not whole",
    )

    def __init__(self, named: str | None = None) -> None:
        super().__init__(self.said.en)
        self.named = named

    @property
    def told(self) -> Bilingual:
        """What is said of it, with the name that can be shown."""
        if self.named is None:
            return self.said
        return Bilingual(f"{self.said.zh}（{self.named}）", f"{self.said.en} ({self.named})")


class PackageError(Exception):
    """A package that cannot be used; carries every fault found, not only the first."""

    def __init__(self, package_id: str, faults: Sequence[Fault]) -> None:
        self.package_id = package_id
        self.faults = tuple(faults)
        lines = "\n".join(fault.line("en") for fault in self.faults)
        super().__init__(f"{package_id}: faults: {len(self.faults)}\n{lines}")
