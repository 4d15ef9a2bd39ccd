"""How does a reader do the same in the full page, in the light page and in the one file?

One adaptor a page: what is pressed, and where what is then seen stands. What must be seen is one
for all.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import CDPSession, Locator, expect

from tests.browser.file_reader import Reader
from tests.browser.tiles import HOSTS
from tests.browser.visitor import Visitor, until

_MAP = """
const onMap = ({ document: page }, map) => {
  const texts = (selector) => [...page.querySelectorAll(selector)].map((each) => each.textContent);
  const { state } = map;
  const drawn = [...state.places].filter(([, place]) => map.isShown(place));
  const badges = [...page.querySelectorAll(".om-marker[data-count]")];
  const wide = drawn.filter(([, { properties }]) => properties.precision === "district").length;
  const symbols = page.querySelectorAll(".om-marker[data-place]").length;
  const sum = badges.reduce((all, { dataset }) => all + +dataset.count, wide + symbols);
  return {
    drawn: drawn.map(([id]) => id).sort(),
    counted: sum === drawn.length,
    legend: texts(".om-legend li b"),
    pale: texts(".om-pale b").reduce((all, text) => all + +text, 0),
    place: state.place,
    popup: texts(".leaflet-popup h3")[0] ?? null,
    lines: texts(".leaflet-popup dd, .leaflet-popup .om-known").join("|"),
    base: {
      offered: [...page.querySelectorAll(".om-base input")].map(({ value }) => value),
      chosen: page.querySelector(".om-base input:checked")?.value ?? "",
      asked: [...new Set([...page.querySelectorAll("img.leaflet-tile")]
        .map(({ src }) => new URL(src).host.split(".").slice(-2).join(".")))],
      seen: page.querySelector(".om-based") !== null,
      credit: texts(".om-sources").join().match(/OpenStreetMap|高德|Amap/g) ?? [],
    },
  };
};
const keyboard = (row, name, field) => {
  const at = document.activeElement;
  if (at.matches("iframe") || at.closest(".map")) return "map";
  if (at.matches(name)) return "name";
  return at.matches(field) ? "field" : row(at) ?? (at.matches("body") ? "nowhere" : "elsewhere");
};
const texts = (selector) => [...document.querySelectorAll(selector)]
  .filter((each) => each.checkVisibility()).map(({ textContent }) => textContent.trim());
const pressed = (selector) => [...document.querySelectorAll(selector)].flatMap((chip, at) =>
  chip.matches("[aria-checked=true], [aria-pressed=true]") ? [at] : []);
const SIZES = { 万: 1e4, 亿: 1e8, million: 1e6, billion: 1e9 };
const valueOf = (number) => Math.round(Number(number.replaceAll(",", "").match(/[0-9.]+/)[0])
  * (SIZES[number.match(/[万亿]|[mb]illion/)] ?? 1));
