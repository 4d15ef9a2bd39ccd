"""How many places does a file hold at the most, and what is there for more?

A file is made for one reader while others wait, and opened by a program that reads all of it at
once; beyond these numbers neither is any use. GeoParquet has no limit.
"""

from __future__ import annotations

from typing import Final

from geo.datum import Datum
from geo.language.bilingual import Bilingual

MOST_IN_MAP_FILE: Final = 120_000
"""Places in a GeoJSON or GeoPackage file: about 100 MB and 70 MB, two to four seconds."""
MOST_IN_WORKBOOK: Final = 20_000
"""Places in a workbook: about 1.6 MB, three seconds."""
MOST_IN_ONE_FILE: Final = MOST_IN_MAP_FILE
"""Places in the explorer as one file: about 13 MB, which a mail still carries; a reader waits for
two seconds.
"""
EXPORT_DATUMS: Final[tuple[Datum, ...]] = ("wgs84", "cgcs2000", "gcj02")
"""What `datum` can be; BD-09 is of use to one map only, and nobody hands in data on it."""


class TooManyPlacesError(ValueError):
    """More places than a file holds.

    Parameters
    ----------
    said : Bilingual
        What is too many, and what to do instead.
    """

    def __init__(self, said: Bilingual) -> None:
        super().__init__(said.en)
        self.said = said


def check_places(count: int, most: int) -> None:
    """Raise TooManyPlacesError if `count` places are more than a file of what is shown holds."""
    if count > most:
        raise TooManyPlacesError(
            Bilingual(
                f"所示地点有 {count:,} 处，这种文件最多容纳 {most:,} 处。请缩小筛选范围；"
                "或取 /export/places.parquet（GeoParquet，数量不限）；"
                "或从 /api/collections/{图层}/items 分页读取",
                f"{count:,} places are shown, and a file of this kind holds {most:,}. Narrow the"
                " filter, take /export/places.parquet (GeoParquet, of any size), or read"
                " /api/collections/{layer}/items page by page",
            )
        )


def check_one_file(count: int) -> None:
    """Raise TooManyPlacesError if a package has more places than the one HTML file holds."""
    if count > MOST_IN_ONE_FILE:
        raise TooManyPlacesError(
            Bilingual(
                f"数据包有 {count:,} 处地点，单个 HTML 文件最多容纳 {MOST_IN_ONE_FILE:,} 处。"
                "请把在线地图的链接发给对方；"
                "或取 /export/places.parquet 或 /export/places.gpkg，在桌面软件中打开",
                f"the package has {count:,} places, and one HTML file holds"
                f" {MOST_IN_ONE_FILE:,}. Pass on a link to the live map, or take"
                " /export/places.parquet or /export/places.gpkg for a desktop program",
            )
        )
