"""Does ``check`` say of a file, and of a package, what a program can read?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.__main__ import main
from tests.intake.made import as_text, collection, feature

GOOD = as_text(collection())
KEYS = ["level", "code", "file", "row", "feature", "field", "message", "remedy"]


@pytest.mark.parametrize(
    ("content", "verdict", "code"),
    [
        (GOOD, "accept", 0),
        (GOOD.replace(b"14000", b"NaN"), "repair", 0),
        (GOOD[:-5], "reject", 1),
    ],
)
def test_a_file_has_a_verdict_and_an_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, verdict: str, code: int
) -> None:
    path = tmp_path / "地块.geojson"
    path.write_bytes(content)
    assert main(["check", str(path), "--json", "--lang", "zh"]) == code
    told = json.loads(capsys.readouterr().out)
    assert told["verdict"] == verdict
    assert all(list(message) == KEYS for message in told["messages"])
    assert {message["file"] for message in told["messages"]} == {"地块.geojson"}


def test_what_is_not_there_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "none.csv"), "--json"]) == 2
    assert capsys.readouterr().out == ""


def test_a_package_is_told_in_the_same_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "data/anci-2022", "--json", "--lang", "en"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["verdict"] in {"accept", "repair"}
    (tmp_path / "datapackage.json").write_text('{"title": 3}', "utf-8")
    assert main(["check", str(tmp_path), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["verdict"] == "reject"
    assert all(list(message) == KEYS for message in told["messages"])


def test_a_layer_that_is_brought_says_how_many_rows_it_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(as_text(collection(feature(n=1), feature(n=2))))
    assert main(["check", str(path), "--lang", "en"]) == 0
    *messages, last = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in messages] == ["a.geojson"] * 2
    assert last == "a.geojson: can be taken, 2 rows"
