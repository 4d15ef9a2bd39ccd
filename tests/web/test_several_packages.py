"""Can several packages stand side by side, each with its own link?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.build.folder import BuildFolder
from geo.language.texts import text
from geo.store.publishing import withdraw
from geo.store.store import shared_store
from tests.conftest import sealed_as_it_lies
from tests.pages.test_pages import INDEX, html_of, open_page

MakePackage = Callable[..., Path]
GONE_ID, MARKUP = "hongshan-2023", "<b>x"
GONE = {
    GONE_ID: True,
    "a" * 80: True,
    "a" * 81: False,
    "Hongshan-2023": False,
    "洪山区": False,
    "../../etc": False,
    MARKUP: False,
}
"""What a link may name that is not there, and whether the page says it again."""


pytestmark = pytest.mark.usefixtures("installed")


@pytest.fixture
def two_packages(make_package: MakePackage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The real package under two names, the second with another title and without villages."""

    def retitled(content: bytes) -> bytes:
        return content.replace("安次区2022年".encode(), "邻区 2023".encode())

    def without_villages(content: bytes) -> bytes:
        return json.dumps(json.loads(content) | {"features": []}).encode()

    make_package("anci-2022")
    other = make_package(
        "linqu-2023",
        {"datapackage.json": retitled, "layers/villages.geojson": without_villages},
    )
    monkeypatch.setenv("ONEMAP_DATA", str(other.parent))
    shared_store.cache_clear()
    yield other.parent
    shared_store.cache_clear()


@pytest.mark.usefixtures("two_packages")
def test_the_first_package_is_the_default_and_not_written() -> None:
    app = open_page("map")
    assert "安次区2022年" in html_of(app)
    assert dict(app.query_params) == {}
    assert app.selectbox(key="package").options == ["安次区2022年", "邻区 2023"]


@pytest.mark.usefixtures("two_packages")
def test_a_link_names_another_package() -> None:
    app = open_page("map", data="linqu-2023", w="markets")
    assert "邻区 2023" in html_of(app)
    assert dict(app.query_params) == {"data": "linqu-2023", "w": "markets"}


@pytest.mark.usefixtures("two_packages")
def test_changing_the_package_drops_filter_and_place() -> None:
    app = open_page("map", w="markets", place="anci-markets")
    app.selectbox(key="package").select("linqu-2023").run()
    assert "邻区 2023" in html_of(app)
    assert dict(app.query_params) == {"data": "linqu-2023"}


@pytest.mark.usefixtures("two_packages")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_link_to_data_that_are_gone_says_so_and_offers_what_there_is(lang: str) -> None:
    elsewhere = [(page, named) for page in ("figures", "sources") for named in (GONE_ID, MARKUP)]
    for page, named in [*(("map", named) for named in GONE), *elsewhere]:
        told = GONE[named]
        app = open_page(page, data=named, lang=lang, v="1.0.0", place="minghua-road")
        shown = html_of(app)
        assert (text("gone.named", lang, named=named) in shown) == told
        assert (named in shown) == told, "what could be anything is not repeated"
        assert text("gone.title", lang) in shown
        tops = re.findall(r'<a href="\./(\w*)\?lang=(\w+)" target="_self">', shown)
        assert tops == [("", lang), ("figures", lang), ("sources", lang)]
        assert {"anci-2022", "linqu-2023"} == set(re.findall(r"\?data=([\w-]+)", shown))
        assert "4135" not in shown.replace(",", "")
        assert not app.button
        choice = app.button_group(key="language-of-words")
        assert choice.value == lang
        other = {"zh": "en", "en": "zh"}[lang]
        shown = html_of(choice.set_value(other).run())
        assert text("gone.title", other) in shown
        assert (named in shown) == told


@pytest.mark.usefixtures("two_packages")
def test_a_page_that_is_open_does_not_change_to_another_district() -> None:
    view = open_page("map", data="linqu-2023").session_state["view"]
    assert view.data == "linqu-2023"
    withdraw(BuildFolder(shared_store().builds, "linqu-2023"))
    shared_store.cache_clear()
    app = AppTest.from_file(str(INDEX), default_timeout=60)
    app.session_state["view"], app.session_state["ignored"] = view, ()
    app.session_state["steps"] = 0
    shown = html_of(app.run())
    assert text("gone.title", "zh") in shown
    assert set(re.findall(r"\?data=([\w-]+)", shown)) == {"anci-2022"}


@pytest.mark.usefixtures("two_packages")
def test_a_pinned_link_shows_its_version_and_offers_the_present_one(two_packages: Path) -> None:
    pinned = shared_store().serve("linqu-2023").package
    descriptor = two_packages / "linqu-2023" / "datapackage.json"
    said = json.loads(descriptor.read_bytes()) | {"version": "9.0", "title": "邻区 改名"}
    descriptor.write_text(json.dumps(said), "utf-8")
    sealed_as_it_lies(descriptor.parent)
    shared_store.cache_clear()
    assert "邻区 改名" in html_of(open_page("map", data="linqu-2023"))
    app = open_page("map", data="linqu-2023", v=pinned.version)
    assert "邻区 2023" in html_of(app)
    assert "邻区 改名" not in html_of(app)
    app.button(key="follow-present").click().run()
    assert "邻区 改名" in html_of(app)
    assert dict(app.query_params) == {"data": "linqu-2023"}
    app = open_page("map", data="linqu-2023", v="8.0")
    assert text("outdated.title", "zh") in html_of(app)


def test_a_deployment_chooses_its_default(
    two_packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert two_packages.is_dir()
    monkeypatch.setenv("ONEMAP_PACKAGE", "linqu-2023")
    assert "邻区 2023" in html_of(open_page("map"))


def test_where_all_is_known_no_title_says_otherwise_and_the_contact_is_named(
    make_package: MakePackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_contact(content: bytes) -> bytes:
        return json.dumps(json.loads(content) | {"contact": "更新办 0316-000"}).encode()

    edits = {
        "gaps.csv": lambda content: content[: content.index(b"\n") + 1],
        "datapackage.json": with_contact,
    }
    monkeypatch.setenv("ONEMAP_DATA", str(make_package("demo-2023", edits).parent))
    shared_store.cache_clear()
    for lang in ("zh", "en"):
        shown = html_of(open_page("sources", lang=lang))
        assert text("sources.licences", lang) in shown
        assert text("sources.gaps", lang) not in shown
        assert text("sources.report_contact", lang, contact="更新办 0316-000") in shown
    shared_store.cache_clear()
