"""Does all leave that is shown, and no more than a file holds, where there are very many places?"""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import openpyxl
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from shapely.geometry import shape
from starlette.testclient import TestClient

from geo.__main__ import main
from geo.blob import Payload
from geo.export import columns, limits, products
from geo.export.products import PlacesGeoJson, PlacesParquet
from geo.language.texts import text
from geo.package.package import Package
from geo.store.states import Served
from geo.store.store import Store
from geo.view.views import View
from geo.web.workshop.hand import zipped
from tests import crowds

Serve = Callable[..., TestClient]
pytestmark = pytest.mark.filterwarnings("ignore:.*non conformant file extension")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return crowds.write(tmp_path_factory.mktemp("many") / crowds.NAME, crowds.layers_of(700))


@pytest.fixture
def many(serve: Serve, root: Path) -> TestClient:
    return serve(Store(root.parent))


def written(root: Path) -> dict[str, dict]:
    """The features by id as they lie in the package's own files."""
    return {f["id"]: f for layer in crowds.LAYER_NAMES for f in crowds.features(root, layer)}


def parts_of(served: Served) -> tuple[Package, Payload]:
    return served.package, served.payload


def parquet_of(client: TestClient, query: str = "") -> bytes:
    answer = client.get(f"/export/places.parquet?{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/vnd.apache.parquet"
    return answer.content


@pytest.mark.parametrize("query", ["", "w=greening", "l=roads&lang=en", "q=nothing"])
def test_geoparquet_holds_what_is_shown_as_the_package_has_it(
    many: TestClient, root: Path, query: str
) -> None:
    frame = gpd.read_parquet(io.BytesIO(parquet_of(many, query)))
    shown = many.get(f"/api/places?{query}&limit=10000").json()["places"]
    assert frame["place_id"].tolist() == [place["id"] for place in shown]
    assert frame.crs.to_authority() == ("OGC", "CRS84")
    known = written(root)
    for row in frame.itertuples():
        feature = known[row.place_id]
        assert shapely.equals_exact(row.geometry, shape(feature["geometry"]))
        for name, value in feature["properties"].items():
            read = getattr(row, name)
            assert (read if isinstance(read, str) else None) == (
                value or (None, "")[name == "pinyin"]
            )
        assert row.precision_in_words_en == text(f"map.precision.{row.precision}", "en")


def test_geoparquet_carries_figures_boxes_and_where_it_is_from(
    many: TestClient, root: Path
) -> None:
    file = pq.ParquetFile(io.BytesIO(parquet_of(many, "w=greening")))
    metadata = {
        key.decode(): json.loads(file.metadata.metadata[key]) for key in (b"geo", b"onemap")
    }
    assert metadata["geo"]["version"] == "1.1.0"
    about = metadata["onemap"]
    state = many.get("/api/packages").json()["packages"][0]
    assert (about["package"], about["package_sha256"]) == (state["id"], state["sha256"])
    assert (about["filter"], about["licences"]) == ("w=greening", ["CC0"])
    assert [source["source_id"] for source in about["sources"]] == ["invented"]
    rows = file.read().to_pylist()
    figures = {f["figure_id"] for row in rows for f in row["figures"]}
    assert figures == {f["id"] for f in many.get("/api/figures?w=greening").json()["figures"]}
    for row in rows:
        box = shapely.from_wkb(row["geometry"]).bounds
        assert tuple(row["bbox"][side] for side in ("xmin", "ymin", "xmax", "ymax")) == box
    west, _, _, north = metadata["geo"]["columns"]["geometry"]["bbox"]
    assert west == min(row["bbox"]["xmin"] for row in rows)
    assert north == max(row["bbox"]["ymax"] for row in rows)
    assert metadata["geo"]["columns"]["geometry"]["geometry_types"] == sorted(
        {shapely.from_wkb(row["geometry"]).geom_type for row in rows}
    )


@pytest.mark.parametrize("file", ["places.geojson", "places.parquet"])
def test_a_file_that_is_sent_in_pieces_is_the_same(
    many: TestClient, root: Path, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = many.get(f"/export/{file}?w=greening", headers={"Accept-Encoding": "gzip"})
    served = Store(root.parent, builds=root.parent / "no-builds").serve(root.name)
    view = View(root.name, workstreams=("greening",))
    monkeypatch.setattr(columns, "BATCH", 7)
    if file.endswith("geojson"):
        pieces = list(PlacesGeoJson(view, "w=greening", "wgs84").parts(*parts_of(served)))
        assert whole.headers["content-encoding"] == "gzip"
        assert b"".join(pieces) == whole.content
    else:
        pieces = list(PlacesParquet(view, "w=greening").parts(*parts_of(served)))
        read = [pq.read_table(io.BytesIO(one)) for one in (whole.content, b"".join(pieces))]
        assert read[0].equals(read[1])
    assert len(pieces) > 10
    plain = many.get(f"/export/{file}?w=greening", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == whole.content
    assert int(plain.headers["content-length"]) == len(plain.content)
    tag = whole.headers["etag"]
    asked = {"Accept-Encoding": "gzip", "If-None-Match": tag}
    assert many.get(f"/export/{file}?w=greening", headers=asked).status_code == 304
    assert many.get(f"/export/{file}?w=housing", headers=asked).status_code == 200
    assert many.head(f"/export/{file}?w=greening", headers=asked).status_code == 304
    assert many.head(f"/export/{file}").content == b""


def test_pieces_are_gzipped_into_one_member() -> None:
    assert gzip.decompress(b"".join(zipped(iter([b"one", b"", b"two" * 9999])))) == (
        b"one" + b"two" * 9999
    )


@pytest.mark.parametrize("query", ["", "l=lamps", "w=housing"])
def test_all_files_hold_the_same_places(many: TestClient, query: str) -> None:
    ids = [p["id"] for p in many.get(f"/api/places?{query}&limit=10000").json()["places"]]
    geojson = many.get(f"/export/places.geojson?{query}").json()["features"]
    assert [feature["id"] for feature in geojson] == ids
    gpkg = io.BytesIO(many.get(f"/export/places.gpkg?{query}").content)
    assert pyogrio.read_dataframe(gpkg, layer="places")["place_id"].tolist() == ids
    book = openpyxl.load_workbook(io.BytesIO(many.get(f"/export/figures.xlsx?{query}").content))
    assert [row[0] for row in book["places"].iter_rows(min_row=2, values_only=True)] == ids


def test_a_geopackage_finds_by_its_tree_what_lies_in_a_box(
    many: TestClient, root: Path, tmp_path: Path
) -> None:
    file = tmp_path / "places.gpkg"
    file.write_bytes(many.get("/export/places.gpkg").content)
    box = (116.6, 39.35, 116.65, 39.4)
    shapes = {place_id: shape(feature["geometry"]) for place_id, feature in written(root).items()}
    expected = {
        place_id for place_id, drawn in shapes.items() if shapely.box(*box).intersects(drawn)
    }
    assert pyogrio.read_info(file, layer="places")["capabilities"]["fast_spatial_filter"]
    found = pyogrio.read_dataframe(file, layer="places", bbox=box)
    exact = found[found.intersects(shapely.box(*box))]
    assert set(exact["place_id"]) == expected
    with closing(sqlite3.connect(file)) as database:
        boxes = database.execute(
            "SELECT place_id, minx, maxx, miny, maxy FROM places JOIN rtree_places_geom ON fid = id"
        ).fetchall()
    assert len(boxes) == len(shapes)
    for place_id, west, east, south, north in boxes:  # the tree rounds outwards
        bounds = shapes[place_id].bounds
        assert (west, south) <= bounds[:2]
        assert bounds[2:] <= (east, north)
        assert (west, south, east, north) == pytest.approx(bounds, abs=1e-4)


def test_the_tree_of_a_geopackage_follows_who_edits_it(many: TestClient, tmp_path: Path) -> None:
    file = tmp_path / "places.gpkg"
    file.write_bytes(many.get("/export/places.gpkg?l=offices").content)
    moved = pyogrio.read_dataframe(file, layer="places").iloc[:1]
    moved = moved.set_geometry([shapely.MultiPoint([(100.0, 30.0)])], crs=moved.crs)
    pyogrio.write_dataframe(moved, file, layer="places", append=True)
    found = pyogrio.read_dataframe(file, layer="places", bbox=(99, 29, 101, 31))
    assert found["place_id"].tolist() == moved["place_id"].tolist()


def test_the_tree_follows_a_shape_that_is_moved_and_a_row_that_goes(many: TestClient) -> None:
    """With the functions that programs for GeoPackage bring along."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(many.get("/export/places.gpkg?l=offices").content)
        for at, side in enumerate(("MinX", "MaxX", "MinY", "MaxY")):
            database.create_function(
                f"ST_{side}", 1, lambda blob, at=at: struct.unpack_from("<4d", blob, 8)[at]
            )
        database.create_function("ST_IsEmpty", 1, lambda _: 0)
        (blob,) = database.execute("SELECT geom FROM places WHERE fid = 2").fetchone()
        tree = "SELECT minx, maxx FROM rtree_places_geom WHERE id = "
        database.execute("UPDATE places SET geom = ? WHERE fid = 1", (blob,))
        moved, own = (database.execute(f"{tree}{fid}").fetchone() for fid in (1, 2))
        assert moved == own
        database.execute("UPDATE places SET geom = NULL WHERE fid = 1")
        assert database.execute(f"{tree}1").fetchall() == []
        database.execute("UPDATE places SET fid = 99 WHERE fid = 2")
        assert database.execute(f"{tree}99").fetchone() == own
        database.execute("DELETE FROM places WHERE fid = 99")
        assert database.execute(f"{tree}99").fetchall() == []


LIMITED = {
    "figures.xlsx": "MOST_IN_WORKBOOK",
    "places.geojson": "MOST_IN_MAP_FILE",
    "places.gpkg": "MOST_IN_MAP_FILE",
}


@pytest.mark.parametrize("file", [*LIMITED, "onemap.html"])
def test_more_than_a_file_holds_is_refused_with_a_way_out(
    many: TestClient, root: Path, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = len(written(root))
    if file in LIMITED:
        monkeypatch.setattr(products, LIMITED[file], count - 1)
    else:
        monkeypatch.setattr(limits, "MOST_IN_ONE_FILE", count - 1)
    refused = many.get(f"/export/{file}")
    assert refused.status_code == 413
    said = refused.json()
    assert said["code"] == "TooLarge"
    for words in (said["description"], said["description_zh"]):
        assert f"{count:,}" in words
        assert f"{count - 1:,}" in words
        assert "/export/places.parquet" in words
    assert refused.headers["cache-control"] == "no-store"
    assert many.get("/export/places.parquet").status_code == 200
    assert many.get("/export/figures.csv").status_code == 200
    if file in LIMITED:
        assert many.get(f"/export/{file}?l=roads").status_code == 200
        monkeypatch.setattr(products, LIMITED[file], count)
    else:
        monkeypatch.setattr(limits, "MOST_IN_ONE_FILE", count)
    assert many.get(f"/export/{file}").status_code == 200, "what was refused is not remembered"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_refuses_what_one_file_does_not_hold(
    root: Path,
    tmp_path: Path,
    lang: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(limits, "MOST_IN_ONE_FILE", 30)
    out = tmp_path / "map.html"
    assert main(["html", str(root), "-o", str(out), "--lang", lang]) == 1
    said = capsys.readouterr().err
    assert "30" in said
    assert "places.parquet" in said
    assert ("holds" in said) == (lang == "en")
    assert not out.exists()
