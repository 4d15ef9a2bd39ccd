"""Does a file that ends, holds up or fills its reader harm nobody else? Where are the bounds?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psutil
import pytest

from geo.intake import child, geojson_shapes, grid
from geo.intake import read as reading
from geo.intake.child import Guard
from geo.intake.read import read, read_content
from tests.intake.made import archive, as_text, collection, feature, workbook


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A layer, a workbook, something broken."""
    contents = {
        "地块.geojson": as_text(collection(feature(), feature(n=None, m=True))),
        "台账.xlsx": workbook(
            {"a": [["说明", None], ["名称", "户数"], ["甲", 1.5], ["乙", "2户"]]}
        ),
        "bad.geojson": b'{"a": "\xff',
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in contents]


def test_what_comes_back_is_what_was_read(files: list[Path]) -> None:
    with Guard() as guard:
        for path in files:
            assert guard.read(path) == read(path)
        with pytest.raises(FileNotFoundError):
            guard.read(files[0].with_name("none.csv"))


def test_a_reader_that_ends_or_takes_too_much_is_told_and_another_takes_its_place(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def code(guard: Guard) -> str:
        found = guard.read(files[0])
        assert found.tables == ()
        (message,) = found.messages
        return message.code

    with Guard() as guard:
        for limit, said in (("MOST_SECONDS", "E_TOO_SLOW"), ("MOST_HELD", "E_TOO_LARGE")):
            with monkeypatch.context() as less:
                less.setattr(child, limit, -(10**12))
                assert code(guard) == said
        assert guard.read(files[0]) == read(files[0])
        process = guard._process
        assert process is not None
        process.kill()
        process.wait()
        assert code(guard) == "E_UNREADABLE"


def test_the_reader_knows_no_setting_and_is_gone_afterwards(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEMAP_POSTGIS", "postgresql://user:secret@db")
    with Guard() as guard:
        guard.read(files[0])
        assert guard._process is not None
        watched = psutil.Process(guard._process.pid)
        assert not [name for name in watched.environ() if name.startswith("ONEMAP")]
    assert not watched.is_running()


GOOD = as_text(collection())
LOWERED = {"MOST_BYTES": 5_000, "MOST_FEATURES": 100, "MOST_VERTICES": 300}
"""Bounds that would take seconds to reach; files at the true ones are tried by hand."""
OVER: dict[str, tuple[str, Any, str]] = {
    "bytes": ("a.geojson", lambda over: GOOD.ljust(5_000 + over), "E_TOO_LARGE"),
    "depth": (
        "a.geojson",
        lambda over: GOOD.replace(b"14000", b"[" * (60 + over) + b"]" * (60 + over)),
        "E_TOO_DEEP",
    ),
    "columns": (
        "a.csv",
        lambda over: ",".join(f"c{n}" for n in range(200 + over)).encode(),
        "W_TOO_MANY_COLUMNS",
    ),
    "signs": (
        "a.csv",
        lambda over: f"名称,备注\n甲,{'x' * (10_000 + over)}".encode(),
        "W_LONG_TEXT",
    ),
    "rows": (
        "a.csv",
        lambda over: "\n".join(["a,b", *["1,甲"] * (100 + over)]).encode(),
        "E_TOO_MANY",
    ),
    "corners": (
        "a.csv",
        lambda over: "\n".join(["a,b", *["1,POINT (1 2)"] * 50, f"2,{line(250 + over)}"]).encode(),
        "E_TOO_MANY",
    ),
    "entries": (
        "a.zip",
        lambda over: archive({f"{n}.txt": b"" for n in range(99 + over)} | {"a.geojson": GOOD}),
        "E_ZIP_BOMB",
    ),
}


def line(corners: int) -> str:
    return f'"LINESTRING ({", ".join(f"{at / 10} 1" for at in range(corners))})"'


@pytest.mark.parametrize("kind", OVER)
def test_a_bound_is_where_it_is_said_to_be(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (reading, grid, geojson_shapes):
        for name in LOWERED.keys() & set(vars(module)) - {"MOST_BYTES" if kind != "bytes" else ""}:
            monkeypatch.setattr(module, name, LOWERED[name])
    name, made, code = OVER[kind]
    for over in (0, 1):
        codes = {message.code for message in read_content(name, made(over)).messages}
        assert (code in codes) == bool(over)
