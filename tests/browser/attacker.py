"""Another site: pages of another origin that do to ours what any page on the net could."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

OWNED: Final = (
    "for (const w of [window, window.parent, window.top])"
    " try { w.document.documentElement.dataset.owned = 'yes' } catch (e) {};"
)
"""What an attacker runs: it leaves its mark in every document that it can reach."""
_ARGUMENTS: Final[dict[str, Any]] = {
    "script": OWNED,
    "html": "<img src=x onerror=\"parent.document.documentElement.dataset.owned='yes'\">",
    "header": f"<script>{OWNED}</script>",
    "height": 11,
    "width": 11,
    "js_links": [],
    "css_links": ["data:text/css,body{display:none}"],
    "returned_objects": [],
    "default": {},
    "zoom": 3,
    "center": [0, 0],
    "feature_group": OWNED,
    "return_on_hover": False,
    "layer_control": OWNED,
    "pixelated": True,
    "key": "map",
}
_THEME: Final = {
    "base": "dark",
    "primaryColor": "#f00",
    "backgroundColor": "#f00",
    "secondaryBackgroundColor": "#f00",
    "textColor": "#f00",
    "font": "monospace",
}
_HOST_TYPES: Final = (
    *("CLEAR_CACHE", "CLOSE_MODAL", "PRINT_APP", "REQUEST_PAGE_CHANGE", "RERUN_SCRIPT"),
    *("RESTART_WEBSOCKET_CONNECTION", "SEND_APP_HEARTBEAT", "SET_APP_PAGES", "SET_AUTH_TOKEN"),
    *("SET_CUSTOM_THEME_CONFIG", "SET_FILE_UPLOAD_CLIENT_CONFIG", "SET_INPUTS_DISABLED"),
    *("SET_IS_OWNER", "SET_MENU_ITEMS", "SET_METADATA", "SET_PAGE_FAVICON"),
    *("SET_PAGE_LINK_BASE_URL", "SET_PAGE_TITLE", "SET_QUERY_PARAM", "SET_THEME_CONFIG"),
    *("SET_SIDEBAR_CHEVRON_DOWNSHIFT", "SET_SIDEBAR_NAV_VISIBILITY", "SET_TOOLBAR_ITEMS"),
    *("STOP_SCRIPT", "TERMINATE_WEBSOCKET_CONNECTION", "UPDATE_FROM_QUERY_PARAMS", "UPDATE_HASH"),
)
"""What Streamlit's page obeys when a page says it that it believes."""
_HOST_CONTENT: Final[dict[str, Any]] = {
    "queryParams": "place=minghua-road&lang=en",
    "pageScriptHash": "",
    "themeInfo": _THEME,
    "themeName": "Dark",
    "disabled": True,
    "hash": "owned",
    "title": "owned",
    "authToken": "owned",
    "isOwner": True,
    "pageLinkBaseUrl": "https://evil.example",
    "prefix": "https://evil.example/",
    "headers": {"x": "owned"},
    "items": [{"key": "owned", "label": "owned", "type": "text"}],
    "appPages": [],
    "metadata": {"owned": "yes"},
    "favicon": "owned",
    "hidden": True,
}
MESSAGES: Final[list[Any]] = [
    {"type": "streamlit:render", "args": _ARGUMENTS, "theme": _THEME, "dfs": [], "disabled": False},
    {"type": "streamlit:render", "args": {**_ARGUMENTS, "feature_group": None}, "theme": _THEME},
    {"type": "streamlit:render", "args": {**_ARGUMENTS, "script": None}, "disabled": True},
    {"type": "streamlit:render", "args": {}, "theme": _THEME},
    {
        "type": "streamlit:render",
        "args": {**_ARGUMENTS, "js_links": ["data:text/javascript," + OWNED]},
    },
    {"theme": _THEME},
    {"isStreamlitMessage": True, "type": "streamlit:componentReady", "apiVersion": 1},
    {
        "isStreamlitMessage": True,
        "type": "streamlit:setComponentValue",
        "value": {"place": "minghua-road", "base": None, "serial": 9},
        "dataType": "json",
    },
    {"isStreamlitMessage": True, "type": "streamlit:setFrameHeight", "height": 7},
    *({"stCommVersion": 1, "type": kind, **_HOST_CONTENT} for kind in _HOST_TYPES),
]
"""Every message that the map's component, Streamlit's page or a listener of ours knows."""

_COMMON: Final = """
<!DOCTYPE html><meta charset="utf-8"><title>evil</title><script>
const messages = %s, target = decodeURIComponent(location.hash.slice(1));
let sent = 0, hold = null;
/* All windows that can be named from one: itself and the frames within it. */
function* within(found) {
  if (!found) return;
  yield found;
  for (let at = 0; at < found.length; at += 1) yield* within(found[at]);
}
function strike() {
  for (const found of within(hold)) for (const message of messages) {
    found.postMessage(message, "*");
    sent += 1;
  }
}
const again = setInterval(strike, 200);
</script>
"""
_PAGES: Final = {
    # A browser opens windows at a click alone.
    "/open": "<button onclick='hold = window.open(target)'>more</button>",
    "/frame": "<iframe id=f width=1100 height=700></iframe>"
    "<script>f.src = target; hold = f.contentWindow</script>",
    "/frame-in-frame": "<iframe id=f width=1150 height=750></iframe><script>"
    "f.src = '/frame#' + encodeURIComponent(target); hold = f.contentWindow</script>",
    # Once the map is drawn, its frame is given another document, of this origin, and speaks.
    "/replace": "<iframe id=f width=1100 height=700></iframe><script>"
    "f.src = target; hold = null; clearInterval(again);"
    "function replace(by) { f.contentWindow[0].location = by; }"
    "function speak() { for (const message of messages) {"
    " f.contentWindow[0].eval('parent.postMessage(' + JSON.stringify(message) + ', \"*\")');"
    " sent += 1; } }</script>",
}


@contextmanager
def another_site() -> Iterator[str]:
    """Serve the attacker's pages on a port of their own; gives their origin."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.path in _PAGES
            body = (
                (_COMMON % json.dumps(MESSAGES).replace("</", r"<\/") + _PAGES[self.path])
                if known
                else ""
            )
            self.send_response(200 if known else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