const tiles = (selector) => {
  const found = [...document.querySelectorAll(selector)];
  return {
    tiles: found.map((tile) => [
      tile.childNodes[0].textContent.trim(), valueOf(tile.querySelector("strong").textContent),
    ]),
    measures: found.map((tile) => tile.querySelector("em").textContent),
    beside: texts(".chosen .figure dt")
      .map((words) => words.replace(/\\s*\\[[0-9]+\\]$/, "")).sort(),
  };
};
const query = (words) => Object.fromEntries(new URLSearchParams(words));
const lang = document.documentElement.lang.slice(0, 2);
"""
_FULL = (
    "() => {"
    + _MAP
    + """
  const frame = document.querySelector('iframe[src*="one_map"]').contentWindow;
  const isAtRest = document.querySelector("[data-test-script-state=notRunning]")
    && document.documentElement.dataset.ahead === undefined;
  if (!isAtRest || !frame.oneMap) return {};
  const ids = (found) => found.map((row) => /st-key-row--(.+?)--/.exec(row.className)[1]);
  const rows = [...document.querySelectorAll('[class*="st-key-row--"]')];
  const said = decodeURIComponent(document.querySelector("[data-said=shown]").dataset.words);
  const numbers = said.match(/[0-9,]+/g).map(Number);
  return {
    ...onMap(frame, frame.oneMap),
    address: query(location.search), lang,
    chosen: pressed(".st-key-workstreams button"),
    ...tiles(".st-key-tiles button p"),
    title: texts(".list-title")[0],
    rows: ids(rows),
    pressed: ids(rows.filter((row) => row.querySelector("[aria-pressed=true]"))),
    figures: numbers[1],
    panel: texts("section.panel[data-place] h2")[0] ?? null,
    notice: texts(".dropped p").join(),
    ignored: texts("[data-testid=stAlert] p").join(),
    reads: document.activeElement.closest("section.panel") !== null,
    keyboard: keyboard((at) => ids([at.closest('[class*="st-key-row--"]')].filter(Boolean))[0],
      "section.panel h2", ".st-key-query input"),
    options: texts(".find-list .find-option:not(.find-itself)").length > 0,
    empty: texts(".st-key-places .empty").join(),
    field: document.querySelector(".st-key-query input").value,
  };
}"""
)
_EXPLORER = (
    "() => {"
    + _MAP
    + """
  const rows = [...document.querySelectorAll(".row")];
  return {
    ...onMap(window, oneFile),
    address: query(location.protocol === "file:" ? location.hash.slice(1) : location.search), lang,
    chosen: pressed(".workstreams button"),
    ...tiles(".tiles button span"),
    title: texts(".places .list-title")[0],
    rows: rows.map(({ dataset }) => dataset.id),
    pressed: rows.filter((row) => row.ariaPressed === "true").map(({ dataset }) => dataset.id),
    figures: Number(texts(".heard")[0].match(/[0-9,]+/g)[1]),
    panel: texts(".panel:not(.panel-empty) h2")[0] ?? null,
    notice: texts(".dropped p").join(),
    ignored: texts(".ignored:not([hidden])").join(),
    reads: document.activeElement.closest(".panel") !== null,
    keyboard: keyboard((at) => at.closest(".row")?.dataset.id, ".panel h2", "input.search"),
    options: texts(".find-list .find-option").length > 0,
    empty: texts(".places .empty").join(),
    field: document.querySelector("input.search").value,
  };
}"""
)


class Hands:
    """What every page has: the map, its popup, its notices; the rest is where the page has it."""

    bases: tuple[str, ...] = ()
    """Basemaps that are offered."""
    look = chips = rows = field = clear = languages = onward = leave = ""

    def __init__(self, visit: Visitor | Reader, address: str, streams: list[str]) -> None:
        self.visit, self.page = visit, visit.page
        self._address, self._streams = address, streams

    def open(self, query: str) -> None:
        """Open a link as somebody who has just got it."""
        if self._address.startswith("file:"):  # the same file is not opened anew by another end
            self.page.goto("about:blank")
        self.page.goto(self._address + query)

    def in_map(self, selector: str) -> Locator:
        return self.page.locator(selector)

    def seen(self) -> dict[str, Any]:
        """All that is seen; nothing where something is still under way."""
        found: dict[str, Any] = self.page.evaluate(self.look)
        if found:
            found["chosen"] = [self._streams[at] for at in found["chosen"]]
        return found

    def end(self) -> None:
        self.visit.close()
        own = (
            "data:",
            "blob:",
            "about:",
            self._address.split("#")[0].split("/light")[0].rstrip("/?"),
        )
        assert all(url.startswith((*own, *HOSTS)) for url in self.visit.requests), "asked outside"
        assert self.visit.errors == [], "the console shows errors"

    # What a reader does

    def keys(self, pressed: str) -> None:
        """Press keys where the keyboard is, one after the other."""
        for key in pressed.split():
            self.page.keyboard.press(key)

    def ask_for(self, place: str) -> None:
        """Choose a row by keyboard."""
        self.page.locator(self.rows.format(place)).press("Enter")

    def lift(self, _: str) -> None:
        """Show everything, by keyboard."""
        self.page.locator(self.clear).press("Enter")

    def base(self, name: str) -> None:
        """Choose a basemap (none: the outlines), and close the list again."""
        self.in_map(".om-base summary").click()
        self.in_map(f'.om-base input[value="{name}"]').check()
        self.page.keyboard.press("Escape")

    def chip(self, workstream: str) -> None:
        self.page.locator(self.chips).nth(self._streams.index(workstream)).click()

    def layer(self, layer: str) -> None:
        if not self.in_map(".om-legend details[open]").count():
            self.in_map(".om-legend summary").click()
        self.in_map(f'.om-legend [data-layer="{layer}"]').click()

    def row(self, place: str) -> None:
        self.page.locator(self.rows.format(place)).click()

    def symbol(self, place: str) -> None:
        """Choose a place on the map, by a badge's list where it is not alone in it."""
        badge = self.in_map(f'.om-of-area[data-members~="{self._area(place)}"]')
        is_alone = badge.get_attribute("data-count") == "1"
        badge.click()
        if not is_alone:
            self.in_map(f'.om-list li button[data-place="{place}"]').click()

    def press(self, selector: str) -> None:
        """Press what stands in the map or over the page."""
        self.in_map(selector).click()

    def copy(self, _: str) -> None:
        """Copy the link: it is the address that everything is seen under."""
        self.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page.evaluate("() => navigator.clipboard.writeText('')")
        self.in_map(".om-buttons > button").nth(2).click()
        read = "() => navigator.clipboard.readText()"
        until(self.page, lambda: self.page.evaluate(read) == self.page.url)

    def notice(self, button: str) -> None:
        self.page.locator(f".dropped .{button}").click()

    def close(self, _: str) -> None:
        self.page.locator(self.leave).click()

    def insight(self, place: str) -> None:
        """See that the map shows where a place is."""
        self.in_map(".om-popup").wait_for()
        expect(self.in_map(".om-popup")).to_be_in_viewport(ratio=1)
        area = f'.om-of-area[data-members~="{self._area(place)}"]'
        expect(self.in_map(area)).to_be_in_viewport(ratio=1)

    def near(self, where: str) -> None:
        """Stand somewhere, ask what is near, and read the words: latitude, longitude, words."""
        latitude, longitude, words = where.split(",", 2)
        self.page.context.grant_permissions(["geolocation"])
        at = {"latitude": float(latitude), "longitude": float(longitude), "accuracy": 240}
        self.page.context.set_geolocation(at)  # type: ignore[arg-type]
        self.in_map("html").get_by_role("button", name="我附近有什么").click()
        expect(self.in_map(".om-near-said")).to_contain_text(words)

    def _area(self, place: str) -> str:
        area = "(id) => (window.oneMap || oneFile).state.places.get(id).properties.area"
        return str(self.in_map("html").evaluate(f"(_, id) => ({area})(id)", place))

    def next(self, _: str) -> None:
        self.page.locator(self.onward).press("Enter")

    def suggested(self, words: str) -> None:
        """Type, and take what is suggested first."""
        self._type(words)
        self.page.locator(".find-option:not(.find-itself)").first.click()

    def enter(self, words: str) -> None:
        self._type(words)
        self.page.keyboard.press("Enter")

    def letters(self, what: str) -> None:
        """Type letter by letter, and press keys once something is suggested for it."""
        words, *pressed = what.split(" ")
        self.page.locator(self.field).click()
        self.page.keyboard.type(words, delay=60)
        self.page.locator(".find-option").first.wait_for()
        self.keys(" ".join(pressed))

    def half(self, words: str) -> None:
        """Write with an input method, and take no word of it yet."""
        self.page.locator(self.field).click()
        at = {"text": words, "selectionStart": len(words), "selectionEnd": len(words)}
        self._method().send("Input.imeSetComposition", at)

    def whole(self, what: str) -> None:
        """Take the word that the input method has for what is written, and press keys."""
        words, *pressed = what.split(" ")
        self._method().send("Input.insertText", {"text": words})
        self.keys(" ".join(pressed))

    def search_field(self, _: str) -> None:
        self.page.locator(self.field).click()

    def _method(self) -> CDPSession:
        return self.page.context.new_cdp_session(self.page)

    def scope(self, _: str) -> None:
        """Go to the place that figures beside the map are of."""
        self.page.locator(".chosen .go").first.click()

    def _type(self, words: str) -> None:
        self.page.locator(self.field).click()
        self.page.keyboard.type(words)

    def everything(self, _: str) -> None:
        self.page.locator(self.clear).click()

    def language(self, name: str) -> None:
        self.page.locator(self.languages, has_text=name).click()

    def step(self, way: str) -> None:
        """Go back or forward in the browser's history."""
        self.page.go_back() if way == "back" else self.page.go_forward()


