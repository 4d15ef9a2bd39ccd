"""Which messages of Streamlit's do our pages need, and which say more than visitors should know?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

HEARD: Final = frozenset({"rerun_script", "stop_script", "app_heartbeat"})
"""What a page says: what was clicked, that it was stopped, that it is still there."""


def is_heard(content: bytes) -> bool:
    """Tell whether a message of a page is one that ours send; what is none ends the connection."""
    try:
        return BackMsg.FromString(content).WhichOneof("type") in HEARD
    except DecodeError:
        return True  # Streamlit itself closes the connection


def without_path(script: str) -> Callable[[bytes], bytes]:
    """Return what takes the path of the script on this machine out of the server's messages."""
    sign = script.encode()

    def said(content: bytes) -> bytes:
        if sign not in content:
            return content
        message = ForwardMsg.FromString(content)
        if message.WhichOneof("type") == "new_session":
            message.new_session.main_script_path = ""
        return message.SerializeToString()

    return said
