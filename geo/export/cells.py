"""Which texts could a spreadsheet take for a formula, and how is that undone?"""

from __future__ import annotations

from typing import Final

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""OWASP, CSV injection; the full-width signs count in spreadsheets set to Chinese or Japanese."""
MARK: Final = "'"


def safe_cell(text: str) -> str:
    """Return a cell of a CSV file that no spreadsheet takes for a formula.

    >>> safe_cell("=1+1"), safe_cell("1.6万余方"), safe_cell("'=1+1")
    ("'=1+1", '1.6万余方', "''=1+1")
    """
    return MARK + text if _would_compute(text) else text


def plain_cell(cell: str) -> str:
    """Return the text that :func:`safe_cell` was given.

    >>> plain_cell("'=1+1"), plain_cell("''=1+1"), plain_cell("'tis so")
    ('=1+1', "'=1+1", "'tis so")
    """
    return cell[1:] if cell.startswith(MARK) and _would_compute(cell) else cell


def _would_compute(text: str) -> bool:
    """Tell whether a formula begins in `text`, after marks that may already stand there."""
    return text.lstrip(MARK).startswith(FORMULA_STARTS)
