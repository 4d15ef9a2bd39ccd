"""How are all figures shown as one table that can be sorted?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.figures.wording import locator_phrase
from geo.language.texts import text
from geo.records import Figure
from pages.shared.state import Visit

_COLUMNS = (
    ("measure", 280),
    ("number", 150),
    ("as_published", 130),
    ("place", "medium"),
    ("workstream", "medium"),
    ("value", "small"),
    ("unit", 110),
    ("period", "small"),
    ("source", "large"),
    ("locator", "medium"),
    ("id", "medium"),
)


def figure_table(visit: Visit) -> None:
    """Draw the figures shown; cells are data, which the table never reads as Markdown."""
    rows = [_row(visit, figure) for figure in visit.shown.figures]
    st.dataframe(
        pd.DataFrame(rows, columns=[name for name, _ in _COLUMNS]),
        hide_index=True,
        height=min(36 * (len(rows) + 1), 480),
        column_config={
            name: st.column_config.Column(text(f"column.{name}", visit.lang), width=width)
            for name, width in _COLUMNS
        },
        key="figure-table",
    )


def _row(visit: Visit, figure: Figure) -> tuple[str | float, ...]:
    package, lang = visit.package, visit.lang
    unit = package.units[figure.unit]
    return (
        figure.measure.get(lang),
        package.phrase(figure).get(lang),
        figure.as_published,
        package.place[figure.place_id].name.get(lang),
        package.workstreams[figure.workstream].name.get(lang),
        figure.value,
        unit.zh if lang == "zh" else unit.en_many,
        figure.period,
        package.sources[figure.source_id].title.get(lang),
        locator_phrase(figure.locator).get(lang),
        figure.figure_id,
    )
