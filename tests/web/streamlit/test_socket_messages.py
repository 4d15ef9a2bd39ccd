"""Do those messages pass that pages need, and no others, whatever server carries them?"""

from __future__ import annotations

from contextlib import suppress

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from geo.web.streamlit.admitted import MOST_BYTES, Spoken
from pages.shared.messages import HEARD, is_heard, without_path


async def echo(socket: WebSocket) -> None:
    await socket.accept()
    with suppress(WebSocketDisconnect):
        while True:
            await socket.send_bytes(await socket.receive_bytes())


@pytest.fixture
def spoken() -> TestClient:
    def heard(content: bytes) -> bool:
        return not content.startswith(b"no")

    def said(content: bytes) -> bytes:
        return content.replace(b"secret", b"")

    middleware = [Middleware(Spoken, is_heard=heard, said=said)]
    return TestClient(Starlette(routes=[WebSocketRoute("/", echo)], middleware=middleware))


def test_what_is_not_heard_is_passed_over_and_what_is_secret_not_said(spoken: TestClient) -> None:
    with spoken.websocket_connect("/") as socket:
        for content in (b"one", b"no", b"two secret words", b"x" * MOST_BYTES):
            socket.send_bytes(content)
        found = [socket.receive_bytes() for _ in range(3)]
    assert found == [b"one", b"two  words", b"x" * MOST_BYTES]


@pytest.mark.parametrize(("content", "code"), [(b"x" * (MOST_BYTES + 1), 1009), ("text", 1003)])
def test_what_is_too_long_or_no_bytes_ends_it(
    spoken: TestClient, content: str | bytes, code: int
) -> None:
    with spoken.websocket_connect("/") as socket:
        socket.send_text(content) if isinstance(content, str) else socket.send_bytes(content)
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_bytes()
    assert closed.value.code == code


@pytest.mark.parametrize(
    "kind", [one.name for one in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields]
)
def test_of_every_kind_of_message_few_are_heard(kind: str) -> None:
    message = BackMsg()
    field = BackMsg.DESCRIPTOR.fields_by_name[kind]
    if field.message_type is not None:
        getattr(message, kind).SetInParent()
    else:
        setattr(message, kind, True if field.cpp_type == field.CPPTYPE_BOOL else "x")
    assert message.WhichOneof("type") == kind
    assert is_heard(message.SerializeToString()) is (kind in HEARD)


def test_an_empty_message_is_not_heard_and_no_message_is_streamlits() -> None:
    assert not is_heard(b"")
    assert is_heard(b"\xff\xff")  # it closes the connection


def test_the_path_of_the_script_is_taken_out_and_nothing_else() -> None:
    said = without_path("/srv/onemap/pages/index.py")
    message = ForwardMsg()
    message.new_session.name = "index"
    message.new_session.main_script_path = "/srv/onemap/pages/index.py"
    found = ForwardMsg.FromString(said(message.SerializeToString()))
    assert (found.new_session.name, found.new_session.main_script_path) == ("index", "")
    other = ForwardMsg()
    other.delta.new_element.markdown.body = "words"
    assert said(other.SerializeToString()) == other.SerializeToString()
