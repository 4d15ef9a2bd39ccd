"""How do tests hold up, break and watch the page that opens light?"""

from __future__ import annotations

from playwright.sync_api import BrowserContext, FrameLocator, Locator, Page, Route, WebSocketRoute

from tests.browser.visitor import Visitor

STANDS = """
() => {
  const found = (window.oneMap || oneFile).state;
  const { lat, lng } = found.map.getCenter();
  return [lat.toFixed(5), lng.toFixed(5), found.map.getZoom(), found.place];
}
"""
"""Where a map stands, and what is selected on it."""
HELD_BACK = "() => window.heldBack > 4"
"""Oftener than it looks around before it takes another page's place."""


def measured(context: BrowserContext) -> None:
    """Have what moves by itself be counted, in the page and in its frames while they are seen."""
    context.add_init_script("""
        if (top === window) window.shifts = [];
        new PerformanceObserver((list) => {
          const how = { visibilityProperty: true };
          if (top !== window && !frameElement.checkVisibility(how)) return;
          for (const one of list.getEntries()) if (!one.hadRecentInput) top.shifts.push(one.value);
        }).observe({ type: "layout-shift", buffered: true });
    """)


def shifted(page: Page) -> float:
    """How much moved by itself (the sum of all shifts), what waits for an observer included."""
    page.evaluate("() => new Promise(requestAnimationFrame).then(() => new Promise(setTimeout))")
    found: float = page.evaluate("shifts.reduce((all, one) => all + one, 0)")
    return found


def gliding(context: BrowserContext) -> None:
    """Have what scrolls smoothly be noted, in the page and in its frames."""
    context.add_init_script("""
        for (const name of ["scrollIntoView", "scrollBy", "scrollTo"]) {
          const own = Element.prototype[name];
          Element.prototype[name] = function (...how) {
            if (how[0]?.behavior === "smooth") (top.glided ??= []).push(name);
            return own.apply(this, how);
          };
        }
    """)


def held_back(context: BrowserContext, by: str = "dialog[open]") -> None:
    """Have it be counted how often the full page was there but for what a selector found."""
    context.add_init_script(
        f"const by = {by!r};"
        + """
        const { querySelector } = Document.prototype;
        Document.prototype.querySelector = function (wanted) {
          const found = querySelector.call(this, wanted);
          if (found && wanted === by) top.heldBack = (top.heldBack ?? 0) + 1;
          return found;
        };
    """
    )


def spared(context: BrowserContext) -> None:
    """Have the browser say that data are to be saved."""
    stated = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });"
    context.add_init_script(stated)


class Gate:
    """Keeps Streamlit's code, or some of it, waiting until it is opened."""

    def __init__(self, code: str = "index") -> None:
        self._code = code
        self._waiting: list[Route] | None = []

    def __call__(self, context: BrowserContext) -> None:
        context.route(f"**/static/js/{self._code}.*.js", self._hold)

    def _hold(self, route: Route) -> None:
        if self._waiting is None:
            route.continue_()
        else:
            self._waiting.append(route)

    def open(self) -> None:
        waiting, self._waiting = self._waiting or [], None
        for route in waiting:
            route.continue_()


def light(page: Page) -> FrameLocator:
    """The explorer that the page opens with."""
    return page.frame_locator("#light iframe")


def taken_over(visitor: Visitor) -> None:
    """Wait until the full page stands there alone."""
    visitor.page.wait_for_selector("#light", state="detached")


def stands(visitor: Visitor) -> list[object]:
    """Where the map of the light page stands."""
    frame = visitor.page.query_selector("#light iframe")
    assert frame is not None
    inside = frame.content_frame()
    assert inside is not None
    found: list[object] = inside.evaluate(STANDS)
    return found


def light_map(page: Page) -> list[float]:
    """Where the light page's map lies on the screen."""
    return place_of(light(page).locator(".map"))


def full_map(page: Page) -> list[float]:
    return place_of(page.locator('iframe[src*="one_map"]'))


def place_of(found: Locator) -> list[float]:
    box = found.bounding_box()
    assert box is not None
    return [box["x"], box["y"], box["width"], box["height"]]


def refuse(context: BrowserContext) -> None:
    """Have no socket come about."""
    context.route_web_socket("**/_stcore/stream", lambda socket: socket.close())


def break_module(context: BrowserContext) -> None:
    """Have Streamlit's own code not come."""
    context.route("**/static/js/index.*.js", lambda route: route.fulfill(status=503))


def break_frame(context: BrowserContext) -> None:
    """Have an error's page come in the explorer's place."""
    context.route("**/light/*", lambda route: route.fulfill(status=503, body="busy"))


class SlowSocket:
    """Lets what the page says reach the server only when it is opened."""

    def __init__(self) -> None:
        self._said: list[tuple[WebSocketRoute, str | bytes]] | None = []

    def __call__(self, context: BrowserContext) -> None:
        context.route_web_socket("**/_stcore/stream", self._take)

    def _take(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(lambda said: self._pass(server, said))

    def _pass(self, server: WebSocketRoute, said: str | bytes) -> None:
        if self._said is None:
            server.send(said)
        else:
            self._said.append((server, said))

    def is_waited_for(self) -> bool:
        return bool(self._said)

    def open(self) -> None:
        waiting, self._said = self._said or [], None
        for server, said in waiting:
            server.send(said)


def break_dialog(context: BrowserContext) -> None:
    """Have what comes later than the light map not come."""
    context.route("**/assets/more.*.js", lambda route: route.abort())
