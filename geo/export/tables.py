"""Which rows leave as a file? The same for every format: figures, places, sources, about.

A row is a dict whose keys are the columns. Texts are as they stand in the package; whatever a
format has to neutralise, it does itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeVar

from geo.datum import DATUM_NAMES, Datum
from geo.language.bilingual import Bilingual
from geo.language.texts import text
from geo.package.package import Package
from geo.package.schema import PLACE_FIELDS
from geo.records import Figure, Group, Layer, Place, Source
from geo.view.selection import Shown

Cell = str | Decimal | None
Row = dict[str, Cell]
Plain = str | float | None
"""A cell of a format whose numbers are doubles."""
PlainRow = dict[str, Plain]
Held = TypeVar("Held")
SOURCE_COLUMNS: Final = (
    *("source_id", "kind", "title_zh", "title_en", "publisher_zh", "publisher_en"),
    *("published", "url", "licence_zh", "licence_en", "accuracy_zh", "accuracy_en", "covers"),
)
ABOUT_COLUMNS: Final = ("item", "zh", "en")
PLACE_COLUMNS: Final = (*PLACE_FIELDS, "precision_in_words_zh", "precision_in_words_en")
FIGURE_OWN_COLUMNS: Final = (
    *("figure_id", "workstream", "workstream_zh", "workstream_en"),
    *("measure_zh", "measure_en", "value", "qualifier", "unit", "as_published", "period"),
    *("group_id", "group_zh", "group_en", "group_members"),
    *("source_id", "source_title_zh", "source_title_en"),
    *("source_publisher_zh", "source_publisher_en", "source_published", "source_url"),
    *("source_licence_zh", "source_licence_en", "locator"),
)
_PLACE_OF_FIGURE: Final = (
    *("place_id", "place_zh", "place_en", "place_code", "layer", "precision"),
    *("known_zh", "known_en", "place_source_id"),
)
FIGURE_COLUMNS: Final = (
    *FIGURE_OWN_COLUMNS,
    *_PLACE_OF_FIGURE,
    *("package", "package_version", "package_sha256", "package_licences"),
)
"""Columns of a table of figures, each joined to its place, its source and its package."""


@dataclass(frozen=True, slots=True)
class Export:
    """What is taken away.

    Parameters
    ----------
    query : str
        The filter as a link states it, without the question mark; empty where all is shown.
    """

    package: Package
    shown: Shown
    query: str = ""


def figure_rows(export: Export) -> list[Row]:
    """Return the figures shown, one a row, in package order; keys are :data:`FIGURE_COLUMNS`."""
    return [_figure(export.package, figure) for figure in export.shown.figures]


def figure_facts(package: Package, figure: Figure) -> Row:
    """Return a figure and its source; keys are :data:`FIGURE_OWN_COLUMNS`."""
    workstream = package.workstreams[figure.workstream]
    source = package.sources[figure.source_id]
    row: Row = {
        "figure_id": figure.figure_id,
        "workstream": figure.workstream,
        **_pair("workstream", workstream.name),
        **_pair("measure", figure.measure),
        "value": figure.value,
        "qualifier": figure.qualifier,
        "unit": figure.unit,
        "as_published": figure.as_published,
        "period": figure.period,
        **_group(package.group_of(figure)),
        "source_id": figure.source_id,
        **_pair("source_title", source.title),
        **_pair("source_publisher", source.publisher),
        "source_published": source.published,
        "source_url": source.url,
        **_pair("source_licence", source.licence),
        "locator": figure.locator,
    }
    return row


def source_rows(package: Package) -> list[Row]:
    """Return all sources of a package: what is shown may rest on any of them."""
    return [_source(source) for source in package.sources.values()]


def about_rows(export: Export, datum: Datum | None = None) -> list[Row]:
    """Return what has to be known about a file: data, filter, datum, precision, licences.

    Parameters
    ----------
    datum : Datum or None
        Datum of the geometry; None for a file that holds none.
    """
    package, shown = export.package, export.shown
    described = [
        ("title", package.title),
        ("package", _same(package.package_id)),
        ("version", _same(package.version)),
        ("sha256", _same(package.content_hash)),
        ("filter", _same(export.query) if export.query else _words("none")),
        ("figures", _same(f"{len(shown.figures)} / {len(package.figures)}")),
        ("places", _same(f"{len(shown.places)} / {len(package.place)}")),
        *([] if datum is None else [("datum", _words(datum)), ("origin", _origins(package))]),
        ("precision", _words("precision")),
        *(("licence", licence) for licence in package.licences),
        ("licence", _words("licence")),
        *([("contact", _same(package.contact))] if package.contact else []),
    ]
    return [{"item": item, "zh": said.zh, "en": said.en} for item, said in described]


def _origins(package: Package) -> Bilingual:
    """Return the datum that the coordinates of each layer came on, as it was stated."""
    return Bilingual(
        "、".join(_origin(layer, "zh") for layer in package.layers.values()),
        ", ".join(_origin(layer, "en") for layer in package.layers.values()),
    )


def _origin(layer: Layer, lang: str) -> str:
    unknown = text("sources.datum_unknown", lang)
    names = {str(datum): name for datum, name in DATUM_NAMES.items()}
    return f"{layer.name.get(lang)} {names.get(layer.datum, unknown)}"


def file_name(package: Package, table: str, ending: str, datum: Datum = "wgs84") -> str:
    """Return the name to save a file under: package, version, table, datum unless WGS-84."""
    parts = [package.package_id, package.version, table]
    return "-".join(parts if datum == "wgs84" else [*parts, datum]) + f".{ending}"


def values(rows: Iterable[Mapping[str, Held]], columns: Iterable[str]) -> list[list[Held]]:
    """Return the cells of rows in the order of `columns`."""
    named = list(columns)
    return [[row[column] for column in named] for row in rows]


def doubles(row: Mapping[str, Cell]) -> PlainRow:
    """Return a row for a format whose numbers are doubles; CSV alone has every digit."""
    return {
        column: float(cell) if isinstance(cell, Decimal) else cell for column, cell in row.items()
    }


def _group(group: Group | None) -> Row:
    """Return what a figure of several places together counts; nothing for one of a single place."""
    names = ("group_id", "group_zh", "group_en", "group_members")
    if group is None:
        return dict.fromkeys(names)
    told = (group.group_id, group.name.zh, group.name.en, " ".join(group.members))
    return dict(zip(names, told, strict=True))


def _place(place: Place | None) -> Row:
    """Return the place of a figure; nothing where it belongs to several together."""
    if place is None:
        return dict.fromkeys(_PLACE_OF_FIGURE)
    return {
        "place_id": place.place_id,
        **_pair("place", place.name),
        "place_code": place.code,
        "layer": place.layer,
        "precision": place.precision,
        **_pair("known", place.known),
        "place_source_id": place.source_id,
    }


def _figure(package: Package, figure: Figure) -> Row:
    return figure_facts(package, figure) | {
        **_place(package.place_of(figure)),
        "package": package.package_id,
        "package_version": package.version,
        "package_sha256": package.content_hash,
        "package_licences": "; ".join(each.whole for each in package.licences),
    }


def _source(source: Source) -> Row:
    return {
        "source_id": source.source_id,
        "kind": source.kind,
        **_pair("title", source.title),
        **_pair("publisher", source.publisher),
        "published": source.published,
        "url": source.url,
        **_pair("licence", source.licence),
        **_pair("accuracy", source.accuracy),
        "covers": source.covers,
    }


def _pair(name: str, pair: Bilingual) -> Row:
    return {f"{name}_zh": pair.zh, f"{name}_en": pair.en}


def _same(wording: str) -> Bilingual:
    return Bilingual(wording, wording)


def _words(key: str) -> Bilingual:
    return Bilingual(text(f"export.{key}", "zh"), text(f"export.{key}", "en"))
