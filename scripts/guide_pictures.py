"""What does an officer see who makes a map? Walks the guide's way on the page *Your data*.

The district is made anew from the workbook of ``data/hongshan-2023``, beside a copy of Anci alone:
nothing of the project is changed. The ledger of the question about coordinates is made here.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from markupsafe import Markup
from openpyxl import load_workbook
from playwright.sync_api import Browser, FilePayload, FloatRect, Locator, Page, expect

from geo.datum import convert
from geo.language.texts import text
from tests.browser.conftest import ROOT, serve
from tests.browser.visitor import chromium
from tests.intake.made import workbook

WORKBOOK = ROOT / "data" / "hongshan-2023" / "一张图.xlsx"
TITLE = "洪山区2023"
LEDGER = "老旧小区台账.xlsx"
AMAP = convert(((116.6953, 39.5079), (116.6921, 39.5052)), "wgs84", "gcj02").round(5).tolist()
"""Where the places of the ledger lie on a map of Amap, which it does not say."""
ROWS: list[tuple[object, ...]] = [
    ("银河南路街道老旧小区改造台账（2024年）",),
    ("序号", "小区名称", "所属街道", "类别", "户数", "经度", "纬度", "联系电话"),
    *(
        (number, name, "银河南路街道", "老旧小区", count, *at, "见内部表")
        for number, (name, count, at) in enumerate(
            zip(("光华里小区", "和平里小区"), (303, 86), AMAP, strict=True), 1
        )
    ),
    ("合计", None, None, None, 389),
]
SIZE_PX = (760, 2600)
"""As wide as the text of the guide; so high that nothing of the page lies below."""
MAP_PX = (1000, 640)
MARGIN_PX = 12
WAIT_MS = 120_000
SHEET = """
<style>
  body { margin: 12px; font: 13px/1.4 system-ui, "Noto Sans CJK SC", sans-serif; width: 736px }
  table { border-collapse: collapse; width: 100% }
  th, td { border: 1px solid #c9ced6; padding: 3px 6px; text-align: left }
  th { background: #eef1f5; font-weight: 600 }
</style>
"""
PART = """
([first, after]) => {
  const heads = [...document.querySelectorAll(".st-key-editing h3")];
  const box = document.querySelector(".st-key-editing").getBoundingClientRect();
  const next = heads[after];
  return {
    x: box.left, y: heads[first].getBoundingClientRect().top, width: box.width,
    bottom: next ? next.getBoundingClientRect().top - 12 : box.bottom,
  };
}
"""
"""Where one of the four steps lies on the page."""


def guide_pictures() -> Iterator[tuple[str, bytes]]:
    """Walk the way in both languages; gives the name of each picture, and the picture (PNG)."""
    with chromium() as browser:
        yield "guide-sheet", _sheet(browser)
        for lang in ("zh", "en"):
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                with _served(folder / "desk") as address:
                    page = _opened(browser, f"{address}/edit?lang={lang}")
                    yield from _walk(page, lang)
                    yield f"guide-publish-{lang}", _part(page, 1)
                    packed = _download(page, folder)
                    page.set_viewport_size({"width": MAP_PX[0], "height": MAP_PX[1]})
                    page.goto(f"{address}/?data=hongshan-2023&lang={lang}")
                    page.wait_for_timeout(3000)
                    _at_rest(page)
                    yield f"guide-map-{lang}", page.screenshot()
                    page.close()
                with _served(folder / "server") as address:
                    page = _opened(browser, f"{address}/edit?lang={lang}")
                    _drop(page, packed.name, packed.read_bytes())
                    _expect(page, _button(page, "make_draft", lang))
                    yield f"guide-packed-{lang}", _part(page, 1, to=3)
                    page.close()


def _opened(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": SIZE_PX[0], "height": SIZE_PX[1]})
    page.set_default_timeout(WAIT_MS)
    page.goto(address)
    return page


def _download(page: Page, folder: Path) -> Path:
    """Keep what the page offers after publishing; return where it lies."""
    with page.expect_download() as found:
        page.locator("[data-testid=stDownloadButton] button").click()
    path = folder / found.value.suggested_filename
    found.value.save_as(path)
    return path


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Serve a copy of Anci alone, with the page *Your data* open."""
    shutil.copytree(ROOT / "data" / "anci-2022", folder / "data" / "anci-2022")
    with serve(folder / "data", folder / "log", ONEMAP_EDIT="local") as address:
        yield address


def _walk(page: Page, lang: str) -> Iterator[tuple[str, bytes]]:
    """Go through the four steps: first with what has a question, then with the workbook."""
    _drop(page, LEDGER, workbook({"Sheet1": ROWS}))
    _expect(page, page.locator(".where-from img").first)
    yield f"guide-asked-{lang}", _part(page, 1)
    page.get_by_role("button", name=f"{text('edit.upload_remove', lang)} {LEDGER}").click()
    _at_rest(page)
    page.locator(".st-key-edit-package input").click()
    page.get_by_role("option", name=text("edit.new", lang)).click()
    _at_rest(page)
    title = page.locator(".st-key-edit-title input")
    title.fill(TITLE)
    title.press("Enter")
    _at_rest(page)
    _drop(page, WORKBOOK.name, WORKBOOK.read_bytes())
    _expect(page, _button(page, "make_draft", lang))
    yield f"guide-take-{lang}", _part(page, 0)
    yield f"guide-look-{lang}", _part(page, 1)
    _button(page, "make_draft", lang).click()
    _expect(page, page.locator("a.draft"))
    yield f"guide-preview-{lang}", _part(page, 2)
    _button(page, "publish_now", lang).click()
    _expect(page, page.locator("a.public"))


def _button(page: Page, name: str, lang: str) -> Locator:
    return page.get_by_role("button", name=text(f"edit.{name}", lang), exact=True)


def _expect(page: Page, what: Locator) -> None:
    expect(what).to_be_visible(timeout=WAIT_MS)
    _at_rest(page)


def _drop(page: Page, name: str, content: bytes) -> None:
    file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files([file])


def _at_rest(page: Page) -> None:
    """Wait until what a step sets off has been answered and drawn."""
    page.wait_for_timeout(700)
    expect(page.locator("[data-test-script-state=notRunning]")).to_have_count(1, timeout=WAIT_MS)
    page.evaluate("() => document.fonts.ready.then(() => true)")


def _part(page: Page, number: int, *, to: int | None = None) -> bytes:
    """Return the picture of one of the four steps, or of several."""
    where = page.evaluate(PART, [number, number + 1 if to is None else to])
    clip: FloatRect = {
        "x": max(0, where["x"] - MARGIN_PX),
        "y": where["y"] - MARGIN_PX,
        "width": where["width"] + 2 * MARGIN_PX,
        "height": where["bottom"] - where["y"] + MARGIN_PX,
    }
    return page.screenshot(clip=clip)


def _sheet(browser: Browser) -> bytes:
    """Return a picture of the first rows of the workbook's sheet of figures."""
    rows = [
        row[:6] for row in load_workbook(WORKBOOK)["数据"].iter_rows(max_row=6, values_only=True)
    ]
    cell = Markup("<td>{}</td>")
    letters = Markup("").join(Markup("<th>{}</th>").format(each) for each in " ABCDEF")
    lines = Markup("").join(
        Markup("<tr><th>{}</th>{}</tr>").format(
            number, Markup("").join(cell.format("" if each is None else each) for each in row)
        )
        for number, row in enumerate(rows, 1)
    )
    page = browser.new_page(viewport={"width": SIZE_PX[0], "height": 400})
    page.set_content(f"<html lang='zh'>{SHEET}<table>{letters}{lines}</table></html>")
    picture = page.locator("table").screenshot()
    page.close()
    return picture
