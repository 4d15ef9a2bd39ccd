"""Where do a test's tiles come from? From the test: no host of anybody is asked."""

from __future__ import annotations

import struct
import zlib

from playwright.sync_api import Route

from geo.served.basemaps import AMAP, OSM

HOSTS = (*OSM.hosts(), *AMAP.hosts())


def picture() -> bytes:
    """A grey PNG of one pixel; the browser stretches it over the tile."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"\0\xb4")), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def answer(route: Route) -> None:
    route.fulfill(body=picture(), content_type="image/png")
