"""Where in a report's text does a locator point?

The text is paragraphs between blank lines. A short paragraph without sentence punctuation is a
heading and opens a section; the title opens section 0.
"""

from __future__ import annotations

import re
from typing import Final

_SENTENCE_MARKS: Final = re.compile(r"[。！？；：…，,.;:!?]")
_LONGEST_HEADING: Final = 40
_LOCATOR: Final = re.compile(r"section (\d+), paragraph (\d+)")


def paragraphs(text: str) -> dict[tuple[int, int], str]:
    r"""Return the paragraphs of a report by section and paragraph.

    Examples
    --------
    >>> paragraphs("标题\n\n引言。\n\n一节\n\n甲。\n\n乙。")
    {(0, 1): '引言。', (1, 1): '甲。', (1, 2): '乙。'}
    """
    found: dict[tuple[int, int], str] = {}
    section, number = -1, 0
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        paragraph = block.strip()
        if len(paragraph) <= _LONGEST_HEADING and not _SENTENCE_MARKS.search(paragraph):
            section, number = section + 1, 0
        else:
            section, number = max(section, 0), number + 1
            found[section, number] = paragraph
    return found


def parse_locator(locator: str) -> tuple[int, int] | None:
    """Return section and paragraph of a locator, None where it has another form."""
    match = _LOCATOR.fullmatch(locator)
    return (int(match[1]), int(match[2])) if match else None
