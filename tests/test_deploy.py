"""Do the files for a deployment fit the project, and does what they start really run?

No container is built here. What the Containerfile copies is laid into a folder, and its command
and its health check are run there.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import ROOT
from tests.browser.conftest import START_SECONDS, serve
from tests.ports import free_port
from tests.running import end

pytestmark = pytest.mark.process

NGINX = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
UNIT = (ROOT / "deploy" / "onemap.service").read_text("utf-8")


def steps() -> list[tuple[str, str]]:
    """Instructions of the Containerfile and what follows them, in their order."""
    text = (ROOT / "Containerfile").read_text("utf-8")
    lines = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).splitlines()
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines if line)]


def last(name: str) -> str:
    return [rest for instruction, rest in steps() if instruction == name][-1]


def copied() -> list[tuple[str, str]]:
    """Each file or folder of the project that is copied, and where it comes to lie."""
    pairs = [rest.split() for name, rest in steps() if name == "COPY"]
    assert all(len(pair) == 2 or pair[0] == "--from=packages" for pair in pairs)
    return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2]


def health_check(port: int, **environment: str) -> int:
    """Run the health check of the Containerfile; gives its exit code."""
    command = json.loads(last("HEALTHCHECK").partition("CMD ")[2])
    assert command[0] == "python"
    return subprocess.run(
        [sys.executable, *command[1:]],
        cwd=ROOT,
        env=os.environ | {"STREAMLIT_SERVER_PORT": str(port)} | environment,
        stdout=subprocess.DEVNULL,
        check=False,
    ).returncode


def port_of(address: str) -> int:
    port = urlsplit(address).port
    assert port is not None
    return port


@contextmanager
def listening() -> Iterator[tuple[str, list[bytes]]]:
    """What stands in for every outside host: an HTTP proxy that notes and closes."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def note() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    asked.append(connection.recv(200))

        threading.Thread(target=note, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", asked
        server.shutdown(socket.SHUT_RDWR)


def test_whatever_is_copied_exists_and_nothing_else_reaches_the_build() -> None:
    sources = [source for source, _ in copied()]
    assert all((ROOT / source).exists() for source in sources)
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    patterns = [line for line in ignored if line and not line.startswith("#")]
    assert patterns[0] == "*"
    assert {line[1:] for line in patterns if line.startswith("!")} == set(sources)
    assert patterns[-2:] == ["**/__pycache__", "**/*.pyc"]


def test_the_image_does_not_run_as_root_and_is_of_our_python() -> None:
    assert int(last("USER")) > 0
    assert last("FROM").split()[0] == "docker.io/library/python:3.11-slim"
    assert last("EXPOSE") == "8501"


def test_what_is_copied_runs_writes_nothing_and_asks_nobody(tmp_path: Path) -> None:
    image = tmp_path / "app"
    assert copied()[0] == ("requirements.txt", ".")  # only the stage before needs it
    for source, target in copied()[1:]:
        (image / target).parent.mkdir(parents=True, exist_ok=True)
        skipped = shutil.ignore_patterns("__pycache__", "*.pyc")
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, image / target, ignore=skipped)
        else:
            shutil.copy(ROOT / source, image / target)
    before = {path: path.stat().st_mtime_ns for path in image.rglob("*")}
    port, log = free_port(), tmp_path / "log"
    stated = dict(pair.split("=", 1) for pair in shlex.split(last("ENV")) if "PATH" not in pair)
    with listening() as (proxy, asked), log.open("wb") as stream:
        outside = dict.fromkeys(("http_proxy", "https_proxy"), proxy) | {"no_proxy": ""}
        own = {"STREAMLIT_SERVER_PORT": str(port), "HOME": "/nonexistent"}
        own |= {"ONEMAP_BUILD": str(tmp_path / "states")}
        kept = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
        process = subprocess.Popen(
            [sys.executable, "-m", *json.loads(last("CMD"))],
            cwd=image,
            env=kept | stated | outside | own,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
        try:
            deadline = time.monotonic() + START_SECONDS
            # Its own question goes past the proxy; else it would be among those noted.
            while health_check(port, **outside) and time.monotonic() < deadline:
                assert process.poll() is None, log.read_text("utf-8")
            assert health_check(port) == 0
        finally:
            end(process)
        assert asked == []
    assert "URL: http://localhost:" in log.read_text("utf-8"), "the address is told at the start"
    assert {path: path.stat().st_mtime_ns for path in image.rglob("*")} == before
    assert (tmp_path / "states" / "anci-2022" / "published.json").is_file(), "and where it is told"


def test_health_check_knows_good_from_bad(anci_root: Path, tmp_path: Path) -> None:
    prefix = {"STREAMLIT_SERVER_BASE_URL_PATH": "city"}
    with serve(anci_root.parent, tmp_path / "log", **prefix) as address:
        assert health_check(port_of(address), **prefix) == 0
        assert health_check(port_of(address)) == 1, "the app is not there, whatever is answered"
    assert health_check(port_of(address), **prefix) == 1, "nobody answers"
    empty = tmp_path / "data"
    empty.mkdir()
    with serve(empty, tmp_path / "empty") as address:
        assert health_check(port_of(address)) == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [(b'{"status":"ok"}', 0), (b'{"status":"error"}', 1), (b"<!DOCTYPE html>", 1), (b"{}", 1)],
)
def test_health_check_reads_the_body_of_an_answer_with_200(body: bytes, code: int) -> None:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        assert health_check(server.server_port) == code


def test_unit_and_nginx_speak_of_the_same_app() -> None:
    (prefix,) = re.findall(r"^Environment=STREAMLIT_SERVER_BASE_URL_PATH=(\w+)$", UNIT, re.M)
    assert set(re.findall(r"^ *location (?:[=~] )?(\S+) ", NGINX, re.M)) == {
        *("/", f"/{prefix}", f"/{prefix}/", f"^/{prefix}/(export|share)/")
    }
    (name,) = set(re.findall(r"server_name (\S+);", NGINX))
    assert f"Environment=ONEMAP_PUBLIC_URL=https://{name}/{prefix}\n" in UNIT
    (port,) = re.findall(r"--server\.port (\d+)", UNIT)
    assert f"proxy_pass http://127.0.0.1:{port};" in NGINX
    assert "--server.address 127.0.0.1 " in UNIT
    assert "DynamicUser=yes" in UNIT


@pytest.mark.parametrize("program", ["chromium", "nginx", "openssl"])
def test_what_the_tests_need_is_installed_where_it_is_missing(program: str) -> None:
    script = (ROOT / "scripts" / "install_system_packages.sh").read_text("utf-8")
    assert f"command -v {program} " in script
