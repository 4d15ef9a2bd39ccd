"""Which servers show a map as its own page? The app's routes, and a plain host of files."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol

import uvicorn
from starlette.responses import Response
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from geo.__main__ import main
from geo.store.store import Store

Serve = Callable[..., TestClient]


class Quiet(SimpleHTTPRequestHandler):
    """A host that tells nobody of what it was asked for."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # named by the base class
        del format, args


@contextmanager
def files_below_a_path(root: Path) -> Iterator[str]:
    """Hand out a folder as the simplest host there is; gives its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


class Host(Protocol):
    """A server of a map.

    Attributes
    ----------
    root : str
        Address of the folder that its worker lies in.
    map, english : str
        Addresses of the map's page, as it is usually, and with another language.
    """

    root: str
    map: str
    english: str

    def show(self, package: Path, *, keeps: bool = True) -> None:
        """Show a state of the package, with or without a worker that keeps it."""

    def spoil(self, script: bytes | None) -> None:
        """Have something else in place of the worker's script, or nothing."""


class App:
    """The app's own routes below a path."""

    def __init__(self, address: str, serve: Serve, settings: Callable[[str, str], None]) -> None:
        self.root = f"{address}city/"
        self.map = f"{self.root}light/anci-2022"
        self.english = f"{self.map}?lang=en"
        self._serve = serve
        self._settings = settings
        self._now: Any = None
        self._spoilt: Response | None = None
        self.goes_on = threading.Event()
        """Where this is not set, the first page of all is not answered."""
        self.goes_on.set()

    def show(self, package: Path, *, keeps: bool = True) -> None:
        """Serve this state from now on."""
        self._settings("ONEMAP_OFFLINE", "1" if keeps else "0")
        self._now = self._serve(Store(package.parent), "/city").app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the present state does."""
        is_worker = scope["path"] == "/city/worker.js"
        while scope["path"] == "/city/" and not self.goes_on.is_set():
            await asyncio.sleep(0.05)
        await (self._spoilt if is_worker and self._spoilt else self._now)(scope, receive, send)

    def spoil(self, script: bytes | None) -> None:
        """Answer with this for the worker's script."""
        self._spoilt = Response(
            script, 404 if script is None else 200, media_type="text/javascript"
        )


@contextmanager
def app_below_a_path(serve: Serve, settings: Callable[[str, str], None]) -> Iterator[App]:
    """Serve the app's routes; `settings` states one in the environment."""
    listening = socket.create_server(("127.0.0.1", 0))
    app = App(f"http://127.0.0.1:{listening.getsockname()[1]}/", serve, settings)
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield app
    finally:
        app.goes_on.set()
        server.should_exit = True
        thread.join(60)


class Site:
    """A folder that was written by ``python -m geo site``, below a path."""

    def __init__(self, address: str, folder: Path) -> None:
        self.root = f"{address}some/where/"
        self.map = f"{self.root}anci-2022/index.html"
        self.english = f"{self.root}anci-2022/index.en.html"
        self.folder = folder / "some" / "where"

    def show(self, package: Path, *, keeps: bool = True) -> None:
        """Write this state into the folder."""
        more = [] if keeps else ["--no-offline"]
        assert main(["site", str(package), "-o", str(self.folder), "--lang", "en", *more]) == 0

    def spoil(self, script: bytes | None) -> None:
        """Write this in place of the worker's script."""
        (self.folder / "worker.js").unlink(missing_ok=True)
        if script is not None:
            (self.folder / "worker.js").write_bytes(script)


@contextmanager
def site_below_a_path(folder: Path) -> Iterator[Site]:
    """Hand out a site from an empty folder."""
    with files_below_a_path(folder) as address:
        yield Site(address, folder)
