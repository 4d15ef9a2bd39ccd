"""Why does no answer wait for the reader's acknowledgement of the one before?

The kernel holds back a small packet while an earlier one is unacknowledged (Nagle's algorithm, RFC
896), and the other side acknowledges some 40 ms late (RFC 1122, 4.2.3.2). asyncio switches that off
for sockets it makes itself, but not for those that Streamlit or uvicorn bind and hand over: their
protocol is stated as 0, "the usual one", which asyncio does not take for TCP. Every answer in two
parts then took 40 ms more, sixty times while a page opens.
"""

from __future__ import annotations

import asyncio.base_events
import socket


def send_at_once() -> None:
    """Switch Nagle's algorithm off for every connection that this process accepts from now on."""
    asyncio.base_events._set_nodelay = set_nodelay  # type: ignore[attr-defined]  # no public hook


def set_nodelay(sock: socket.socket) -> None:
    """Switch Nagle's algorithm off for a TCP connection; a Unix socket has none."""
    if sock.family in {socket.AF_INET, socket.AF_INET6} and sock.type == socket.SOCK_STREAM:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
