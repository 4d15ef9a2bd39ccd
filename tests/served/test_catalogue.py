"""Do the files that the browser fetches hold all of the package, under names that never lie?"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from geo.blob import Payload
from geo.language.bilingual import Bilingual
from geo.package.package import Package
from geo.served.catalogue import build_payload
from geo.served.crowd.message import mask, mask_of_flags
from tests import ROOT
from tests.drawn import drawn

CASES = ROOT / "tests" / "cases" / "masks.json"
CANARY = "{{7*1111111}}<img src=x onerror=alert(1)>${1}{%\\`![x](http://x)"


@pytest.fixture(scope="module")
def payload(anci: Package) -> Payload:
    return build_payload(anci)


def named(payload: Payload, name: str) -> dict[str, Any]:
    """The content of the file whose name begins with `name`."""
    (path,) = (path for path in payload.blobs if path.split("/")[1].startswith(name + "."))
    loaded: dict[str, Any] = json.loads(payload.blobs[path].content)
    return loaded


def catalogue_of(payload: Payload) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(payload.blobs[payload.catalogue].content)
    return loaded


def test_addresses_hold_the_hash_of_the_content(payload: Payload) -> None:
    for path, blob in payload.blobs.items():
        digest = hashlib.sha256(blob.content).hexdigest()
        tag = path.rsplit(".", 2)[1]
        assert len(tag) >= 16
        assert digest.startswith(tag)
        assert blob.etag == tag


def test_compressed_files_hold_the_same(payload: Payload) -> None:
    for path, blob in payload.blobs.items():
        assert gzip.decompress(blob.gzipped) == blob.content, path
        assert len(blob.gzipped) < len(blob.content)
        kind = "application/geo+json" if path.endswith(".geojson") else "application/json"
        assert blob.media_type == kind


def test_the_same_package_gives_the_same_bytes_at_any_time(
    payload: Payload, anci: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 86_400.0)
    assert build_payload(replace(anci)) == payload


def test_another_text_gives_other_addresses_where_it_stands_only(
    payload: Payload, anci: Package
) -> None:
    first = anci.figures[0]
    changed = replace(anci, figures=(replace(first, value=5.0), *anci.figures[1:]))
    other = build_payload(changed)
    assert other.catalogue != payload.catalogue
    assert set(payload.blobs) - set(other.blobs) == {
        payload.catalogue,
        payload.find,
        payload.facts,
    }


def test_no_geometry_is_lost(payload: Payload, anci_root: Path) -> None:
    for layer in catalogue_of(payload)["layers"]:
        served = json.loads(payload.blobs[layer["url"]].content)["features"]
        stored = drawn(anci_root, layer["id"])
        assert [f["id"] for f in served] == [f["id"] for f in stored]
        for one, other in zip(served, stored, strict=True):
            assert one["geometry"] == other["geometry"], one["id"]
            assert one["properties"]["name"]["zh"] == other["properties"]["name_zh"]
            assert one["properties"]["precision"] == other["properties"]["precision"]


def test_no_neighbour_is_lost(payload: Payload, anci_root: Path) -> None:
    served = named(payload, "surroundings")["features"]
    stored = json.loads((anci_root / "context" / "neighbours.geojson").read_bytes())["features"]
    towns = json.loads((anci_root / "context" / "towns.geojson").read_bytes())["features"]
    for role, found in (("neighbour", stored), ("town", towns)):
        names = {f["properties"]["name"]["zh"] for f in served if f["properties"]["role"] == role}
        assert names == {f["properties"]["name_zh"] for f in found}
        assert names
    assert sum(f["properties"]["role"] == "district" for f in served) == 1


def test_every_figure_is_served_once_and_shown_at_its_place(
    payload: Payload, anci: Package
) -> None:
    catalogue = catalogue_of(payload)
    assert list(catalogue["figures"]) == [figure.figure_id for figure in anci.figures]
    shown = [
        (figure_id, feature["id"])
        for layer in catalogue["layers"]
        for feature in json.loads(payload.blobs[layer["url"]].content)["features"]
        for figure_id in feature["properties"]["figures"]
    ]
    assert sorted(shown) == sorted((f.figure_id, f.place_id) for f in anci.figures if f.place_id)
    minghua = catalogue["figures"]["minghua-resurfacing"]
    assert minghua["text"] == {"zh": "14,000平方米", "en": "14,000 m²"}
    assert minghua["locator"] == {"zh": "第3部分第3段", "en": "section 3, paragraph 3"}


def test_layers_hold_no_figures(payload: Payload) -> None:
    for path, blob in payload.blobs.items():
        if path.endswith(".geojson"):
            assert "平方米".encode() not in blob.content
            assert b"14,000" not in blob.content


def test_chinese_and_hostile_text_survive_as_data(anci: Package) -> None:
    first = anci.figures[0]
    hostile = replace(first, measure=Bilingual("明华路" + CANARY, CANARY))
    payload = build_payload(replace(anci, figures=(hostile, *anci.figures[1:])))
    served = catalogue_of(payload)["figures"][first.figure_id]["measure"]
    assert served == {"zh": "明华路" + CANARY, "en": CANARY}
    assert "明华路".encode() in payload.blobs[payload.catalogue].content


def test_symbols_stand_in_their_area(payload: Payload) -> None:
    for layer in catalogue_of(payload)["layers"]:
        for feature in json.loads(payload.blobs[layer["url"]].content)["features"]:
            lat, lon = feature["properties"]["anchor"]
            west, south, east, north = shape(feature["geometry"]).bounds
            assert south < lat < north, feature["id"]
            assert west < lon < east, feature["id"]


def test_bounds_hold_all_places(payload: Payload) -> None:
    (south, west), (north, east) = catalogue_of(payload)["bounds"]
    features = named(payload, "district")["features"]
    rings = shape(features[0]["geometry"]).bounds
    assert (west, south, east, north) == pytest.approx(rings)
    assert 116 < west < east < 117.5
    assert 39 < south < north < 40


def flags_of(found: str) -> str:
    """The flags of a mask, whole bytes of them (docs/served-files.md)."""
    return "".join(f"{byte:08b}" for byte in base64.b64decode(found))


@pytest.mark.parametrize("case", json.loads(CASES.read_text("utf-8")), ids=str)
def test_masks_are_written_as_the_browser_reads_them(case: dict[str, str]) -> None:
    flags = case["flags"]
    ids = [str(at) for at in range(len(flags))]
    shown = {i for i, flag in zip(ids, flags, strict=True) if flag == "1"}
    assert mask(ids, shown) == mask_of_flags(flag == "1" for flag in flags) == case["mask"]
    assert flags_of(case["mask"]) == flags.ljust(-(-len(flags) // 8) * 8, "0")


@given(data=st.data())
def test_a_mask_tells_what_is_shown(data: st.DataObject, anci: Package) -> None:
    ids = list(anci.place)
    shown = data.draw(st.frozensets(st.sampled_from(ids)))
    flags = flags_of(mask(anci.place, shown))
    assert {i for at, i in enumerate(ids) if flags[at] == "1"} == shown


def test_the_index_of_a_feature_is_its_bit(payload: Payload, anci: Package) -> None:
    for layer in catalogue_of(payload)["layers"]:
        for feature in json.loads(payload.blobs[layer["url"]].content)["features"]:
            found = mask(anci.place, {feature["id"]})
            assert flags_of(found).index("1") == feature["properties"]["index"]


def test_an_empty_selection_and_unknown_ids_show_nothing(anci: Package) -> None:
    assert set(flags_of(mask(anci.place, set()))) == {"0"}
    assert mask(anci.place, {"nobody"}) == mask(anci.place, set())
