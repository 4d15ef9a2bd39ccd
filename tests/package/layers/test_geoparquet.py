"""Are layers in GeoParquet, whole or in parts, read as in GeoJSON, and refused where not sound?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo import files
from geo.package.faults import Faults
from geo.package.layers import geoparquet
from geo.package.layers.layer_files import part_names
from geo.package.layers.read_layer import read_layer
from geo.package.schema import PLACE_FIELDS
from tests.package.layers.tables import (
    GEO,
    GEOJSON,
    PACKAGE,
    PARQUET,
    ROWS,
    SHAPES,
    columns,
    expected,
    geojson,
    geopackage,
    parquet,
    read,
)


def with_column(name: str, values: pa.Array | None) -> bytes:
    return parquet(
        {key: one for key, one in (columns() | {name: values}).items() if one is not None}
    )


def with_geometry(**changes: Any) -> bytes:
    return parquet(geo=GEO | {"columns": {"shape": GEO["columns"]["shape"] | changes}})


WGS84 = {"type": "GeographicCRS", "name": "WGS 84", "id": {"authority": "EPSG", "code": 4326}}


@pytest.mark.parametrize("size", [1, 3, 100])
@pytest.mark.parametrize(
    "content",
    [
        parquet(),
        parquet(row_group_size=1),
        parquet(compression="zstd", use_dictionary=False),
        parquet(
            {
                name: one.cast(pa.large_string()) if name != "shape" else one
                for name, one in columns().items()
            }
        ),
        parquet(
            {
                name: one.dictionary_encode() if name != "shape" else one
                for name, one in columns().items()
            }
        ),
        parquet({"extra": pa.array([1, 2, 3, 4])} | dict(reversed(columns().items()))),
        with_column("shape", columns()["shape"].cast(pa.large_binary())),
        with_geometry(crs=WGS84),
        with_geometry(crs={"id": {"authority": "OGC", "code": "CRS84"}}),
        with_geometry(edges="planar"),
    ],
    ids=[
        "plain",
        "groups",
        "zstd",
        "large",
        "dictionary",
        "order",
        "binary",
        "4326",
        "84",
        "edges",
    ],
)
def test_geoparquet_is_read_as_geojson(content: bytes, size: int) -> None:
    assert read(PARQUET, content, size=size) == expected()


def test_an_optional_column_without_any_text_is_read() -> None:
    kept, faults = read(PARQUET, with_column("code", pa.nulls(4)))
    assert (len(kept), faults) == (4, [])


def test_geopandas_writes_what_is_read(tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    frame = geopandas.GeoDataFrame(ROWS, geometry=SHAPES, crs="EPSG:4326")
    frame.to_parquet(tmp_path / "roads.parquet")
    assert read(PARQUET, files.mapped(tmp_path / "roads.parquet")) == expected()


REFUSED_PARQUET: dict[str, tuple[Callable[[], bytes], str]] = {
    "no file of the kind": (lambda: b"PAR1 or not", "E_PARQUET"),
    "nothing": (lambda: b"", "E_PARQUET"),
    "cut off": (lambda: parquet()[:-20], "E_PARQUET"),
    "cut in the middle": (lambda: parquet()[:100] + parquet()[-1500:], "E_PARQUET"),
    "no geography": (lambda: parquet(geo=None), "E_NOT_GEOPARQUET"),
    "geography that is no JSON": (lambda: parquet(geo=b"{"), "E_JSON"),
    "geography that is a list": (lambda: parquet(geo=[]), "E_NOT_GEOPARQUET"),
    "deep geography": (lambda: parquet(geo=b"[" * 100_000), "E_TOO_DEEP"),
    "another version": (lambda: parquet(geo=GEO | {"version": "2.0.0"}), "E_NOT_GEOPARQUET"),
    "a column that is a list": (
        lambda: parquet(geo=GEO | {"primary_column": ["shape"]}),
        "E_NOT_GEOPARQUET",
    ),
    "no such geometry": (lambda: with_column("shape", None), "E_ENCODING"),
    "texts for geometries": (
        lambda: with_column("shape", pa.array(["POINT (1 2)"] * 4)),
        "E_ENCODING",
    ),
    "another encoding": (lambda: with_geometry(encoding="point"), "E_ENCODING"),
    "arcs": (lambda: with_geometry(edges="spherical"), "E_ENCODING"),
    "an unknown system": (lambda: with_geometry(crs=None), "E_CRS"),
    "a word for no system": (lambda: with_geometry(crs="somewhere"), "E_CRS"),
    "another system": (
        lambda: with_geometry(crs={"name": "Xian 1980", "id": {"authority": "EPSG", "code": 4610}}),
        "E_CRS",
    ),
    "a column less": (lambda: with_column("known_zh", None), "E_COLUMNS"),
    "an optional column less": (lambda: with_column("code", None), "E_COLUMNS"),
    "numbers for names": (lambda: with_column("name_zh", pa.array([1, 2, 3, 4])), "E_PROPERTY"),
    "bytes for names": (lambda: with_column("name_zh", pa.array([b"a"] * 4)), "E_PROPERTY"),
    "lists for names": (lambda: with_column("name_zh", pa.array([["a"]] * 4)), "E_PROPERTY"),
    "no names at all": (lambda: with_column("name_zh", pa.nulls(4)), "E_PROPERTY"),
}


@pytest.mark.parametrize("name", REFUSED_PARQUET)
def test_a_file_that_is_no_geoparquet_layer_is_one_fault(name: str) -> None:
    make, code = REFUSED_PARQUET[name]
    assert read(PARQUET, make()) == ([], [(code, None)])


def test_a_column_that_stands_twice_is_refused() -> None:
    data = columns()
    table = pa.Table.from_arrays([*data.values(), data["code"]], names=[*data, "code"])
    sink = pa.BufferOutputStream()
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(GEO)}), sink)
    assert read(PARQUET, sink.getvalue().to_pybytes()) == ([], [("E_COLUMNS", None)])


def test_more_rows_than_bytes_are_refused_before_any_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A thousand million equal rows take a few bytes; ids differ, so no real layer is like that."""
    many = pa.array(["a"] * 20_000)
    data = dict.fromkeys(PLACE_FIELDS, many)
    content = parquet(data | {"shape": pa.array([SHAPES[0].wkb] * 20_000)}, compression="zstd")
    assert len(content) < 20_000
    monkeypatch.setattr(geoparquet, "from_table", None)
    assert read(PARQUET, content) == ([], [("E_PARQUET", None)])


