"""What does the server say to what is no HTTP? A refusal with the same headers as every answer.

uvicorn refuses such a request by itself, before any application is asked.
"""

from __future__ import annotations

import asyncio
from typing import Final, Protocol

import uvicorn.protocols.http.h11_impl as http

from geo.web.headers import security_headers

_BODY: Final = b"this is no HTTP request"


class _Connection(Protocol):
    transport: asyncio.Transport


def refuse_with_headers() -> None:
    """Have every connection that this process accepts from now on refuse in this way."""
    http.H11Protocol.send_400_response = send_refusal  # type: ignore[method-assign,assignment]


def send_refusal(connection: _Connection, _: str) -> None:
    """Send the refusal and close the connection."""
    headers = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": f"{len(_BODY)}",
        "Cache-Control": "no-store",
        "Connection": "close",
        **security_headers("/"),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    connection.transport.write(f"HTTP/1.1 400 Bad Request\r\n{lines}\r\n".encode("latin-1") + _BODY)
    connection.transport.close()
