"""What of the whole server, Streamlit's part included, is open to anybody? What our pages need.

No browser: bytes on a socket, as anybody may send them.
"""

from __future__ import annotations

import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from geo.web.headers import MAP_COMPONENT
from geo.web.streamlit.admitted import MOST_BYTES
from pages.shared.messages import HEARD, is_heard
from tests.browser.conftest import ROOT

UPLOAD = "/_stcore/upload_file/{session}/0b1c"
CLOSED = [
    *(UPLOAD, "/_stcore/upload_file", "/_stcore/upload_file/a/b/c", "/_stcore/upload_file/"),
    *("/figures/_stcore/upload_file/a/b", "/_stcore/metrics", "/_stcore/metrics/", "/metrics"),
    *("/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "/_stcore/agent/interact"),
    *("/_stcore/script-health-check", "/_stcore/bidi-components/x/y.js", "/_stcore/", "/_stcore"),
    *("/component/", f"/{MAP_COMPONENT}/", "/component/other/index.html"),
    *(f"/{MAP_COMPONENT}//index.html", "/app/static/x", "/figures/x/y"),
    *(f"/{MAP_COMPONENT}/INDEX.HTML", "/INDEX.HTML", "/a/b/c.html"),
]
METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS")
HUGE = "Content-Length: 10000000000\r\n"


def ask(address: str, request: str) -> tuple[int, dict[str, str], bytes]:
    """Send bytes, and read all that comes back until a whole answer is there."""
    where = urlsplit(address)
    with closing(socket.create_connection((where.hostname, where.port), timeout=20)) as line:
        line.sendall(request.encode("latin-1"))
        found = b""
        while b"\r\n\r\n" not in found:
            part = line.recv(65536)
            if not part:
                break
            found += part
    head, _, body = found.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return int(status.split(" ")[1]), headers, body


def request(path: str, method: str = "GET", headers: str = "Host: 127.0.0.1\r\n") -> str:
    return f"{method} {path} HTTP/1.1\r\n{headers}\r\n"


@pytest.fixture
def visit_socket(address: str) -> Iterator[ClientConnection]:
    """A visitor's websocket, as a program may open it."""
    url = address.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(url, subprotocols=["streamlit"], max_size=None) as opened:  # type: ignore[list-item]
        yield opened


def said(opened: ClientConnection, *messages: BackMsg) -> list[ForwardMsg]:
    """Say something, and return what is answered until a run of the page ends."""
    for message in messages:
        opened.send(message.SerializeToString())
    opened.send(BackMsg(rerun_script={}).SerializeToString())
    found: list[ForwardMsg] = []
    while not found or found[-1].WhichOneof("type") != "script_finished":
        found.append(ForwardMsg.FromString(opened.recv(timeout=60)))  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize("path", CLOSED)
def test_nothing_else_is_open_and_no_body_is_waited_for(address: str, path: str) -> None:
    for method in METHODS:
        at = path.format(session="none")
        status, headers, _ = ask(address, request(at, method, "Host: 127.0.0.1\r\n" + HUGE))
        assert status in {301, 307, 404, 405}, method
        assert headers["x-content-type-options"] == "nosniff"
        assert "content-security-policy" in headers


def test_nobody_can_leave_a_file_even_with_a_session(
    address: str, visit_socket: ClientConnection
) -> None:
    begun = next(m for m in said(visit_socket) if m.WhichOneof("type") == "new_session")
    session = begun.new_session.initialize.session_id
    assert session
    with urllib.request.urlopen(f"{address}/_stcore/health", timeout=20) as answer:
        cookie = answer.headers["set-cookie"].split(";")[0]
    token = cookie.partition("=")[2]
    headers = f"Host: 127.0.0.1\r\nCookie: {cookie}\r\nX-Xsrftoken: {token}\r\n"
    headers += "Content-Type: multipart/form-data; boundary=x\r\n" + HUGE
    for method in ("PUT", "POST", "DELETE"):
        at = UPLOAD.format(session=session)
        assert ask(address, request(at, method, headers))[0] == 405


def test_a_page_hears_nothing_of_the_machine(visit_socket: ClientConnection) -> None:
    kinds = [kind.name for kind in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields]
    assert set(kinds) > HEARD
    strange = [BackMsg(load_git_info=True), BackMsg(set_run_on_save=True)]
    strange += [BackMsg(clear_cache=True), BackMsg(file_urls_request={"request_id": "x"})]
    strange += [BackMsg(backend_operation_request={"request_id": "x"})]
    assert not any(is_heard(one.SerializeToString()) for one in strange)
    found = said(visit_socket, *strange)
    assert {m.WhichOneof("type") for m in found} <= {
        *("new_session", "delta", "script_finished", "session_status_changed", "page_profile"),
        *("navigation", "page_config_changed", "page_info_changed", "session_event", "ref_hash"),
        *("parent_message", "auto_rerun", "pages_changed"),
    }
    assert str(ROOT).encode() not in b"".join(m.SerializeToString() for m in found)


@pytest.mark.parametrize(
    ("message", "code"), [(b"\x00" * (MOST_BYTES + 1), 1009), ("words", 1003), (b"\xff" * 9, 1002)]
)
def test_what_no_page_says_ends_the_connection(
    visit_socket: ClientConnection, message: str | bytes, code: int
) -> None:
    visit_socket.send(message)
    with pytest.raises(ConnectionClosed) as closed:
        list(iter(lambda: visit_socket.recv(timeout=20), None))
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == code


@pytest.mark.parametrize(
    "garbage",
    [
        *(
            "nonsense\r\n\r\n",
            "GET / HTTP/9.9\r\n\r\n",
            "GET /\r\n\r\n",
            "\x16\x03\x01\x02\r\n\r\n",
        ),
        "GET / HTTP/1.1\r\nHost: a\r\nNo colon\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x" * 70_000 + "\r\n\r\n",
        *(request("/", headers=f"Host: {host}\r\n") for host in ("[", "a b", "a:b", "é")),
        *(request(path) for path in ("http://[/", "*", "http://a/b", "figures")),
        *(
            request(
                "/_stcore/stream",
                headers=f"Host: {host}\r\nOrigin: {origin}\r\n"
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n",
            )
            for host, origin in (("a", "http://["), ("[", "http://a"), ("a", "http://a:b"))
        ),
        *(
            request(path, headers="Host: a\r\nOrigin: http://[\r\n")
            for path in ("/", "/health", "/_stcore/health", "/_stcore/host-config", "/api")
        ),
    ],
)
def test_nothing_malformed_makes_the_server_stumble(address: str, garbage: str) -> None:
    status, headers, body = ask(address, garbage)
    assert status < 500, body
    if "Upgrade" not in garbage:
        assert headers["x-content-type-options"] == "nosniff"
        assert "content-security-policy" in headers
        assert headers["cross-origin-opener-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/figures", "/nowhere", "/health", "/_stcore/health", "/_stcore/host-config"),
        *("/manifest.json", "/favicon.png", "/api", "/api/figures", "/export/figures.csv"),
        *("/export/places.geojson", "/export/onemap.html", "/index.html"),
        f"/{MAP_COMPONENT}/index.html",
    ],
)
def test_no_gzip_for_those_who_refuse_it(address: str, path: str) -> None:
    for wish in ("gzip;q=0", "identity, gzip;q=0.0", "*;q=0"):
        headers = f"Host: 127.0.0.1\r\nConnection: close\r\nAccept-Encoding: {wish}\r\n"
        assert "content-encoding" not in ask(address, request(path, headers=headers))[1]


def test_who_sends_a_file_is_told_that_it_is_not_taken(address: str) -> None:
    for at in range(40):
        sent = urllib.request.Request(
            f"{address}/_stcore/upload_file/none/{at}", data=b"x" * 1_000_000, method="PUT"
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(sent, timeout=20)
        assert refused.value.code == 405
