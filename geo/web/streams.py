"""How is a file sent while it is made, and how many of those that are held whole at a time?

What grows with the places of a package is not held as a whole: it goes out piece by piece, gzipped
on its way where that makes it shorter. Its tag is one of what it is made of, so that a browser that
has it is answered before anything is made.
"""

from __future__ import annotations

import hashlib
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from geo.web.answers import CrowdedError, readable_by_others, takes_gzip

AT_ONCE: Final = 2
"""Large files made at the same time; the other threads go on answering."""
WAITING: Final = 12
"""Requests that may wait or be made; more are asked to come again."""
_LEVEL: Final = 4
_GZIP: Final = 16 + zlib.MAX_WBITS


class Gate:
    """Lets a few work at a time and some wait; safe for many threads."""

    def __init__(self, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._room = threading.BoundedSemaphore(waiting)
        self._working = threading.BoundedSemaphore(at_once)

    @contextmanager
    def passed(self) -> Iterator[None]:
        """Wait for one's turn.

        Raises
        ------
        CrowdedError
            If too many are waiting already.
        """
        if not self._room.acquire(blocking=False):
            raise CrowdedError
        try:
            with self._working:
                yield
        finally:
            self._room.release()


def streamed_response(
    request: Request,
    made_of: tuple[object, ...],
    parts: Callable[[], Iterator[bytes]],
    media_type: str,
    *,
    name: str,
    compress: bool = True,
) -> Response:
    """Answer with a file piece by piece: asked for anew each time, 304 if the browser has it.

    Parameters
    ----------
    made_of : tuple
        All that its content follows from.
    name : str
        File name to be saved under.
    compress : bool
        Whether gzip makes it shorter.
    """
    gzipped = compress and takes_gzip(request.headers.get("accept-encoding", ""))
    digest = hashlib.sha256(repr(made_of).encode()).hexdigest()[:16]
    etag = f'"{digest}-gzip"' if gzipped else f'"{digest}"'
    headers = _headers(etag, name)
    known = request.headers.get("if-none-match", "")
    if known == "*" or etag in known:
        return Response(status_code=304, headers=headers)
    if gzipped:
        headers["Content-Encoding"] = "gzip"
    if request.method == "HEAD":
        return Response(media_type=media_type, headers=headers)
    content = zipped(parts()) if gzipped else parts()
    return StreamingResponse(content, media_type=media_type, headers=headers)


def zipped(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Yield parts as one gzip member."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    for part in parts:
        piece = packer.compress(part)
        if piece:
            yield piece
    yield packer.flush()


def _headers(etag: str, name: str) -> dict[str, str]:
    headers = {"Cache-Control": "no-cache", "ETag": etag} | readable_by_others()
    varies = (headers.get("Vary"), "Accept-Encoding", "Accept-Language")
    headers["Vary"] = ", ".join(filter(None, varies))
    headers["Content-Disposition"] = f'attachment; filename="{quote(name, safe="")}"'
    return headers
