"""Does ``check`` read a report as offices keep it, and name what is wrong with the folder itself?

The report is made up: every printed number where it is said to stand. Each reading of it must find
the same, so the one wrong locator, and nothing else, is told for all of them.
"""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from geo.__main__ import main
from tests.package.test_audit import made_up_report, with_cell

Make = Callable[..., Path]
Printed = pytest.CaptureFixture[str]
WORDS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def lines_of(capsys: Printed, *arguments: object) -> tuple[int, list[str]]:
    code = main([str(argument) for argument in ("check", *arguments)])
    return code, capsys.readouterr().out.splitlines()


def in_word(report: str, *, cut: bool = False) -> bytes:
    """Return a text as Word stores it, a paragraph each; `cut` in several runs, as after edits."""
    body = ""
    for block in report.split("\n\n"):
        pieces = [block[:3], block[3:]] if cut else [block]
        runs = "".join(f"<w:r><w:t>{escape(piece)}</w:t></w:r>" for piece in pieces)
        body += f"<w:p>{runs}</w:p>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr(
            "word/document.xml", f"<w:document {WORDS}><w:body>{body}</w:body></w:document>"
        )
    return stream.getvalue()


def single_breaks(report: str) -> str:
    return report.replace("\n\n", "\n")


def indented(report: str) -> str:
    return "\n".join(f"　　{block}" for block in report.split("\n\n"))


KEPT: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "UTF-8": ("报告.txt", lambda t: t.encode()),
    "UTF-8 with a mark": ("报告.txt", lambda t: t.encode("utf-8-sig")),
    "GBK": ("报告.txt", lambda t: t.encode("gbk")),
    "GB18030": ("报告.TXT", lambda t: t.encode("gb18030")),
    "UTF-16": ("报告.txt", lambda t: t.encode("utf-16")),
    "Windows lines": ("报告.txt", lambda t: t.replace("\n", "\r\n").encode("gbk")),
    "single breaks": ("报告.txt", lambda t: single_breaks(t).encode()),
    "single breaks in GBK": ("报告.txt", lambda t: single_breaks(t).encode("gbk")),
    "indented": ("报告.txt", lambda t: indented(t).encode()),
    "blank lines of blanks": ("报告.txt", lambda t: t.replace("\n\n", "\n \u3000\n").encode()),
    "Word": ("报告.docx", in_word),
    "Word, edited": ("报告.DOCX", lambda t: in_word(t, cut=True)),
    "Word without its ending": ("报告", in_word),
}


