"""Can several packages stand side by side, each with its own link?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pages.shared.serving import store
from tests.test_pages import html_of, open_page

MakePackage = Callable[..., Path]


@pytest.fixture
def two_packages(make_package: MakePackage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The real package under two names, the second with another title and without villages."""

    def retitled(content: bytes) -> bytes:
        return content.replace("安次区 2022".encode(), "邻区 2023".encode())

    def without_villages(content: bytes) -> bytes:
        return json.dumps(json.loads(content) | {"features": []}).encode()

    make_package("anci-2022")
    other = make_package(
        "linqu-2023",
        {"datapackage.json": retitled, "layers/villages.geojson": without_villages},
    )
    monkeypatch.setenv("ONEMAP_DATA", str(other.parent))
    store.cache_clear()
    yield other.parent
    store.cache_clear()


@pytest.mark.usefixtures("two_packages")
def test_the_first_package_is_the_default_and_not_written() -> None:
    app = open_page("map")
    assert "安次区 2022" in html_of(app)
    assert dict(app.query_params) == {}
    assert app.selectbox(key="package").options == ["安次区 2022", "邻区 2023"]


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
def test_an_unknown_package_opens_the_default_with_a_notice() -> None:
    app = open_page("map", data="../../etc")
    assert "安次区 2022" in html_of(app)
    assert len(app.info) == 1


def test_a_deployment_chooses_its_default(
    two_packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert two_packages.is_dir()
    monkeypatch.setenv("ONEMAP_PACKAGE", "linqu-2023")
    assert "邻区 2023" in html_of(open_page("map"))
