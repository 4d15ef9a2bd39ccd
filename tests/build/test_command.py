"""Does ``geo build`` say what became of each package?"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from geo.__main__ import main
from geo.package.read import read_package
from geo.store.store import Store
from tests import crowds
from tests.build.builds import break_layer, is_built, tree

Printed = pytest.CaptureFixture[str]


def run(capsys: Printed, *arguments: object) -> tuple[int, list[str], list[str]]:
    code = main(["build", *map(str, arguments)])
    printed = capsys.readouterr()
    return code, printed.out.splitlines(), printed.err.splitlines()


@pytest.mark.parametrize(
    ("lang", "stages", "built", "unchanged"),
    [
        ("en", ["Reading layers", "Writing files"], "files built in", "nothing changed"),
        ("zh", ["读取图层", "生成文件"], "已生成", "没有变化"),
    ],
)
def test_the_command_says_what_became_of_it(
    capsys: Printed,
    root: Path,
    tmp_path: Path,
    lang: str,
    stages: list[str],
    built: str,
    unchanged: str,
) -> None:
    out = tmp_path / "out"
    code, said, progress = run(capsys, root, "-o", out, "--lang", lang)
    assert code == 0
    assert len(said) == 1
    assert said[0].startswith(crowds.NAME)
    assert built in said[0]
    assert str(out / crowds.NAME) in said[0]
    writes = -(-len(read_package(root).place) // 64)
    assert progress[0] == f"{stages[0]} 5/5"
    assert [line.split()[0] for line in progress] == [stage.split()[0] for stage in stages]
    assert int(progress[1].rpartition("/")[2]) <= writes
    files_made = len(
        [p for p in (out / crowds.NAME / "served").rglob("*") if p.suffix != ".gz" and p.is_file()]
    )
    assert f"{files_made}" in said[0]
    code, said, progress = run(capsys, root, "-o", out, "--lang", lang)
    assert (code, progress) == (0, [])
    assert unchanged in said[0]


def test_the_folder_of_builds_is_that_of_the_app(
    capsys: Printed, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEMAP_BUILD", str(tmp_path / "configured"))
    assert run(capsys, root)[0] == 0
    assert is_built(Store(root.parent))


def test_several_packages_and_one_with_a_fault(
    capsys: Printed, root: Path, anci_root: Path, tmp_path: Path
) -> None:
    crowds.edit(root, "lamps", break_layer)
    code, said, errors = run(capsys, root, anci_root, "-o", tmp_path / "out")
    assert code == 1
    assert [line.split(":")[0] for line in said] == ["anci-2022"], "the other one is built"
    assert any(line.startswith("layers/lamps.geojson, row 7:") for line in errors)
    assert f"{crowds.NAME}: not built; the last good build stays in use" in errors
    code, _, errors = run(capsys, root, "-o", tmp_path / "out", "--lang", "zh")
    assert code == 1
    assert any(line.startswith("layers/lamps.geojson 第 7 行") for line in errors)


def test_what_is_no_package_is_said(capsys: Printed, anci_root: Path, tmp_path: Path) -> None:
    code, said, errors = run(capsys, tmp_path, anci_root, "-o", tmp_path / "out")
    assert code == 2
    assert errors[0].startswith(f"{tmp_path}: no package, since it holds no datapackage.json.")
    assert len(said) == 1


@pytest.mark.parametrize("where", ["..", ".", "layers", "out/below"])
def test_builds_cannot_lie_in_the_package(capsys: Printed, root: Path, where: str) -> None:
    """Sweeping there would remove the package, and each build would change what is built."""
    before = tree(root)
    code, said, errors = run(capsys, root, "-o", root / where)
    assert (code, said) == (2, [])
    assert "cannot lie in the package" in errors[0]
    assert tree(root) == before


def test_a_folder_that_cannot_be_written_is_said(
    capsys: Printed, root: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("a file")
    code, said, errors = run(capsys, root, "-o", tmp_path / "out")
    assert (code, said) == (2, [])
    assert str(tmp_path / "out") in errors[-1]


@pytest.mark.parametrize("workers", ["-1", "many", "1.5"])
def test_a_number_of_processes_is_a_number(capsys: Printed, root: Path, workers: str) -> None:
    with pytest.raises(SystemExit):
        run(capsys, root, "--workers", workers)
    assert "--workers" in capsys.readouterr().err


def test_dask_that_is_not_there_is_said(
    capsys: Printed, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    for lang, said in (("en", "Dask is not installed"), ("zh", "没有安装 Dask")):
        code, _, errors = run(capsys, root, "--dask", "tcp://127.0.0.1:1", "--lang", lang)
        assert code == 2
        assert errors[0].startswith(said)


def as_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)


def test_on_a_terminal_a_bar_grows_and_its_line_is_left(
    capsys: Printed, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_terminal(monkeypatch)
    code = main(["build", str(root), "-o", str(tmp_path / "out")])
    printed = capsys.readouterr().err
    assert code == 0
    assert printed.count("\n") == 2, "one a stage"
    assert printed.endswith("\n")
    steps = [step for step in printed.replace("\n", "").split("\r") if "Reading" in step]
    bars = [step.split()[2] for step in steps]
    assert [bar.count("█") for bar in bars] == [0, 6, 12, 18, 24, 30]
    assert {len(bar) for bar in bars} == {30}


def test_a_fault_begins_on_a_line_of_its_own(
    capsys: Printed, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_terminal(monkeypatch)

    def stop(*_: object) -> None:
        raise OSError(28, "No space left on device", "/somewhere")

    monkeypatch.setattr("geo.build.build.write_rows", stop)
    assert main(["build", str(root), "-o", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == "/somewhere: No space left on device"
