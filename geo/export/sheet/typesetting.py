"""How do facts become pages or a picture? By typst, from constant templates (``*.typ``).

All that varies travels as one JSON text in ``sys.inputs``, and the colours that everything shares
as another; a template reads them as values and never evaluates them. Fonts come from a package, so
that every machine sets the same page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst
from pylopdf_fonts_zh_cn import sans_path

from geo import files
from geo.look import DAY

_FOLDER: Final = Path(__file__).parent


def pdf(template: str, facts: Mapping[str, Any], on: date) -> bytes:
    """Return a PDF; the same facts and date give the same bytes.

    Raises
    ------
    typst.TypstError
        If the template is at fault.
    """
    noon = datetime.combine(on, time(12), UTC)
    return _only(_compiled(template, facts, format="pdf", timestamp=noon))


def png(template: str, facts: Mapping[str, Any]) -> bytes:
    """Return a picture with one pixel a point of the template's only page."""
    return _only(_compiled(template, facts, format="png", ppi=72.0))


def _compiled(template: str, facts: Mapping[str, Any], **wanted: Any) -> Any:
    return typst.compile(
        files.read_bytes(_FOLDER / template),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(facts, ensure_ascii=False), "look": json.dumps(DAY)},
        **wanted,
    )


def _only(made: Any) -> bytes:
    if not isinstance(made, bytes):
        raise TypeError("the template makes more than one picture")
    return made


@cache
def _fonts() -> typst.Fonts:
    """Return Noto Sans SC and Noto Serif SC (SIL Open Font License), found once."""
    folder = str(sans_path().parent)
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
