"""Does the map work behind nginx, with the very file that `deploy/` gives?"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from streamlit.web.server.starlette.starlette_server import DEFAULT_WEBSOCKET_PING_INTERVAL

from tests.browser.conftest import ROOT, START_SECONDS, serve
from tests.browser.visitor import Visitor
from tests.ports import free_port
from tests.running import end

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
    return [free_port() for _ in range(count)]


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
    return text.replace("listen 443 ssl http2;", "listen 80;")


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
        end(process)


@pytest.fixture(scope="module")
def app(anci_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app below a sub-path, which knows nothing of the name under which it is reached."""
    log = tmp_path_factory.mktemp("city") / "log"
    with serve(anci_root.parent, log, STREAMLIT_SERVER_BASE_URL_PATH="city") as address:
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
    deadline = time.monotonic() + 120
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
        "listen 443 ssl http2;": f"listen 127.0.0.1:{secure} ssl http2;",
        "map.example.org": NAME,
        **certificate(tmp_path),
    }
    address = f"https://{NAME}:{secure}"
    with nginx(tmp_path, replaced(EXAMPLE, values), secure):
        visitor = Visitor(browser, address, "/city?lang=en", any_certificate=True)
        visitor.expect_places(15)
        assert visitor.page.url.startswith(f"{address}/city/?"), "a slash is added"
        visitor.chip("Streetscape").click()
        visitor.expect_places(3)
        visitor.row("shunan-street").click()
        expect(visitor.popup()).to_contain_text("Shun'an Street")
        visitor.expect_query(lang="en", w="streetscape", place="shunan-street")

        status, headers, body = fetched(visitor, "/city/health")
        assert (status, '"status":"ok"' in body) == (200, True)
        (layer, *_) = (url for url in visitor.requests if url.startswith(f"{address}/city/layers/"))
        status, headers, _ = fetched(visitor, layer)
        assert (status, headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
        assert headers["etag"]
        assert headers["content-encoding"] in {"gzip", "br"}
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
        urllib.request.build_opener(Stay, trusting).open(request, timeout=60)
    answer.value.close()
    return str(answer.value.headers["Location"])


def test_map_without_tls_as_the_file_says(app: str, browser: Browser, tmp_path: Path) -> None:
    (port,) = free_ports(1)
    own = f"listen 127.0.0.1:{port};"
    values = {"127.0.0.1:8501": app, "listen 80;": own, "map.example.org": NAME}
    with nginx(tmp_path, replaced(without_tls(EXAMPLE), values), port):
        visitor = Visitor(browser, f"http://{NAME}:{port}", "/city/?w=markets")
        visitor.expect_places(1)
        page = fetched(visitor, "/city/")[2]
        assert f'content="http://{NAME}:{port}/city/' in page
        visitor.leave()
        assert logged(tmp_path, f"{port} 101 /city/_stcore/stream")
        visitor.close()
        assert visitor.outside == []
        assert visitor.errors == []


class Upstream(BaseHTTPRequestHandler):
    """Stands for the app: says who asks, and keeps those waiting who want to be kept."""

    go: threading.Event
    waiting: threading.Semaphore

    def do_GET(self) -> None:
        if "wait" in self.path:
            self.waiting.release()
            assert self.go.wait(60)
        body = self.headers["X-Forwarded-For"].encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def answer(port: int, path: str, source: str, claim: str = "") -> tuple[int, str]:
    """Ask from an address of this machine; status and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, 60, source_address=(source, 0))
    with closing(connection):
        headers = {"Host": NAME} | ({"X-Forwarded-For": claim} if claim else {})
        connection.request("GET", path, headers=headers)
        found = connection.getresponse()
        return found.status, found.read().decode()


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[int]:
    """The example before an upstream that answers at once; gives nginx's port."""
    Upstream.go, Upstream.waiting = threading.Event(), threading.Semaphore(0)
    with ThreadingHTTPServer(("127.0.0.1", 0), Upstream) as upstream:
        upstream.daemon_threads = True
        threading.Thread(target=upstream.serve_forever, daemon=True).start()
        (port,) = free_ports(1)
        own = f"listen 127.0.0.1:{port};"
        values = {"127.0.0.1:8501": f"127.0.0.1:{upstream.server_port}", "listen 80;": own}
        values["map.example.org"] = NAME
        with nginx(tmp_path, replaced(without_tls(EXAMPLE), values), port):
            yield port
        Upstream.go.set()
        upstream.shutdown()


@pytest.mark.parametrize("path", ["/city/export/places.gpkg?q=a", "/city/share/card.png"])
def test_who_asks_for_many_files_is_refused_and_nobody_else(limited: int, path: str) -> None:
    with ThreadPoolExecutor(8) as threads:
        many = list(threads.map(lambda _: answer(limited, path, "127.0.0.2"), range(400)))
    counted = Counter(status for status, _ in many)
    assert set(counted) == {200, 429}
    assert counted[200] > 20
    assert answer(limited, path, "127.0.0.3") == (200, "127.0.0.3")
    claimed = answer(limited, path, "127.0.0.2", claim="127.0.0.9")
    assert claimed[0] == 429 or claimed[1] == "127.0.0.2", "a claim does not reach the app"


def test_pages_layers_and_the_interface_are_not_limited(limited: int) -> None:
    for path in ("/city/", "/city/layers/x.json", "/city/api/places", "/city/assets/x.js"):
        assert {answer(limited, path, "127.0.0.2")[0] for _ in range(40)} == {200}


def test_few_files_at_a_time_for_one_address(limited: int) -> None:
    path = "/city/export/places.gpkg?q=wait"
    with ThreadPoolExecutor(8) as threads:
        kept = [threads.submit(answer, limited, path, "127.0.0.2") for _ in range(8)]
        for _ in kept:
            assert Upstream.waiting.acquire(timeout=60)
        assert answer(limited, "/city/export/figures.csv", "127.0.0.2")[0] == 429
        assert answer(limited, "/city/export/figures.csv", "127.0.0.3")[0] == 200
        assert answer(limited, "/city/", "127.0.0.2")[0] == 200
        Upstream.go.set()
        assert {each.result(60)[0] for each in kept} == {200}


def test_a_silent_websocket_lives_longer_than_a_ping() -> None:
    (minutes,) = re.findall(r"^ *proxy_read_timeout (\d+)m;$", EXAMPLE, re.MULTILINE)
    assert int(minutes) * 60 > 2 * DEFAULT_WEBSOCKET_PING_INTERVAL
