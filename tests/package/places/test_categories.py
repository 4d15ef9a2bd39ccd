"""Is a place of the category that a filter by layer and workstream has to see?"""

from __future__ import annotations

import random
from itertools import combinations

import pyarrow as pa
import pytest

from geo.package.package import Package
from geo.package.places.categories import Categories, Category, mask_of
from geo.package.places.order import rows_with
from geo.package.places.place_table import SCHEMA
from geo.package.read import read_package
from tests import crowds


@pytest.fixture(scope="module")
def layers() -> crowds.Layers:
    return crowds.layers_of(600)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory, layers: crowds.Layers) -> Package:
    return read_package(crowds.write(tmp_path_factory.mktemp("data") / crowds.NAME, layers))


def category_by_hand(package: Package, feature: crowds.Feature) -> Category:
    said = feature["properties"]
    every = {f.workstream for f in package.figures if f.place_id == feature["id"]}
    every |= {said["workstream"]} - {None}
    located = said["precision"] in ("exact", "line")
    return Category(said["layer"], said["workstream"], tuple(sorted(every)), located)


def test_every_place_is_of_its_category(package: Package, layers: crowds.Layers) -> None:
    places = package.place
    expected = {f["id"]: category_by_hand(package, f) for found in layers.values() for f in found}
    found = {
        id_: places.categories[number]
        for id_, number in zip(places, places.category_of, strict=True)
    }
    assert found == expected
    assert any(category.workstream is None and category.workstreams for category in found.values())
    assert any(len(category.workstreams) > 1 for category in found.values())


def test_categories_are_sorted_and_each_once(package: Package) -> None:
    categories = package.place.categories
    assert len(set(categories)) == len(categories)
    order = [(k.layer, k.workstream or "", k.workstreams, k.located) for k in categories]
    assert order == sorted(order)


def test_categories_do_not_depend_on_runs(package: Package) -> None:
    table = package.place.table
    rows = list(range(table.num_rows))
    random.Random(3).shuffle(rows)
    cut = [table.take(pa.array(rows[at::4])) for at in range(4)]
    by_layer = {"one": tuple(cut[:1]), "none": (), "more": tuple(cut[1:])}
    assert Categories(by_layer, package.figures).all == package.place.categories
    again = Categories(by_layer, reversed(package.figures))
    assert again.of(table).tolist() == package.place.category_of.tolist()


def test_no_rows_are_of_no_category(package: Package) -> None:
    assert Categories({}, package.figures).all == ()
    assert Categories({}, ()).of(SCHEMA.empty_table()).tolist() == []


def test_a_mask_shows_what_layers_and_workstreams_show(package: Package) -> None:
    categories = package.place.categories
    for layers in ((), ("lamps",), ("roads", "compounds"), tuple(package.layers)):
        for length in range(len(crowds.STREAMS) + 1):
            for chosen in combinations(crowds.STREAMS, length):
                expected = [
                    category.layer in layers
                    and (not chosen or any(each in chosen for each in category.workstreams))
                    for category in categories
                ]
                assert mask_of(categories, layers, chosen).tolist() == expected


def test_rows_with_some_ids(package: Package, layers: crowds.Layers) -> None:
    wanted = [layers["lamps"][5]["id"], "nobody", layers["roads"][3]["id"], "demo"]
    found = rows_with({"all": (package.place.table,)}, wanted)
    assert sorted(row["place_id"] for row in found) == sorted(set(wanted) - {"nobody"})
    assert rows_with({"all": (package.place.table,)}, []) == []
