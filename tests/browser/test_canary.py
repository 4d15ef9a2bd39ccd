"""Is every text of a package shown literally, and would this test notice if it were not?"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.canary import check_explorer, check_page, check_sharing, make_canary
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
def test_explorer_shows_traps_literally(visit: Visit, canary_address: str, lang: str) -> None:
    check_explorer(visit(f"/?lang={lang}", address=canary_address))


@pytest.mark.parametrize("page", ["figures", "sources"])
def test_other_pages_show_traps_literally(visit: Visit, canary_address: str, page: str) -> None:
    check_page(visit(f"/{page}", address=canary_address))


def test_no_text_of_a_package_means_anything_where_it_is_shared(
    visit: Callable[..., Visitor], canary_address: str
) -> None:
    check_sharing(visit("/?place=minghua-road", address=canary_address))


def test_a_trap_in_the_link_stays_a_text(visit: Visit, canary_address: str) -> None:
    visitor = visit("/?q=%3Cimg%20src%3Dx%3E{{7*1111111}}", address=canary_address)
    visitor.map()
    assert visitor.page.locator('img[src="x"]').count() == 0
    assert "7777777" not in visitor.page.content()


MUTATIONS = {
    "popup": ("geo/browser/dist/map.js", "textContent", "innerHTML"),
    "panel": (
        "pages/shared/panel.py",
        "name=place.name.get(lang),",
        "name=Markup(place.name.get(lang)),",
    ),
    "label": ("pages/shared/labels.py", "return _SPECIAL.sub(", "return words or ("),
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_the_check_fails_without_the_escaping(
    mutation: str,
    canary_data: Path,
    browser: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file, escaped, unescaped = MUTATIONS[mutation]
    weak = tmp_path / "weak"
    for part in ("app.py", "geo", "pages", ".streamlit"):
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        weak.mkdir(exist_ok=True)
        copy(ROOT / part, weak / part)
    content = (weak / file).read_text(encoding="utf-8")
    assert escaped in content, "the escaping has moved: name its new place"
    (weak / file).write_text(content.replace(escaped, unescaped), encoding="utf-8")
    monkeypatch.setattr("tests.browser.visitor.WAIT_MS", WAIT_MS // 6)
    with serve(canary_data, tmp_path / "log", weak) as address:
        visitor = Visitor(browser, address, "/")
        with pytest.raises(AssertionError):
            check_explorer(visitor)
        visitor.close()
