"""Do the places of a package behave as a mapping and as rows, be they few or a crowd?"""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.package.package import Package
from geo.package.places import places as places_module
from geo.package.places.place_table import SCHEMA
from geo.package.places.places import PlaceRows, Places
from geo.package.places.runs import MOST_SYMBOLS, split
from geo.package.read import read_package
from geo.records import Place
from tests import crowds


@pytest.fixture(scope="module")
def layers() -> crowds.Layers:
    return crowds.layers_of(900)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory, layers: crowds.Layers) -> Package:
    return read_package(crowds.write(tmp_path_factory.mktemp("data") / crowds.NAME, layers))


@pytest.fixture(scope="module")
def places(package: Package) -> Places:
    return package.place


@pytest.fixture(scope="module")
def order(places: Places) -> list[str]:
    return list(places)


def rows(places: Places, numbers: list[int]) -> PlaceRows:
    return PlaceRows(places, np.array(sorted(set(numbers)), dtype=np.int64))


# ---- A mapping. --------------------------------------------------------------------------------


def fresh_places(places: Places) -> Places:
    return Places(
        places.table,
        few=places.few,
        categories=places.categories,
        category_of=places.category_of,
    )


def test_it_holds_every_place_once_and_as_it_was_written(
    places: Places, order: list[str], layers: crowds.Layers
) -> None:
    written = {f["id"]: f for found in layers.values() for f in found}
    assert len(places) == len(order) == len(set(order)) == len(written)
    assert set(order) == set(places.keys()) == set(written)
    for place_id, place in places.items():
        said = written[place_id]["properties"]
        assert place == places[place_id]
        assert (place.place_id, place.layer, place.workstream) == (
            *(place_id, said["layer"]),
            said["workstream"],
        )
        assert place.name.as_dict() == {"zh": said["name_zh"], "en": said["name_en"]}
        assert (place.code, place.pinyin, place.precision) == (
            *(said["code"], said["pinyin"] or ""),
            said["precision"],
        )
        assert place.geometry.equals(shapely.from_geojson(crowds.text_of(written[place_id])))


def test_every_id_leads_to_its_row_and_no_other_does(places: Places, order: list[str]) -> None:
    assert [places.row_of(place_id) for place_id in order] == list(range(len(order)))
    for row in (0, places.few - 1, places.few, len(order) - 1):
        assert places.at(row).place_id == order[row]
    known = set(order)
    strangers = [
        "",
        "0",
        "zzz",
        "lamp-",
        "lamp-000010",
        "路灯",
        "\n",
        *(i[:-1] for i in order[:99]),
    ]
    for stranger in strangers:
        assert stranger not in known
        assert stranger not in places
        assert places.row_of(stranger) is None
        assert places.position_of(stranger) is None
        assert places.get(stranger) is None
        with pytest.raises(KeyError):
            places[stranger]
    for odd in (None, 5, b"demo", ("demo",)):
        assert odd not in places
    assert order[5] in places


def test_a_position_is_a_row_of_the_crowd(places: Places, order: list[str]) -> None:
    assert [places.position_of(i) for i in order[: places.few]] == [None] * places.few
    assert [places.position_of(i) for i in order[places.few :]] == list(range(places.crowd))


# ---- Few and many. -----------------------------------------------------------------------------


def table_of(layer: str, count: int) -> pa.Table:
    made = [
        dict.fromkeys(SCHEMA.names)
        | {"place_id": f"{layer}-{at}", "layer": layer, "number": at + 1, "key": 999 - at}
        for at in range(count)
    ]
    return pa.Table.from_pylist(made, schema=SCHEMA)


SIZES = st.lists(st.integers(0, 120) | st.sampled_from([0, 1, 100, 199, 200, 201]), max_size=7)


@given(SIZES)
def test_the_smallest_layers_are_symbols_up_to_a_number(sizes: list[int]) -> None:
    layers = {f"layer{at}": size for at, size in enumerate(sizes)}
    expected, left = set(), MOST_SYMBOLS
    for layer, size in sorted(layers.items(), key=lambda pair: (pair[1], pair[0])):
        if size > left:
            break
        expected.add(layer)
        left -= size
    apart = split({layer: (table_of(layer, size),) for layer, size in layers.items()})
    ids = [f"{layer}-{at}" for layer, n in layers.items() if layer in expected for at in range(n)]
    assert apart.few.column("place_id").to_pylist() == ids, "in package order and as written"
    assert apart.crowd_layers == tuple(layer for layer in layers if layer not in expected)
    assert len(apart.crowd) == sum(sizes) - len(ids)
    assert apart.few.num_rows <= MOST_SYMBOLS


def test_of_layers_of_one_size_the_first_are_symbols() -> None:
    apart = split({layer: (table_of(layer, 90),) for layer in ("c", "a", "b")})
    assert apart.crowd_layers == ("b",)


