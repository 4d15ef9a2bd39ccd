"""How long do a thousand readers of one server wait? Run in a process of its own.

``python -m bench.readers_load ADDRESS --readers 1000 --within 10``: each opens the light page with
a filter of its own, fetches what the page names, as a browser with nothing kept does, and later
comes back with two other filters, when the server is asked whether the page is still the same. One
in twenty goes on to a session. Prints JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import gzip
import itertools
import json
import re
import sys
import time
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from bench.viewers_load import quantile
from bench.viewers_session import Viewer, ViewerError

FILTERS: Final = (
    "w=streetscape",
    "w=rural",
    "w=markets",
    "q=road",
    "place=minghua-road",
    "l=roads",
)
PAUSE_SECONDS: Final = 2.0
_NAMED: Final = re.compile(r'(?:src|href)="([^"]*/(?:assets|layers)/[^"]+)"')


@dataclass
class Met:
    """What all readers met: seconds by kind of request, bytes, and what failed."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    received_bytes: int = 0
    failed: list[str] = field(default_factory=list)

    def took(self, kind: str, seconds: float) -> None:
        """Note how long one request took."""
        self.seconds.setdefault(kind, []).append(seconds)


class Connection:
    """A connection to the server that is kept open, as a browser keeps it."""

    def __init__(self, address: str, met: Met) -> None:
        self._at = urlsplit(address)
        self._met = met
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str, kind: str, etag: str = "") -> tuple[int, dict[str, str], bytes]:
        """Ask for a path; returns status, headers by lower-case name, and the body as sent."""
        began = time.perf_counter()
        if self._streams is None:
            host, port = str(self._at.hostname), int(self._at.port or 80)
            self._streams = await asyncio.open_connection(host, port)
        reader, writer = self._streams
        known = f"If-None-Match: {etag}\r\n" if etag else ""
        asked = (
            f"GET {path} HTTP/1.1\r\nHost: {self._at.netloc}\r\nAccept-Encoding: gzip\r\n{known}"
        )
        writer.write(f"{asked}Accept-Language: en\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status, *lines = head.strip().split("\r\n")
        headers = {name.lower(): value for name, _, value in (at.partition(": ") for at in lines)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        self._met.took(kind, time.perf_counter() - began)
        self._met.received_bytes += len(head) + len(body)
        return int(status.split()[1]), headers, body

    def close(self) -> None:
        """Leave."""
        if self._streams is not None:
            self._streams[1].close()


async def read(address: str, page: str, files: list[str], number: int, met: Met) -> None:
    """Read as one reader does: the page, its files, and the page under two other filters."""
    there = Connection(address, met)
    try:
        asked = (FILTERS[(number + step) % len(FILTERS)] for step in range(3))
        status, headers, _ = await there.get(f"{page}?{next(asked)}", "html")
        _expect(status, 200)
        for path in files:
            _expect((await there.get(path, "file"))[0], 200)
        for query in asked:
            await asyncio.sleep(PAUSE_SECONDS)
            status, headers, _ = await there.get(f"{page}?{query}", "again", headers["etag"])
            _expect(status, 304)
    finally:
        there.close()


def _expect(status: int, wanted: int) -> None:
    if status != wanted:
        raise ViewerError(f"status {status} where {wanted} was expected")


async def go_on(address: str, met: Met) -> None:
    """Open a session, press two chips, and leave."""
    viewer = Viewer(f"{address}/?lang=en")
    met.took("session", await viewer.open())
    for _ in range(2):
        await asyncio.sleep(PAUSE_SECONDS)
        met.took("click", await viewer.click())
    await viewer.close()


async def arriving(
    address: str, page: str, readers: int, within: float, session_share: float
) -> dict[str, Any]:
    """Have the readers arrive evenly within some seconds; returns what they met."""
    files = await files_of(address, page)
    met = Met()
    began, cpu = time.perf_counter(), time.process_time()
    every = round(1 / session_share) if session_share else 0

    async def come(number: int) -> None:
        await asyncio.sleep(number * within / readers)
        try:
            await read(address, page, files, number, met)
            if every and number % every == 0:
                await go_on(address, met)
        except (OSError, TimeoutError, ViewerError, EOFError) as error:
            met.failed.append(f"{type(error).__name__}: {error}")

    await asyncio.gather(*map(come, range(readers)))
    took = time.perf_counter() - began
    kinds = {
        kind: {
            "count": len(seconds),
            "p50_ms": _ms(seconds, 0.5),
            "p95_ms": _ms(seconds, 0.95),
            "longest_ms": _ms(seconds, 1),
        }
        for kind, seconds in met.seconds.items()
    }
    return {
        **{"readers": readers, "within_seconds": within, "seconds": round(took, 2)},
        **{"files_each": len(files), "megabytes": round(met.received_bytes / 1e6, 1)},
        **kinds,
        "client_cpu_share": round((time.process_time() - cpu) / took, 2),
        **{"failed": len(met.failed), "failures": sorted(set(met.failed))[:5]},
    }


async def files_of(address: str, page: str) -> list[str]:
    """Return the paths of the files that a page names."""
    there = Connection(address, Met())
    _, headers, body = await there.get(page, "html")
    there.close()
    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    named = _NAMED.findall(body.decode("utf-8"))
    found = [urlsplit(urljoin(f"{address}{page}", path)).path for path in named]
    return list(itertools.chain(dict.fromkeys(found)))


def _ms(seconds: list[float], share: float) -> float:
    return round((quantile(seconds, share) or 0) * 1000, 1)


def main() -> None:
    """Measure once, as the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("address")
    parser.add_argument("--page", default="/light/anci-2022")
    parser.add_argument("--readers", type=int, default=1000)
    parser.add_argument("--within", type=float, default=10.0, help="seconds in which all arrive")
    parser.add_argument("--sessions", type=float, default=0.05, help="share that goes on to one")
    asked = parser.parse_args()
    gc.disable()  # its pauses would be the client's, not the server's
    work = arriving(asked.address, asked.page, asked.readers, asked.within, asked.sessions)
    json.dump(asyncio.run(work), sys.stdout)


if __name__ == "__main__":
    main()
