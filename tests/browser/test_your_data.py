"""Does a file on an officer's desk become a public map in four steps, with nothing typed?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import ROOT
from tests.intake.made import workbook
from tests.running import serve

HEADER = ("序号", "小区名称", "所属街道", "类型", "户数", "经度", "纬度")
ROWS = [
    (i, f"试验小区{i:02}", "永华道", "老旧小区", 300 + i, 116.70 + i / 1000, 39.51)
    for i in range(8)
]
FILES = {
    "老旧小区台账.xlsx": workbook({"Sheet1": [HEADER, *ROWS, ("合计", "", "", "", 2428, "", "")]}),
    "小区.csv": "\r\n".join(";".join(map(str, row)) for row in [HEADER, *ROWS]).encode("gbk"),
}
WAIT = 120_000


@pytest.fixture
def desk(tmp_path: Path, browser: Browser) -> Iterator[tuple[Page, str]]:
    """The edit page over a copy of the real package, and the app's address."""
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data" / "anci-2022", data / "anci-2022")
    with serve(data, tmp_path / "log", ONEMAP_EDIT="local") as at:
        page = browser.new_page()
        page.set_default_timeout(WAIT)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{at}/edit?lang=zh")
        yield page, at
        page.close()
        assert errors == []


@pytest.mark.parametrize("name", FILES)
def test_a_file_becomes_a_public_map_in_four_steps(desk: tuple[Page, str], name: str) -> None:
    page, at = desk
    steps = 0
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": FILES[name]}
    page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files([file])
    steps += 1
    page.get_by_text("高德、腾讯").click()
    steps += 1
    expect(page.get_by_text("8 个地点").first).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="在地图上预览").click()
    steps += 1
    draft = page.locator("a.draft").get_attribute("href")
    assert draft is not None
    page.get_by_role("button", name="发布", exact=True).click()
    steps += 1
    public = page.locator("a.public").get_attribute("href")
    assert public is not None
    assert steps <= 4
    seen = page.context.browser.new_page()  # type: ignore[union-attr]
    seen.goto(at + draft.removeprefix("."))
    expect(seen.locator("h1.title")).to_contain_text("草稿", timeout=WAIT)
    seen.goto(at + public.removeprefix(".") + "&place=shiyanxiaoqu-03")
    expect(seen.locator("section.panel")).to_contain_text("303户", timeout=WAIT)
    expect(seen.locator("h1.title")).not_to_contain_text("草稿")
    seen.close()
    page.reload()
    page.get_by_role("button", name="撤回到上一个状态").click()
    expect(page.get_by_text("已撤回").first).to_be_visible(timeout=WAIT)
