"""Which texts could a spreadsheet take for a formula, and how is that undone?

A formula begins where a cell begins. That is the start of the text, and also behind a semicolon, a
tab or a line break in it: a spreadsheet set to other separators than ours cuts the text there.
Blanks in front do not help, since some programs drop them.
"""

from __future__ import annotations

import re
from typing import Final

MARK: Final = "'"
_SIGNS: Final = "=+@＝＋－＠-"
"""OWASP, CSV injection; the full-width signs count in spreadsheets set to Chinese or Japanese."""
_CUTS: Final = ";\t\r\n"
_RUN: Final = rf"[;\s\x00-\x1f\u200b-\u200f\u2060\ufeff{MARK}]"
"""What may stand between the begin of a cell and its formula."""
_OPEN: Final = re.compile(rf"(?<!{_RUN})({_RUN}*+)([{_SIGNS}])")
_LEADS: Final = re.compile(rf"{MARK}*[\t\r\n]")


def safe_cell(text: str) -> str:
    r"""Return a cell of a CSV file that no spreadsheet takes for a formula.

    >>> safe_cell("=1+1"), safe_cell("1.6万余方"), safe_cell("'=1+1")
    ("'=1+1", '1.6万余方', "''=1+1")
    >>> safe_cell(" =1"), safe_cell("a;=1"), safe_cell("a-1;b")
    (" '=1", "a;'=1", 'a-1;b')
    """
    cell = _OPEN.sub(lambda found: f"{found[1]}{MARK * _begins(found)}{found[2]}", text)
    return MARK + cell if _LEADS.match(text) else cell


def plain_cell(cell: str) -> str:
    """Return the text that :func:`safe_cell` was given.

    >>> plain_cell("'=1+1"), plain_cell("''=1+1"), plain_cell("'tis so")
    ('=1+1', "'=1+1", "'tis so")
    """
    text = cell[1:] if cell.startswith(MARK) and _LEADS.match(cell) else cell
    return _OPEN.sub(
        lambda found: f"{found[1][: -1 if _is_marked(found) else None]}{found[2]}", text
    )


def _begins(found: re.Match[str]) -> bool:
    """Tell whether a cell may begin in the signs in front of what could be a formula."""
    return found.start() == 0 or any(sign in _CUTS for sign in found[1])


def _is_marked(found: re.Match[str]) -> bool:
    return _begins(found) and found[1].endswith(MARK)
