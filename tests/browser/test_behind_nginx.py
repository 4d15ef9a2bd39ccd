"""Does the map work behind nginx, with the very file that `deploy/` gives?"""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from streamlit.web.server.starlette.starlette_server import DEFAULT_WEBSOCKET_PING_INTERVAL

from tests.browser.conftest import ROOT, START_SECONDS, serve
from tests.browser.visitor import Visitor

EXAMPLE = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
NAME = "map.localhost"  # loopback to a browser, but no name that Streamlit trusts by itself
AROUND = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
    log_format asked '$server_port $status $request_uri';
    access_log {folder}/access.log asked;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/onemap.conf;
}}
"""


def free_ports(count: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def replaced(text: str, values: dict[str, str]) -> str:
    for stated, own in values.items():
        assert stated in text, stated
        text = text.replace(stated, own)
    return text


def without_tls(text: str) -> str:
    """The example as its head says that an intranet may change it."""
    text, count = re.subn(r"server \{\n    listen 80;.*?\n\}\n", "", text, flags=re.DOTALL)
    assert count == 1
    text, count = re.subn(r"^ *ssl_certificate.*\n", "", text, flags=re.MULTILINE)
    assert count == 2
    return text.replace("listen 443 ssl;", "listen 80;")


def certificate(folder: Path) -> dict[str, str]:
    """A certificate that nobody vouches for."""
    chain, key = folder / "fullchain.pem", folder / "privkey.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    subprocess.run(
        [*command, "-out", str(chain), "-keyout", str(key)], check=True, capture_output=True
    )
    return {f"/etc/ssl/onemap/{path.name}": str(path) for path in (chain, key)}


@contextmanager
def nginx(folder: Path, configuration: str, port: int) -> Iterator[None]:
    """Run nginx over a configuration of our own, everything it writes in `folder`."""
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert found is not None, "no nginx on this machine: run `make system`"
    (folder / "onemap.conf").write_text(configuration, "utf-8")
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder), "utf-8")
    errors = folder / "error.log"
    errors.touch()
    command = [found, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(errors)]
    process = subprocess.Popen(command)
    try:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=5).close()
                break
            except OSError:
                assert process.poll() is None, errors.read_text("utf-8")
                assert time.monotonic() < deadline, errors.read_text("utf-8")
                time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app below a sub-path, which knows nothing of the name under which it is reached."""
    log = tmp_path_factory.mktemp("city") / "log"
    with serve(ROOT / "data", log, STREAMLIT_SERVER_BASE_URL_PATH="city") as address:
        yield address.removeprefix("http://").removesuffix("/city")


def fetched(visitor: Visitor, path: str) -> tuple[int, dict[str, str], str]:
    """What the browser gets when the page asks for an address itself."""
    found: Any = visitor.page.evaluate(
        "async path => { const r = await fetch(path, {cache: 'no-store'});"
        " return [r.status, Object.fromEntries(r.headers), await r.text()]; }",
        path,
    )
    return found[0], found[1], found[2]


def logged(folder: Path, line: str) -> bool:
    """Wait until nginx has logged a line; of a websocket it does so at its end."""
    deadline = time.monotonic() + 20
    while line not in (folder / "access.log").read_text("utf-8"):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_map_below_a_sub_path_over_tls(app: str, browser: Browser, tmp_path: Path) -> None:
    plain, secure = free_ports(2)
    values = {
        "127.0.0.1:8501": app,
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl;": f"listen 127.0.0.1:{secure} ssl;",
        "map.example.org": NAME,
        **certificate(tmp_path),
    }
    address = f"https://{NAME}:{secure}"
    with nginx(tmp_path, replaced(EXAMPLE, values), secure):
        visitor = Visitor(browser, address, "/city?lang=en", any_certificate=True)
        expect(visitor.markers()).to_have_count(15)
        assert visitor.page.url.startswith(f"{address}/city/?"), "a slash is added"
        visitor.chip("Streetscape").click()
        expect(visitor.markers()).to_have_count(3)
        visitor.row("shunan-street").click()
        expect(visitor.popup()).to_contain_text("Shun'an Street")
        visitor.expect_query(lang="en", w="streetscape", place="shunan-street")

        status, headers, body = fetched(visitor, "/city/health")
        assert (status, '"status":"ok"' in body) == (200, True)
        (layer, *_) = (url for url in visitor.requests if url.startswith(f"{address}/city/layers/"))
        status, headers, _ = fetched(visitor, layer)
        assert (status, headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
        assert headers["etag"]
        assert headers["content-encoding"] == "gzip"
        status, headers, body = fetched(visitor, "/city/export/figures.csv?w=streetscape")
        assert (status, headers["content-type"]) == (200, "text/csv; charset=utf-8")
        assert "shunan-street" in body

        page = fetched(visitor, "/city/?lang=en")[2]
        assert f'content="{address}/city/' in page, "nginx tells the app that it speaks TLS"
        assert 'content="http://' not in page

        visitor.leave()
        assert logged(tmp_path, f"{secure} 101 /city/_stcore/stream")
        visitor.close()
        assert visitor.outside == []
        assert visitor.errors == []
        assert redirect(f"http://127.0.0.1:{plain}/city/?w=rural") == (
            f"https://{NAME}/city/?w=rural"
        )
        assert redirect(f"https://127.0.0.1:{secure}/") == "/city/"


def redirect(address: str) -> str:
    """Where a request for an address is sent on to."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    trusting = urllib.request.HTTPSHandler(context=ssl._create_unverified_context())
    request = urllib.request.Request(address, headers={"Host": NAME})
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.build_opener(Stay, trusting).open(request, timeout=20)
    answer.value.close()
    return str(answer.value.headers["Location"])


def test_map_without_tls_as_the_file_says(app: str, browser: Browser, tmp_path: Path) -> None:
    (port,) = free_ports(1)
    own = f"listen 127.0.0.1:{port};"
    values = {"127.0.0.1:8501": app, "listen 80;": own, "map.example.org": NAME}
    with nginx(tmp_path, replaced(without_tls(EXAMPLE), values), port):
        visitor = Visitor(browser, f"http://{NAME}:{port}", "/city/?w=markets")
        expect(visitor.markers()).to_have_count(1)
        page = fetched(visitor, "/city/")[2]
        assert f'content="http://{NAME}:{port}/city/' in page
        visitor.leave()
        assert logged(tmp_path, f"{port} 101 /city/_stcore/stream")
        visitor.close()
        assert visitor.outside == []
        assert visitor.errors == []


def test_a_silent_websocket_lives_longer_than_a_ping() -> None:
    (minutes,) = re.findall(r"^ *proxy_read_timeout (\d+)m;$", EXAMPLE, re.MULTILINE)
    assert int(minutes) * 60 > 2 * DEFAULT_WEBSOCKET_PING_INTERVAL