class FullHands(Hands):
    """Streamlit's page."""

    look = _FULL
    chips, rows = ".st-key-workstreams button", '[class*="st-key-row--{}--"] button'
    field, clear = ".st-key-query input", ".st-key-clear button"
    languages, leave = ".st-key-language button", ".st-key-panel-close button"
    onward = "section.panel .onward [data-go]"

    def open(self, query: str) -> None:
        super().open(query)
        self.visit.map()

    def in_map(self, selector: str) -> Locator:
        return self.page.frame_locator('iframe[src*="one_map"]').locator(selector)

    def search(self, words: str) -> None:
        """Look for a text itself: the last row of what is suggested."""
        self.page.locator(self.field).fill("")
        self._type(words)
        self.page.locator(".find-itself").click()


class ExplorerHands(Hands):
    """The explorer, on a page of the app and as a file."""

    look = _EXPLORER
    chips, rows = ".workstreams button", '.row[data-id="{}"]'
    field, clear = "input.search", "button.clear"
    languages, leave = ".languages button", ".panel .close"
    onward = ".panel .onward"

    def open(self, query: str) -> None:
        super().open(query)
        self.page.wait_for_selector("html[data-ready]", state="attached")

    def search(self, words: str) -> None:
        """Look for a text: it is looked for as it is typed."""
        self.page.locator(self.field).fill(words)
