"""Does the page show what is said of files, with what can be done about it, and do it?"""

from __future__ import annotations

import re
import shutil
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.export.template import template_workbook
from geo.intake.read import read_content
from geo.package.package import Package
from geo.package.read import read_package
from geo.store.store import Store
from tests.intake.made import workbook
from tests.intake.test_taking import LAT, LON, ledger
from tests.pages.test_packed_page import SCRIPT, SHOWN, plain

Open = Callable[..., AppTest]


@pytest.fixture
def page(make_package: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Open:
    """The page over a copy of Anci, with one workbook dropped on it."""
    root = make_package()
    store = Store(root.parent, builds=root.parent.parent / "builds", recheck_seconds=0)
    for module in SHOWN:
        monkeypatch.setattr(f"pages.shared.editing.{module}.shared_store", lambda: store)
    monkeypatch.setattr(
        "pages.shared.editing.desk.read_brought",
        lambda name, content, _: read_content(name, content),
    )
    monkeypatch.setenv("ONEMAP_EDIT", "local")

    def open_with(rows: list[Any], lang: str = "zh", *, content: bytes = b"") -> AppTest:
        app = AppTest.from_string(SCRIPT.format(lang), default_timeout=60).run()
        content = content or workbook({"Sheet1": rows})
        app.file_uploader[0].set_value(("老旧小区台账.xlsx", content, "application/zip")).run()
        assert not app.exception
        return app

    return open_with


def test_data_go_into_the_package_that_is_looked_at_unless_another_is_chosen(
    page: Open, make_package: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    present = read_package(make_package("demo-2023"))
    visit = SimpleNamespace(lang="zh", package=present)
    monkeypatch.setattr("pages.shared.state.current_visit", lambda: visit)
    app = AppTest.from_file("../../pages/your_data.py", default_timeout=60).run()
    assert not app.exception
    into = app.selectbox(key="edit-package")
    assert into.value == "demo-2023"
    assert len(into.options) == 3


def said(app: AppTest) -> str:
    shown = [*app.warning, *app.error, *app.caption, *app.markdown]
    return "\n".join(plain(each.value) for each in shown)


def drawn(app: AppTest) -> list[str]:
    html = "".join(each.proto.body for each in app.get("html"))
    return [b64decode(found).decode() for found in re.findall(r"svg\+xml;base64,([^\"]+)", html)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_coordinates_are_from_is_asked_with_a_picture_of_each_answer(
    page: Open, lang: str
) -> None:
    app = page(ledger(3), lang)
    close, district = drawn(app)
    names = {"zh": ("高德", "百度", "天地图 / GPS"), "en": ("Amap", "Baidu", "Tianditu / GPS")}
    assert all(f">{name}<" in close for name in names[lang])
    spots = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="7"', close)
    assert len(set(spots)) == 3
    assert "<rect" in district
    assert "href" not in close + district
    app.radio[0].set_value("gcj02").run()
    assert not drawn(app)
    assert app.button(key="edit-go")
    app.button(key="edit-back--datum").click().run()
    assert len(drawn(app)) == 2


def test_a_remedy_is_a_button_and_can_be_taken_back(page: Open) -> None:
    rows = [("名称", "经度", "纬度", "户数"), ("甲院", LAT, LON, 20), ("乙院", LAT, LON, 30)]
    app = page(rows)
    app.radio[0].set_value("wgs84").run()
    assert "两列放反了。已对调" in said(app)
    app.button(key="edit-do-order:老旧小区台账.xlsx=given").click().run()
    assert not app.exception
    assert "两列放反了" not in said(app)
    assert "坐标不是经纬度" in said(app)
    app.button(key="edit-back--order:老旧小区台账.xlsx").click().run()
    assert "两列放反了。已对调" in said(app)


def test_many_remedies_are_a_list_and_many_messages_are_folded(page: Open) -> None:
    rows = [("名称", "规模", "街道"), *((f"院{i}", i, "银河南道") for i in range(1, 9))]
    app = page([*rows, *(("", i, "永华道") for i in range(9, 16))])
    lists = {each.key: each for each in app.selectbox}
    lists["edit-choose-unit:规模"].set_value("平方米").run()
    assert not app.exception
    assert "8 项数据" in said(app)
    assert "还有 3 条同样的" in [each.label for each in app.expander]
    keep = [each.key for each in app.button if each.key and each.key.endswith("=keep")]
    assert len(keep) == 7
    app.button(key=keep[-1]).click().run()
    assert "9 个地点" in said(app)


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "a value unlike its wording": (
        lambda root: edit(
            root / "figures.csv", lambda held: held.replace(b",14000,e", b",14001,e")
        ),
        "figures.csv",
    ),
    "fewer rows": (
        lambda root: edit(root / "figures.csv", lambda held: held[: held.rfind(b"\n", 0, -1) + 1]),
        "figures.csv",
    ),
    "half written": (lambda root: edit(root / "gaps.csv", lambda held: held[:-30]), "gaps.csv"),
    "a file deleted": (lambda root: (root / "sources.csv").unlink(), "sources.csv"),
    "the folder gone": (
        lambda root: shutil.move(root, root.parent.parent / "away"),
        "文件夹已删除",
    ),
}


def edit(path: Path, change: Callable[[bytes], bytes]) -> None:
    held = path.read_bytes()
    assert change(held) != held
    path.write_bytes(change(held))


def test_why_a_folder_is_not_what_is_public_is_said_in_chinese(
    make_package: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, (spoil, file) in SPOILT.items():
        root = make_package()
        builds = root.parent.parent / "builds"
        store = Store(root.parent, builds=builds, recheck_seconds=0)
        version = store.serve(root.name).package.version
        for module in SHOWN:
            monkeypatch.setattr(f"pages.shared.editing.{module}.shared_store", lambda s=store: s)
        monkeypatch.setenv("ONEMAP_EDIT", "local")
        app = AppTest.from_string(SCRIPT.format("zh"), default_timeout=60).run()
        assert not app.error, name
        spoil(root)
        store.serve(root.name)
        app = AppTest.from_string(SCRIPT.format("zh"), default_timeout=60).run()
        assert not app.exception, name
        (shown,) = (plain(each.value) for each in app.error)
        assert file in shown, name
        assert "公开的仍是上一个状态" in shown
        assert store.serve(root.name).package.version == version
        shutil.rmtree(root.parent)
        shutil.rmtree(builds)


def test_english_that_nobody_wrote_is_marked_row_by_row(page: Open) -> None:
    given = ("丙院", "Third Court", 40)
    app = page([("名称", "英文名", "户数"), ("城中村", "", 20), ("乙院", "", 30), given])
    html = "".join(each.proto.body for each in app.get("html"))
    cells = re.findall(r"<tr><td>([^<]+)</td><td>([^<]+)</td>", html)
    assert cells == [
        ("城中村", "Urban villages（来自词表）"),
        ("乙院", "没有，先显示中文"),
        ("丙院", "Third Court"),
    ]


def test_the_workbook_of_ours_is_taken_without_a_warning(page: Open, anci: Package) -> None:
    """Words such as 5400余万元 and 2023年报告 are what its columns are there for."""
    app = page([], content=template_workbook(anci, "zh"))
    assert [plain(each.value) for each in app.warning] == []
    assert not app.error
    assert "没有填的不当作 0" not in said(app)
    assert app.button(key="edit-go")


@pytest.mark.parametrize("is_new", [False, True])
def test_more_than_was_read_is_explained_where_it_is_more(
    page: Open, anci: Package, is_new: bool
) -> None:
    """The new places of a line of work are counted: one figure more than the file has."""
    known = [each for each in anci.place.values() if each.workstream][:2]
    names = ("甲院", "乙院") if is_new else [each.name.zh for each in known]
    stream = anci.workstreams[str(known[0].workstream)].name.zh
    shown = said(page([("名称", "工作类别", "楼栋数"), *((each, stream, 20) for each in names)]))
    assert "读到 2 个地点、2 项数据" in shown
    assert f"{3 if is_new else 2} 项数据" in shown.rpartition("新增")[2]
    assert ("数目可以比读到的多" in shown) is is_new
