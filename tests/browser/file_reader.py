"""How does a reader use the explorer, as a file of its own or as a light page?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from playwright.sync_api import Browser, Locator, expect

from tests.browser.pauses import LASTING
from tests.browser.tiles import answer
from tests.browser.visitor import WAIT_MS

OpenFile = Callable[..., "Reader"]
STANDING = """() => ({
  badges: [...document.querySelectorAll(".om-of-area")].map((node) =>
    [{ ...node.dataset }, node.ariaLabel, node.innerHTML, node.style.transform]),
  fills: [...document.querySelectorAll(".om-soft")].map((path) =>
    [path.dataset.of, path.style.getPropertyValue("--colour"), path.getAttribute("d")]),
  names: [...document.querySelectorAll(".om-name")].map(({ outerHTML }) => outerHTML),
})"""
"""What stands over the map, in the order in which the keyboard meets it."""


class Reader:
    """One reader of one file or page, from opening it to closing it; a file without a network."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        view: str = "",
        *,
        lang: str = "zh-CN",
        width: int = 1280,
        height: int = 844,
        scheme: str = "light",
        hosts: Sequence[str] = (),
    ) -> None:
        """Open an address; what is asked of the `hosts` is answered with tiles."""
        self.requests: list[str] = []
        self.errors: list[str] = []
        self._context = browser.new_context(
            locale=lang,
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            has_touch=width < 600,
            is_mobile=width < 600,
        )
        is_file = address.startswith("file:")
        self._context.set_offline(is_file)
        for host in hosts:
            self._context.route(f"{host}/**", answer)
        self._context.add_init_script(LASTING)
        self.page = self._context.new_page()
        self.page.set_default_timeout(WAIT_MS)
        expect.set_options(timeout=WAIT_MS)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.errors.append(message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        sign = "#" if is_file else "?"
        self.page.goto(f"{address}{sign}{view}" if view else address)
        self.page.wait_for_selector("html[data-ready]", state="attached")

    def view(self) -> str:
        """What the address states behind its sign."""
        return re.split("[?#]", self.page.url)[1]

    def close(self) -> None:
        self._context.close()

    def parts(self) -> dict[str, Any]:
        """The data that the file holds, by the ids of their elements."""
        found: dict[str, Any] = self.page.evaluate(
            """() => Object.fromEntries([...document.querySelectorAll(
              'script[type="application/json"]')].map(({ id, textContent }) =>
              [id, JSON.parse(textContent)]))"""
        )
        return found

    def find(self, selector: str, **having: Any) -> Locator:
        return self.page.locator(selector, **having)

    def marker(self, place: str) -> Locator:
        return self.find(f'.om-marker[data-place="{place}"]')

    def choose(self, place: str) -> None:
        """Choose a place by the list of the badge that it is a part of."""
        area = "id => oneFile.state.places.get(id).properties.area"
        self.find(f'.om-of-area[data-members~="{self.page.evaluate(area, place)}"]').click()
        self.find(f'.om-list li button[data-place="{place}"]').click()

    def row(self, place: str) -> Locator:
        return self.find(f'.row[data-id="{place}"]')

    def chip(self, workstream: str) -> Locator:
        return self.find(f'.workstreams button[data-id="{workstream}"]')

    def rows(self) -> list[str]:
        return self.page.eval_on_selector_all(".row", "found => found.map(row => row.dataset.id)")

    def drawn(self) -> list[str]:
        """Places that the map shows, in no order; its badges count as many."""
        found: list[list[Any]] = self.page.evaluate(
            "() => [...oneFile.state.places].filter(([, { properties }]) =>"
            " oneFile.state.shown(properties.index)).map(([id, { properties }]) =>"
            " [id, properties.area])"
        )
        counted = self.page.eval_on_selector_all(
            ".om-of-area", "found => found.reduce((sum, { dataset }) => sum + +dataset.count, 0)"
        )
        assert counted == sum(area is not None for _, area in found)
        return sorted(place for place, _ in found)
