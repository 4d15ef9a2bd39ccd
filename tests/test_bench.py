"""Are the benchmark's data sound, and does it reckon right? Nothing here measures time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import shape

from bench import (
    drive,
    generate,
    many,
    places,
    readers_report,
    real_layer,
    sealing,
    shapes,
    stats,
)
from bench.chart import chart
from bench.contestants import CONTESTANTS
from bench.goals import goals
from bench.report import write
from bench.results import order, read
from bench.results import write as keep
from geo.__main__ import main
from geo.package.schema import PLACE_FIELDS


def made(count: int, seed: int = 1) -> list[dict[str, Any]]:
    return [feature for batch in places.batches(count, seed) for _, feature in batch]


def test_the_shares_of_shapes_are_as_stated() -> None:
    kinds = [feature["geometry"]["type"] for feature in made(1000)]
    found = {kind: kinds.count(kind) for kind in set(kinds)}
    assert found == {"Point": 600, "LineString": 250, "Polygon": 150}


def test_lines_and_polygons_have_about_twenty_and_fifteen_corners() -> None:
    found = made(2000)
    lines = [f["geometry"]["coordinates"] for f in found if f["geometry"]["type"] == "LineString"]
    rings = [f["geometry"]["coordinates"][0] for f in found if f["geometry"]["type"] == "Polygon"]
    assert 19 <= sum(map(len, lines)) / len(lines) <= 21
    assert 14 <= sum(len(ring) - 1 for ring in rings) / len(rings) <= 16


def test_polygons_are_valid_and_townships_are_shared() -> None:
    found = [f for f in made(2000) if f["geometry"]["type"] == "Polygon"]
    assert all(shape(f["geometry"]).is_valid for f in found)
    townships = [f for f in found if f["properties"]["precision"] == "township"]
    assert len(townships) == 100
    assert len({shape(f["geometry"]).wkt for f in townships}) < 10


@pytest.mark.parametrize(("count", "extent"), [(500, shapes.DISTRICT), (10_000, shapes.PROVINCE)])
def test_places_lie_in_the_outline_but_for_what_sticks_out_of_a_town(
    count: int, extent: tuple[float, ...]
) -> None:
    area = shape(places.outline(count)["geometry"])
    assert area.is_valid
    assert shapely.box(*extent).buffer(1e-9).contains(area)
    points = [shape(f["geometry"]) for f in made(count) if f["geometry"]["type"] == "Point"]
    assert all(area.contains(point) for point in points)


def test_the_same_seed_gives_the_same_places_whatever_the_batches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert made(300) == made(300)
    assert made(300) != made(300, seed=2)
    monkeypatch.setattr(places, "BATCH", 100)
    found = made(300)
    assert [f["geometry"]["type"] for f in found] == [f["geometry"]["type"] for f in made(300)]
    assert len({f["id"] for f in found}) == 300


def test_a_made_package_has_no_faults_and_is_sealed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = generate.generate(100, tmp_path, also=tmp_path / "places.geojson")
    assert main(["check", str(root), "--lang", "en"]) == 0, capsys.readouterr().out
    before = (root / sealing.DESCRIPTOR).read_bytes()
    assert main(["seal", str(root)]) == 0
    assert (root / sealing.DESCRIPTOR).read_bytes() == before


def test_the_real_layer_is_a_sound_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    some = real_layer.read_districts()
    assert len(some) == 2898
    broken = [{"properties": {"name": "none"}, "geometry": {"type": "Polygon", "coordinates": []}}]
    monkeypatch.setattr(real_layer, "read_districts", lambda: some[:40] + broken)
    root = real_layer.make(tmp_path)
    assert main(["check", str(root), "--lang", "en"]) == 0, capsys.readouterr().out
    layer = json.loads((root / "layers" / "districts.geojson").read_text(encoding="utf-8"))
    assert len(layer["features"]) == 40


def test_geoparquet_holds_the_same_as_geojson(tmp_path: Path) -> None:
    plain = generate.generate(100, tmp_path / "a", layout="geojson") / "layers"
    parted = generate.generate(100, tmp_path / "b", layout="geoparquet") / "layers"
    for name in ("compounds", "streets"):
        one = gpd.GeoDataFrame.from_features(
            json.loads((plain / f"{name}.geojson").read_text(encoding="utf-8"))["features"]
        )
        other = gpd.read_parquet(parted / f"{name}.parquet")
        assert other.crs.to_epsg() == 4326 or other.crs.to_authority() == ("OGC", "CRS84")
        columns = list(PLACE_FIELDS)
        empty = other[columns].astype(object).where(other[columns].notna(), None)
        assert one[columns].to_dict("list") == empty.to_dict("list")
        assert one.geometry.geom_equals(other.geometry.set_crs(None, allow_override=True)).all()


def test_features_are_counted_as_the_map_will_show_them(tmp_path: Path) -> None:
    path = tmp_path / "places.geojson"
    generate.generate(400, tmp_path, also=path)
    found = json.loads(path.read_text(encoding="utf-8"))["features"]
    own = [f for f in found if f["properties"]["workstream"] == drive.CHOSEN[0]]

    def points(features: list[dict[str, Any]]) -> int:
        return sum(f["geometry"]["type"] == "Point" for f in features)

    wanted = drive.Expected(len(found), points(found), len(own), points(own))
    assert drive.expected(path) == wanted


def test_ratios_are_made_within_a_run() -> None:
    visits = [
        {"run": 1, "contestant": "a", "s": 2.0},
        {"run": 1, "contestant": "b", "s": 1.0},
        {"run": 2, "contestant": "a", "s": 40.0},
        {"run": 2, "contestant": "b", "s": 10.0},
        {"run": 3, "contestant": "a", "s": 9.0},
        {"run": 3, "contestant": "b", "s": None},
    ]
    assert stats.ratio(visits, "a", "b", "s") == stats.Spread(3.0, 2.0, 4.0)
    assert stats.of(visits, "a", "s") == stats.Spread(9.0, 2.0, 40.0)
    assert stats.ratio(visits, "a", "c", "s") is None


def visit(run: int, contestant: str, **figures: Any) -> dict[str, Any]:
    fields = vars(drive.Figures())
    return fields | {"run": run, "contestant": contestant} | figures


def block(features: int, visits: list[dict[str, Any]], seconds: float = 1.0) -> dict[str, Any]:
    built = {"seconds": seconds, "peak_bytes": 10**8, "source_bytes": 1, "served_bytes": 1}
    machine = {"cores": 2, "memory_bytes": 2**33, "processor": "one", "system": "Linux"}
    return {
        **{"made": "2026-01-01T00:00:00+00:00", "runs": 1, "bound_s": 120, "features": features},
        **{"machine": machine | {"load_before": 0.1}, "versions": {"Python": "3.11"}},
        **{"build": built | {"failed": None}, "visits": visits, "skipped": {}},
    }


def test_the_slower_way_of_a_filter_and_the_growth_of_the_build_decide() -> None:
    ours = visit(1, "ours", drawn_s=1.0, narrow_s=0.1, widen_s=0.3, view_kept=True)
    ours |= {"narrow_websocket_bytes": 900, "widen_websocket_bytes": 15_001}
    usual = visit(1, "usual", drawn_s=4.0, narrow_s=6.0, widen_s=6.0)
    blocks = {
        "10000": block(10_000, [ours, usual, visit(1, "empty", drawn_s=1.0)]),
        "100000": block(100_000, [], seconds=11.0),
    }
    found = {(goal.size, goal.wanted): goal for goal in goals(blocks)}
    assert found["10000", "drawn map at most 1.25x the empty page"].reached is True
    assert found["10000", "drawn map 3.5x faster than the usual design"].reached is True
    assert found["10000", "filter change at most 0.2 s"].reached is False
    assert found["10000", "filter change 25x faster than the usual design"].reached is False
    assert found["10000", "filter change at most 15 kB by websocket"].reached is False
    assert found["10000", "view kept at a filter change"].reached is True
    grown = "{} of the build grows no faster than the data, from 10,000"
    assert found["100000", grown.format("time")].reached is False
    assert found["100000", grown.format("peak memory")].reached is True
    assert found["100000", "filter change at most 0.3 s"].reached is None


def test_a_report_says_what_there_is_and_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    one = block(1000, [visit(1, "ours", drawn_s=1.25), visit(1, "empty", drawn_s=1.0)])
    one["skipped"] = {"usual": "not in 120 s"}
    keep("1000", one, path)
    keep("100", block(100, []), path)
    assert list(read(path)) == ["100", "1000"]
    text = write(read(path))
    assert "usual Streamlit + Folium: not in 120 s" in text
    assert "1.25x | **not reached**" in text
    assert sorted(["real", "1000", "100"], key=order) == ["100", "1000", "real"]


def test_very_many_places_stand_beside_the_plain_page_that_draws_the_same() -> None:
    ours = {"drawn_ms": 600.0, "chip_ms": 40.0, "chip_most_ms": 60.0}
    theirs = {"drawn_ms": 800.0, "chip_ms": 400.0, "chip_most_ms": 400.0}
    slower = ours | {"drawn_ms": 1000.0}
    found = many.told({many.OURS: [ours, slower], many.PEER: [theirs, theirs]})
    rows = readers_report.many_places({"10000": found})
    assert "| 10,000 | light page | 800 | 40 | 60 |" in rows
    assert "| 10,000 | ratio | 1.00 | 0.10 | 0.15 |" in rows
    assert readers_report.many_places({}) == []  # nothing where they were not measured


def test_a_chart_is_svg_with_a_line_for_each() -> None:
    lines = {"a & b": [(100, 0.2), (1000, 2.0)], "c": [(100, 0.1)]}
    drawn = chart({"seconds": lines, "none": {}}, ["a & b", "c"])
    assert drawn.count("<circle") == 3
    assert "a &amp; b" in drawn
    assert "not measured" in drawn
    assert "prefers-color-scheme: dark" in drawn


def test_each_contestant_has_its_page() -> None:
    for one in CONTESTANTS.values():
        assert one.kind == "app" or (Path("bench/peers") / one.file).is_file()
