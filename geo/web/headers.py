"""Which headers keep a browser safe, on every answer of the server?

Content-Security-Policy Level 3 (https://www.w3.org/TR/CSP3/). Two policies: a strict one, and one
for the map component's own path, whose frame turns the script it is sent into an element and
evaluates messages. Only constant code of ours is ever sent there (see :mod:`geo.map.onemap`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COMPONENT_PATH = "/component/"

_COMMON: Mapping[str, str] = {
    "default-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",  # Streamlit styles its elements as it makes them
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}


def policy(script_sources: str) -> str:
    """Return a policy with the given ``script-src``."""
    directives = {**_COMMON, "script-src": script_sources}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


class SecurityHeaders:
    """ASGI middleware that sets the security headers on every HTTP answer.

    Parameters
    ----------
    app : ASGIApp
    inline_hashes : iterable of str
        Hashes (``sha256-...``) of the inline scripts in the first HTML, the only ones allowed.
    """

    def __init__(self, app: ASGIApp, inline_hashes: Iterable[str] = ()) -> None:
        self._app = app
        inline = "".join(f" '{found}'" for found in inline_hashes)
        self._strict = policy(f"'self'{inline}")
        self._component = policy("'self' 'unsafe-inline' 'unsafe-eval'")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        of_component = COMPONENT_PATH in scope["path"]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                chosen = self._component if of_component else self._strict
                headers["Content-Security-Policy"] = chosen
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
            await send(message)

        await self._app(scope, receive, send_with_headers)