BAD_VALUES = {
    "a missing name": ("name_zh", [None, "路", "路", "路"], [("E_PROPERTY", 1)]),
    "an empty name": ("name_en", ["a", " ", "a", "a"], [("E_PROPERTY", 2)]),
    "a control": ("name_en", ["a", "a", "a\x07", "a"], [("E_CONTROL_CHARS", 3)]),
    "an id in capitals": ("place_id", ["a", "b", "c", "D"], [("E_PATTERN", 4)]),
    "an unknown precision": ("precision", ["exact", "line", "x", "exact"], [("E_ENUM", 3)]),
    "a line for an area": ("precision", ["exact", "zone", "zone", "exact"], [("E_AREA", 2)]),
}


@pytest.mark.parametrize("name", BAD_VALUES)
def test_a_broken_row_is_named_by_its_number(name: str) -> None:
    column, values, faults = BAD_VALUES[name]
    bad = {row for _, row in faults}
    rows = [row | {column: value} for row, value in zip(ROWS, values, strict=True)]
    for file, content in (
        (PARQUET, with_column(column, pa.array(values, pa.string()))),
        (PACKAGE, geopackage(rows=rows)),
        (GEOJSON, geojson(rows, SHAPES)),
    ):
        kept, found = read(file, content, size=2)
        assert found == faults
        assert [number for number, *_ in kept] == [at for at in range(1, 5) if at not in bad]


@pytest.mark.parametrize("name", PLACE_FIELDS)
@pytest.mark.parametrize(
    "broken",
    [
        b"\xff",
        "明华路".encode()[:-1],
        "明华路".encode("gbk"),
        b"??\xe5",
        "é\ud800".encode("utf-8", "surrogatepass"),
    ],
    ids=["a byte", "cut off", "GBK", "marks", "a surrogate"],
)
def test_a_text_that_is_not_utf_8_is_named_by_its_row(name: str, broken: bytes) -> None:
    """Also where that row has no shape, so that its area is asked for before all is checked."""
    texts = [b"a" if row[name] is None else row[name].encode() for row in ROWS]
    texts[1] = broken
    data = columns() | {name: pa.array(texts, pa.binary()).view(pa.string())}
    for shape in (SHAPES[1].wkb, None):
        shapes = [SHAPES[0].wkb, shape, SHAPES[2].wkb, SHAPES[3].wkb]
        kept, faults = read(PARQUET, parquet(data | {"shape": pa.array(shapes, pa.binary())}))
        assert [number for number, *_ in kept] == [1, 3, 4]
        assert {row for _, row in faults} == {2}
        assert ("E_PROPERTY", 2) in faults


def test_a_broken_geometry_is_named_by_its_row() -> None:
    binaries = [SHAPES[0].wkb, None, b"\x01\x02", shapely.Point(5e11, 0).wkb]
    kept, faults = read(PARQUET, with_column("shape", pa.array(binaries, pa.binary())))
    assert len(kept) == 1
    assert faults == [("E_GEOMETRY", 2), ("E_GEOMETRY", 3), ("E_COORD_RANGE", 4)]


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=4))
def test_bytes_changed_anywhere_in_a_parquet_file_never_crash(at: int, put: bytes) -> None:
    content = parquet(compression="none")
    at %= len(content)
    read(PARQUET, content[:at] + put + content[at + len(put) :])


def test_a_layer_may_be_a_folder_of_parts() -> None:
    names = ["layers/a.parquet/part-10.parquet", "layers/a.parquet/part-9.parquet"]
    others = ["layers/a.parquet/_SUCCESS", "layers/ab.parquet", "layers/b.geojson"]
    assert part_names("layers/a.parquet", [*names, *others]) == names[::-1]
    assert part_names("layers/ab.parquet", others) == ["layers/ab.parquet"]
    assert part_names("layers/b.geojson", others) == ["layers/b.geojson"]
    assert part_names("layers/c.geojson", [*others, "layers/c.geojson/x.parquet"]) == []
    assert part_names("layers/c.parquet", others) == []


def test_faults_name_the_part() -> None:
    part = "layers/a.parquet/part-1.parquet"
    faults = Faults()
    list(read_layer(part, with_column("name_en", pa.array(["a", "", "a", "a"])), faults))
    assert [(fault.file, fault.row) for fault in faults] == [(part, 2)]


def test_another_ending_is_refused() -> None:
    assert read("layers/roads.shp", b"") == ([], [("E_ENDING", None)])
