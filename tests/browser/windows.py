"""How does a test go on in the window of the one before, and meet nothing of that one?

A link opened in a window that is there costs half of what it costs in a new one, since its process
has read the scripts of the page. All that a page may leave behind is forgotten between two tests;
what a window would keep for good is refused, and a test that wants it opens one of its own. So does
what is about the first visit, or about a service worker, which such a window has not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from playwright.sync_api import Browser

from tests.browser.visitor import Visitor

FOR_GOOD = (
    *("add_init_script", "add_locator_handler", "emulate_media", "expose_binding"),
    *("expose_function", "route_web_socket", "set_extra_http_headers", "set_geolocation"),
    *("set_offline", "set_viewport_size"),
)
"""What Playwright can do to a window, and not undo."""
_NO_WORKER = "delete Navigator.prototype.serviceWorker"
"""One that is just being registered could not be forgotten for certain."""
_FORGET = "() => { localStorage.clear(); sessionStorage.clear(); window.name = ''; }"


class Window:
    """A visitor's window, in which several tests open a link one after another."""

    def __init__(self, browser: Browser, address: str, path: str, **wishes: object) -> None:
        before = [lambda context: context.add_init_script(_NO_WORKER)]
        self.visitor = Visitor(browser, address, path, before=before, **wishes)  # type: ignore[arg-type]
        page = self.visitor.page
        self._devtools = page.context.new_cdp_session(page)
        for of in (page, page.context):
            for name in FOR_GOOD:
                if hasattr(of, name):
                    setattr(of, name, _refused(name))

    def open(self, path: str) -> None:
        """Open a link as if nothing had been opened before."""
        visitor = self.visitor
        for heard in (visitor.requests, visitor.frames_received):
            heard.clear()
        visitor.page.goto(visitor.address + path)

    def forget(self) -> None:
        """Keep nothing of a test but the files that the browser has fetched."""
        page = self.visitor.page
        for routed in (page, page.context):
            routed.unroute_all(behavior="wait")
        page.context.clear_cookies()
        page.context.clear_permissions()
        page.evaluate(_FORGET)
        origin = {"origin": "/".join(page.url.split("/")[:3]), "storageTypes": "all"}
        self._devtools.send("Storage.clearDataForOrigin", origin)
        self._devtools.send("Page.resetNavigationHistory")
        page.mouse.move(0, 0)


def _refused(name: str) -> Callable[..., NoReturn]:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError(f"{name} stays for the next test: open a window by `visit`")

    return refuse
