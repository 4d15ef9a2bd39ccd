"""How do Streamlit's own files reach a browser? As ours do: compressed once, and kept for ever.

Streamlit sends its scripts as they are, some megabytes, and says nothing of keeping the map
component's. Files whose name carries a hash of their content never change under that name.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from geo import files
from geo.map.payload import Blob, make_blob
from geo.web.answers import FOREVER, blob_response

_HASHED: Final = re.compile(r".+\.[\w-]{8,}\.\w+")
KEPT_FILES: Final = 256
"""Files kept compressed in memory; a page asks for some dozens."""


class Folders:
    """ASGI middleware that sends the files of some folders before Streamlit does.

    Streamlit keeps these paths to itself, so they cannot be routes.

    Parameters
    ----------
    folders : mapping of str to Path
        Folders by the path below the root at which their files are asked for; what lies in them
        is named once, when the server starts.
    """

    def __init__(self, app: ASGIApp, folders: Mapping[str, Path], prefix: str = "") -> None:
        self._app = app
        self._files = {
            f"{prefix}/{at}/{name}": folder / name
            for at, folder in folders.items()
            for name in files.walk(folder)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        path = self._files.get(scope["path"]) if scope["type"] == "http" else None
        if path is None or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        blob = await run_in_threadpool(_blob, path)
        cached = FOREVER if _HASHED.fullmatch(path.name) else "no-cache"
        await blob_response(blob, Headers(scope=scope), cached)(scope, receive, send)


@lru_cache(maxsize=KEPT_FILES)
def _blob(path: Path) -> Blob:
    kind, _ = mimetypes.guess_type(path.name)
    return make_blob(files.read_bytes(path), kind or "application/octet-stream")
