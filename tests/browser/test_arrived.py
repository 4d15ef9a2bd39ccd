"""Does the one file's code read links as they arrive just as Python does?"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.links import CASES

CODE = Path(__file__).parents[2] / "geo" / "map" / "standalone" / "25-arrived.js"


def test_the_one_files_code_reads_every_case_alike(browser: Browser) -> None:
    page = browser.new_page()
    page.add_script_tag(content=f"window.oneFile = {{}};\n{CODE.read_text('utf-8')}")
    read = "queries => queries.map(query => Object.fromEntries(oneFile.arrived(query)))"
    found = page.evaluate(read, [case.query for case in CASES])
    page.close()
    assert len(found) > 300
    assert dict(zip((c.query for c in CASES), found, strict=True)) == dict(CASES)