def test_a_small_layer_of_several_runs_is_in_one_order_however_it_was_read() -> None:
    """Parts of a folder count their rows each from 1; read apart or as one, the result is one."""
    first, second = table_of("a", 5), table_of("b", 5)
    apart = split({"all": (first, second)}).few
    together = split({"all": (pa.concat_tables([second, first]),)}).few
    assert apart.column("place_id").to_pylist() == together.column("place_id").to_pylist()
    assert apart.column("number").to_pylist() == sorted(apart.column("number").to_pylist())


def test_the_few_of_a_package_are_as_counted_by_hand(
    places: Places, order: list[str], layers: crowds.Layers
) -> None:
    few, crowd = crowds.few_and_crowd(layers)
    assert [place.place_id for place in places.few_places] == [f["id"] for f in few]
    assert places.few == len(few)
    assert set(order[places.few :]) == {f["id"] for f in crowd}
    assert places.crowd == len(crowd)


# ---- Rows. -------------------------------------------------------------------------------------


def test_rows_are_a_sequence_of_places(places: Places, order: list[str]) -> None:
    chosen = random.Random(4).sample(range(len(order)), 60)
    found, ids = rows(places, chosen), [order[row] for row in sorted(chosen)]
    assert len(found) == 60
    assert [place.place_id for place in found] == ids
    assert [found[at].place_id for at in (0, 5, -1)] == [ids[0], ids[5], ids[-1]]
    for part in (slice(3, 9), slice(None, None, 7), slice(-4, None), slice(50, 500), slice(9, 3)):
        assert [place.place_id for place in found[part]] == ids[part]
    with pytest.raises(IndexError):
        found[60]
    assert found[3] in found
    assert list(rows(places, [])) == []


def test_many_rows_are_read_in_batches_and_not_kept(
    places: Places, order: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.package.places.places.MOST_HELD", 50)
    monkeypatch.setattr(places_module, "_BATCH", 7)
    fresh = fresh_places(places)
    chosen = random.Random(5).sample(range(len(order)), 200)
    assert [place.place_id for place in rows(fresh, chosen)] == [order[r] for r in sorted(chosen)]
    assert [place.place_id for place in fresh.values()] == order
    assert not fresh._held


def test_what_is_remembered_is_bounded(
    places: Places, order: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places_module, "MOST_HELD", 20)
    fresh = fresh_places(places)
    for place_id in order[:100]:
        assert fresh[place_id].place_id == place_id
        assert len(fresh._held) <= 20
        assert len(fresh._rows) <= 20
    last = order[99]
    assert fresh[last] is fresh[last], "what was asked for just now is kept"


@pytest.mark.parametrize("seed", range(4))
def test_bits_counts_and_having(places: Places, order: list[str], seed: int) -> None:
    chosen = random.Random(seed).sample(range(len(order)), (0, 1, 100, len(order))[seed])
    found, shown = rows(places, chosen), set(chosen)
    bits = "".join(str(int(row in shown)) for row in range(places.few, len(order)))
    padded = bits + "0" * (-len(bits) % 8)
    assert found.crowd_bits() == bytes(
        int(padded[at : at + 8], 2) for at in range(0, len(padded), 8)
    )
    counted = Counter(int(places.category_of[row]) for row in chosen if row >= places.few)
    assert found.crowd_counts.tolist() == [counted[kind] for kind in range(len(places.categories))]
    assert [found.has(place_id) for place_id in order] == [
        row in shown for row in range(len(order))
    ]
    assert not found.has("nobody")


def test_counts_of_kinds(places: Places) -> None:
    counted = Counter(places.category_of[places.few :].tolist())
    assert places.counts.tolist() == [counted[kind] for kind in range(len(places.categories))]
    assert places.values().crowd_counts.tolist() == places.counts.tolist()


def test_shapes_and_bounds(places: Places, order: list[str], layers: crowds.Layers) -> None:
    for layer, found in [*layers.items(), (None, [f for all_ in layers.values() for f in all_])]:
        shapes = [shapely.from_geojson(crowds.text_of(f)) for f in found]
        assert places.bounds(layer) == tuple(shapely.total_bounds(np.array(shapes)).tolist())
    assert places.bounds("nobody") == ()
    wanted = np.array([700, 3, 50])
    shapes = [places[order[row]].geometry for row in wanted.tolist()]
    assert places.geometries(wanted).tolist() == shapes


def test_a_package_may_be_all_crowd_or_have_none(tmp_path: Path, layers: crowds.Layers) -> None:
    small = {layer: found[:8] for layer, found in layers.items()}
    few = read_package(crowds.write(tmp_path / "small", small)).place
    assert (few.crowd, few.values().crowd_bits(), few.counts.sum()) == (0, b"", 0)
    table = pa.concat_tables([table_of("a", 300)])
    crowd = Places(table, few=0, categories=(), category_of=np.zeros(300, np.uint16))
    assert list(crowd.few_places) == []
    assert crowd.position_of("a-5") == 5
    empty = Places(SCHEMA.empty_table(), few=0, categories=(), category_of=np.zeros(0, np.uint16))
    assert list(empty) == []
    assert empty.bounds() == ()
    assert "a" not in empty


def test_a_place_can_be_kept_in_a_set(places: Places, order: list[str]) -> None:
    found: set[Place] = {places[order[0]], places[order[0]]}
    assert len(found) == 1
