"""What does a table of figures hold when it leaves as a CSV file?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

from geo.figures.wording import number
from geo.package.package import Package
from geo.records import Figure

CSV_COLUMNS: Final = (
    "figure_id",
    "workstream",
    "workstream_zh",
    "workstream_en",
    "place_id",
    "place_zh",
    "place_en",
    "precision",
    "measure_zh",
    "measure_en",
    "value",
    "qualifier",
    "unit",
    "as_published",
    "period",
    "source_id",
    "source_title_zh",
    "source_title_en",
    "source_publisher_zh",
    "source_publisher_en",
    "source_published",
    "source_url",
    "source_licence_zh",
    "source_licence_en",
    "locator",
    "package",
    "package_version",
    "package_sha256",
)
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel in China reads UTF-8 as GBK."""


def figures_csv(package: Package, figures: Iterable[Figure]) -> bytes:
    """Return figures as CSV: UTF-8 with byte order mark, one figure a row, sources in the row."""
    stream = io.StringIO()
    stream.write(BYTE_ORDER_MARK)
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for figure in figures:
        writer.writerow([safe_cell(cell) for cell in _row(package, figure)])
    return stream.getvalue().encode()


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _row(package: Package, figure: Figure) -> list[str]:
    place = package.place[figure.place_id]
    workstream = package.workstreams[figure.workstream]
    source = package.sources[figure.source_id]
    return [
        figure.figure_id,
        figure.workstream,
        workstream.name.zh,
        workstream.name.en,
        figure.place_id,
        place.name.zh,
        place.name.en,
        place.precision,
        figure.measure.zh,
        figure.measure.en,
        number(figure.value).replace(",", ""),
        figure.qualifier,
        figure.unit,
        figure.as_published,
        figure.period,
        figure.source_id,
        source.title.zh,
        source.title.en,
        source.publisher.zh,
        source.publisher.en,
        source.published,
        source.url,
        source.licence.zh,
        source.licence.en,
        figure.locator,
        package.package_id,
        package.version,
        package.content_hash,
    ]
