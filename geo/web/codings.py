"""In which coding is a file sent, and which are made once and then kept?

Brotli at its best quality is a sixth below gzip and takes fifty times as long, a second for the
largest script of a page. So who asks first is given gzip; meanwhile a thread makes the other, which
all later readers get. Scripts and styles are the same for every process of a version: theirs is
kept on the disk, and what is found there is believed only if it gives back the very content. All
else is made so when it is asked for again: the first HTML of some reader's own link never is.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

import brotli
from starlette.responses import Response

from geo import files
from geo.blob import COLUMNS, Blob
from geo.remembered import Remembered

FOREVER: Final = "public, max-age=31536000, immutable"
MOST_BYTES: Final = 1 << 20
"""Larger files stay with gzip: no page of ours begins with one, and it would take seconds."""
_MOST_ONCE: Final = 4096
"""Files of which it is remembered that somebody asked for them."""
_FEWEST_BYTES: Final = 128
_ROOM_BYTES: Final = 16 << 20
_QUALITY: Final = 11
_SAME_EVERYWHERE: Final = ("text/javascript", "application/javascript", "text/css")
_FOLDER: Final = Path(__file__).parents[2] / "build" / "compressed"


class Smaller:
    """What was compressed by brotli, by content; what is asked for first is made beside.

    Parameters
    ----------
    folder : Path
        Where scripts and styles are kept for other processes and later ones.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: Remembered[bytes] = Remembered(_ROOM_BYTES, weigh=len)
        self._waiting: queue.Queue[Blob] = queue.Queue()
        self._once: Remembered[bool] = Remembered(_MOST_ONCE)
        self._asked: set[str] = set()
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None

    def of(self, blob: Blob) -> bytes | None:
        """Return `blob` as brotli; None where it is not made yet, or would not be smaller."""
        if blob.media_type == COLUMNS or not _FEWEST_BYTES < len(blob.content) <= MOST_BYTES:
            return None
        found = self._made.get(blob.etag)
        if found is None and (_lasts(blob) or self._once.get(blob.etag)):
            self._ask_for(blob)
        elif found is None:
            self._once.keep(blob.etag, value=True)
        return found or None

    def wait(self) -> None:
        """Return when all is made that was asked for."""
        self._waiting.join()

    def _ask_for(self, blob: Blob) -> None:
        with self._lock:
            if blob.etag in self._asked:
                return
            self._asked.add(blob.etag)
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="smaller", daemon=True)
                self._worker.start()
        self._waiting.put(blob)

    def _work(self) -> None:
        while True:
            blob = self._waiting.get()
            made = self._kept(blob) or self._compressed(blob)
            is_smaller = len(made) < min(len(blob.gzipped), len(blob.content))
            self._made.keep(blob.etag, made if is_smaller else b"")  # nor is it tried again
            self._asked.discard(blob.etag)
            self._waiting.task_done()

    def _at(self, blob: Blob) -> Path | None:
        return self._folder / f"{blob.etag}.br" if _lasts(blob) else None

    def _kept(self, blob: Blob) -> bytes | None:
        """Return what another process made of the same content; None where there is nothing."""
        at = self._at(blob)
        if at is None or not files.is_file(at):
            return None
        try:
            found = files.read_bytes(at)
            return found if brotli.decompress(found) == blob.content else None
        except (OSError, brotli.error):
            return None

    def _compressed(self, blob: Blob) -> bytes:
        made: bytes = brotli.compress(blob.content, quality=_QUALITY)
        at = self._at(blob)
        if at is not None:
            with suppress(OSError):  # where nothing can be written, the next one makes it again
                files.write_bytes(at, made)
        return made


def _lasts(blob: Blob) -> bool:
    return blob.media_type.startswith(_SAME_EVERYWHERE)


@lru_cache(maxsize=1)
def smaller() -> Smaller:
    """Return what this process has compressed."""
    return Smaller(_FOLDER)


def blob_response(
    blob: Blob, request_headers: Mapping[str, str], cached: str = FOREVER
) -> Response:
    """Answer with a file: 304 if the browser has it in a coding it takes, else the smallest.

    `cached` is its ``Cache-Control``: without another word the file never changes.
    """
    found = _codings(blob, request_headers.get("accept-encoding", ""))
    tagged = {tag_of(blob.etag, coding): coding for coding in found}
    known = next((tag for tag in tagged if has(request_headers, tag)), None)
    etag = known or next(iter(tagged))
    headers = {"Cache-Control": cached, "ETag": etag, "Vary": "Accept-Encoding"}
    if known:
        return Response(status_code=304, headers=headers)
    if coding := tagged[etag]:
        headers["Content-Encoding"] = coding
    return Response(found[coding], media_type=blob.media_type, headers=headers)


def _codings(blob: Blob, accepted: str) -> dict[str, bytes]:
    """Return the codings of a file that a browser takes, the smallest first; "" is none."""
    found = {"br": smaller().of(blob)} if takes(accepted, "br") else {}
    if takes(accepted, "gzip") and len(blob.gzipped) < len(blob.content):
        found["gzip"] = blob.gzipped
    return {coding: made for coding, made in found.items() if made} | {"": blob.content}


def tag_of(digest: str, coding: str) -> str:
    """Return the entity tag of a file in a coding: each has its own (RFC 9110, 8.8.3)."""
    return f'"{digest}-{coding}"' if coding else f'"{digest}"'


def has(request_headers: Mapping[str, str], etag: str) -> bool:
    """Tell whether the browser has the answer of this tag (``If-None-Match``, RFC 9110 13.1.2)."""
    known = request_headers.get("if-none-match", "")
    return known == "*" or etag in known


def takes(accepted: str, coding: str) -> bool:
    """Tell whether an ``Accept-Encoding`` admits a coding (RFC 9110, section 12.5.3).

    A coding that is named outweighs ``*``.

    >>> takes("br, gzip;q=0.5", "gzip"), takes("*", "gzip"), takes("*;q=0, gzip", "gzip")
    (True, True, True)
    >>> takes("gzip;q=0", "gzip"), takes("*, gzip;q=0", "gzip"), takes("", "br")
    (False, False, False)
    """
    parts = (part.replace(" ", "").partition(";q=") for part in accepted.lower().split(","))
    quality = {named: stated for named, _, stated in parts}
    stated = quality.get(coding, quality.get("*", "0"))
    return stated == "" or stated.rstrip("0.") != ""
