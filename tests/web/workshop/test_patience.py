"""Does an answer leave in pieces, and is a reader who takes nothing let go?"""

from __future__ import annotations

import asyncio
import gc
import socket
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from geo.web.connections import PIECE_BYTES, Patience, pieces
from tests.loops import run

CONTENT = bytes(range(256)) * 4096


@pytest.mark.parametrize("length", [0, 1, PIECE_BYTES, PIECE_BYTES + 1, len(CONTENT)])
@pytest.mark.parametrize("more", [True, False])
def test_a_body_leaves_in_pieces(length: int, more: bool) -> None:
    message = {"type": "http.response.body", "body": CONTENT[:length], "more_body": more}
    found = list(pieces(message))
    assert b"".join(each["body"] for each in found) == CONTENT[:length]
    assert all(len(each["body"]) <= PIECE_BYTES for each in found)
    assert [each.get("more_body", False) for each in found] == [*[True] * (len(found) - 1), more]


def test_what_is_no_body_stays_as_it_is() -> None:
    start = {"type": "http.response.start", "status": 200, "headers": []}
    assert list(pieces(start)) == [start]


def test_all_of_an_answer_arrives() -> None:
    routes = [Route("/", lambda _: Response(CONTENT))]
    client = TestClient(Starlette(routes=routes, middleware=[Middleware(Patience)]))
    assert client.get("/").content == CONTENT


class Held:
    """Something large that lives as long as it is being sent."""


@contextmanager
def serving(app: Any) -> Iterator[int]:
    """Serve by uvicorn, as the app is; yields the port."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(60)


@pytest.mark.parametrize("streamed", [True, False])
def test_who_never_reads_is_let_go_and_holds_nothing(streamed: bool) -> None:
    """Over a socket, through the server; who reads meanwhile gets everything."""
    ended, alive = threading.Event(), []

    async def parts(held: Held) -> Any:
        for _ in range(200):
            yield CONTENT
        del held

    async def large(_: Any) -> Response:
        held = Held()
        alive.append(weakref.ref(held, lambda _: ended.set()))
        if streamed:
            return StreamingResponse(parts(held))
        answer = Response(CONTENT * 60)
        answer.held = held  # type: ignore[attr-defined]
        return answer

    async def small(_: Any) -> Response:
        return Response(b"here")

    app = Starlette(
        routes=[Route("/large", large), Route("/small", small)],
        middleware=[Middleware(Patience, seconds=0.2)],
    )
    with serving(app) as port, socket.create_connection(("127.0.0.1", port), 60) as silent:
        silent.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        silent.sendall(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
        with socket.create_connection(("127.0.0.1", port), 60) as reading:
            reading.sendall(b"GET /small HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert b"".join(iter(lambda: reading.recv(4096), b"")).endswith(b"here")
        for _ in range(600):
            gc.collect()  # tracebacks hold frames in circles
            if ended.wait(0.1):
                break
        assert alive
        assert ended.is_set()


def test_a_reader_who_is_slow_is_waited_for() -> None:
    """It is the piece that has a time, not the answer."""

    async def come() -> list[bytes]:
        taken: list[bytes] = []

        async def send(message: Any) -> None:
            await asyncio.sleep(0.002)
            taken.append(message.get("body", b""))

        async def receive() -> Any:
            await asyncio.sleep(3600)

        async def app(scope: Any, receive: Any, send: Any) -> None:
            await Response(CONTENT)(scope, receive, send)

        scope = {"type": "http", "method": "GET", "headers": []}
        await Patience(app, seconds=30)(scope, receive, send)
        return taken

    assert b"".join(run(come())) == CONTENT
