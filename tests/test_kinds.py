"""Is a place of the kind that a filter by layer and workstream has to see?"""

from __future__ import annotations

import random
from itertools import combinations

import pyarrow as pa
import pytest

from geo.package.columns import SCHEMA
from geo.package.gather import rows_with
from geo.package.kinds import Kind, Kinds, mask_of
from geo.package.package import Package
from geo.package.read import read_package
from tests import crowds


@pytest.fixture(scope="module")
def layers() -> crowds.Layers:
    return crowds.layers_of(600)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory, layers: crowds.Layers) -> Package:
    return read_package(crowds.write(tmp_path_factory.mktemp("data") / crowds.NAME, layers))


def kind_by_hand(package: Package, feature: crowds.Feature) -> Kind:
    said = feature["properties"]
    every = {f.workstream for f in package.figures if f.place_id == feature["id"]}
    every |= {said["workstream"]} - {None}
    located = said["precision"] in ("exact", "line")
    return Kind(said["layer"], said["workstream"], tuple(sorted(every)), located)


def test_every_place_is_of_its_kind(package: Package, layers: crowds.Layers) -> None:
    places = package.place
    expected = {f["id"]: kind_by_hand(package, f) for found in layers.values() for f in found}
    found = {id_: places.kinds[number] for id_, number in zip(places, places.kind_of, strict=True)}
    assert found == expected
    assert any(kind.workstream is None and kind.workstreams for kind in found.values())
    assert any(len(kind.workstreams) > 1 for kind in found.values())


def test_kinds_are_sorted_and_each_once(package: Package) -> None:
    kinds = package.place.kinds
    assert len(set(kinds)) == len(kinds)
    order = [(k.layer, k.workstream or "", k.workstreams, k.located) for k in kinds]
    assert order == sorted(order)


def test_kinds_do_not_depend_on_runs(package: Package) -> None:
    table = package.place.table
    rows = list(range(table.num_rows))
    random.Random(3).shuffle(rows)
    cut = [table.take(pa.array(rows[at::4])) for at in range(4)]
    by_layer = {"one": tuple(cut[:1]), "none": (), "more": tuple(cut[1:])}
    assert Kinds(by_layer, package.figures).all == package.place.kinds
    again = Kinds(by_layer, reversed(package.figures))
    assert again.of(table).tolist() == package.place.kind_of.tolist()


def test_no_rows_are_of_no_kind(package: Package) -> None:
    assert Kinds({}, package.figures).all == ()
    assert Kinds({}, ()).of(SCHEMA.empty_table()).tolist() == []


def test_a_mask_shows_what_layers_and_workstreams_show(package: Package) -> None:
    kinds = package.place.kinds
    for layers in ((), ("lamps",), ("roads", "compounds"), tuple(package.layers)):
        for length in range(len(crowds.STREAMS) + 1):
            for chosen in combinations(crowds.STREAMS, length):
                expected = [
                    kind.layer in layers
                    and (not chosen or any(each in chosen for each in kind.workstreams))
                    for kind in kinds
                ]
                assert mask_of(kinds, layers, chosen).tolist() == expected


def test_rows_with_some_ids(package: Package, layers: crowds.Layers) -> None:
    wanted = [layers["lamps"][5]["id"], "nobody", layers["roads"][3]["id"], "demo"]
    found = rows_with({"all": (package.place.table,)}, wanted)
    assert sorted(row["place_id"] for row in found) == sorted(set(wanted) - {"nobody"})
    assert rows_with({"all": (package.place.table,)}, []) == []
