"""Does a file that ends, holds up or fills its reader harm nobody else?"""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from geo.intake import child
from geo.intake.child import Guard
from geo.intake.read import read
from tests.intake.made import as_text, collection, feature, workbook


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
