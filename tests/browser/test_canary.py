"""Is every text of a package shown literally, and would this test notice if it were not?"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.canary import (
    PARTS,
    check_explorer,
    check_page,
    check_sharing,
    check_unharmed,
    make_canary,
)
from tests.browser.conftest import ROOT, serve
from tests.browser.visitor import WAIT_MS, Visitor

Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def canary_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("canary")
    make_canary(ROOT / "data" / "anci-2022", data / "canary")
    return data


@pytest.fixture(scope="module")
def canary_address(canary_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(canary_data, tmp_path_factory.mktemp("served") / "log") as served:
        yield served


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_explorer_shows_traps_literally(go_on: Visit, canary_address: str, lang: str) -> None:
    check_explorer(go_on(f"/?lang={lang}", address=canary_address))


@pytest.mark.parametrize("page", ["figures", "sources"])
def test_other_pages_show_traps_literally(go_on: Visit, canary_address: str, page: str) -> None:
    check_page(go_on(f"/{page}", address=canary_address))


def test_no_text_of_a_package_means_anything_where_it_is_shared(
    go_on: Callable[..., Visitor], canary_address: str
) -> None:
    check_sharing(go_on("/?place=minghua-road", address=canary_address))


def test_a_trap_in_the_link_stays_a_text(go_on: Visit, canary_address: str) -> None:
    visitor = go_on("/?q=%3Cimg%20src%3Dx%3E{{7*1111111}}", address=canary_address)
    visitor.map()
    assert visitor.page.locator('img[src="x"]').count() == 0
    assert "7777777" not in visitor.page.content()


MUTATIONS = {
    "map": ("geo/browser/dist/map.js", "textContent", "innerHTML"),
    "panel": (
        "pages/shared/places.py",
        "name=place.name.get(lang),",
        "name=Markup(place.name.get(lang)),",
    ),
    "labels": ("pages/shared/labels.py", "return _SPECIAL.sub(", "return words or ("),
}
"""Of each part of the page its file, and what is put for what there."""
AT_ONCE_MS = 100
"""The harm is seen before, so all that is looked at stands there."""


@contextmanager
def at_once() -> Iterator[None]:
    """Wait for nothing that is expected."""
    expect.set_options(timeout=AT_ONCE_MS)
    try:
        yield
    finally:
        expect.set_options(timeout=WAIT_MS)


@pytest.fixture
def weak(canary_data: Path, browser: Browser, tmp_path: Path) -> Iterator[Visitor]:
    """A visitor of an app whose every escaping is taken away."""
    at = tmp_path / "weak"
    at.mkdir()
    for part in ("app.py", "geo", "pages", ".streamlit"):
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, at / part)
    for file, escaped, unescaped in MUTATIONS.values():
        content = (at / file).read_text(encoding="utf-8")
        assert escaped in content, "the escaping has moved: name its new place"
        (at / file).write_text(content.replace(escaped, unescaped), encoding="utf-8")
    with serve(canary_data, tmp_path / "log", at) as address:
        visitor = Visitor(browser, address, "/")
        yield visitor
        visitor.close()


def test_each_check_fails_without_the_escaping(weak: Visitor) -> None:
    assert set(MUTATIONS) == set(PARTS)
    weak.map()
    weak.choose("minghua-road")
    harm = {
        "map": weak._in_map(".om-popup h3 img"),
        "panel": weak.page.locator("section.panel h2 img"),
        "labels": weak.page.locator(".st-key-workstreams button em"),
    }
    for part, check in PARTS.items():
        expect(harm[part].first).to_be_attached()
        with pytest.raises(AssertionError), at_once():
            check(weak)
    with pytest.raises(AssertionError):
        check_unharmed(weak)
