"""What does a file hold that somebody brings, and what is to be said of it?

The file is read whole, and known by its content; whatever is wrong with it becomes a message.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path, PurePath

from geo import files
from geo.intake.coordinates import with_points, with_texts_as_shapes
from geo.intake.csv_table import read_csv
from geo.intake.dxf import read_dxf
from geo.intake.found import Found, FoundTable
from geo.intake.geojson import read_geojson
from geo.intake.gpkg import read_gpkg
from geo.intake.grid import too_many
from geo.intake.kml import read_kml, read_kmz
from geo.intake.limits import MOST_BYTES, MOST_FEATURES
from geo.intake.messages import Messages, NotTakenError
from geo.intake.parquet import read_parquet
from geo.intake.positions import with_positions
from geo.intake.recognise import recognised
from geo.intake.sound import tell_far, tell_winding, with_sound_shapes
from geo.intake.twins import without_twins
from geo.intake.values import tell_values
from geo.intake.wire import answer_all
from geo.intake.workbook import read_workbook
from geo.intake.zipped import read_zip

_BY_ROW = frozenset({"csv", "xlsx"})


def read(path: Path) -> Found:
    """Return what a file holds.

    Raises
    ------
    OSError
        If it is missing or cannot be read at all.
    """
    if files.size(path) > MOST_BYTES:
        return refused(path.name, _too_large())
    return read_content(path.name, files.read_bytes(path))


def read_content(name: str, content: bytes) -> Found:
    """Return what the content of a file holds; `name` is shown, and never opened."""
    messages = Messages(name)
    kind = ""
    try:
        if len(content) > MOST_BYTES:
            raise _too_large()
        kind = recognised(name, content)
        read_in = _tables(kind, name, content, messages)
        tables = tuple(examined(kind, table, messages) for table in read_in)
        if sum(len(table.rows) for table in tables) > MOST_FEATURES:
            raise too_many()
    except NotTakenError as error:
        messages.refuse(error)
        tables = ()
    if tables and not messages.refused() and not any(table.rows for table in tables):
        said = ("没有一行数据", "holds no rows or features")
        messages.add("I_NO_FEATURES", said, ("填好后再交", "Bring it again when it is filled in"))
    if len(tables) > 1:
        names = [table.name for table in tables[:10]]
        said = (
            f"有 {len(tables)} 张表：{'、'.join(names)}",
            f"holds {len(tables)} tables: {', '.join(names)}",
        )
        messages.add("I_MULTI_LAYER", said, ("都已读入", "All were read"))
    told = messages.told()
    wrong = {message.code for message in told if message.level == "error"}
    # What only lacks the name of its system is kept: with that answered it can be taken.
    return Found(name, kind, tables if wrong <= {"E_CRS_PROJECTED"} else (), told)


def refused(name: str, error: NotTakenError) -> Found:
    """Return what is said of a file that is not read."""
    messages = Messages(name)
    messages.refuse(error)
    return Found(name, "", (), messages.told())


def _tables(kind: str, name: str, content: bytes, messages: Messages) -> tuple[FoundTable, ...]:
    """Return the tables of a file of one kind."""
    called = PurePath(name).stem
    match kind:
        case "csv":
            return read_csv(called, content, messages)
        case "xlsx":
            return read_workbook(content, messages)
        case "json":
            return read_geojson(called, content, messages)
        case "kml":
            return read_kml(called, content, messages)
        case "kmz":
            return read_kmz(called, content, messages)
        case "gpkg":
            return read_gpkg(content, messages)
        case "parquet":
            return read_parquet(called, content, messages)
        case "dxf":
            return read_dxf(called, content, messages)
    return read_zip(content, messages, partial(_inner, messages=messages))


def _inner(name: str, content: bytes, *, messages: Messages) -> tuple[FoundTable, ...]:
    """Return the tables of a file within an archive; it is no archive itself."""
    kind = recognised(name, content)
    if kind in {"zip", "kmz"}:
        said = ("压缩包里还有压缩包", "holds another archive")
        remedy = ("请解开里面的一层再交", "Unpack the inner one and bring that")
        raise NotTakenError("E_ZIP_NESTED", said, remedy)
    tables = _tables(kind, name, content, messages)
    return tuple(examined(kind, table, messages) for table in tables)


def _too_large() -> NotTakenError:
    said = (f"超过 {MOST_BYTES // 10**6} MB", f"is larger than {MOST_BYTES // 10**6} MB")
    return NotTakenError("E_TOO_LARGE", said, ("请分成几个文件", "Split it into several files"))


def examined(kind: str, table: FoundTable, messages: Messages) -> FoundTable:
    """Return a table with what could be mended mended, and everything said."""
    by_feature = kind not in _BY_ROW
    if not by_feature:
        table = with_texts_as_shapes(table, messages)
    if not any(row.shape for row in table.rows):
        points = with_points(table, messages, by_feature=by_feature)
        if points is not None:
            points = with_positions(points, messages, by_feature=by_feature)
            tell_far(points, messages, by_feature=by_feature)
            left = without_twins(points, messages, by_feature=by_feature)
            kept = {row.number for row in left.rows}
            table = replace(table, rows=tuple(row for row in table.rows if row.number in kept))
    placed = with_positions(table, messages, by_feature=by_feature, planes_asked=kind == "dxf")
    made = with_sound_shapes(placed, messages, by_feature=by_feature)
    tell_far(made, messages, by_feature=by_feature)
    if kind == "json":
        tell_winding(table, messages)
        _tell_assumed(table, messages)
    tell_values(made, messages)
    return without_twins(made, messages, by_feature=by_feature)


def _tell_assumed(table: FoundTable, messages: Messages) -> None:
    """Say on which system GeoJSON is that names none, unless more is said of that already."""
    more = messages.count("E_CRS_PROJECTED") + messages.count("W_CRS_ASSUMED")
    if table.system is None and table.rows and not more:
        said = (
            "没有写坐标系，按标准是 WGS-84",
            "names no reference system; by the standard it is WGS-84",
        )
        messages.add("I_CRS_ASSUMED", said, ("先按此使用", "It is used so for now"))


if __name__ == "__main__":
    answer_all(read)
