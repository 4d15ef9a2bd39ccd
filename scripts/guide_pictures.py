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
from playwright.sync_api import Browser, FilePayload, FloatRect, Page, expect

from geo.language.texts import text
from tests.browser.conftest import ROOT, serve
from tests.browser.visitor import chromium
from tests.intake.made import workbook

WORKBOOK = ROOT / "data" / "hongshan-2023" / "一张图.xlsx"
TITLE = "洪山区2023"
LEDGER = "老旧小区台账.xlsx"
ROWS: list[tuple[object, ...]] = [
    ("银河南路街道老旧小区改造台账（2024年）",),
    ("序号", "小区名称", "所属街道", "类别", "户数", "经度", "纬度", "联系电话"),
    (1, "光华里小区", "银河南路街道", "老旧小区", 303, 116.70728, 39.51301, "见内部表"),
    (2, "和平里小区", "永华道街道", "老旧小区", 86, 116.71546, 39.50882, "见内部表"),
    ("合计", None, None, None, 389),
]
SIZE_PX = (760, 2600)
"""As wide as the text of the guide; so high that nothing of the page lies below."""
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
(number) => {
  const heads = [...document.querySelectorAll(".st-key-editing h3")];
  const box = document.querySelector(".st-key-editing").getBoundingClientRect();
  const next = heads[number + 1];
  return {
    x: box.left, y: heads[number].getBoundingClientRect().top, width: box.width,
    bottom: next ? next.getBoundingClientRect().top : box.bottom,
  };
}
"""
"""Where one of the four steps lies on the page."""


def guide_pictures() -> Iterator[tuple[str, bytes]]:
    """Walk the way in both languages; gives the name of each picture, and the picture (PNG)."""
    with chromium() as browser:
        for lang in ("zh", "en"):
            yield f"guide-sheet-{lang}", _sheet(browser, lang)
            with tempfile.TemporaryDirectory() as name, _served(Path(name)) as address:
                page = browser.new_page(viewport={"width": SIZE_PX[0], "height": SIZE_PX[1]})
                page.set_default_timeout(WAIT_MS)
                page.goto(f"{address}/edit?lang={lang}")
                yield from _walk(page, lang)
                page.close()


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Serve a copy of Anci alone, with the page *Your data* open."""
    shutil.copytree(ROOT / "data" / "anci-2022", folder / "data" / "anci-2022")
    with serve(folder / "data", folder / "log", ONEMAP_EDIT="local") as address:
        yield address


def _walk(page: Page, lang: str) -> Iterator[tuple[str, bytes]]:
    """Go through the four steps: first with what has a question, then with the workbook."""
    _drop(page, LEDGER, workbook({"Sheet1": ROWS}))
    expect(page.locator(".where-from img")).to_have_count(2, timeout=WAIT_MS)
    _at_rest(page)
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
    draft = page.get_by_role("button", name=text("edit.make_draft", lang))
    expect(draft).to_be_visible(timeout=WAIT_MS)
    _at_rest(page)
    yield f"guide-take-{lang}", _part(page, 0)
    yield f"guide-look-{lang}", _part(page, 1)
    draft.click()
    expect(page.locator("a.draft")).to_be_visible(timeout=WAIT_MS)
    _at_rest(page)
    yield f"guide-preview-{lang}", _part(page, 2)
    page.get_by_role("button", name=text("edit.publish_now", lang), exact=True).click()
    expect(page.locator("a.public")).to_be_visible(timeout=WAIT_MS)
    _at_rest(page)
    yield f"guide-publish-{lang}", _part(page, 3)


def _drop(page: Page, name: str, content: bytes) -> None:
    file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files([file])


def _at_rest(page: Page) -> None:
    """Wait until what a step sets off has been answered and drawn."""
    page.wait_for_timeout(700)
    expect(page.locator("[data-test-script-state=notRunning]")).to_have_count(1, timeout=WAIT_MS)
    page.evaluate("() => document.fonts.ready.then(() => true)")


def _part(page: Page, number: int) -> bytes:
    """Return the picture of one of the four steps."""
    where = page.evaluate(PART, number)
    clip: FloatRect = {
        "x": max(0, where["x"] - MARGIN_PX),
        "y": where["y"] - MARGIN_PX,
        "width": where["width"] + 2 * MARGIN_PX,
        "height": where["bottom"] - where["y"],
    }
    return page.screenshot(clip=clip)


def _sheet(browser: Browser, lang: str) -> bytes:
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
    page.set_content(f"<html lang='{lang}'>{SHEET}<table>{letters}{lines}</table></html>")
    picture = page.locator("table").screenshot()
    page.close()
    return picture
