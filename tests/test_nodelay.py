"""Does an answer leave at once, whoever bound the socket that its connection came in by?"""

from __future__ import annotations

import asyncio
import asyncio.base_events
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from geo.web.nodelay import send_at_once, set_nodelay


def nodelay_of_a_connection_taken_by(listener: socket.socket) -> bool:
    """Whether Nagle's algorithm is off on the server's side of a connection."""

    async def taken() -> int:
        found: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            sock = writer.get_extra_info("socket")
            found.set_result(sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        async with await asyncio.start_server(answer, sock=listener):
            _, writer = await asyncio.open_connection(*listener.getsockname())
            option = await found
            writer.close()
            return option

    # Browser tests leave a loop running in this thread.
    with ThreadPoolExecutor(1) as thread:
        return bool(thread.submit(asyncio.run, taken()).result())


def bound() -> socket.socket:
    """A socket bound as Streamlit and uvicorn do it, the protocol left open."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", 0))
    return listener


def test_every_connection_sends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asyncio.base_events, "_set_nodelay", asyncio.base_events._set_nodelay)
    send_at_once()
    assert nodelay_of_a_connection_taken_by(bound())


def test_a_socket_without_the_option_is_left_alone() -> None:
    one, other = socket.socketpair()
    with one, other:
        set_nodelay(one)
