"""Does axe find anything serious on any page, in any dialog, in the file, by day and by night?

The rules are those of axe-core (https://github.com/dequelabs/axe-core) for WCAG 2.2 A and AA.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Frame, Page, expect

from geo.export.one_file import one_file
from geo.language.texts import text
from geo.look import DAY, NIGHT
from geo.package.package import Package
from geo.served.catalogue import build_payload
from geo.view.views import View
from tests.browser.file_reader import OpenFile
from tests.browser.test_find import ask, said, stand
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "iframes": False,  # each frame is asked on its own
}
SECTIONS = ("link", "embed", "cite", "sheet", "download")
WIDE, PHONE = (1280, 860), (390, 844)
CASES = [  # each pair of language, theme and size once
    ("zh", "light", WIDE),
    ("zh", "dark", PHONE),
    ("en", "light", PHONE),
    ("en", "dark", WIDE),
]
Look = tuple[str, tuple[int, int]]
READERS: list[tuple[str, bool, tuple[Look, Look]]] = [
    ("zh", True, (("dark", PHONE), ("light", WIDE))),
    ("en", False, (("light", PHONE), ("dark", WIDE))),
]
"""The same cases by who reads: language, whether by finger, and the two looks of one page. To come
anew costs more than to turn the screen and wait for the night, and only that says what a page is
like that was there before.
"""
AT_REST = """
() => document.getAnimations().every(
  each => each.playState !== "running" || each.effect.getComputedTiming().endTime === Infinity)
