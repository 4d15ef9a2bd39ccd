"""What does a table say to people? Headings, units and places in their language, one row a figure.

What programs import again is :mod:`geo.export.tables`: it stands behind this one in the workbook,
and is the CSV of its own name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from geo.export.cells import safe_cell
from geo.export.figures_csv import BYTE_ORDER_MARK
from geo.export.tables import Export, Row, about_rows
from geo.figures.wording import locator_phrase, number
from geo.language.texts import text
from geo.package.package import Package
from geo.records import Figure, Source

DATA: Final = (
    *("workstream", "measure", "value", "unit", "said", "place", "period"),
    *("as_published", "source", "locator"),
)
"""Columns of the figures; their headings are the texts ``column.*``."""
SOURCES: Final = ("source", "publisher", "published", "address", "licence", "accuracy")
NOTES: Final = ("item", "said_of_it")


def headings(columns: tuple[str, ...], lang: str) -> list[str]:
    """Return what stands above columns."""
    return [text(f"column.{name}", lang) for name in columns]


def data_rows(export: Export, lang: str) -> list[Row]:
    """Return the figures shown; keys are :data:`DATA`. A value is in the unit beside it."""
    return [_figure(export.package, figure, lang) for figure in export.shown.figures]


def source_rows(export: Export, lang: str) -> list[Row]:
    """Return the sources of the package; keys are :data:`SOURCES`."""
    return [_source(source, lang) for source in export.package.sources.values()]


def note_rows(export: Export, lang: str) -> list[Row]:
    """Return what has to be known about the file; keys are :data:`NOTES`."""
    return [
        {"item": text(f"about.{row['item']}", lang), "said_of_it": row[lang]}
        for row in about_rows(export)
    ]


def readers_csv(export: Export, lang: str) -> bytes:
    """Return the figures shown as CSV for people: UTF-8 with byte order mark, no formula."""
    stream = io.StringIO()
    stream.write(BYTE_ORDER_MARK)
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(headings(DATA, lang))
    for row in data_rows(export, lang):
        writer.writerow(_written(row))
    return stream.getvalue().encode()


def _written(row: Row) -> Iterator[str]:
    for name in DATA:
        cell = row[name]
        if isinstance(cell, Decimal):
            yield number(cell).replace(",", "")
        else:
            yield safe_cell(cell or "")


def _figure(package: Package, figure: Figure, lang: str) -> Row:
    unit = package.units[figure.unit]
    return {
        "workstream": package.workstreams[figure.workstream].name.get(lang),
        "measure": figure.measure.get(lang),
        "value": figure.value,
        "unit": unit.zh if lang == "zh" else unit.en_one if figure.value == 1 else unit.en_many,
        "said": text(f"qualifier.{figure.qualifier}", lang),
        "place": package.home_of(figure).get(lang),
        "period": figure.period,
        "as_published": figure.as_published,
        "source": package.sources[figure.source_id].title.get(lang),
        "locator": locator_phrase(figure.locator).get(lang),
    }


def _source(source: Source, lang: str) -> Row:
    return {
        "source": source.title.get(lang),
        "publisher": source.publisher.get(lang),
        "published": source.published or text("sources.unknown_date", lang),
        "address": source.url,
        "licence": source.licence.get(lang),
        "accuracy": source.accuracy.get(lang),
    }
