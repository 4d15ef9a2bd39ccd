"""Is each thing that spreadsheets and people do to a table told once, with what to do about it?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.__main__ import main
from geo.package.audit import audit
from geo.package.faults import Faults
from geo.package.package import Package
from geo.package.read import build_package
from tests.package.spoiling import FIGURES, QUIET, Contents, Spoiling, encoded, table_of, written
from tests.package.spoilings import SPOILINGS


def spoil(contents: Contents, spoiling: Spoiling) -> None:
    changed = spoiling.change(contents[spoiling.file])
    if changed is None:
        del contents[spoiling.file]
    else:
        contents[spoiling.file] = changed


def test_there_are_many() -> None:
    assert len(SPOILINGS) >= 70


@pytest.mark.parametrize("name", SPOILINGS)
def test_a_spoiling_is_told_once_with_its_remedy(contents: Contents, name: str) -> None:
    spoiling = SPOILINGS[name]
    spoil(contents, spoiling)
    faults = audit("anci-2022", contents, {})
    lines = [fault.line("en") for fault in faults]
    assert len(faults) <= 2, "\n".join(lines)
    told = [fault for fault in faults if fault.code not in ("E_HASH", "E_FILE_MISSING")] or [
        fault for fault in faults if fault.code != "E_HASH"
    ]
    assert {fault.code for fault in told} == ({spoiling.code} - {QUIET}), "\n".join(lines)
    others = [fault for fault in faults if fault.code != "E_FILE_MISSING"]
    assert all(spoiling.file in (fault.file, *fault.also) for fault in others)
    for fault in told[:1]:
        zh, en = fault.line("zh"), fault.line("en")
        assert spoiling.zh in zh
        assert spoiling.en in en
        assert re.search("[\u4e00-\u9fff]", zh), "in words"
        assert "[a-z0-9]" not in zh + en, "no rule of a program"
        for words in spoiling.says:
            assert words in en
    readable = Faults()
    assert (build_package("anci-2022", contents, readable) is not None) == (
        spoiling.is_read or spoiling.code == "E_CONTRAST"
    )


@pytest.mark.parametrize("name", [name for name, each in SPOILINGS.items() if each.is_read])
def test_what_is_read_says_what_the_table_said(
    anci: Package, contents: Contents, name: str
) -> None:
    spoil(contents, SPOILINGS[name])
    after = build_package("anci-2022", contents, Faults())
    assert after is not None
    if name != "a colour in three":
        assert after.figures == anci.figures
        assert after.workstreams == anci.workstreams
        assert after.gaps == anci.gaps
        assert after.layers == anci.layers


def test_many_bad_rows_are_few_lines(contents: Contents) -> None:
    table = table_of(contents[FIGURES])
    bad = [
        [
            f"f-{n}",
            "nobody",
            "nowhere",
            "",
            "x",
            "many",
            "nearly",
            "inch",
            "?",
            "2022-13",
            "no",
            "l",
        ]
        for n in range(20_000)
    ]
    contents[FIGURES] = written([*table, *bad]).encode()
    lines = [fault.line("zh") for fault in audit("anci-2022", contents, {})]
    assert len(lines) < 20
    assert len("\n".join(lines).encode()) < 20_000
    assert any("另有 19,999 行" in line for line in lines)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_says_the_same(
    capsys: pytest.CaptureFixture[str], make_package: Callable[..., Path], lang: str
) -> None:
    root = make_package(edits={FIGURES: encoded("gbk", ";")})
    assert main(["seal", str(root), "--lang", lang]) == 0
    sealed = json.loads((root / "datapackage.json").read_bytes())
    (entry,) = (each for each in sealed["resources"] if each["path"] == FIGURES)
    assert (entry["encoding"], entry["dialect"]) == ("gb18030", {"delimiter": ";"})
    assert main(["check", str(root), "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert {"zh": "没有问题，1 处提示", "en": "no faults, 1 note"}[lang] in out
