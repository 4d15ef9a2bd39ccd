"""Where in a report's text does a locator point?

Reports come in several styles: a blank line between paragraphs or none, headings with and without
commas or numbers, a title or none. Each style is one reading of the text; the one in which most
locators hold what they say is how the report was read by whoever wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Final

Paragraphs = dict[tuple[int, int], str]
_LONGEST_HEADING: Final = 40
_LOCATOR: Final = re.compile(r"section (\d+), paragraph (\d+)")
_MARKS: Final = re.compile(r"[。！？；：…，,.;:!?]")
_ENDS: Final = re.compile(r"[。！？；：…，,.;:!?]$")
_NUMBERED: Final = re.compile(
    r"(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十\d]+[、.．是]|"
    r"第[一二三四五六七八九十\d]+[章节部])[^。！？；]*[。；：]?"
)


def _is_bare(line: str) -> bool:
    return not _MARKS.search(line)


def _is_unended(line: str) -> bool:
    return not _ENDS.search(line)


def _is_numbered(line: str) -> bool:
    return _is_unended(line) or _NUMBERED.fullmatch(line) is not None


_HEADINGS: Final = (_is_bare, _is_unended, _is_numbered)
_BREAKS: Final = (re.compile(r"\n\s*\n"), re.compile(r"\n"))
_FIRST: Final = (-1, 0)
"""The number before that of the first heading: a title is section 0, a report may have none."""


def paragraphs(
    text: str,
    *,
    is_heading: Callable[[str], bool] = _is_bare,
    break_at: re.Pattern[str] = _BREAKS[0],
    first: int = _FIRST[0],
) -> Paragraphs:
    r"""Return the paragraphs of a report by section and paragraph, in one reading.

    Examples
    --------
    >>> paragraphs("标题\n\n引言。\n\n一节\n\n甲。\n\n乙。")
    {(0, 1): '引言。', (1, 1): '甲。', (1, 2): '乙。'}
    """
    found: Paragraphs = {}
    section, number = first, 0
    for block in break_at.split(text.replace("\r\n", "\n").replace("\r", "\n").strip()):
        paragraph = block.strip()
        if not paragraph:
            continue
        if len(paragraph) <= _LONGEST_HEADING and is_heading(paragraph):
            section, number = section + 1, 0
        else:
            section, number = max(section, 0), number + 1
            found[section, number] = paragraph
    return found


def best_reading(text: str, wanted: Iterable[tuple[str, str]]) -> Paragraphs:
    """Return the reading of a report in which most wordings stand where they are said to.

    Parameters
    ----------
    wanted : iterable of (wording, locator)
    """
    asked = list(wanted)
    return max(_readings(text), key=lambda found: sum(holds(found, *each) for each in asked))


def _readings(text: str) -> Iterator[Paragraphs]:
    for is_heading, break_at, first in product(_HEADINGS, _BREAKS, _FIRST):
        yield paragraphs(text, is_heading=is_heading, break_at=break_at, first=first)


def holds(found: Paragraphs, wording: str, locator: str) -> bool:
    """Tell whether a wording stands in the paragraph that a locator points at."""
    where = parse_locator(locator)
    return where is not None and closed(wording) in closed(found.get(where, ""))


def closed(text: str) -> str:
    """Return a text without the blanks and line breaks that programs put into it."""
    return "".join(text.split())


def parse_locator(locator: str) -> tuple[int, int] | None:
    """Return section and paragraph of a locator, None where it has another form."""
    match = _LOCATOR.fullmatch(locator)
    return (int(match[1]), int(match[2])) if match else None
