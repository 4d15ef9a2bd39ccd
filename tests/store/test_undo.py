"""Can what was published be taken back, and does nothing go from public without being asked?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from shapely import Point

from geo.__main__ import main
from geo.build.folder import BuildFolder
from geo.package.difference import Change, difference
from geo.package.faults import Faults
from geo.package.package import Package
from geo.package.read import build_package, read_contents
from geo.store.history import history
from geo.store.states import pointer_content, pointer_of
from geo.store.store import Store
from tests.made_places import LAT, LON, with_shapes
from tests.store.edits import value_of, written

Make = Callable[..., Path]
Printed = pytest.CaptureFixture[str]


def run(command: str, root: Path, states: Path, *more: str) -> int:
    return main([command, str(root), "-o", str(states), "--lang", "zh", *more])


def change(root: Path, path: str, edit: Callable[[bytes], bytes]) -> None:
    (root / path).write_bytes(edit((root / path).read_bytes()))


def without_the_hotline(content: bytes) -> bytes:
    """The figures without one that nothing else refers to."""
    lines = content.splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(b"command-hotline,")]
    assert len(kept) == len(lines) - 1
    return b"".join(kept)


def test_undoing_brings_back_the_state_before_for_readers_and_in_the_folder(
    make_package: Make, tmp_path: Path, capsys: Printed
) -> None:
    root, states = make_package(), tmp_path / "states"
    assert run("publish", root, states) == 0
    first = read_contents(root)
    old, new = written(14000), written(15000)
    change(root, "figures.csv", lambda content: content.replace(old, new))
    assert run("publish", root, states, "--by", "规划科") == 0
    assert "改动 1 项数据" in capsys.readouterr().out
    store = Store(root.parent, builds=states, recheck_seconds=0)
    assert value_of(store) == 15_000
    assert run("undo", root, states, "--by", "规划科") == 0
    assert read_contents(root) == first
    assert value_of(store) == 14_000
    assert store.faults("anci-2022") == ()
    aside = states / "anci-2022" / ".undone" / "figures.csv"
    assert str(aside.parent) in capsys.readouterr().out
    assert new in aside.read_bytes()
    assert run("undo", root, states) == 2  # nothing before that
    lines = history(BuildFolder(states, "anci-2022"))
    assert [(line.step, line.by) for line in lines] == [
        ("undo", "规划科"),
        ("publish", "规划科"),
        ("publish", ""),
    ]
    assert run("history", root, states) == 0
    assert capsys.readouterr().out.count("规划科") == 2


def test_fewer_rows_are_published_only_on_purpose(
    make_package: Make, tmp_path: Path, capsys: Printed
) -> None:
    root, states = make_package(), tmp_path / "states"
    assert run("publish", root, states) == 0
    builds = BuildFolder(states, "anci-2022")
    public = pointer_of(pointer_content(builds)).states
    change(root, "figures.csv", without_the_hotline)
    before = read_contents(root)
    assert run("publish", root, states) == 1
    assert "删除 1 项数据" in capsys.readouterr().err
    assert pointer_of(pointer_content(builds)).states == public
    assert read_contents(root) == before
    assert {p.name for p in (states / "anci-2022").iterdir() if len(p.name) == 16} == {*public}
    assert run("publish", root, states, "--remove") == 0
    assert len(pointer_of(pointer_content(builds)).states) == 2


def test_places_are_compared_by_all_they_say_and_by_their_shape(make_package: Make) -> None:
    contents = read_contents(make_package())

    def built(points: list[tuple[float, float]]) -> Package:
        made = with_shapes(contents, [Point(each) for each in points])
        package = build_package("anci-2022", made, Faults())
        assert package is not None
        return package

    two = built([(LON, LAT), (LON, LAT + 0.001)])
    assert difference(two, built([(LON, LAT), (LON, LAT + 0.001)])).places == Change()
    assert difference(two, built([(LON, LAT), (LON, LAT + 0.002)])).places == Change(changed=1)
    assert difference(two, built([(LON, LAT)])).places == Change(gone=1)
    assert difference(built([(LON, LAT)]), two).places == Change(new=1)
    everything = difference(None, two)
    assert everything.places == Change(new=len(two.place))
    assert everything.figures == Change(new=len(two.figures))
    assert not everything.loses
