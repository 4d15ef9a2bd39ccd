"""Does a file on an officer's desk become a public map in four steps, with nothing typed?"""

from __future__ import annotations

import io
import json
import re
import shutil
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from playwright.sync_api import Browser, Page, expect
from pyproj import Transformer

from geo.datum import convert
from tests import ROOT
from tests.intake.drawings_made import drawing, entity
from tests.intake.made import archive, as_text, collection, feature, workbook
from tests.running import serve

TRUE = ((116.7011, 39.5123), (116.7093, 39.5081))
"""Where the places of every file lie, in WGS-84."""
AMAP = tuple(map(tuple, convert(TRUE, "wgs84", "gcj02").tolist()))
"""The same as a map of Amap shows it, which no file says."""
HEADER = ("序号", "小区名称", "所属街道", "类型", "户数", "经度", "纬度", "联系电话")
METRE = 0.00001
WAIT = 120_000
FOREIGN = re.compile(r"[A-Za-z]{3,}")
KNOWN = set(
    FOREIGN.findall(
        "Excel csv shp zip kml kmz geojson gpkg parquet dxf xlsx GPS GCJ WGS cpg EPSG "
        "CGCS degree Gauss Kruger zone"
    )
)
Desk = tuple[Page, str]


def names(kind: str) -> tuple[str, str]:
    return f"{kind}里小区", f"{kind}和平里"


def rows(kind: str) -> list[tuple[Any, ...]]:
    found = zip(names(kind), AMAP, strict=True)
    return [(1, name, "永华道", "老旧小区", 303, *at, "13800000000") for name, at in found]


def frame(kind: str, epsg: int) -> gpd.GeoDataFrame:
    shapes = gpd.points_from_xy(*zip(*TRUE, strict=True), crs=4490)
    made = gpd.GeoDataFrame({"小区名称": names(kind), "户数": [303, 86]}, geometry=shapes)
    return made.to_crs(epsg)


def ledger(kind: str, _: Path) -> bytes:
    total = ("合计", "", "", "", 606, "", "", "")
    return workbook({"Sheet1": [("老旧小区改造台账",), HEADER, *rows(kind), total]})


def table(kind: str, _: Path) -> bytes:
    return "\r\n".join(";".join(map(str, row)) for row in [HEADER, *rows(kind)]).encode("gbk")


def shapefile(kind: str, folder: Path) -> bytes:
    frame(kind, 4527).to_file(folder / "点.shp", engine="pyogrio", encoding="GBK")
    return archive({p.name: p.read_bytes() for p in folder.glob("点.*") if p.suffix != ".cpg"})


def placemarks(kind: str, _: Path) -> bytes:
    marks = "".join(
        f"<Placemark><name>{name}</name><ExtendedData><Data name='户数'><value>303</value></Data>"
        f"</ExtendedData><Point><coordinates>{x},{y},0</coordinates></Point></Placemark>"
        for name, (x, y) in zip(names(kind), AMAP, strict=True)
    )
    space = "xmlns='http://www.opengis.net/kml/2.2'"
    return f"<?xml version='1.0'?><kml {space}><Document>{marks}</Document></kml>".encode()


def features(kind: str, _: Path) -> bytes:
    found = zip(names(kind), AMAP, strict=True)
    made = [
        feature({"type": "Point", "coordinates": at}, 小区名称=name, 户数=303) for name, at in found
    ]
    return as_text(collection(*made))


def geopackage(kind: str, folder: Path) -> bytes:
    frame(kind, 4490).to_file(folder / "a.gpkg", layer="老旧小区", engine="pyogrio", driver="GPKG")
    return (folder / "a.gpkg").read_bytes()


def geoparquet(kind: str, _: Path) -> bytes:
    stream = io.BytesIO()
    frame(kind, 4490).to_parquet(stream)
    return stream.getvalue()


def plan(kind: str, _: Path) -> bytes:
    """A drawing in metres that names no system: the district tells which it is."""
    marks = []
    for name, (x, y) in zip(names(kind), plane(4548), strict=True):
        at = {"c10": round(x, 3), "c20": round(y, 3)}
        marks += [entity("POINT", "小区", **at), entity("TEXT", "小区", c1=name, c40=2.5, **at)]
    return drawing(*marks)


def plane(epsg: int) -> list[tuple[float, float]]:
    way = Transformer.from_crs(4490, epsg, always_xy=True)
    return [way.transform(*at) for at in TRUE]


KINDS: dict[str, tuple[str, Callable[[str, Path], bytes]]] = {
    "表格": ("老旧小区台账.xlsx", ledger),
    "文字表": ("小区.csv", table),
    "图形": ("改造点位.zip", shapefile),
    "标记": ("我的标记.kml", placemarks),
    "要素": ("小区要素.geojson", features),
    "地理包": ("小区图层.gpkg", geopackage),
    "列存": ("小区列存.parquet", geoparquet),
    "图纸": ("小区位置.dxf", plan),
}
"""A word in the names of its places, the file's name, and what makes it."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Desk]:
    """The edit page over copies of the real packages, and the app's address."""
    folder = tmp_path_factory.mktemp("desk")
    for name in ("anci-2022", "hongshan-2023"):
        shutil.copytree(ROOT / "data" / name, folder / "data" / name)
    with serve(folder / "data", folder / "log", ONEMAP_EDIT="local") as at:
        page = browser.new_page()
        page.set_default_timeout(WAIT)
        errors: list[str] = []
        outside: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda asked: outside.append(asked.url))
        page.goto(f"{at}/edit?lang=zh")
        yield page, at
        page.close()
        assert errors == []
        assert not [url for url in outside if not url.startswith((at, "data:", "blob:"))]


