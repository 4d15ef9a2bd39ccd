"""How do Streamlit's own files reach a browser? As ours do: compressed once, and kept for ever.

Streamlit sends its scripts as they are, some megabytes, and says nothing of keeping the map
component's. Files whose name carries a hash of their content never change under that name.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from geo import files
from geo.blob import Blob, make_blob
from geo.web.responses import FOREVER, blob_response, not_found

_HASHED: Final = re.compile(r".+\.[\w-]{8,}\.\w+")
KEPT_FILES: Final = 256
"""Files kept compressed in memory; a page asks for some dozens."""


Change = Callable[[str], str]


class Folders:
    """ASGI middleware that sends the files of some folders before Streamlit does.

    Streamlit keeps these paths to itself, so they cannot be routes.

    Parameters
    ----------
    folders : mapping of str to Path
        Folders by the path below the root at which their files are asked for; what lies in them
        is named once, when the server starts.
    changed : mapping of str to callable
        What makes of the text of a file what is sent in its place, by its path below the root.
    closed : collection of str
        Paths below which nothing else is answered: no other name of a changed file leads to it.
    """

    def __init__(
        self,
        app: ASGIApp,
        folders: Mapping[str, Path],
        prefix: str = "",
        *,
        changed: Mapping[str, Change] | None = None,
        closed: Collection[str] = (),
    ) -> None:
        self._app = app
        self._files = {
            f"{prefix}/{at}/{name}": folder / name
            for at, folder in folders.items()
            for name in files.walk(folder)
        }
        self._changed = {f"{prefix}/{at}": change for at, change in (changed or {}).items()}
        self._closed = tuple(f"{prefix}/{at}/" for at in closed)
        for at, change in self._changed.items():
            _blob(self._files[at], change)  # what cannot be changed is known before anybody asks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        answer = await self._answer(scope) if scope["type"] == "http" else None
        await (answer or self._app)(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response | None:
        at = scope["path"]
        path = self._files.get(at)
        is_closed = at.startswith(self._closed)
        if path is None or scope["method"] not in ({"GET", "HEAD"} if is_closed else {"GET"}):
            return not_found() if is_closed else None
        blob = await run_in_threadpool(_blob, path, self._changed.get(at))
        cached = FOREVER if _HASHED.fullmatch(path.name) else "no-cache"
        return blob_response(blob, Headers(scope=scope), cached)


@lru_cache(maxsize=KEPT_FILES)
def _blob(path: Path, change: Change | None) -> Blob:
    kind, _ = mimetypes.guess_type(path.name)
    content = files.read_bytes(path)
    if change is not None:
        content = change(content.decode("utf-8")).encode()
    return make_blob(content, kind or "application/octet-stream")