@pytest.mark.parametrize("name", KEPT)
def test_a_report_is_read_as_offices_keep_it(
    capsys: Printed, contents: dict[str, bytes], make_package: Make, tmp_path: Path, name: str
) -> None:
    named, stored = KEPT[name]
    report = tmp_path / named
    report.write_bytes(stored(made_up_report(contents)))
    assert lines_of(capsys, make_package(), "--source", report)[0] == 0
    row = with_cell(contents, "rural-toilets-fixed", "locator", "section 3, paragraph 4")
    wrong = make_package("wrong", {"figures.csv": contents["figures.csv"]})
    shutil.move(wrong, wrong.parent.parent / "anci-2022")
    code, lines = lines_of(capsys, wrong.parent.parent / "anci-2022", "--source", report)
    assert (code, len(lines)) == (1, 2), lines
    assert f"row {row}" in lines[0]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"%PDF-1.7 \xff\xfe", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".doc"),
        (b"PK\x03\x04 no archive", ""),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 90, ""),
    ],
)
def test_what_is_no_text_is_told_with_what_to_do(
    capsys: Printed, make_package: Make, tmp_path: Path, content: bytes, word: str
) -> None:
    report = tmp_path / "report.docx"
    report.write_bytes(content)
    root = make_package()
    for lang in ("zh", "en"):
        assert main(["check", str(root), "--source", str(report), "--lang", lang]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert len(printed.err.splitlines()) == 1
        assert word in printed.err


@pytest.mark.parametrize(
    ("folder", "proposed"),
    [
        ("洪山区2023", "hongshanqu-2023"),
        ("Hongshan_2023", "hongshan-2023"),
        ("hongshan 2023", "hongshan-2023"),
        ("hongshan.2023", "hongshan-2023"),
        ("ＨＳ２０２３", "hs2023"),
        ("安次区 2022 - 副本", "anciqu-2022-fuben"),
        ("-anci-2022", "anci-2022"),
        ("a" * 90, ""),
    ],
)
def test_a_folder_that_no_link_can_name_is_a_fault(
    capsys: Printed, make_package: Make, folder: str, proposed: str
) -> None:
    root = make_package(folder)
    code, zh = lines_of(capsys, root, "--lang", "zh")
    named = [line for line in zh if "文件夹名" in line]
    assert (code, len(named)) == (1, 1), zh
    assert proposed in named[0]
    assert len(zh) <= 3, "the folder, its descriptor's name, and how many"
    code, en = lines_of(capsys, root, "--lang", "en")
    assert "Rename it" in "\n".join(en)
    assert main(["build", str(root)]) == 1


def test_a_copied_folder_is_warned_of_and_used_all_the_same(
    capsys: Printed, make_package: Make
) -> None:
    code, (said, closing) = lines_of(capsys, make_package("hongshan-2023"), "--lang", "zh")
    assert code == 0
    assert "anci-2022" in said
    assert "title" in said
    assert "没有问题" in closing

    def renamed(content: bytes) -> bytes:
        return json.dumps(json.loads(content) | {"name": "guangyang-2023"}).encode()

    own = make_package("guangyang-2023", {"datapackage.json": renamed})
    assert lines_of(capsys, own, "--lang", "zh") == (0, ["guangyang-2023: 没有问题"])


@pytest.mark.parametrize(
    "paths",
    [
        ["layers/extra.geojson"],
        ["layers/台账.xlsx"],
        ["layers/old/roads.geojson"],
        ["layers/a.dbf", "layers/a.prj", "layers/a.shp", "layers/a.shx"],
        [f"layers/part-{number}.geojson" for number in range(9)],
    ],
)
def test_layer_files_that_nobody_names_are_warned_of_once(
    capsys: Printed, make_package: Make, paths: list[str]
) -> None:
    root = make_package()
    beside = [
        "layers/Thumbs.db",
        "layers/~$roads.xlsx",
        "layers/.~lock.a#",
        "notes.txt",
        "a.gpkg-wal",
    ]
    for path in [*paths, *beside]:
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(b"anything")
    code, (said, closing) = lines_of(capsys, root, "--lang", "zh")
    assert (code, said.startswith(paths[0])) == (0, True)
    assert all(path in said for path in paths[1:5])
    assert "layers.csv" in said
    assert "Thumbs" not in said
    assert "没有问题" in closing


@pytest.mark.parametrize(
    ("variables", "is_chinese"),
    [
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "zh_TW.Big5"}, True),
        ({"LC_ALL": "zh_CN.GB18030", "LANG": "en_GB.UTF-8"}, True),
        ({"LC_MESSAGES": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, False),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, False),
        ({"LANG": "de_DE.UTF-8"}, False),
        ({}, False),
    ],
)
def test_the_language_is_that_of_the_locale(
    capsys: Printed,
    monkeypatch: pytest.MonkeyPatch,
    anci_root: Path,
    variables: dict[str, str],
    is_chinese: bool,
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    closing = lines_of(capsys, anci_root)[1][-1]
    assert closing == f"anci-2022: {'没有问题' if is_chinese else 'no faults'}"


WRONG_COLUMNS: dict[str, Callable[[dict[str, object]], object]] = {
    "names of another program": lambda given: given.clear() or given.update({"名称": "某路"}),
    "a precision in words": lambda given: given.update(precision="精确"),
    "no English names": lambda given: given.pop("name_en"),
    "empty names": lambda given: given.update(name_zh=" "),
    "a workstream by its name": lambda given: given.update(workstream="道路"),
    "a source by its title": lambda given: given.update(source_id="2022年报告"),
    "codes as numbers": lambda given: given.update(code=131002),
    "ids in Chinese": lambda given: given.update(place_id=f"{given['place_id']}路"),
}


@pytest.mark.parametrize("name", WRONG_COLUMNS)
def test_one_wrong_column_of_a_layer_is_one_line(
    capsys: Printed, make_package: Make, name: str
) -> None:
    def wrong(content: bytes) -> bytes:
        layer = json.loads(content)
        model = layer["features"][0]
        layer["features"] = []
        for number in range(30):
            given = model["properties"] | {"place_id": f"place-{number}"}
            WRONG_COLUMNS[name](given)
            layer["features"].append({**model, "properties": given})
            layer["features"][-1].pop("id")
        return json.dumps(layer, ensure_ascii=False).encode()

    code, lines = lines_of(capsys, make_package(edits={"layers/villages.geojson": wrong}))
    assert code == 1
    assert len(lines) <= 3, lines
    assert "29 more rows" in lines[0] or "30 rows" in lines[0]
