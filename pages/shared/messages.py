"""Which messages of Streamlit's do our pages need, and what of them need not be sent again?

Streamlit can send an element once and then only its hash, but does so for very large ones alone.
Head, foot, style rules and cards are small, and together most of a run that changes little.

"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from google.protobuf.message import DecodeError
from streamlit import config
from streamlit.config_option import ConfigOption
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

HEARD: Final = frozenset({"rerun_script", "stop_script", "app_heartbeat"})
"""What a page says: what was clicked, that it was stopped, that it is still there."""
_OPTIONS: Final[dict[str, Any]] = {
    # Bytes. A request names all that the browser has; rows of the list are smaller than this.
    "global.minCachedMessageSize": 160.0,
    # Runs. A browser that forgets an element while it is on its way as a hash waits for it for
    # ever; what was not shown for so long is not shown again in just that moment.
    "global.maxCachedMessageAge": 30,
}


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


def send_once() -> None:
    """Let what a browser has already not be sent again, unless the deployment says otherwise."""
    for option, value in _OPTIONS.items():
        if config.get_where_defined(option) == ConfigOption.DEFAULT_DEFINITION:
            config.set_option(option, value, "pages/shared/messages.py")