"""
GROUND = """
grounds => {
  const box = document.body.appendChild(document.createElement("i"));
  const colours = grounds.map(ground => {
    box.style.color = ground;
    return getComputedStyle(box).color;
  });
  box.remove();
  return colours.includes(getComputedStyle(document.body).backgroundColor);
}
"""
"""Whether a page stands on one of the grounds of a theme."""
LOCALES = {"zh": "zh-CN", "en": "en-GB"}


def faults(page: Page) -> list[str]:
    """What is serious or critical, in the page and in the frames of it."""
    found = []
    frames: list[Page | Frame] = [frame for frame in page.frames if frame.url != "about:blank"]
    for frame in frames:
        for fault in Axe().run(frame, options=RULES).response["violations"]:
            if fault["impact"] in ("serious", "critical"):
                found += [f"{fault['id']}: {node['html'][:200]}" for node in fault["nodes"]]
    return found


def turned(page: Page, look: Look) -> None:
    """Show a page in another theme and size, and see that it follows."""
    scheme, (width, height) = look
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": height})
    colours = NIGHT if scheme == "dark" else DAY
    page.wait_for_function(GROUND, arg=[colours["page"], colours["paper"]])
    for frame in page.frames:
        frame.wait_for_function(AT_REST)


def in_both(page: Page, looks: list[Look], rest: Callable[[], object] = lambda: None) -> list[str]:
    """What is wrong with a page in the look that it has, and in the other, which it has then."""
    found = [f"{looks[0]} {fault}" for fault in faults(page)]
    looks.reverse()
    turned(page, looks[0])
    rest()
    return found + [f"{looks[0]} {fault}" for fault in faults(page)]


def read_through(visitor: Visitor, path: str, ready: str, looks: list[Look]) -> list[str]:
    """Go to a page, but where the visitor has just come to it, and read it."""
    if visitor.page.url != visitor.address + path:
        visitor.page.goto(visitor.address + path)
    visitor.page.locator(ready).first.wait_for()

    def rest() -> None:
        if "embed=true" in path:
            visitor.map()
        elif visitor.page.locator('iframe[src*="one_map"]').count():
            visitor.map()
            visitor.settled()  # what is being drawn anew is pale meanwhile

    rest()
    return [f"{path} {fault}" for fault in in_both(visitor.page, looks, rest)]


@pytest.mark.parametrize(("lang", "touch", "looks"), READERS)
def test_axe_finds_nothing_serious_on_any_page(
    visit: Visit, lang: str, touch: bool, looks: tuple[Look, Look]
) -> None:
    now = list(looks)
    scheme, (width, height) = now[0]
    visitor = visit(
        f"/?lang={lang}",
        lang=LOCALES[lang],
        width=width,
        height=height,
        touch=touch,
        scheme=scheme,
    )
    found = read_through(visitor, f"/?lang={lang}", "footer", now)
    for path, ready in (
        (f"/?lang={lang}&place=minghua-road&w=streetscape", "section.panel"),
        (f"/?lang={lang}&story=rural", "section.story"),
        (f"/?lang={lang}&embed=true&ui=legend,search,panel&place=anci", ".panel"),
        (f"/?lang={lang}&embed=true&story=old-compounds", ".story h2"),
        (f"/figures?lang={lang}&w=rural", "footer"),
        (f"/sources?lang={lang}", "footer"),
        (f"/?lang={lang}&v=0.0.1", ".st-key-outdated"),
        (f"/none?lang={lang}", "h1"),
    ):
        found += read_through(visitor, path, ready, now)
    visitor.errors = [error for error in visitor.errors if "404" not in error]  # the page of none
    # What the link lost and what is near, said at once.
    visitor.page.goto(f"{visitor.address}/?lang={lang}&w=markets&place=minghua-road")
    visitor.map()
    stand(visitor, 39.3, 116.7)
    ask(visitor, text("map.near", lang))
    expect(said(visitor).locator("p")).to_have_count(5)
    expect(visitor.page.locator(".dropped")).to_be_visible()
    visitor.settled()
    found += in_both(visitor.page, now, visitor.settled)
    assert found == []


def loaded(visitor: Visitor) -> None:
    """Wait for the pictures in a dialog, and for the map in each frame of it."""
    visitor.settled()
    visitor.page.wait_for_function(
        "() => [...document.querySelectorAll('[role=dialog] :is(img, div)[data-here]')].every("
        " node => node.complete || node.querySelector('iframe'))"
    )
    for frame in visitor.page.frames:
        if "embed=true" in frame.url:
            frame.wait_for_selector("html[data-ready]", state="attached")


@pytest.mark.parametrize(("lang", "scheme", "size"), CASES[1:3])
def test_axe_finds_nothing_serious_in_the_dialog(
    visit: Visit, lang: str, scheme: str, size: tuple[int, int]
) -> None:
    visitor = visit(
        f"/?lang={lang}&place=minghua-road", width=size[0], height=size[1], scheme=scheme
    )
    visitor.map()
    visitor.page.locator(".st-key-share button").click()
    found = []
    for section in SECTIONS:
        visitor.page.get_by_role("radio", name=text(f"share.{section}", lang)).click()
        loaded(visitor)
        found += [f"{section} {fault}" for fault in faults(visitor.page)]
    assert found == []


@pytest.mark.parametrize(("lang", "scheme", "size"), CASES[:2])
def test_axe_finds_nothing_serious_in_the_light_pages_dialog_and_tour(
    open_light: OpenFile, lang: str, scheme: str, size: tuple[int, int]
) -> None:
    view = f"lang={lang}&place=minghua-road"
    reader = open_light(view, width=size[0], height=size[1], scheme=scheme)
    reader.page.get_by_role("button", name=text("share.button", lang)).click()
    found = []
    for section in SECTIONS:
        reader.page.get_by_role("radio", name=text(f"share.{section}", lang), exact=True).check()
        found += [f"{section} {fault}" for fault in faults(reader.page)]
        inside = "() => { const { scrollWidth, clientWidth } = document.querySelector('dialog');"
        assert reader.page.evaluate(inside + " return scrollWidth <= clientWidth; }")
    reader.page.keyboard.press("Escape")
    reader.page.get_by_role("button", name=text("story.begin", lang)).click()
    reader.page.locator(".story h2").wait_for()
    found += faults(reader.page)
    assert found == []


@pytest.mark.parametrize(("lang", "touch", "looks"), READERS)
def test_axe_finds_nothing_serious_in_the_file(
    browser: Browser,
    tmp_path: Path,
    anci: Package,
    lang: str,
    touch: bool,
    looks: tuple[Look, Look],
) -> None:
    file = tmp_path / "anci-2022.html"
    file.write_bytes(one_file(anci, build_payload(anci), View(anci.package_id, lang=lang)))
    now = list(looks)
    scheme, (width, height) = now[0]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        has_touch=touch,
        is_mobile=touch,
    )
    # axe is put in by the browser's own hand, which the file's policy does not stop.
    page = context.new_page()
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready]", state="attached")
    found = in_both(page, now)
    page.locator('.row[data-id="minghua-road"]').click()
    page.locator(".leaflet-popup").wait_for()
    found += in_both(page, now)
    context.close()
    assert found == []
