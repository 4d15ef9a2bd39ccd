"""Do the documents say what is so? Links, commands, settings, parameters, both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from geo.language.texts import text
from geo.package.package import Package
from geo.records import KNOWN_PRECISIONS, PRECISIONS
from geo.view.link import decode, parameters
from geo.view.selection import known_ids
from geo.view.views import Centre, Known, View
from tests import ROOT
from tests.conftest import WHOLE_ROOMS
from tests.test_architecture import ROOMS

README = {"zh": ROOT / "README.zh-CN.md", "en": ROOT / "README.md"}
BOTH_NAMES = ("README", "docs/deploy", "docs/your-district", "docs/your-data")
BOTH = [(ROOT / f"{name}.zh-CN.md", ROOT / f"{name}.md") for name in BOTH_NAMES]
"""Documents in two languages."""
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("data/*.md"), *ROOT.glob("docs/**/*.md")])
CODE = [ROOT / "app.py", *(p for room in ("geo", "pages") for p in (ROOT / room).rglob("*.py"))]

FENCE = re.compile(r"^( *)```.*?^\1```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^(#+) ", re.MULTILINE)
ROW = re.compile(r"^\|.*\|$", re.MULTILINE)
ITEM = re.compile(r"^(?:-|\d+\.) ", re.MULTILINE)
OURS = re.compile(r"ONEMAP_[A-Z]+")
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)
PATH = re.compile(r"`((?:app\.py|(?:geo|pages|scripts|tests|docs|data)/)[\w./-]*)`")


def read(path: Path) -> str:
    return path.read_text("utf-8")


def prose(path: Path) -> str:
    """A document without its code blocks."""
    return FENCE.sub("", read(path))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def table_with(path: Path, first_id: str) -> list[list[str]]:
    """Cells of the rows of the table whose first row begins with `first_id`, in backticks."""
    tables = re.split(r"\n\s*\n", prose(path))
    (found,) = [table for table in tables if f"|\n| `{first_id}` |" in table]
    rows = [
        [cell.strip(" `") for cell in row.strip("|").split(" | ")] for row in ROW.findall(found)
    ]
    return rows[2:]


def test_there_are_documents() -> None:
    names = {name_of(path) for path in DOCUMENTS}
    expected = {"README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"}
    assert expected | {"data/README.md"} <= names


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_relative_link_leads_somewhere(path: Path) -> None:
    for _, target in LINK.findall(prose(path)):
        if not re.match(r"[a-z]+:", target):
            assert (path.parent / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_file_that_is_named_exists(path: Path) -> None:
    for named in PATH.findall(prose(path)):
        if not named.startswith("data/demo-"):  # the district of the example
            assert (ROOT / named).exists(), named


def shape(path: Path) -> dict[str, object]:
    words = prose(path)
    return {
        "headings": [len(marks) for marks in HEADING.findall(words)],
        "code blocks": len(FENCE.findall(read(path))),
        "code lines": [block.count("\n") for block in (m[0] for m in FENCE.finditer(read(path)))],
        "table rows": len(ROW.findall(words)),
        "items": len(ITEM.findall(words)),
        "images": sum(mark == "!" for mark, _ in LINK.findall(words)),
    }


@pytest.mark.parametrize(("zh", "en"), BOTH, ids=BOTH_NAMES)
def test_both_languages_have_the_same_shape(zh: Path, en: Path) -> None:
    assert shape(zh) == shape(en)


def test_the_readme_has_chapters_and_pictures() -> None:
    assert len(HEADING.findall(prose(README["en"]))) > 8
    assert shape(README["en"])["images"]


@pytest.mark.parametrize(("zh", "en"), BOTH[:2], ids=BOTH_NAMES[:2])
def test_both_languages_name_the_same_things(zh: Path, en: Path) -> None:
    """Whatever stands in backticks is the same in both: commands, settings, parameters, ids."""

    def named(path: Path) -> set[str]:
        return set(re.findall(r"`([^`\n]+)`", prose(path)))

    assert named(zh) == named(en)


def test_pictures_are_those_that_the_scripts_take() -> None:
    names = ("take_screenshots", "guide_pictures")
    scripts = "".join(read(ROOT / "scripts" / f"{name}.py") for name in names)
    shown = {
        Path(target).name
        for path in DOCUMENTS
        for mark, target in LINK.findall(prose(path))
        if mark and not re.match("[a-z]+:", target)
    }
    for name in shown:
        stem = Path(name).stem
        assert any(f'"{each}"' in scripts for each in (stem, re.sub("(zh|en)$", "{lang}", stem)))
    assert {path.name for path in (ROOT / "docs" / "images").iterdir()} == shown


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_make_target_exists(path: Path) -> None:
    targets = set(TARGET.findall(read(ROOT / "Makefile")))
    assert {"run", "test"} <= targets
    commands = re.findall(r"(?:`|^)make ([a-z-]+)", read(path), re.MULTILINE)
    assert set(commands) <= targets


def test_commands_of_the_package_exist() -> None:
    modules = (ROOT / "geo" / "commands").glob("*.py")
    known = {name for m in modules for name in re.findall(r'add_parser\("(\w+)"', read(m))}
    named = {word for path in DOCUMENTS for word in re.findall(r"python -m geo (\w+)", read(path))}
    assert named == known


@pytest.mark.parametrize("path", README.values(), ids=name_of)
def test_settings_in_the_readme_are_those_that_the_code_reads(path: Path) -> None:
    pattern = r"environ\.get\(\s*[\"'](ONEMAP_[A-Z]+)"
    in_code = {name for module in CODE for name in re.findall(pattern, read(module))}
    anywhere = {name for module in CODE for name in OURS.findall(read(module))}
    assert in_code
    assert anywhere == in_code, "the search finds every way in which the code reads a setting"
    assert set(OURS.findall(read(path))) == in_code


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_no_other_document_names_a_setting_that_is_not_there(path: Path) -> None:
    assert set(OURS.findall(read(path))) <= set(OURS.findall(read(README["en"])))


@pytest.mark.parametrize("path", README.values(), ids=name_of)
def test_parameters_are_those_of_the_link_in_its_order(path: Path) -> None:
    known = Known(("other",), "default", ("w",), ("l",), ("place",))
    full = View(
        *("other", "1", "zh", "w", ("w",), ("l",), "q", "place", "osm", (), True),
        Centre(0, 0, 3),
    )
    assert [row[0] for row in table_with(path, "data")] == list(parameters(full, known))


@pytest.mark.parametrize("path", README.values(), ids=name_of)
def test_examples_of_parameters_are_understood(path: Path, anci: Package) -> None:
    known = replace(known_ids(anci, ("anci-2022",), "anci-2022"), basemaps=("osm",))
    for name, _, example in table_with(path, "data"):
        query = dict(parse_qsl(example, strict_parsing=True))
        assert list(query) == [name]
        assert decode(query, known)[1] == (), example


@pytest.mark.parametrize("lang", README)
def test_precisions_are_those_of_the_data_in_the_words_of_the_app(lang: str) -> None:
    area = {"zh": "所在范围和圆标", "en": "its area, a badge"}[lang]
    drawn = {
        **dict.fromkeys(PRECISIONS, area),
        **dict.fromkeys(KNOWN_PRECISIONS, {"zh": "地点本身", "en": "itself"}[lang]),
        "district": {"zh": "全区", "en": "the district"}[lang],
    }
    expected = [
        [precision, text(f"map.precision.{precision}", lang), drawn[precision]]
        for precision in PRECISIONS
    ]
    assert table_with(README[lang], "exact") == expected


@pytest.mark.parametrize("path", README.values(), ids=name_of)
def test_counts_of_the_readme_are_those_of_the_package(path: Path, anci: Package) -> None:
    words = re.search(
        r"(\d+) (?:figures in|项数据，分属) (\d+) .*?(\d+) (?:places in|个地点，分属) (\d+) ",
        prose(path),
        re.DOTALL,
    )
    assert words is not None
    parts = (anci.figures, anci.workstreams, anci.place, anci.layers)
    assert [int(number) for number in words.groups()] == [len(part) for part in parts]


def test_order_of_the_rooms_is_the_one_that_is_tested() -> None:
    (line,) = re.findall(r"^ *(files, .* > .*)$", read(ROOT / "CONTRIBUTING.md"), re.MULTILINE)
    assert [set(rooms.split(", ")) for rooms in line.split(" > ")] == ROOMS


def test_what_unit_leaves_out_is_left_to_test() -> None:
    """Whatever mark a test has, one of the two runs of `make test` takes it."""
    run = re.compile(r"^\t.*-m pytest.* -m (?:\"([^\"]+)\"|(\w+))", re.MULTILINE)
    chosen = ["".join(found) for found in run.findall(read(ROOT / "Makefile"))]
    unit = "not browser and not process and not alone and not whole"
    assert chosen == ["not alone", "alone", unit, "not browser", "browser"]
    assert all(list((ROOT / "tests" / room).glob("test_*.py")) for room in WHOLE_ROOMS)
