"""Does an answer leave at once, whoever bound the socket that its connection came in by?

And does a connection end that the app has closed, though its other side never reads?
"""

from __future__ import annotations

import asyncio
import asyncio.base_events
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from geo.web import connections
from geo.web.connections import set_up, set_up_connections


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
    set_up_connections()
    assert nodelay_of_a_connection_taken_by(bound())


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="only Linux has the option")
def test_who_never_reads_keeps_no_connection_that_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connections, "UNREAD_SECONDS", 0.2)

    async def left() -> BaseException | None:
        """How a connection ends that is closed with much of its answer unread."""
        ended: asyncio.Future[BaseException | None] = asyncio.get_running_loop().create_future()

        async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            set_up(writer.get_extra_info("socket"))
            writer.write(bytes(1 << 24))
            writer.close()
            try:
                await writer.wait_closed()
            except OSError as error:
                ended.set_result(error)
            else:
                ended.set_result(None)

        async with await asyncio.start_server(answer, sock=bound()) as server:
            with socket.create_connection(server.sockets[0].getsockname()):
                return await asyncio.wait_for(ended, 60)

    with ThreadPoolExecutor(1) as thread:
        assert isinstance(thread.submit(asyncio.run, left()).result(), TimeoutError)


def test_a_socket_without_the_option_is_left_alone() -> None:
    one, other = socket.socketpair()
    with one, other:
        set_up(one)
