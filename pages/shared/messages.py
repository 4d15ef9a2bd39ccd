"""Which messages and settings of Streamlit's do our pages need?

An ASGI server (``uvicorn app:app``) imports the app, and Streamlit then reads its configuration
file but not the environment. It is read here, so that both ways of starting it obey the same
settings.

Streamlit can send an element once and then only its hash, but does so for very large ones alone.
Head, foot, style rules and cards are small, and together most of a run that changes little.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any, Final

from google.protobuf.message import DecodeError
from streamlit import config
from streamlit.config_option import ConfigOption
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from geo.web.editing import MOST_MEGABYTES, editing

HEARD: Final = frozenset({"rerun_script", "stop_script", "app_heartbeat"})
"""What a page says: what was clicked, that it was stopped, that it is still there."""
_UPLOADING: Final = frozenset({"file_urls_request"})
"""What it says besides where data may be brought in: where may this file go?"""
_OPTIONS: Final[dict[str, Any]] = {
    # Bytes. A request names all that the browser has; rows of the list are smaller than this.
    "global.minCachedMessageSize": 160.0,
    # Runs. A browser that forgets an element while it is on its way as a hash waits for it for
    # ever; what was not shown for so long is not shown again in just that moment.
    "global.maxCachedMessageAge": 30,
}
_TRUE: Final = frozenset({"1", "true", "t", "yes", "y", "on"})
_FALSE: Final = frozenset({"0", "false", "f", "no", "n", "off"})


def obey_environment() -> None:
    """Take options from the environment, unless ``streamlit run`` has done so.

    Raises
    ------
    ValueError
        If a variable is no value of its kind; it names the variable.
    """
    if config._main_script_path is not None:  # the sign of `streamlit run`, flags and all
        return
    for option in list(config.get_config_options().values()):
        stated = os.environ.get(option.env_var)
        if stated is not None and not option.sensitive:  # those it reads by itself
            value = parsed(stated, option.type, option.env_var, several=option.multiple)
            config.set_option(option.key, value, "environment variable")


def parsed(stated: str, kind: Any, name: str, *, several: bool) -> Any:
    """Return the value of a variable as `streamlit run` takes it.

    Raises
    ------
    ValueError
        If it is no value of that kind.
    """
    if several:
        return [parsed(part, kind, name, several=False) for part in stated.split()]
    words: Mapping[str, bool] = dict.fromkeys(_TRUE, True) | dict.fromkeys(_FALSE, False)
    try:
        if kind is bool:
            return words[stated.strip().lower()]
        return kind(stated) if kind in {int, float} else stated
    except (KeyError, ValueError) as error:
        raise ValueError(f"{name} has to be a {kind.__name__}") from error


def is_heard(content: bytes) -> bool:
    """Tell whether a message of a page is one that ours send; what is none ends the connection."""
    try:
        return BackMsg.FromString(content).WhichOneof("type") in (
            HEARD | _UPLOADING if editing() else HEARD
        )
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
        sent: bytes = message.SerializeToString()
        return sent

    return said


def take_files() -> None:
    """Let Streamlit take files of the size that we take, where data may be brought in."""
    if editing():
        config.set_option("server.maxUploadSize", MOST_MEGABYTES)


def send_once() -> None:
    """Let what a browser has already not be sent again, unless the deployment says otherwise."""
    for option, value in _OPTIONS.items():
        if config.get_where_defined(option) == ConfigOption.DEFAULT_DEFINITION:
            config.set_option(option, value, "pages/shared/messages.py")
