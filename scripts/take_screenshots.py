"""How does the app look? Takes pictures of its pages, in both languages, wide and on a phone.

    python -m scripts.take_screenshots            every picture, into build/screenshots
    python -m scripts.take_screenshots --only map-zh    those whose names begin so
    python -m scripts.take_screenshots --readme   the few that the README shows, into docs/images
    python -m scripts.take_screenshots --guide    those of the guides: how a district gets its map

The app is started over the project's own data, and the system's Chromium visits it as the tests do.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Frame, Page, expect

from geo.language.texts import text
from scripts.guide_pictures import guide_pictures
from tests.browser.conftest import ROOT, serve
from tests.browser.visitor import Visitor, chromium

SECTIONS = ("link", "embed", "cite", "sheet", "download")
SELECTED = "minghua-road"
PATHS = {
    "map": f"/?place={SELECTED}",
    "start": "/?",
    "story": "/?story=rural",
    "figures": "/figures?",
    "sources": "/sources?",
    "embed": f"/?embed=true&ui=legend,panel&place={SELECTED}",
    "outdated": "/?v=0.0.1",
    "missing": "/none?",
    **{f"share-{section}": f"/?place={SELECTED}" for section in SECTIONS},
}
SIZES_PX = {"wide": (1280, 860), "phone": (390, 844)}
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
IN_README = ("map-zh-wide", "map-en-wide", "map-zh-phone", "figures-en-wide")
MOST_LOOKS = 20
LOOK_AGAIN_MS = 250


@dataclass(frozen=True)
class Shot:
    """One picture to be taken."""

    page: str
    lang: str
    size: str
    dark: bool = False

    @property
    def name(self) -> str:
        """The picture's file name without its ending."""
        return f"{self.page}-{self.lang}-{self.size}" + ("-dark" if self.dark else "")


def all_shots() -> list[Shot]:
    """Return every picture: each page in both languages and sizes, by day and by night."""
    return [Shot(*wish) for wish in product(PATHS, LOCALES, SIZES_PX, (False, True))]


def take(browser: Browser, address: str, shot: Shot) -> bytes:
    """Visit one page and return its picture (PNG) once it is drawn and stands still."""
    width, height = SIZES_PX[shot.size]
    visitor = Visitor(
        browser,
        address,
        f"{PATHS[shot.page]}&lang={shot.lang}",
        lang=LOCALES[shot.lang],
        width=width,
        height=height,
        touch=shot.size == "phone",
        scheme="dark" if shot.dark else "light",
    )
    try:
        wait_until_drawn(visitor, shot)
        picture = still_picture(visitor.page)
        visitor.leave()
    finally:
        visitor.close()
    return picture


def wait_until_drawn(visitor: Visitor, shot: Shot) -> None:
    """Wait for what a page draws last, and for its fonts."""
    page = visitor.page
    expect(page.locator("h1").or_(page.locator(".source-line")).first).to_be_attached()
    frames: list[Page | Frame] = [page]
    if PATHS[shot.page].startswith("/?") and shot.page != "outdated":
        frames.append(visitor.map())
    if SELECTED in PATHS[shot.page]:
        phone = shot.size == "phone"
        expect(visitor.panel() if phone else visitor.popup()).to_be_visible()
    if shot.page == "figures":
        expect(page.locator("table.numbers")).to_be_visible()
    if shot.page.startswith("share-"):
        page.locator(".st-key-share button").click()
        section = text(f"share.{shot.page.removeprefix('share-')}", shot.lang)
        page.get_by_role("radio", name=section).click()
    for frame in frames:
        frame.evaluate("() => document.fonts.ready.then(() => true)")


def still_picture(page: Page) -> bytes:
    """Return a picture that is the same as the one before it: nothing moves any more."""
    before = page.screenshot()
    for _ in range(MOST_LOOKS):
        page.wait_for_timeout(LOOK_AGAIN_MS)
        picture = page.screenshot()
        if picture == before:
            break
        before = picture
    return before


def pictures(shots: list[Shot]) -> Iterator[tuple[str, bytes]]:
    """Take some pictures of the app over the project's own data."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(ROOT / "data", Path(folder) / "log") as address,
        chromium() as browser,
    ):
        for shot in shots:
            yield shot.name, take(browser, address, shot)


def main() -> None:
    """Take the pictures asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--readme", action="store_true", help="only the pictures of the README")
    parser.add_argument("--guide", action="store_true", help="only the pictures of the guides")
    parser.add_argument("--only", default="", help="beginning of the names of those to be taken")
    parser.add_argument("--out", type=Path, help="folder to write to")
    options = parser.parse_args()
    wanted = [shot for shot in all_shots() if shot.name.startswith(options.only)]
    shots = [shot for shot in wanted if not options.readme or shot.name in IN_README]
    shown = options.readme or options.guide
    out: Path = options.out or ROOT / ("docs/images" if shown else "build/screenshots")
    out.mkdir(parents=True, exist_ok=True)
    for name, picture in guide_pictures() if options.guide else pictures(shots):
        (out / f"{name}.png").write_bytes(picture)
        print(f"{name}.png")


if __name__ == "__main__":
    main()
