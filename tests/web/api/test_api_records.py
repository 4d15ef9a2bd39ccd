"""Do packages, places, figures and sources follow the link, and say where each number is from?"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from geo.store.store import Store
from geo.view.link import PARAMETERS

Make = Callable[..., Path]
Serve = Callable[..., TestClient]
FILTERS = ["", "w=rural", "l=roads", "l=", "q=明华路", "w=streetscape&l=roads&q=shunan", "q=anci"]
FILTERS += ["story=markets", "story=rural&w=markets", "story=streetscape&l=roads"]


def rows(root: Path, name: str) -> list[dict[str, str]]:
    with (root / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def version(root: Path) -> str:
    return str(json.loads((root / "datapackage.json").read_text("utf-8"))["version"])


def places_of(root: Path) -> dict[str, dict[str, Any]]:
    """The places as their files have them."""
    found = {}
    for layer in rows(root, "layers.csv"):
        for feature in json.loads((root / layer["path"]).read_text("utf-8"))["features"]:
            found[feature["id"]] = feature["properties"] | {"layer": layer["layer_id"]}
    return found


@pytest.mark.parametrize("query", FILTERS)
def test_figures_are_those_of_the_export(client: TestClient, query: str) -> None:
    exported = client.get(f"/export/figures.csv?{query}").content.decode("utf-8-sig")
    expected = list(csv.DictReader(exported.splitlines()))
    answer = client.get(f"/api/figures?{query}").json()
    assert [figure["id"] for figure in answer["figures"]] == [r["figure_id"] for r in expected]
    assert answer["count"] == len(expected)


def test_a_figure_says_all_that_its_row_says(client: TestClient, anci_root: Path) -> None:
    units = {row["unit"]: row for row in rows(anci_root, "units.csv")}
    sources = {row["source_id"]: row for row in rows(anci_root, "sources.csv")}
    groups = {row["group_id"]: row for row in rows(anci_root, "groups.csv")}
    places = places_of(anci_root)
    answered = {figure["id"]: figure for figure in client.get("/api/figures").json()["figures"]}
    expected = rows(anci_root, "figures.csv")
    assert list(answered) == [row["figure_id"] for row in expected]
    for row in expected:
        figure = answered[row["figure_id"]]
        assert figure["value"] == float(row["value"])
        for name in ("qualifier", "as_published", "period", "locator", "workstream"):
            assert figure[name] == row[name]
        assert figure["measure"] == {"zh": row["measure_zh"], "en": row["measure_en"]}
        assert figure["unit"]["zh"] == units[row["unit"]]["zh"]
        assert figure["source"]["title"]["zh"] == sources[row["source_id"]]["title_zh"]
        assert figure["source"]["url"] == sources[row["source_id"]]["url"]
        if row["group"]:
            assert (figure["place"], figure["group"]["id"]) == (None, row["group"])
            assert figure["group"]["members"] == groups[row["group"]]["members"].split()
        else:
            assert figure["place"]["precision"] == places[row["place_id"]]["precision"]
            assert figure["group"] is None


def test_a_figure_names_the_state_of_the_data(client: TestClient, anci_root: Path) -> None:
    figure = client.get("/api/figures/minghua-resurfacing").json()
    assert figure["package"]["version"] == version(anci_root)
    listed = client.get("/api/packages/anci-2022").json()["package"]
    assert figure["package"]["sha256"] == listed["sha256"]
    assert len(listed["sha256"]) == 64
    assert figure["phrase"] == {"zh": "14,000平方米", "en": "14,000 m²"}
    assert figure["locator_in_words"] == {"zh": "第3部分第3段", "en": "section 3, paragraph 3"}
    assert figure["place"]["located"] is False


def test_a_figure_leads_to_the_map_that_shows_it_alone(client: TestClient) -> None:
    for figure in client.get("/api/figures").json()["figures"]:
        (page,) = [link["href"] for link in figure["links"] if link["rel"] == "alternate"]
        shown = client.get(f"/api/figures?{urlsplit(page).query}").json()["figures"]
        assert [found["id"] for found in shown] == [figure["id"]]


@pytest.mark.parametrize("name", ["figures", "places", "sources"])
def test_a_story_shows_its_workstream_alone(client: TestClient, anci_root: Path, name: str) -> None:
    by_workstream: dict[str, list[str]] = {}
    for row in rows(anci_root, "figures.csv"):
        by_workstream.setdefault(row["workstream"], []).append(row["figure_id"])
    for workstream, expected in by_workstream.items():
        story = client.get(f"/api/{name}?story={workstream}").json()
        assert story[name] == client.get(f"/api/{name}?w={workstream}").json()[name]
        both = client.get(f"/api/{name}?story={workstream}&w=rural,markets").json()
        assert both[name] == story[name]
        if name == "figures":
            assert [figure["id"] for figure in story[name]] == expected


@pytest.mark.parametrize("name", ["figures", "places"])
def test_a_record_is_the_same_alone_and_in_the_list(client: TestClient, name: str) -> None:
    for record in client.get(f"/api/{name}").json()[name]:
        own = next(link["href"] for link in record["links"] if link["rel"] == "self")
        alone = client.get(own).json()
        assert (alone if name == "figures" else alone["place"]) == record


@pytest.mark.parametrize("query", ["", "w=rural", "l=roads", "q=明华路", "l="])
def test_places_are_those_with_the_words_or_figures(
    client: TestClient, anci_root: Path, query: str
) -> None:
    expected = {
        "": list(places_of(anci_root)),
        "w=rural": [p for p, found in places_of(anci_root).items() if found["layer"] == "villages"],
        "l=roads": ["minghua-road", "shunan-street"],
        "q=明华路": ["minghua-road"],
        "l=": [],
    }[query]
    answer = client.get(f"/api/places?{query}").json()
    named = [place["id"] for place in answer["places"]]
    # The district itself is shown for the rural figures that are tied to it.
    assert [found for found in named if found != "anci" or found in expected] == expected


def test_a_place_says_how_well_it_is_known(client: TestClient, anci_root: Path) -> None:
    """Its figures begin with those that stand for a workstream."""
    figures = rows(anci_root, "figures.csv")
    first = {row["headline"].split()[0] for row in rows(anci_root, "workstreams.csv")}
    figures.sort(key=lambda row: row["figure_id"] not in first)
    for place_id, found in places_of(anci_root).items():
        answer = client.get(f"/api/places/{place_id}").json()
        place = answer["place"]
        assert place["precision"] == found["precision"]
        assert place["located"] == (found["precision"] in {"exact", "line"})
        assert place["known"] == {"zh": found["known_zh"], "en": found["known_en"]}
        expected = [row["figure_id"] for row in figures if row["place_id"] == place_id]
        assert place["figure_ids"] == expected
        assert [figure["id"] for figure in answer["figures"]] == expected
        assert answer["source"]["id"] == found["source_id"]


def test_a_place_leads_to_its_feature_and_to_the_map(client: TestClient) -> None:
    links = client.get("/api/places/minghua-road").json()["place"]["links"]
    address = {link["rel"]: link["href"] for link in links}
    assert client.get(address["item"]).json()["id"] == "minghua-road"
    assert address["alternate"] == "http://testserver/?data=anci-2022&place=minghua-road"


def test_sources_are_all_or_those_of_what_is_shown(client: TestClient, anci_root: Path) -> None:
    def named(query: str) -> list[str]:
        return [source["id"] for source in client.get(f"/api/sources?{query}").json()["sources"]]

    every = [row["source_id"] for row in rows(anci_root, "sources.csv")]
    assert named("") == every
    assert named("place=minghua-road") == every, "a selection is no filter"
    assert named("q=明华路") == ["anci-report-2022"]
    assert named("l=roads") == ["anci-report-2022", "shunan-2019"]


def test_a_package_says_what_it_holds(client: TestClient, anci_root: Path) -> None:
    (short,) = client.get("/api/packages").json()["packages"]
    full = client.get("/api/packages/anci-2022").json()
    assert full["package"] == short
    assert short["counts"]["figures"] == len(rows(anci_root, "figures.csv"))
    assert short["counts"]["places"] == len(places_of(anci_root))
    tables = {"workstreams": "workstream_id", "units": "unit", "gaps": "gap_id"}
    for name, column in tables.items():
        expected = [row[column] for row in rows(anci_root, f"{name}.csv")]
        assert [found["id"] for found in full[name]] == expected
    assert len(full["derived"]) == len(rows(anci_root, "derived.csv"))
    for file in full["files"]:
        content = (anci_root / file["path"]).read_bytes()
        assert file["bytes"] == len(content)
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
    for layer in full["layers"]:
        assert client.get(f"/api/collections/{layer['collection']}").status_code == 200


def test_a_layer_says_what_its_coordinates_came_on(serve: Serve, make_package: Make) -> None:
    def stated(content: bytes) -> bytes:
        lines = content.decode().splitlines()
        assert lines[0].endswith(",datum")
        values = ("gcj02,500", "bd09,", "cgcs2000,0.5", ",")  # of four layers; the fifth as it was
        changed = [
            f"{row.rpartition(',')[0]},{value}"
            for row, value in zip(lines[1:5], values, strict=True)
        ]
        return "\n".join([f"{lines[0]},accuracy_m", *changed, f"{lines[5]},"]).encode()

    root = make_package("anci-2022", {"layers.csv": stated})
    layers = serve(Store(root.parent)).get("/api/packages/anci-2022").json()["layers"]
    assert [(layer["datum"], layer["accuracy_m"]) for layer in layers] == [
        ("gcj02", 500),
        ("bd09", None),
        ("cgcs2000", 0.5),
        (None, None),
        ("wgs84", None),
    ]


def test_a_derived_number_names_its_terms(client: TestClient) -> None:
    derived = client.get("/api/packages/anci-2022").json()["derived"]
    value = {f["id"]: f["value"] for f in client.get("/api/figures").json()["figures"]}
    found = next(entry for entry in derived if entry["id"] == "markets-total")
    assert found["value"] == sum(value[term] for term in found["of"])
    ratio = next(entry for entry in derived if entry["id"] == "households-per-compound")
    first, second = ratio["of"]
    assert ratio["value"] == pytest.approx(value[first] / value[second], rel=1e-2)


@pytest.mark.parametrize("path", ["figures", "places/minghua-road", "packages/anci-2022"])
def test_a_version_that_is_not_served_is_404(
    client: TestClient, anci_root: Path, path: str
) -> None:
    assert client.get(f"/api/{path}?v={version(anci_root)}").status_code == 200
    answer = client.get(f"/api/{path}?v=0.1.0")
    assert (answer.status_code, answer.json()["parameters"]) == (404, ["v"])


def test_the_parameters_of_any_link_can_be_used_as_they_are(
    client: TestClient, anci_root: Path
) -> None:
    link = f"data=anci-2022&v={version(anci_root)}&lang=en"
    link += "&story=streetscape&w=streetscape&l=roads&q=shunan"
    link += "&place=shunan-street&base=osm&ui=legend,search&lock=1&c=39.51000,116.69000,12"
    assert list(parse_qs(link)) == list(PARAMETERS)
    for name in ("figures", "places", "sources"):
        assert client.get(f"/api/{name}?{link}").status_code == 200
    assert client.get(f"/api/figures?{link}").json()["count"] == 5


def test_a_former_id_leads_to_the_present_place(serve: Serve, make_package: Make) -> None:
    aliases = b"alias,place_id\nold-minghua-road,minghua-road\n"
    client = serve(Store(make_package(edits={"aliases.csv": aliases}).parent))
    assert client.get("/api/places/old-minghua-road").json()["place"]["id"] == "minghua-road"
    feature = client.get("/api/collections/anci-2022.roads/items/old-minghua-road").json()
    assert feature["id"] == "minghua-road"
    assert client.get("/api/packages/anci-2022").json()["aliases"] == {
        "old-minghua-road": "minghua-road"
    }


def test_of_several_packages_one_is_named_and_a_broken_one_stops_none(
    serve: Serve, make_package: Make
) -> None:
    make_package("anci-2022")
    make_package("linqu-2023")
    root = make_package("zz-broken", {"figures.csv": b"\xff"})
    client = serve(Store(root.parent))
    listed = [package["id"] for package in client.get("/api/packages").json()["packages"]]
    assert listed == ["anci-2022", "linqu-2023"]
    collections = client.get("/api/collections").json()["collections"]
    assert {found["package"]["id"] for found in collections} == set(listed)
    other = client.get("/api/figures/minghua-resurfacing?data=linqu-2023").json()
    assert other["package"]["id"] == "linqu-2023"
    assert client.get("/api/packages/zz-broken").status_code == 503
    assert client.get("/api/figures?data=zz-broken").status_code == 503


def test_addresses_are_those_that_readers_use(
    client: TestClient, serve: Serve, anci_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = serve(anci_store, "/city").get("/city/api/figures/minghua-resurfacing").json()
    assert below["links"][0]["href"].startswith("http://testserver/city/api/figures/minghua")
    monkeypatch.setenv("ONEMAP_PUBLIC_URL", "https://map.example/anci/")
    answer = client.get("/api/figures?q=shunan").json()
    for link in [*answer["links"], *answer["figures"][0]["links"]]:
        assert link["href"].startswith("https://map.example/anci/")
    definition = client.get("/api/openapi.json").json()
    assert definition["servers"][0]["url"] == "https://map.example/anci/api"
