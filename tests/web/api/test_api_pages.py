"""Is a long list read page by page, complete and without doubles, and a box found at any size?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import shape
from starlette.testclient import TestClient

from geo.package.package import Package
from geo.package.places.places import PlaceRows
from geo.package.read import read_package
from geo.store.store import Store
from geo.web.api.items import within
from tests import crowds

Serve = Callable[..., TestClient]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return crowds.write(tmp_path_factory.mktemp("pages") / crowds.NAME, crowds.layers_of(1500))


@pytest.fixture(scope="module")
def package(root: Path) -> Package:
    return read_package(root)


@pytest.fixture
def many(serve: Serve, root: Path) -> TestClient:
    return serve(Store(root.parent))


def followed(client: TestClient, address: str, rel: str = "next") -> list[dict]:
    """The answers of an address and of all that its links lead to."""
    answers = []
    while address:
        answers.append(client.get(address).json())
        links = {link["rel"]: link["href"] for link in answers[-1]["links"]}
        address = links.get(rel, "")
    return answers


@pytest.mark.parametrize(
    ("name", "query", "limit"),
    [
        ("places", "", 400),
        ("places", "w=greening&lang=en", 7),
        ("places", "q=road", 90),
        ("figures", "", 10),
        ("figures", "w=housing", 1),
    ],
)
def test_pages_together_are_the_whole_list(
    many: TestClient, name: str, query: str, limit: int
) -> None:
    whole = many.get(f"/api/{name}?{query}&limit=10000").json()
    pages = followed(many, f"/api/{name}?{query}&limit={limit}")
    ids = [record["id"] for page in pages for record in page[name]]
    assert ids == [record["id"] for record in whole[name]]
    assert len(ids) == len(set(ids)) == whole["count"] > limit
    assert {page["count"] for page in pages} == {whole["count"]}
    assert all(len(page[name]) == limit for page in pages[:-1])
    last = f"/api/{name}?{query}&limit={limit}&offset={len(ids) - 1}"
    back = followed(many, last, "prev")
    assert len(back) == -(-(len(ids) - 1) // limit) + 1


def test_a_list_without_a_limit_is_no_longer_than_it_says(many: TestClient, root: Path) -> None:
    answer = many.get("/api/places").json()
    assert answer["count"] == sum(len(crowds.features(root, layer)) for layer in crowds.LAYER_NAMES)
    assert len(answer["places"]) == 1000 < answer["count"]
    assert [link["rel"] for link in answer["links"]] == ["self", "next"]


@pytest.mark.parametrize("name", ["places", "figures"])
@pytest.mark.parametrize("query", ["limit=0", "limit=x", "offset=-1"])
def test_what_is_no_page_is_refused(many: TestClient, name: str, query: str) -> None:
    assert many.get(f"/api/{name}?{query}").status_code == 400


EDGE = st.floats(0, 1)


@given(EDGE, EDGE, EDGE, EDGE)
@settings(max_examples=60)
def test_a_box_holds_the_places_whose_shapes_meet_it(
    package: Package, a: float, b: float, c: float, d: float
) -> None:
    west, east = (crowds.WEST + side * 0.4 for side in sorted((a, b)))
    south, north = (crowds.SOUTH + side * 0.3 for side in sorted((c, d)))
    area = shapely.box(west, south, east, north)
    every = package.place.values()
    found = [place.place_id for place in within(every, area)]
    assert found == [place.place_id for place in every if area.intersects(place.geometry)]


def test_items_of_a_box_come_page_by_page(many: TestClient, root: Path) -> None:
    box = "116.6,39.35,116.75,39.5"
    area = shapely.box(*map(float, box.split(",")))
    address = f"/api/collections/{crowds.NAME}.compounds/items?bbox={box}&limit=20"
    pages = followed(many, address)
    ids = [feature["id"] for page in pages for feature in page["features"]]
    expected = {
        feature["id"]
        for feature in crowds.features(root, "compounds")
        if area.intersects(shape(feature["geometry"]))
    }
    assert len(ids) == len(set(ids))
    assert set(ids) == expected
    assert {page["numberMatched"] for page in pages} == {len(expected)}


def test_a_page_makes_no_more_places_than_it_shows(
    many: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    many.get("/api/places?limit=1")  # reads the package
    made = []
    whole = PlaceRows.__iter__

    def counting(rows: PlaceRows):  # type: ignore[no-untyped-def]
        made.append(len(rows))
        return whole(rows)

    monkeypatch.setattr(PlaceRows, "__iter__", counting)
    many.get("/api/places?limit=5")
    many.get(f"/api/collections/{crowds.NAME}.roads/items?limit=5&bbox=116,39,117,40")
    many.get("/api/sources?w=housing")
    many.get("/share/citation.txt?w=housing")
    many.get("/share/qr.svg?q=road")
    assert made == [5, 5]
