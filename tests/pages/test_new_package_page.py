"""Does a new package on the page begin with the outline of the district that its title names?"""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import shapely
from openpyxl import load_workbook
from shapely.geometry import shape
from streamlit.testing.v1 import AppTest

from geo.export.template import FILE_NAMES
from geo.geography.districts import District, find
from geo.geography.new_package import Begun
from geo.geography.sources import GeographyError
from geo.intake.read import read_content
from geo.intake.taking.context import context_of
from geo.language.texts import text
from geo.package.read import read_contents
from geo.store.store import Store
from tests.intake.made import workbook
from tests.pages.test_packed_page import SCRIPT, SHOWN, plain

DESK = "pages.shared.editing.desk"
HONGSHAN = (114.35, 30.50)
ROWS = [
    ("小区名称", "类型", "户数", "经度", "纬度", "坐标系"),
    ("甲院", "老旧小区", 20, *HONGSHAN, "GPS"),
]


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], AppTest]]:
    """The page of a server without a package, with a title typed and a workbook dropped."""
    (tmp_path / "data").mkdir()
    store = Store(tmp_path / "data", builds=tmp_path / "builds", recheck_seconds=0)
    for module in SHOWN:
        monkeypatch.setattr(f"pages.shared.editing.{module}.shared_store", lambda: store)
    monkeypatch.setattr(f"{DESK}.read_brought", lambda name, held, _: read_content(name, held))
    monkeypatch.setenv("ONEMAP_EDIT", "local")

    def open_with(title: str, lang: str = "zh") -> AppTest:
        app = AppTest.from_string(SCRIPT.format(lang), default_timeout=120).run()
        app.selectbox(key="edit-package").select(text("edit.new", lang)).run()
        app.text_input(key="edit-title").set_value(title).run()
        content = workbook({"Sheet1": ROWS})
        if not app.file_uploader:  # there is a package of that name
            return app
        app.file_uploader[0].set_value(("台账.xlsx", content, "application/zip")).run()
        assert not app.exception
        return app

    yield open_with
    brought = tmp_path / "builds" / ".brought"
    assert not brought.exists() or not list(brought.iterdir())


def notes(app: AppTest) -> list[str]:
    return [plain(each.value) for each in app.caption]


def test_it_has_the_districts_outline_and_townships(
    page: Callable[[str], AppTest], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page("洪山区2024")
    assert text("edit.outline", "zh") in notes(app)
    offered = app.session_state["edit-begun"][1]["zh", ""].workbook
    sheets = load_workbook(io.BytesIO(offered)).sheetnames
    assert sheets[:3] == ["地点", "数据", "出处"]
    assert [each.label for each in app.get("download_button")] == ["下载待填的 一张图.xlsx"]
    app.button(key="edit-go").click().run()
    assert not app.error
    (root,) = (tmp_path / "data").iterdir()
    assert root.name == "hongshan-2024"  # as the command names it
    context = context_of(root.name, read_contents(root))
    outline = context.shapes[context.root_area]
    assert outline.contains(shapely.Point(HONGSHAN))
    assert len(outline.exterior.coords if outline.geom_type == "Polygon" else outline.geoms) != 5
    assert len(context.area_names) > 5
    places = [each for found in context.layers.values() for each in found]
    made = next(each for each in places if each["properties"]["name_zh"] == "甲院")
    assert shape(made["geometry"]).distance(shapely.Point(HONGSHAN)) < 1e-5
    monkeypatch.setattr(f"{DESK}.begun", lambda *_, **__: Begun(root.name))
    again = page("洪山区2024年")
    assert text("edit.new_exists", "zh", title="洪山区2024年") in plain(again.error[0].value)


def test_without_the_data_it_is_a_box_and_says_how_to_get_an_outline(
    page: Callable[[str], AppTest], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise GeographyError("没有", "missing")

    monkeypatch.setattr("geo.geography.new_package.need_all", missing)
    app = page("洪山区2024")
    assert text("edit.outline_missing", "zh") in notes(app)
    app.button(key="edit-go").click().run()
    assert not app.error
    (root,) = (tmp_path / "data").iterdir()
    context = context_of(root.name, read_contents(root))
    assert context.shapes[context.root_area].area == pytest.approx(0.04**2)


NAMESAKES = [
    District("320106", "鼓楼区", "南京市", "江苏省"),
    District("320302", "鼓楼区", "徐州市", "江苏省"),
    District("420111", "洪山区", "武汉市", "湖北省"),
]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("title", ["鼓楼区2024", "鼓搂区2024"])
def test_of_several_districts_it_is_chosen_which(
    page: Callable[..., AppTest],
    anci_root: Path,
    monkeypatch: pytest.MonkeyPatch,
    title: str,
    lang: str,
) -> None:
    """Where the name is that of several, and where it is misspelt."""
    meant = []

    def made(name: str, _: str, root: Path, lang: str) -> CompletedProcess[str]:
        try:
            meant.append(find(name, NAMESAKES).code)
        except GeographyError as error:
            return CompletedProcess([], 2, "", error.said.get(lang))
        shutil.copytree(anci_root, root / "gulou-2024")
        (root / "gulou-2024" / FILE_NAMES[lang]).write_bytes(b"a workbook")
        return CompletedProcess([], 0, "", "")

    monkeypatch.setattr("geo.geography.new_package._made", made)
    monkeypatch.setattr("geo.geography.new_package.need_all", lambda: None)
    app = page(title, lang)
    assert notes(app) == [text("edit.outline_box", lang), *notes(app)[1:]]
    (box,) = [each for each in app.selectbox if each.key == f"edit-district--{title}"]
    asked = {code: each for each in box.options for code in ("320106", "320302") if code in each}
    if title.startswith("鼓楼"):
        assert asked.keys() == {"320106", "320302"}
        assert len(box.options) == 2
    assert all(NAMESAKES[1].listed.get(lang)[7:] in each for each in [asked["320302"]])
    box.select(asked["320302"]).run()
    assert not app.exception
    assert meant == ["320302"]
    assert text("edit.outline", lang) in notes(app)


@pytest.mark.parametrize(
    ("title", "said"), [("某片区", "标题里写上区名和年份"), ("没有的区2024", "找不到“没有的区”")]
)
def test_a_title_that_is_no_district_is_told(
    page: Callable[[str], AppTest], title: str, said: str
) -> None:
    app = page(title)
    assert any(said in each for each in notes(app))
    assert any("方框" in each for each in notes(app))
