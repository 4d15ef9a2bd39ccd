"""How are all figures shown as one table that can be sorted?"""

from __future__ import annotations

from typing import Any, Final, Literal

import pandas as pd
import streamlit as st
from markupsafe import Markup

from geo.figures.wording import locator_phrase
from geo.language.texts import text
from geo.records import Figure
from pages.shared.markup import source_words
from pages.shared.state import Visit

_Width = Literal["small", "medium", "large"] | int
_COLUMNS: Final[tuple[tuple[str, _Width], ...]] = (
    ("measure", 270),
    ("number", 130),
    ("place", 130),
    ("source", 240),
    ("locator", 150),
    ("as_published", 120),
    ("workstream", "medium"),
    ("value", "small"),
    ("unit", 110),
    ("period", "small"),
    ("id", "medium"),
)


def figure_table(visit: Visit) -> None:
    """Draw the figures shown; cells are data, which the table never reads as Markdown."""
    rows = [_row(visit, figure) for figure in visit.shown.figures]
    st.dataframe(
        pd.DataFrame(rows, columns=[name for name, _ in _COLUMNS]),
        hide_index=True,
        height=min(36 * (len(rows) + 1), 480),
        column_config={name: _column(name, width, visit.lang) for name, width in _COLUMNS},
        key="figure-table",
    )


def printed_figures(visit: Visit) -> None:
    """Write the same figures as text for paper, where the table would be cut at its frame."""
    row = Markup("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>")
    rows = Markup("").join(
        row.format(
            figure.measure.get(visit.lang),
            visit.package.phrase(figure).get(visit.lang),
            visit.package.home_of(figure).get(visit.lang),
            source_words(visit.package, figure, visit.lang),
        )
        for figure in visit.shown.figures
    )
    st.html(Markup('<table class="printed">{}</table>').format(rows))


def _column(name: str, width: _Width, lang: str) -> Any:
    """Return how a column is shown; numbers are written as the reader's browser writes them."""
    label = text(f"column.{name}", lang)
    if name == "value":
        return st.column_config.NumberColumn(label, width=width, format="localized")
    return st.column_config.Column(label, width=width)


def _row(visit: Visit, figure: Figure) -> tuple[str | float, ...]:
    package, lang = visit.package, visit.lang
    unit = package.units[figure.unit]
    return (
        figure.measure.get(lang),
        package.phrase(figure).get(lang),
        package.home_of(figure).get(lang),
        package.sources[figure.source_id].title.get(lang),
        locator_phrase(figure.locator).get(lang),
        figure.as_published,
        package.workstreams[figure.workstream].name.get(lang),
        figure.value,
        unit.zh if lang == "zh" else unit.en_many,
        figure.period,
        figure.figure_id,
    )
