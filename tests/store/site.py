"""How do tests run a server over many packages, kill it, and ask it for all it serves?"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any

from tests.ports import free_port
from tests.running import ROOT, START_SECONDS, WITHOUT_LIGHT
from tests.store.changes import HOOK
from tests.workers import stated_command, wait_for

PACKAGE = ROOT / "data" / "anci-2022"
LINKS = (
    *("/?data={}&lang=en", "/figures?data={}", "/sources?data={}&embed=true"),
    *("/export/figures.csv?data={}", "/export/figures.csv?data={}&v={version}"),
    *("/export/places.geojson?data={}", "/share/card.png?data={}&w=markets"),
    *("/share/citation.txt?data={}&on=2026-11-28", "/api/packages/{}", "/api/figures?data={}"),
    "/api/collections/{}.roads/items",
)
Answers = dict[str, tuple[int, bytes]]


class Site:
    """Packages in a folder, all alike, and a server over them that can be killed."""

    def __init__(self, at: Path, names: Iterable[str], **environment: str) -> None:
        self.data, self.builds, self._at = at / "data", at / "builds", at
        self.names = list(names)
        for name in self.names:
            shutil.copytree(PACKAGE, self.data / name)
        self._environment = environment
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        own = {"ONEMAP_DATA": str(self.data), "ONEMAP_BUILD": str(self.builds)}
        own |= WITHOUT_LIGHT  # whose page names all packages, also those that are taken down
        command = [sys.executable, "-m", "uvicorn", *stated_command(), "--workers", "1"]
        with (self._at / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--port", str(self._port)],
                cwd=ROOT,
                env=os.environ | own | {"PYTHONPATH": str(HOOK)} | self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        wait_for(f"http://127.0.0.1:{self._port}/_stcore/health", self._at / "log")

    def kill(self) -> None:
        """End the server as a power cut ends it."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self.wait_for_its_death()

    def until_dead(self) -> None:
        """Ask on until the server is killed, by whomever; it may be in the midst of an answer."""
        with suppress(OSError, HTTPException):
            self.until(lambda _: False)
        self.wait_for_its_death()

    def wait_for_its_death(self) -> None:
        assert self._process is not None
        assert self._process.wait(timeout=START_SECONDS) == -signal.SIGKILL

    def get(self, path: str) -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._port}{path}", timeout=60) as got:
                return got.status, got.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def health(self) -> dict[str, Any]:
        status, body = self.get("/health")
        assert status == 200
        assert str(self._at).encode() not in body
        return dict(json.loads(body))

    def until(self, expected: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Ask until the server has looked at its folders again; a generous watchdog."""
        deadline = time.monotonic() + START_SECONDS
        while not expected(said := self.health()):
            assert time.monotonic() < deadline, said
            time.sleep(0.1)
        return said

    def seen(self, name: str, version: str, links: Sequence[str] = LINKS) -> Answers:
        """Ask for every kind of link to a package."""
        paths = (link.format(name, version=version) for link in links)
        return {path: self.get(path) for path in paths}

    def restore(self) -> None:
        """Lay every folder back as it was, times and all."""
        for path in self.data.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        for name in self.names:
            shutil.copytree(PACKAGE, self.data / name)
