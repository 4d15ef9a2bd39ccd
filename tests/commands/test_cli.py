"""Does ``python -m geo`` say what is wrong, in words and by its exit code?"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.__main__ import COMMANDS, main
from tests import ROOT

Make = Callable[..., Path]
Printed = pytest.CaptureFixture[str]


def checked(capsys: Printed, *arguments: object) -> tuple[int, list[str], str]:
    """Run one command: exit code, lines printed, lines of error."""
    code = main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return code, printed.out.splitlines(), printed.err


CLOSING = {"zh": "没有问题，2 处提示", "en": "no faults, 2 notes"}


@pytest.mark.parametrize(("lang", "closing"), [("en", "no faults"), ("zh", "没有问题")])
def test_the_real_package_is_clean(
    capsys: Printed, anci_root: Path, lang: str, closing: str
) -> None:
    code, out, err = checked(capsys, "check", anci_root, "--lang", lang)
    assert (code, out, err) == (0, [f"anci-2022: {closing}"], "")


def test_faults_are_counted_and_told_in_either_language(
    capsys: Printed, make_package: Make
) -> None:
    root = make_package(edits={"gaps.csv": lambda content: content.replace(b"minghua-line", b"X")})
    code, out, _ = checked(capsys, "check", root)
    assert code == 1
    assert out[-1] == f"anci-2022: {len(out) - 1} {'fault' if len(out) == 2 else 'faults'}"
    assert any(line.startswith("gaps.csv, row 2: gap_id:") for line in out)
    code, zh, _ = checked(capsys, "check", root, "--lang", "zh")
    assert (code, len(zh)) == (1, len(out))
    assert any(line.startswith("gaps.csv 第 2 行：gap_id") for line in zh)
    assert zh[-1] == f"anci-2022: {len(zh) - 1} 处问题"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_layer_that_the_list_does_not_name_is_told(
    capsys: Printed, make_package: Make, lang: str
) -> None:
    root = make_package()
    roads = (root / "layers" / "roads.geojson").read_bytes()
    (root / "layers" / "roads-new.geojson").write_bytes(roads)
    (root / "layers" / "streets.gpkg").write_bytes(b"")
    (root / "Thumbs.db").write_bytes(b"")
    code, out, _ = checked(capsys, "check", root, "--lang", lang)
    assert code == 0
    assert [line.split(":" if lang == "en" else "：")[0] for line in out[:-1]] == [
        "layers/roads-new.geojson",
        "layers/streets.gpkg",
    ]
    assert out[-1] == f"anci-2022: {CLOSING[lang]}"
    assert all("layers.csv" in line for line in out[:-1])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_commands_that_publish_speak_the_readers_language(
    capsys: Printed,
    make_package: Make,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
) -> None:
    monkeypatch.setenv("LC_ALL", {"zh": "zh_CN.UTF-8", "en": "en_GB.UTF-8"}[lang])
    root, states = make_package(), tmp_path / "states"
    words = {"zh": ("没有公开的数据", "已公开"), "en": ("nothing of it is public", "is public")}
    for command, word in zip(("withdraw", "publish"), words[lang], strict=True):
        _, out, err = checked(capsys, command, root, "-o", states)
        assert word in "".join(out) + err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_check_says_besides_is_said_on_publishing(
    capsys: Printed, make_package: Make, tmp_path: Path, lang: str
) -> None:
    root = make_package(edits={"figures.csv": lambda content: content.decode().encode("gb18030")})
    (root / "layers" / "roads-new.geojson").write_bytes(b"{}")
    _, told, _ = checked(capsys, "check", root, "--lang", lang)
    assert len(told) == 3, "an information, a warning, and how many"
    for _ in range(2):  # also where it is public already
        code, out, err = checked(capsys, "publish", root, "-o", tmp_path / "states", "--lang", lang)
        assert (code, out[:-1], err) == (0, told[:-1], "")


def test_a_source_is_compared(capsys: Printed, make_package: Make, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("题目\n\n没有数字。\n", "utf-8")
    root = make_package()
    for given in (report, f"anci-report-2022={report}"):
        code, out, _ = checked(capsys, "check", root, "--source", given)
        assert (code, out[-1]) == (1, "anci-2022: 1 fault"), "one cause: the wrong text"


def test_sealing_makes_an_edited_package_clean(capsys: Printed, make_package: Make) -> None:
    edits = {"gaps.csv": lambda content: content.replace(b"No public list", b"No list", 1)}
    root = make_package(edits=edits, seal=False)
    assert checked(capsys, "check", root)[0] == 1
    assert checked(capsys, "seal", root)[0] == 0
    assert checked(capsys, "check", root)[0] == 0


def test_sealing_keeps_what_was_written_by_hand(capsys: Printed, make_package: Make) -> None:
    root = make_package()
    file = root / "datapackage.json"
    before = json.loads(file.read_bytes())
    before["homepage"] = "https://example.org/地图"
    before["resources"][0]["title"] = "By hand"
    before["resources"][0]["licenses"] = [{"name": "CC0-1.0"}]
    before["resources"][0]["bytes"] = 1
    file.write_text(json.dumps(before), "utf-8")
    (root / "gaps.csv").write_bytes((root / "gaps.csv").read_bytes() + b"\n")
    assert checked(capsys, "seal", root)[0] == 0
    after = json.loads(file.read_bytes())
    assert {k: v for k, v in after.items() if k != "resources"} == {
        k: v for k, v in before.items() if k != "resources"
    }
    assert after["resources"][0]["title"] == "By hand"
    assert after["resources"][0]["licenses"] == [{"name": "CC0-1.0"}]
    assert after["resources"][0]["bytes"] > 1
    assert [r["path"] for r in after["resources"]] == [r["path"] for r in before["resources"]]


def test_sealing_the_real_package_changes_nothing(capsys: Printed, make_package: Make) -> None:
    root = make_package()
    before = (root / "datapackage.json").read_bytes()
    for _ in range(2):
        assert checked(capsys, "seal", root)[0] == 0
        assert (root / "datapackage.json").read_bytes() == before


@pytest.mark.parametrize("command", ["check", "seal"])
def test_a_folder_that_is_no_package_is_told(capsys: Printed, tmp_path: Path, command: str) -> None:
    code, out, err = checked(capsys, command, tmp_path / "nowhere")
    assert (code, out) == (2, [])
    assert "datapackage.json" in err


def test_sealing_never_replaces_a_descriptor_that_it_cannot_read(
    capsys: Printed, make_package: Make
) -> None:
    root = make_package(edits={"datapackage.json": b'{"title": "by hand",'})
    code, _, err = checked(capsys, "seal", root)
    assert code == 1
    assert "line 1" in err
    assert (root / "datapackage.json").read_bytes() == b'{"title": "by hand",'


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe",
        b'{"title": "\xff"}',
        b"[]",
        b'{"title": "\\ud800"}',
        b"[" * 100_000,
    ],
    ids=["marks", "another encoding", "a list", "a surrogate", "deep"],
)
def test_sealing_what_is_no_descriptor_is_told(
    capsys: Printed, make_package: Make, content: bytes
) -> None:
    root = make_package(edits={"datapackage.json": content})
    assert checked(capsys, "seal", root)[0] == 1
    assert (root / "datapackage.json").read_bytes() == content


def test_a_source_that_cannot_be_read_is_told(
    capsys: Printed, make_package: Make, tmp_path: Path
) -> None:
    root, report = make_package(), tmp_path / "report.txt"
    assert checked(capsys, "check", root, "--source", report)[0] == 2
    for content in (b"caf\xe9 na\xefve", b"PK\x03\x04none", b"%PDF-1.7"):
        report.write_bytes(content)
        code, out, err = checked(capsys, "check", root, "--source", report)
        assert (code, out) == (2, [])
        assert err.startswith(f"{report}: ")
        assert "Traceback" not in err


@pytest.mark.parametrize(
    "arguments", [[], ["check"], ["mend", "x"], ["check", "x", "--lang", "fr"]]
)
def test_a_command_that_is_wrong_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_a_row_of_layers_with_a_fault_is_one_message(capsys: Printed, make_package: Make) -> None:
    edits = {"layers.csv": lambda content: content.replace(b"wgs84", "高德".encode(), 1)}
    code, out, _ = checked(capsys, "check", make_package(edits=edits))
    assert (code, len(out)) == (1, 2)
    assert "datum" in out[0]
    assert "Write gcj02" in out[0]


def names_of_commands() -> list[str]:
    grammar = argparse.ArgumentParser().add_subparsers()
    for module in COMMANDS:
        module.add_to(grammar)
    return list(grammar.choices)


@pytest.mark.parametrize("name", names_of_commands())
@pytest.mark.parametrize(("locale", "chinese"), [("zh_CN.UTF-8", True), ("en_GB.UTF-8", False)])
def test_every_command_speaks_the_language_of_the_system(
    capsys: Printed,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    locale: str,
    chinese: bool,
) -> None:
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", locale)
    out = [] if name in {"check", "seal"} else ["-o", tmp_path / "out"]
    into = ["--into", tmp_path / "new"]
    out = {"new": ["--year", "2024", *into], "take": into, "run": [], "edit": []}.get(name, out)
    out = ["--template", *out] if name == "export" else out
    code, _, err = checked(capsys, name, "nothing", *out)
    assert code == 2
    of_the_paper = name == "sheet"  # which is in Chinese unless told
    assert bool(re.search("[一-鿿]", err)) == (chinese or of_the_paper), err


def test_the_module_runs_as_a_program(anci_root: Path) -> None:
    command = [sys.executable, "-m", "geo", "check", str(anci_root)]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "anci-2022: no faults\n")
