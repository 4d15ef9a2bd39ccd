"""Which tables has a made package besides its layers?"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any, Final

from bench.places import Feature
from bench.words import ACCURACY, LAYERS, LICENCE, PUBLISHER, SOURCES, UNITS, WORKSTREAMS
from geo.package.schema import TABLES

FIGURES_A_WORKSTREAM: Final = 6
DISTRICT: Final = ("district", "区域", "District")
_MEASURES: Final = (
    ("面积", "Area", "m2", "平方米"),
    ("住户", "Households", "household", "户"),
    ("楼栋", "Buildings", "building", "栋"),
    ("管线", "Pipes laid", "m", "米"),
)


def tables(
    features: Sequence[Feature],
    *,
    suffix: str,
    layers: Sequence[tuple[str, str, str]] = LAYERS,
    district: str = "bench-district",
) -> dict[str, bytes]:
    """Return the CSV files of a package by name.

    Parameters
    ----------
    features : sequence of Feature
        Some places, the first of the package: figures are tied to them.
    suffix : str
        Ending of the layers' files, ``geojson``, ``geojsonl`` or ``parquet``.
    layers : sequence of (id, Chinese name, English name)
        Layers besides the district's.
    district : str
        Id of the district, which each first figure of a workstream is about.
    """
    streams = [stream[0] for stream in WORKSTREAMS]
    rows: dict[str, list[Sequence[Any]]] = {
        "units": list(UNITS),
        "sources": [_source(*source) for source in SOURCES],
        "workstreams": [_workstream(*stream) for stream in WORKSTREAMS],
        "layers": [
            *((key, zh, en, f"layers/{key}.{suffix}", "wgs84", "") for key, zh, en in layers),
            (*DISTRICT, "layers/district.geojson", "wgs84", ""),
        ],
        "figures": _figures(features, streams, district),
        "derived": [],
        "gaps": [],
    }
    return {f"{name}.csv": _csv(name, found) for name, found in rows.items()}


def _source(source_id: str, kind: str, zh: str, en: str) -> Sequence[str]:
    return (source_id, kind, zh, en, *PUBLISHER, "2024", "", *LICENCE, *ACCURACY, "")


def _workstream(key: str, zh: str, en: str, colour: str, symbol: str) -> Sequence[str]:
    return (key, zh, en, f"{zh}，测速用。", f"{en}, made up.", colour, symbol, f"{key}-figure-0")


def _figures(
    features: Sequence[Feature], streams: Sequence[str], district: str
) -> list[Sequence[Any]]:
    """Return the figures: the first of a workstream is the district's, the others places'."""
    rows: list[Sequence[Any]] = []
    for which, stream in enumerate(streams):
        for number in range(FIGURES_A_WORKSTREAM):
            zh, en, unit, sign = _MEASURES[(which + number) % len(_MEASURES)]
            value = 120 + 37 * which + 11 * number
            at = (which * FIGURES_A_WORKSTREAM + number) % len(features)
            place = district if number == 0 else features[at]["id"]
            rows.append(
                (
                    *(f"{stream}-figure-{number}", stream, place, zh, en, value, "exact", unit),
                    *(f"{value}{sign}", "2024", "made-report", f"section 1, paragraph {which + 1}"),
                )
            )
    return rows


def _csv(table: str, rows: Sequence[Sequence[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([field.name for field in TABLES[table]])
    writer.writerows(rows)
    return text.getvalue().encode()
