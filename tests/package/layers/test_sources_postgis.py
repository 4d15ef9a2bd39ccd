"""Is a layer in PostGIS read as in GeoJSON, and does a package get no say in what is asked?

The tests run a database of their own, in a temporary folder, reached by a socket in it only.
"""

from __future__ import annotations

import glob
import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import shapely
from pyproj import Geod

from geo.package.faults import Faults
from geo.package.layers import postgis
from geo.package.layers.read_layer import read_layer
from geo.package.schema import PLACE_FIELDS
from tests.package.layers.tables import ROWS, SHAPES, expected, read

pytestmark = pytest.mark.process

FILE = "layers/roads.postgis.json"
DESCRIBED: dict[str, Any] = {
    "schema": "works",
    "table": 'ro"ads',
    "geometry": "geom",
    "columns": {name: name for name in PLACE_FIELDS},
}


TAKEN = (4326, 4490, 3857, 32650, 4498, 4527, 4548)
REFUSED = (4214, 4610, 2384)
"""Codes of systems into which the database itself converts the layer."""


def program(name: str) -> str:
    """Return PostgreSQL's program of this name; the system's packages put it beside the others."""
    found = shutil.which(name) or next(
        iter(sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"))), ""
    )
    assert found, f"{name} is missing: sh scripts/install_system_packages.sh"
    return found


def run(*command: str) -> None:
    """Run a program, not as root: PostgreSQL refuses that."""
    user = "postgres" if os.geteuid() == 0 else None
    options: dict[str, Any] = {"user": user, "group": user, "extra_groups": []} if user else {}
    done = subprocess.run(
        command, cwd="/", check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    """The address of a fresh database."""
    folder = Path(tempfile.mkdtemp(prefix="onemap-postgis-"))
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data = str(folder / "data")
    try:
        run(program("initdb"), "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync")
        server = f"-k {folder} -c listen_addresses='' -c fsync=off"
        log = str(folder / "log")
        run(program("pg_ctl"), "-D", data, "-l", log, "-o", server, "-w", "start")
        try:
            address = f"postgresql://tester@/postgres?host={folder}"
            fill(address)
            yield address
        finally:
            run(program("pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder)


def fill(address: str) -> None:
    fields = ", ".join(f"{name} text" for name in PLACE_FIELDS)
    others = ", ".join(f"ST_Transform(geom, {code}) AS in_{code}" for code in (*TAKEN, *REFUSED))
    with psycopg.connect(address) as connection:
        connection.execute("CREATE EXTENSION postgis")
        connection.execute("CREATE SCHEMA works")
        connection.execute(
            f'CREATE TABLE works."ro""ads" ({fields}, geom geometry(Geometry, 4326))'
        )
        connection.execute(
            'CREATE VIEW works.roads_view AS SELECT *, 5 AS five FROM works."ro""ads"'
        )
        connection.execute(
            "CREATE VIEW works.metres AS SELECT *, ST_SetSRID(geom, 0) AS nowhere,"
            " ST_Force3D(geom) AS height, geom::geography AS globe,"
            " CASE place_id WHEN 'road-2' THEN ST_Transform(geom, 4490) ELSE geom END AS mixed,"
            f" {others}"
            ' FROM works."ro""ads"'
        )
        marks = ", ".join(["%s"] * len(PLACE_FIELDS))
        statement = f'INSERT INTO works."ro""ads" VALUES ({marks}, ST_SetSRID(%s::geometry, 4326))'
        for row, shape in reversed(list(zip(ROWS, SHAPES, strict=True))):
            values = [*(row[name] for name in PLACE_FIELDS), shape.wkb_hex]
            connection.execute(statement, values)


def described(**changes: Any) -> bytes:
    return json.dumps(DESCRIBED | changes).encode()


@pytest.mark.parametrize("size", [1, 3, 100])
def test_a_layer_is_read_as_geojson_in_the_order_of_its_ids(database: str, size: int) -> None:
    assert read(FILE, described(), postgis=database, size=size) == expected()


@pytest.mark.parametrize("geometry", ["height", "globe"])
def test_heights_and_geographies_are_read(database: str, geometry: str) -> None:
    content = described(table="metres", geometry=geometry)
    assert read(FILE, content, postgis=database) == expected()


def test_the_address_is_a_setting(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ONEMAP_POSTGIS", raising=False)
    assert read(FILE, described()) == ([], [("E_POSTGIS", None)])
    monkeypatch.setenv("ONEMAP_POSTGIS", database)
    assert read(FILE, described()) == expected()


def test_an_optional_column_may_be_left_out_and_numbers_are_no_texts(database: str) -> None:
    columns = DESCRIBED["columns"] | {"code": None}
    kept, faults = read(FILE, described(columns=columns), postgis=database)
    assert [row["code"] for _, row, _ in kept] == [None] * 4
    assert faults == []
    columns = DESCRIBED["columns"] | {"name_zh": "five"}
    kept, faults = read(FILE, described(table="roads_view", columns=columns), postgis=database)
    assert (kept, faults) == ([], [("E_PROPERTY", row) for row in (1, 2, 3, 4)])


@pytest.mark.parametrize("code", TAKEN)
def test_a_system_that_is_known_is_converted_back(database: str, code: int) -> None:
    content = described(table="metres", geometry=f"in_{code}")
    kept, faults = read(FILE, content, postgis=database)
    assert [(number, row) for number, row, _ in kept] == [
        (number, row) for number, row, _ in expected()[0]
    ]
    # A line that is straight in a plane is taken by its corners, which are those of the layer.
    for (_, _, found), shape in zip(kept, SHAPES, strict=True):
        assert shapely.from_wkt(found).equals_exact(shape, tolerance=1e-5), "within a metre"
    assert faults == ([] if code == 4326 else [("I_CRS", None)])


@pytest.mark.parametrize("geometry", ["mixed", "nowhere", *(f"in_{code}" for code in REFUSED)])
def test_another_reference_system_is_refused(database: str, geometry: str) -> None:
    content = described(table="metres", geometry=geometry)
    assert read(FILE, content, postgis=database) == ([], [("E_CRS", None)])


def test_a_table_that_names_no_system_is_read_on_the_datum_that_is_stated(database: str) -> None:
    content = described(table="metres", geometry="nowhere")
    assert read(FILE, content, postgis=database, datum="wgs84") == expected()
    kept, faults = read(FILE, content, postgis=database, datum="gcj02")
    (_, _, found), given = kept[0], SHAPES[0]
    assert Geod(ellps="WGS84").inv(*shapely.from_wkt(found).coords[0], *given.coords[0])[2] > 400
    assert faults == [("I_CRS", None)]
    stated = described(table="metres", geometry="in_4326")
    assert read(FILE, stated, postgis=database, datum="gcj02") == ([], [("E_DATUM", None)])


@pytest.mark.parametrize(
    "changes",
    [
        {"table": "missing"},
        {"schema": "missing"},
        {"geometry": "missing"},
        {"geometry": "name_zh"},
        {"table": 'ro"ads; DROP TABLE works."ro""ads"; --'},
        {"geometry": "geom) FROM works.roads_view; --"},
        {"columns": DESCRIBED["columns"] | {"name_zh": "(SELECT version())"}},
    ],
)
def test_names_are_names_and_never_statements(database: str, changes: dict[str, Any]) -> None:
    assert read(FILE, described(**changes), postgis=database) == ([], [("E_POSTGIS", None)])
    assert read(FILE, described(), postgis=database) == expected()


@pytest.mark.parametrize(
    "content",
    [
        *(b"[]", b"{}", b"5"),
        described(password="x"),
        described(sql="SELECT 1"),
        described(table=""),
        described(table=5),
        described(table="a\x00b"),
        described(table="x" * 64),
        described(table="路" * 22),
        described(columns=[]),
        described(columns={"place_id": "place_id"}),
        described(columns=DESCRIBED["columns"] | {"name_zh": None}),
        described(columns=DESCRIBED["columns"] | {"code": 5}),
        described(columns=DESCRIBED["columns"] | {"more": "more"}),
        json.dumps({name: DESCRIBED[name] for name in ("schema", "table", "columns")}).encode(),
        described() + b" " * (1 << 20),
    ],
)
def test_a_description_says_names_and_nothing_else(content: bytes) -> None:
    assert read(FILE, content, postgis="unused") == ([], [("E_DESCRIPTION", None)])


@pytest.mark.parametrize("content", [b"{", b'{"table": "a", "table": "b"}', b"[" * 1000])
def test_a_description_is_strict_json(content: bytes) -> None:
    ((code, row),) = read(FILE, content, postgis="unused")[1]
    assert (code in {"E_JSON", "E_DUP_KEY", "E_TOO_DEEP"}, row) == (True, None)


@pytest.mark.parametrize("address", ["postgresql://u:secret@/x?host=/nowhere", "host=/nowhere x"])
def test_a_database_out_of_reach_is_a_fault_without_its_address(address: str) -> None:
    faults = Faults()
    assert list(read_layer(FILE, described(), faults, postgis=address)) == []
    (fault,) = faults
    assert fault.code == "E_POSTGIS"
    for word in ("secret", "nowhere"):
        assert word not in fault.line("zh") + fault.line("en")


def test_without_the_driver_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    faults = Faults()
    assert list(read_layer(FILE, described(), faults, postgis="unused")) == []
    assert "requirements-postgis.txt" in faults[0].remedy.en


def test_nothing_can_be_written(database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute(
            "CREATE FUNCTION works.leave() RETURNS text LANGUAGE sql VOLATILE AS"
            ' $$ INSERT INTO works."ro""ads" (place_id) VALUES (\'left\') RETURNING place_id $$'
        )
        connection.execute(
            "CREATE VIEW works.writing AS SELECT place_id AS a, works.leave() AS b,"
            ' geom FROM works."ro""ads"'
        )
    columns = dict.fromkeys(PLACE_FIELDS, "a") | {"name_zh": "b"}
    found = read(FILE, described(table="writing", columns=columns), postgis=database)
    assert found == ([], [("E_POSTGIS", None)])
    assert read(FILE, described(), postgis=database) == expected()


def test_only_a_few_rows_are_held(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Breaking off is no fault, and the server is let go."""
    held = []
    real = postgis.from_rows
    monkeypatch.setattr(
        postgis,
        "from_rows",
        lambda first, rows, blobs: held.append(len(rows)) or real(first, rows, blobs),
    )
    faults = Faults()
    reading = read_layer(FILE, described(), faults, postgis=database, size=2)
    assert len(next(reading)) == 2
    reading.close()
    assert (held, faults) == ([2], [])
    with psycopg.connect(database) as connection:
        (others,) = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
            " AND state LIKE 'idle in transaction%'"
        ).fetchone() or (None,)
    assert others == 0