@pytest.mark.parametrize(("width", "most"), [(390, 2), (1000, 1), (1100, 1), (1160, 1)])
def test_the_top_of_all_pages_is_one_row_in_english_as_well(
    desk: Desk, width: int, most: int
) -> None:
    """Also with the list of packages, tour and share; and with a fourth page, given its room.

    On a phone it is two rows: the list of packages says what the title would say.
    """
    page, at = desk
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{at}/edit?lang=en")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Anci District")
    own = page.get_by_role("link", name="Your data")
    expect(own).to_be_visible()
    expect(page.locator(".st-key-package")).to_be_visible()
    if width < 1100:
        away = "link => { link.closest('.stElementContainer').style.display = 'none'; }"
        own.evaluate(away)  # as on a public server
    expect(page.locator(".st-key-header button").last).to_be_visible()
    page.wait_for_function("document.querySelectorAll('.st-key-header > *').length >= 6")
    rows = page.eval_on_selector_all(
        ".st-key-header > *",
        "found => found.map(node => node.getBoundingClientRect())"
        ".filter(({ height, right }) => height && right > 0)"
        ".map(({ top, height }) => Math.round((top + height / 2) / 10))",
    )
    assert len(rows) >= 6 - (width < 640)
    assert max(rows) - min(rows) <= 1 + 5 * (most - 1), "one row, on a phone two"
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{at}/edit?lang=zh")


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_becomes_a_public_map_in_four_steps(desk: Desk, kind: str, tmp_path: Path) -> None:
    page, at = desk
    name, make = KINDS[kind]
    content = make(kind, tmp_path)
    file: Any = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files([file])
    steps = 1
    ready = page.get_by_role("button", name="在地图上预览")
    question = page.get_by_text("这些坐标取自哪里")
    expect(ready.or_(question).first).to_be_visible(timeout=WAIT)
    if question.count():
        expect(page.locator(".where-from img")).to_have_count(2)
        assert foreign(page) == set()
        page.get_by_text("高德、腾讯", exact=True).click()
        steps += 1
    press(page, "在地图上预览")
    steps += 1
    draft = page.locator("a.draft").get_attribute("href") or ""
    assert foreign(page) == set()
    press(page, "发布")
    steps += 1
    public = page.locator("a.public").get_attribute("href") or ""
    assert steps <= 4
    typed = page.locator(".stTextInput input").evaluate_all("all => all.map((each) => each.value)")
    assert "".join(typed) == ""
    assert {name: found_at(at, public, name) for name in names(kind)} == {
        name: pytest.approx(point, abs=METRE) for name, point in zip(names(kind), TRUE, strict=True)
    }
    if kind == "表格":
        look_at(page, at, draft, public)
    expect(page.get_by_role("button", name="撤回到上一个状态")).to_have_count(1)
    expect(page.get_by_role("button", name=f"拿掉 {name}")).to_have_count(0)


def press(page: Page, name: str) -> None:
    """Press a button once all is drawn: until then what is above it may still push it away."""
    button = page.get_by_role("button", name=name, exact=True)
    expect(button).to_be_visible(timeout=WAIT)
    expect(page.locator("[data-test-script-state=notRunning]")).to_have_count(1, timeout=WAIT)
    button.click()


def foreign(page: Page) -> set[str]:
    """Words in Latin letters that the page says or names, but for kinds of files and datums."""
    main = page.locator(".st-key-editing")
    fields = ":is([data-testid=stFileUploader], [data-testid=stSelectbox])"
    said = main.inner_text() + " ".join(
        main.locator(f"{fields} [aria-label]").evaluate_all(
            "all => all.map((each) => each.getAttribute('aria-label'))"
        )
    )
    icons = " ".join(main.locator("[data-testid=stIconMaterial]").all_inner_texts())
    return set(FOREIGN.findall(said)) - KNOWN - set(FOREIGN.findall(icons))


def found_at(at: str, public: str, name: str) -> tuple[float, ...] | None:
    """Where the public map has a place."""
    query = public.partition("?")[2]
    with urllib.request.urlopen(f"{at}/export/places.geojson?{query}") as answer:
        found = json.load(answer)["features"]
    same = (each for each in found if name in json.dumps(each["properties"], ensure_ascii=False))
    return next((tuple(each["geometry"]["coordinates"]) for each in same), None)


def look_at(page: Page, at: str, draft: str, public: str) -> None:
    """See the draft and the public map as others see them."""
    seen = page.context.browser.new_page()  # type: ignore[union-attr]
    seen.goto(at + draft.removeprefix("."))
    expect(seen.locator("h1.title")).to_contain_text("草稿", timeout=WAIT)
    seen.goto(at + public.removeprefix(".") + "&place=biaogelixiaoqu")
    expect(seen.locator("section.panel")).to_contain_text("303户", timeout=WAIT)
    expect(seen.locator("h1.title")).not_to_contain_text("草稿")
    seen.close()


def test_what_was_published_is_taken_back_with_one_button(desk: Desk) -> None:
    """In the very run that published it: nothing else is pressed or opened before."""
    page, at = desk
    press(page, "撤回到上一个状态")
    expect(page.get_by_text("已撤回").first).to_be_visible(timeout=WAIT)
    assert found_at(at, "?data=anci-2022&lang=zh", names("图纸")[0]) is None
    assert found_at(at, "?data=anci-2022&lang=zh", names("列存")[0]) is not None
