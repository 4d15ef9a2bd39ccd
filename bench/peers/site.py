"""Who serves the plain pages, their data and the assets of all peers?

    python -m bench.peers.site FOLDER PORT

``/data/`` is FOLDER, ``/pages/`` this folder, ``/assets/`` Leaflet (PyPI package XStatic-Leaflet)
and MapLibre GL JS (PyPI package maplibre). Data are compressed once, before the first request.
"""

from __future__ import annotations

import gzip
import mimetypes
import shutil
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import metadata
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
_LEVEL: Final = 5


def roots(data: Path) -> dict[str, Path]:
    """Return the folder behind each part of the site."""

    def inside(distribution: str, path: str) -> Path:
        return Path(str(metadata.distribution(distribution).locate_file(path)))

    return {
        "/data/": data,
        "/pages/": HERE,
        "/assets/leaflet/": inside("XStatic-Leaflet", "xstatic/pkg/leaflet/data"),
        "/assets/maplibre/": inside("maplibre", "maplibre/srcjs"),
    }


def compress(path: Path) -> None:
    """Write ``<path>.gz`` beside a file, unless there is one that is not older."""
    packed = path.with_name(path.name + ".gz")
    if packed.exists() and packed.stat().st_mtime >= path.stat().st_mtime:
        return
    with path.open("rb") as source, gzip.open(packed, "wb", compresslevel=_LEVEL) as target:
        shutil.copyfileobj(source, target)


class Handler(BaseHTTPRequestHandler):
    """Answers GET with a file, compressed if that was done."""

    protocol_version = "HTTP/1.1"
    folders: dict[str, Path] = {}  # noqa: RUF012  # set once, before the server starts

    def do_GET(self) -> None:  # the name that http.server asks for
        """Send one file."""
        path = self.path.partition("?")[0]
        start = next((start for start in self.folders if path.startswith(start)), None)
        name = path.removeprefix(start) if start else ""
        file = self.folders[start] / name if start and ".." not in name else HERE / "none"
        if not file.is_file():
            self.send_error(404)
            return
        packed = file.with_name(file.name + ".gz")
        sent = packed if packed.is_file() else file
        self.send_response(200)
        self.send_header("Content-Type", mimetypes.guess_type(file.name)[0] or "text/plain")
        self.send_header("Content-Length", str(sent.stat().st_size))
        self.send_header("Access-Control-Allow-Origin", "*")
        if sent is packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        with sent.open("rb") as stream:
            shutil.copyfileobj(stream, self.wfile)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    """Serve until stopped."""
    data, port = Path(sys.argv[1]), int(sys.argv[2])
    for path in data.glob("*.geojson"):
        compress(path)
    Handler.folders = roots(data)
    ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()


if __name__ == "__main__":
    main()
