"""Is a package that was only begun shown as one that waits for its data?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.__main__ import main
from geo.language.bilingual import LANGUAGES
from geo.language.texts import text
from geo.package.read import read_package
from geo.served.facts import facts
from geo.store.store import shared_store
from tests import ROOT
from tests.conftest import sealed_as_it_lies
from tests.pages.test_pages import html_of, open_page, rows


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package as `python -m geo new` makes it: the district, and every table with its header."""
    root = tmp_path_factory.mktemp("empty") / "data" / "hongshan-2023"
    shutil.copytree(ROOT / "data" / "hongshan-2023", root)
    for table in ("figures", "workstreams"):
        header = (root / f"{table}.csv").read_bytes().splitlines(keepends=True)[0]
        (root / f"{table}.csv").write_bytes(header)
    lines = (root / "layers.csv").read_text("utf-8").splitlines(keepends=True)
    (root / "layers.csv").write_text("".join(lines[:2]), "utf-8")
    for path in (root / "layers").iterdir():
        if path.name != "district.geojson":
            path.unlink()
    sealed_as_it_lies(root)
    assert read_package(root).figures == ()
    return root


@pytest.fixture
def served(empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ONEMAP_DATA", str(empty.parent))
    monkeypatch.setenv("ONEMAP_BUILD", str(tmp_path / "build"))
    shared_store.cache_clear()
    yield
    shared_store.cache_clear()


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_package_says_that_it_is_empty(empty: Path, lang: str) -> None:
    on_map = open_page("map", lang=lang)
    assert text("lead.nothing", lang) in html_of(on_map)
    assert text("lead.note", lang) not in html_of(on_map)
    told = facts(read_package(empty))
    assert told["sentence"][lang] == [(text("lead.nothing", lang), 0, True)]
    assert told["note"][lang] == text("lead.nothing_note", lang)
    (row,) = rows(on_map)
    assert row.startswith("row--hongshan--")
    figures = html_of(open_page("figures", lang=lang))
    assert text("figures.nothing", lang) in figures
    assert text("figures.empty", lang) not in figures
    assert "Tianditu" in html_of(open_page("sources", lang="en"))


def test_an_empty_package_is_written_and_printed(empty: Path, tmp_path: Path) -> None:
    for command in ("html", "sheet"):
        out = tmp_path / command
        assert main([command, str(empty), "-o", str(out)]) == 0
        assert out.stat().st_size > 10_000


def test_a_package_of_another_year_waits_for_its_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has lines of work, none of which has a figure to stand first."""
    root, older = tmp_path / "data" / "hongshan-2024", ROOT / "data" / "hongshan-2023"
    options = ["--year", "2024", "--from", str(older), "--into", str(root)]
    assert main(["new", "洪山区", *options]) == 0
    monkeypatch.setenv("ONEMAP_DATA", str(root.parent))
    monkeypatch.setenv("ONEMAP_BUILD", str(tmp_path / "build"))
    shared_store.cache_clear()
    on_map = open_page("map", lang="en")
    assert text("lead.nothing", "en") in html_of(on_map)
    assert len(rows(on_map)) == len(read_package(older).place)
    assert text("figures.nothing", "en") in html_of(open_page("figures", lang="en"))
    for command in ("html", "sheet"):
        assert main([command, str(root), "-o", str(tmp_path / command)]) == 0
    shared_store.cache_clear()
