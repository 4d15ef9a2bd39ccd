"""Are websockets of other sites refused before anybody is asked about them?"""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from geo.web.streamlit.admitted import OwnSockets

HOST = {"host": "map.example.org:8501"}


async def greet(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("hello")
    await socket.close()


@pytest.fixture
def sockets() -> TestClient:
    app = Starlette(routes=[WebSocketRoute("/stream", greet)], middleware=[Middleware(OwnSockets)])
    return TestClient(app)


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "http://map.example.org:8501",
        "https://map.example.org:8501",
        "https://public.example.org",
    ],
)
def test_our_own_pages_are_served(
    sockets: TestClient, monkeypatch: pytest.MonkeyPatch, origin: str | None
) -> None:
    monkeypatch.setenv("ONEMAP_PUBLIC_URL", "https://public.example.org/city")
    headers = HOST if origin is None else {**HOST, "origin": origin}
    with sockets.websocket_connect("/stream", headers=headers) as socket:
        assert socket.receive_text() == "hello"


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example.org",
        "http://map.example.org",
        "http://map.example.org:8501.evil.example",
        "http://localhost.evil.example",
        "http://localhost:3000",
        "https://public.example.org",
        "null",
        "",
    ],
)
def test_pages_of_others_are_not(sockets: TestClient, origin: str) -> None:
    with (
        pytest.raises(WebSocketDisconnect) as closed,
        sockets.websocket_connect("/stream", headers={**HOST, "origin": origin}),
    ):
        pass
    assert closed.value.code == 1008


@pytest.mark.parametrize("origin", ["http://localhost:3000", "http://127.0.0.1", "http://[::1]:1"])
def test_on_one_machine_the_port_does_not_matter(sockets: TestClient, origin: str) -> None:
    headers = {"host": "127.0.0.1:8501", "origin": origin}
    with sockets.websocket_connect("/stream", headers=headers) as socket:
        assert socket.receive_text() == "hello"
