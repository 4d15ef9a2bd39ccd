"""Who may bring data in through a page, and how much of it?

The page is off unless ``ONEMAP_EDIT`` says who may: ``local`` (``python -m geo edit``, this machine
alone), ``oidc`` (whoever Streamlit's own sign-in lets in) or ``proxy`` (whoever the proxy in front
lets through). Anything else leaves it off.
"""

from __future__ import annotations

import os
import re
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Final, Literal

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from geo import files
from geo.intake.child import read_guarded
from geo.intake.found import Found
from geo.web.responses import UNCACHED

Who = Literal["", "local", "oidc", "proxy"]
MOST_MEGABYTES: Final = 20
"""Largest file that is taken."""
MOST_TRIES: Final = 60
"""Times that files may be read, or a package published, in :data:`_WITHIN_SECONDS`."""
_WITHIN_SECONDS: Final = 600.0
_UPLOADS: Final = "/_stcore/upload_file/"
UPLOAD: Final = r"_stcore/upload_file/[0-9A-Za-z-]+/[0-9A-Za-z-]+"
"""Streamlit's address for uploads, below the root."""
_ENDING: Final = re.compile(r"\.[a-z0-9]{1,10}")


def editing() -> Who:
    """Return who may bring data in; "" where nobody may."""
    stated = os.environ.get("ONEMAP_EDIT", "").strip().lower()
    return stated if stated in ("local", "oidc", "proxy") else ""  # type: ignore[return-value]


class OwnUploads:
    """ASGI middleware: uploads only from pages of ours; where nobody edits no address takes any.

    Parameters
    ----------
    is_own : callable
        Tells by its headers whether a request comes from a page of ours.
    """

    def __init__(self, app: ASGIApp, is_own: Callable[[Headers], bool]) -> None:
        self._app = app
        self._is_own = is_own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on or refuse one request."""
        if scope["type"] == "http" and _UPLOADS in scope["path"] and editing():
            headers = Headers(scope=scope)
            allowed = "origin" in headers and self._is_own(headers)
            if not allowed and scope["method"] != "OPTIONS":
                body = {"code": "Forbidden", "description": "uploads come from the edit page only"}
                await JSONResponse(body, 403, headers=UNCACHED)(scope, receive, send)
                return
        await self._app(scope, receive, send)


class Tries:
    """How often something may be done within a while, by all together; safe for threads."""

    def __init__(self, most: int = MOST_TRIES, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._done: deque[float] = deque()
        self._lock = threading.Lock()

    def allowed(self) -> bool:
        """Count one more try; False where there were too many."""
        with self._lock:
            now = self._clock()
            while self._done and now - self._done[0] > _WITHIN_SECONDS:
                self._done.popleft()
            if len(self._done) >= self._most:
                return False
            self._done.append(now)
            return True


TRIES: Final = Tries()


def read_brought(name: str, content: bytes, builds: Path) -> Found:
    """Return what a file holds that a page was given, read in a process that is watched.

    The name that it came with is shown, and becomes no path.
    """
    folder = builds / ".brought" / secrets.token_hex(16)
    shown = PurePath(name.replace("\\", "/")).name or "file"
    ending = PurePath(shown).suffix.lower()
    path = folder / f"brought{ending if _ENDING.fullmatch(ending) else ''}"
    try:
        files.write_bytes(path, content)
        found = read_guarded(path)
    finally:
        files.remove_folder(folder)
    stem = PurePath(shown).stem
    return Found(
        shown,
        found.format,
        tuple(replace(t, name=stem) if t.name == "brought" else t for t in found.tables),
        tuple(replace(message, file=shown) for message in found.messages),
    )
