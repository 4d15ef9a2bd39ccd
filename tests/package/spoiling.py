"""How is a file of a package spoilt for a test, and what has to be said of it?"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass

Contents = dict[str, bytes]


Table = list[list[str]]


FIGURES, STREAMS, LAYERS, GAPS = "figures.csv", "workstreams.csv", "layers.csv", "gaps.csv"


ROADS = "layers/roads.geojson"


DESCRIPTOR = "datapackage.json"


READ = "read"


"""The package is used all the same: what was found is only said."""


def table_of(content: bytes) -> Table:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def written(table: Table, separator: str = ",", end: str = "\n") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator=end).writerows(table)
    return stream.getvalue()


def rows(change: Callable[[Table], object]) -> Callable[[bytes], bytes]:
    """Change a table's rows, the header among them."""

    def of(content: bytes) -> bytes:
        table = table_of(content)
        change(table)
        return written(table).encode()

    return of


def cell(row: int, column: str, value: str) -> Callable[[bytes], bytes]:
    return rows(lambda table: table[row - 1].__setitem__(table[0].index(column), value))


def column(name: str, change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    """Change every cell of a column below the header."""

    def of(table: Table) -> None:
        at = table[0].index(name)
        for row in table[1:]:
            row[at] = change(row[at])

    return rows(of)


def header(old: str, new: str) -> Callable[[bytes], bytes]:
    return rows(lambda table: table[0].__setitem__(table[0].index(old), new))


def text(change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    return lambda content: change(content.decode()).encode()


def encoded(encoding: str, separator: str = ",") -> Callable[[bytes], bytes]:
    return lambda content: written(table_of(content), separator).encode(encoding)


def without_column(table: Table, name: str = "locator") -> None:
    at = table[0].index(name)
    for row in table:
        del row[at]


def with_column(table: Table, name: str = "备注") -> None:
    for row in table:
        row.append("" if row is not table[0] else name)


def swapped(table: Table) -> None:
    for row in table:
        row[3], row[9] = row[9], row[3]


def chinese(table: Table) -> None:
    table[0] = ["编号", "工作条线", "地点编号", "指标", "指标（英文）", "数值", "限定"]
    table[0] += ["单位", "原文", "年份", "来源编号", "出处", "组"]


def merged(table: Table) -> None:
    for row in table[3:9]:
        row[1] = row[10] = ""


def thousands(value: str) -> str:
    return f"{int(value):,}" if value.isdigit() else value


def stream_by_name(content: bytes) -> bytes:
    layer = json.loads(content)
    for feature in layer["features"]:
        feature["properties"]["workstream"] = "市容环境"
    return json.dumps(layer, ensure_ascii=False).encode()


def bad_shape(content: bytes) -> bytes:
    layer = json.loads(content)
    ring = [[116.6, 39.4], [116.7, 39.5], [116.7, 39.4], [116.6, 39.5], [116.6, 39.4]]
    layer["features"][0]["geometry"] = {"type": "Polygon", "coordinates": [ring]}
    return json.dumps(layer, ensure_ascii=False).encode()


@dataclass(frozen=True)
class Spoiling:
    """A file changed, and what is to be said of it: a code, words of the remedy in each language.

    `says` are words that stand in the message, whatever the language.
    """

    file: str
    change: Callable[[bytes], bytes | None]
    code: str
    zh: str
    en: str
    says: tuple[str, ...] = ()
    is_read: bool = False


def was_read(file: str, change: Callable[[bytes], bytes], code: str, zh: str, en: str) -> Spoiling:
    return Spoiling(file, change, code, zh, en, is_read=True)


QUIET = ""


"""No code: nothing is to be said but that the file is not as it was sealed."""
