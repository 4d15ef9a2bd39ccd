"""Which headers keep a browser safe, on every answer of the server?

Content-Security-Policy Level 3 (https://www.w3.org/TR/CSP3/). Three policies: none of anything for
files that are no page, of which a first visit fetches a hundred; a strict one for pages; and one
for the map component's own path, whose frame turns the script it is sent into an element and
evaluates messages. Only constant code of ours is ever sent there (see
:mod:`geo.served.folium_map`), and what others send is stopped (:mod:`geo.web.streamlit.own_files`).
That frame and the light page, which holds the map itself, may ask other hosts for pictures: those
of the basemaps that are enabled. Map and
pages may fetch data from one other host, if the deployment keeps them there (``ONEMAP_DATA_URL``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.web.settings import basemap_hosts, data_origin, frame_ancestors

MAP_COMPONENT: Final = "component/pages.shared.map_component.one_map"
"""Where the map's frame lies: Streamlit names a component by the module that declares it."""

LIGHT: Final = "light"
"""Below it lie the pages that hold the map themselves (:mod:`geo.web.light`)."""
HELD: Final = "held"
"""Their parameter in the frame that the full page will take the place of."""

_FILES: Final = ("assets", "layers", "static", MAP_COMPONENT)
"""Below them lie files that pages load."""
_NO_PAGE: Final = (".css", ".geojson", ".js", ".json", ".omc", ".woff2")
"""How files end that no browser shows as a page: a policy matters only if one did."""
_NOTHING: Final = "default-src 'none'"

_COMMON: Mapping[str, str] = {
    "default-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",  # Streamlit styles its elements as it makes them
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}


def policy(
    script_sources: str,
    frame_ancestors: str = "'self'",
    picture_hosts: Iterable[str] = (),
    data_host: str | None = None,
) -> str:
    """Return a policy with the given ``script-src`` and ``frame-ancestors``, and with pictures
    and data from other hosts beside those of the app's own.
    """
    directives = {**_COMMON, "frame-ancestors": frame_ancestors, "script-src": script_sources}
    directives["img-src"] = " ".join([_COMMON["img-src"], *picture_hosts])
    directives["connect-src"] = " ".join(filter(None, [_COMMON["connect-src"], data_host]))
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def security_headers(
    path: str, inline_hashes: Iterable[str] = (), *, prefix: str = "", embedded: bool = False
) -> dict[str, str]:
    """Return the headers for an answer to a request for `path`.

    Parameters
    ----------
    path : str
        Path of the request; the map component's own path gets its own policy.
    inline_hashes : iterable of str
        Hashes (``sha256-...``) of the inline scripts in the first HTML, the only ones allowed.
    prefix : str
        Sub-path below which the app is served, empty or like ``/city``.
    embedded : bool
        Whether the page is asked for as an embedded one, which other sites may frame. The
        component's frame lies within it, and all that frame a page have to be allowed. It holds
        the map itself, where that needs no session.
    """
    if path.endswith(_NO_PAGE) and path.startswith(tuple(f"{prefix}/{at}/" for at in _FILES)):
        found = {"Content-Security-Policy": _NOTHING, "X-Content-Type-Options": "nosniff"}
        if path.endswith(".css"):  # whose own requests follow it
            found["Referrer-Policy"] = "same-origin"
        return found
    inline = "".join(f" '{found}'" for found in inline_hashes)
    of_component = path.startswith(f"{prefix}/{MAP_COMPONENT}/")
    is_light = path.startswith(f"{prefix}/{LIGHT}/")
    scripts = "'self' 'unsafe-inline' 'unsafe-eval'" if of_component else f"'self'{inline}"
    if is_light:
        scripts = "'self'"
    ancestors = frame_ancestors() if embedded or of_component else "'self'"
    if path == f"{prefix}/edit":  # what changes data is never in anybody's frame
        ancestors = "'none'"
    hosts = basemap_hosts() if of_component or is_light or embedded else ()
    return {
        "Content-Security-Policy": policy(scripts, ancestors, hosts, data_origin()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        # A page of another site that opens ours keeps no hold of its window.
        "Cross-Origin-Opener-Policy": "same-origin",
    }


class SecurityHeaders:
    """ASGI middleware that sets the security headers on every HTTP answer."""

    def __init__(self, app: ASGIApp, inline_hashes: Iterable[str] = (), prefix: str = "") -> None:
        self._app = app
        self._prefix = prefix
        self._inline_hashes = tuple(inline_hashes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._headers(scope))
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _headers(self, scope: Scope) -> dict[str, str]:
        return security_headers(
            scope["path"],
            self._inline_hashes,
            prefix=self._prefix,
            embedded=b"embed=true" in scope["query_string"].split(b"&"),
        )
