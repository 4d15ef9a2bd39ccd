"""A package in which every text is a trap, and what a browser must show of it."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests import crowds
from tests.browser.visitor import Visitor

TRAP = (
    '{{7*1111111}}<img src=x onerror="top.__hit=1">${7*7}{% raw %}{# \\n \\\\ `\'"'
    "![b](http://127.0.0.1:9/b.png):red[r]</script><script>top.__hit=1</script>"
    " a -- b -> c >= d www.a.bc e@f.gh :smile: *i* _j_ ~k~ &lt;"
)
LABEL = re.compile("\u2060?".join(map(re.escape, TRAP)).replace("\\ ", r"\s"))
"""The trap in a label of Streamlit's: invisible signs keep addresses from becoming links."""
EVALUATED = "7777777"
_TEXT_ENDINGS = ("_zh", "_en")
_TEXT_COLUMNS = {"zh", "en_one", "en_many", "licence", "as_published", "locator", "covers"}


def make_canary(source: Path, target: Path) -> None:
    """Copy the package `source` to `target` with a trap in every text field."""
    shutil.copytree(source, target)
    for table in target.glob("*.csv"):
        table.write_text(_trapped_table(table.read_text(encoding="utf-8")), encoding="utf-8")
    for layer in target.glob("*/*.geojson"):
        data = json.loads(layer.read_text(encoding="utf-8"))
        for feature in data["features"]:
            _trap_names(feature["properties"])
        layer.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    descriptor = target / "datapackage.json"
    data = json.loads(descriptor.read_text(encoding="utf-8"))
    data |= {"title": TRAP, "description": TRAP, "contact": TRAP}
    data["translations"]["en"] = {"title": TRAP, "description": TRAP}
    data["licenses"][0]["title"] = TRAP
    data["translations"]["en"]["licenses"] = [{"title": TRAP}] * len(data["licenses"])
    descriptor.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    crowds.seal(target)


def _trapped_table(content: str) -> str:
    rows = list(csv.DictReader(io.StringIO(content)))
    stream = io.StringIO()
    writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        trapped = {name: TRAP if _is_text(name) and cell else cell for name, cell in row.items()}
        if row.get("url"):
            trapped["url"] = "javascript:top.__hit=1"
        writer.writerow(trapped)
    return stream.getvalue()


def _trap_names(properties: dict[str, Any]) -> None:
    for name in properties:
        if _is_text(name) or name == "pinyin":
            properties[name] = TRAP


def _is_text(column: str) -> bool:
    return column in _TEXT_COLUMNS or column.endswith(_TEXT_ENDINGS)


def check_explorer(visitor: Visitor) -> None:
    """The map page shows every text as it stands: popup, tooltip, label, chip, row, panel."""
    visitor.map()
    visitor.choose("minghua-road")
    for check in PARTS.values():
        check(visitor)
    expect(visitor.page.locator("h1")).to_contain_text(TRAP)
    expect(visitor.page.locator("footer")).to_contain_text(TRAP)
    check_unharmed(visitor)


def _check_map(visitor: Visitor) -> None:
    expect(visitor.popup().locator("h3")).to_have_text(TRAP)
    expect(visitor.popup().locator("dt").first).to_have_text(TRAP)
    expect(visitor.map().locator(".om-name span").first).to_contain_text("{{7*")
    expect(visitor.legend().locator("li span").nth(1)).to_have_text(TRAP)


def _check_panel(visitor: Visitor) -> None:
    expect(visitor.panel().locator("h2")).to_have_text(TRAP)
    expect(visitor.panel().locator("dt").first).to_have_text(f"{TRAP} [1]")


def _check_labels(visitor: Visitor) -> None:
    expect(visitor.page.locator(".st-key-workstreams button").first).to_contain_text(LABEL)
    expect(visitor.row("minghua-road")).to_contain_text(LABEL)


PARTS: dict[str, Callable[[Visitor], None]] = {
    "map": _check_map,
    "panel": _check_panel,
    "labels": _check_labels,
}
"""Where the texts of a chosen place stand, each made harmless by other code."""


def check_sharing(visitor: Visitor) -> None:
    """The snippet for other sites has the title written out, and the citation as it stands."""
    visitor.page.locator(".st-key-share button").click()
    sections = visitor.page.locator(".st-key-share-section button")
    sections.nth(1).click()
    title = html.escape(TRAP, quote=False).replace('"', "&quot;")
    expect(visitor.page.locator("#share-snippet")).to_have_value(re.compile(re.escape(title)))
    preview = visitor.page.frame_locator(".preview iframe")
    expect(preview.locator(".source-line b")).to_have_text(TRAP)
    sections.nth(2).click()
    expect(visitor.page.locator("#share-citation")).to_have_value(re.compile(re.escape(TRAP)))
    for section in (3, 4):
        sections.nth(section).click()
        expect(visitor.page.locator(".acts a.button")).to_be_visible()
    check_unharmed(visitor)
    visitor.page.keyboard.press("Escape")


def check_page(visitor: Visitor) -> None:
    """Another page shows its texts as they stand."""
    expect(visitor.page.locator("footer")).to_contain_text(TRAP)
    expect(visitor.page.locator(".wide").first).to_contain_text(TRAP)
    check_unharmed(visitor)


def check_unharmed(visitor: Visitor) -> None:
    """Nothing was evaluated, no image made, no script run, no link of the data's own followed."""
    for frame in visitor.page.frames:
        assert EVALUATED not in frame.content(), "a template was evaluated"
        assert frame.locator('img[src="x"], img[src*="b.png"]').count() == 0, "markup became real"
        links = frame.locator(
            'a[href^="javascript:"], a[href*="127.0.0.1:9"], a[href*="a.bc"], a[href^="mailto:"]'
        )
        assert links.count() == 0, "a text became a link"
    assert visitor.page.evaluate("() => window.__hit") is None, "a script ran"
    assert visitor.outside == []
