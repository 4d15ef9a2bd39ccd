"""Which sound files are spoiled, and how? The same number always gives the same spoiled file.

Half of the files are spoiled by bytes, as by a broken copy; the other half by values, as by a hand
that knows the format: those come past the parser to what lies behind it.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Sequence
from typing import Any, Final

from bench import fuzz_layers as layers
from bench.fuzz_accidents import VALUES, by_bytes, changed_values, json_bytes
from geo.package.schema import PLACE_FIELDS


def spoiled(reader: str, number: int) -> tuple[str, bytes]:
    """Return path and content of one spoiled file of a reader."""
    # Seeded, and never used for secrets.
    dice = random.Random(f"{reader} {number}")  # noqa: S311
    if number % 2:
        return MAKERS[reader](dice)
    path, content = MAKERS[reader](None)
    return path, by_bytes(dice, content)


def table(lines: Sequence[Sequence[Any]]) -> Callable[[random.Random | None], bytes]:
    """Return what makes a table of a package, some of its cells others."""

    def make(dice: random.Random | None) -> bytes:
        cells = [[*line] for line in lines]
        for kind in [] if dice is None else dice.choices(range(5), k=dice.choice((1, 1, 3))):
            line = dice.choice(cells) if dice else []
            if dice and kind and line:
                line[dice.randrange(len(line))] = str(dice.choice(VALUES))[:200_000]
            elif dice:
                short = sum(map(len, line)) < 2_000
                count = dice.choice((1, 2_000 if short else 10))
                cells.extend([[*line] for _ in range(count)])
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerows(cells)
        return stream.getvalue().encode("utf-8", "surrogatepass")

    return make


def described(value: Any) -> Callable[[random.Random | None], bytes]:
    """Return what makes a JSON file, some of its values others."""
    return lambda dice: json_bytes(changed_values(dice, value))


_POSTGIS: Final = {
    **{"schema": "public", "table": "roads", "geometry": "geom"},
    "columns": {name: name for name in PLACE_FIELDS},
}
Maker = Callable[[random.Random | None], tuple[str, bytes]]
MAKERS: Final[dict[str, Maker]] = {
    "geojson": lambda dice: ("layers/roads.geojson", layers.collection(dice)),
    "sequence": lambda dice: ("layers/roads.geojsonl", layers.sequence(dice)),
    "geoparquet": lambda dice: ("layers/roads.parquet", layers.parquet(dice)),
    "geopackage": lambda dice: ("layers/roads.gpkg", layers.geopackage(dice)),
    "postgis": lambda dice: ("layers/roads.postgis.json", described(_POSTGIS)(dice)),
    "neighbours": lambda dice: ("context/neighbours.geojson", layers.neighbours(dice)),
}
"""Makers of path and content; :mod:`bench.fuzz_worker` adds what a package has besides layers."""
