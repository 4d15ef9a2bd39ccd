"""Are only we asked, and does nothing malformed make the server stumble?"""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from geo.web.streamlit.admitted import (
    OwnHosts,
    OwnSockets,
    host_name,
    is_address,
    is_own,
    is_served,
    readable,
)

MALFORMED = [
    *("[", "]", "[::1", "::1", "[gg::1]", "[1.2.3.4]", "a b", "a/b", "a?b", "a#b", "a@b", "a\\b"),
    *("a:", "a:b", "a:99999", "a:-1", "a:80:80", ":80", "", "http://a", "a,b", "<b>", "a%20b"),
    *("é.example", "a\t", '"a"', "-a", ".a", "a" * 300, "[::1]x", "[::1]:x", "[]", "[[::1]]"),
]
OURS = ["map.example.org", "MAP.example.org:8443", "map.example.org.", "localhost:8501", "onemap"]
OURS += ["10.0.0.7:8501", "[::1]:8501", "127.0.0.1", "city.localhost", "app_1:8501", ""]
FOREIGN = ["evil.example", "map.example.org.evil.example", "example.org", "xmap.example.org"]
FOREIGN += ["10.0.0.7.evil.example", "localhost.evil.example", "127.0.0.1.nip.example", "1.2.3"]


async def page(request: Request) -> JSONResponse:
    return JSONResponse({"netloc": request.url.netloc, "headers": dict(request.headers)})


async def greet(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("hello")
    await socket.close()


@pytest.fixture
def app() -> TestClient:
    routes = [Route("/", page), WebSocketRoute("/stream", greet)]
    return TestClient(
        Starlette(routes=routes, middleware=[Middleware(OwnHosts), Middleware(OwnSockets)])
    )


@pytest.mark.parametrize("host", MALFORMED)
def test_a_malformed_host_is_refused_with_words(app: TestClient, host: str) -> None:
    answer = app.get("/", headers=[(b"host", host.encode("latin-1"))])
    assert (answer.status_code, answer.json()["code"]) == (400, "BadRequest")
    with (
        pytest.raises(WebSocketDisconnect) as closed,
        app.websocket_connect("/stream", headers={b"host": host.encode("latin-1")}),
    ):
        pass
    assert closed.value.code == 1008


def test_two_hosts_are_none() -> None:
    assert host_name([(b"host", b"a"), (b"host", b"b")]) is None


@pytest.mark.parametrize("host", [*OURS, *FOREIGN])
def test_every_host_is_served_where_no_deployment_says_its_name(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.delenv("ONEMAP_PUBLIC_URL", raising=False)
    assert is_served(host.partition(":")[0])


@pytest.mark.parametrize("host", [*OURS, *FOREIGN])
def test_names_of_other_sites_are_refused_where_it_does(
    app: TestClient, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("ONEMAP_PUBLIC_URL", "https://Map.example.org:8443/city")
    headers = [(b"host", host.encode())] if host else []
    name = host_name(headers)
    assert name is not None
    assert is_served(name) == (host in OURS)
    if not host:
        return
    answer = app.get("/", headers=headers)
    assert answer.status_code == (200 if host in OURS else 421)
    origin = f"http://{host}".encode()  # a page of that site: its socket goes to its own host
    if host in OURS:
        with app.websocket_connect("/stream", headers={b"host": headers[0][1], b"origin": origin}):
            return
    with (
        pytest.raises(WebSocketDisconnect) as closed,
        app.websocket_connect("/stream", headers={b"host": headers[0][1], b"origin": origin}),
    ):
        pass
    assert closed.value.code == 1008


@pytest.mark.parametrize(
    ("others", "served"), [("evil.example x.y", True), ("*", True), ("", False)]
)
def test_further_names_are_a_setting(
    monkeypatch: pytest.MonkeyPatch, others: str, *, served: bool
) -> None:
    monkeypatch.setenv("ONEMAP_PUBLIC_URL", "https://map.example.org")
    monkeypatch.setenv("ONEMAP_HOSTS", others)
    assert is_served("evil.example") is served


@pytest.mark.parametrize("stated", ["https://[", "nonsense", "", "https://"])
def test_an_address_that_is_none_refuses_nobody(
    monkeypatch: pytest.MonkeyPatch, stated: str
) -> None:
    monkeypatch.setenv("ONEMAP_PUBLIC_URL", stated)
    assert is_served("map.example.org")


@pytest.mark.parametrize(
    "origin", ["http://[", "http://[::1", "http://a:b", "http://a:99999", "//["]
)
def test_a_malformed_origin_is_nobodys(app: TestClient, origin: str) -> None:
    assert not is_address(origin)
    assert not is_own({"origin": origin, "host": "map.example.org"})
    assert "origin" not in app.get("/", headers={"origin": origin}).json()["headers"]


def test_a_good_origin_is_passed_on(app: TestClient) -> None:
    for origin in ("https://map.example.org", "http://[::1]:80", "null"):
        assert app.get("/", headers={"origin": origin}).json()["headers"]["origin"] == origin


@pytest.mark.parametrize("wish", ["gzip;q=0", "gzip;q=0.000, br", "identity", "*;q=0", "br", ""])
def test_who_wants_no_gzip_is_not_said_to(wish: str) -> None:
    assert readable([(b"accept-encoding", wish.encode())]) == []
    kept = [(b"accept-encoding", b"gzip, br;q=0")]
    assert readable(kept) == kept
