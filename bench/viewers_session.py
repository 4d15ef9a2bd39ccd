"""What does one viewer say to Streamlit's server? A session over a websocket, as a browser has it.

Written from what the installed Streamlit sends and takes (its own protobuf messages): the first
run, and the click on a chip, which is a new value of the pills. A run is over when the server says
that the script has finished and did so for that run.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

LONGEST_RUN_SECONDS: Final = 180.0
_NOT_SMALL: Final = 256
"""Bytes; what tells of an end is shorter, and is parsed always."""
_CACHED_FROM: Final = 10_000
"""Bytes from which a browser keeps a message and only its hash is sent again."""


class ViewerError(Exception):
    """A session did not do what a browser would need."""


@dataclass
class Viewer:
    """One viewer of an app.

    Parameters
    ----------
    address : str
        Address of the page, with its path and parameters, ``http://…``.
    chips : str
        Key of the pills that are clicked; empty: none, the page merely runs again.
    """

    address: str
    chips: str = "workstreams"
    session_id: str = ""
    frames: int = 0
    received_bytes: int = 0
    _values: dict[str, list[str]] = field(default_factory=dict)
    _texts: dict[str, str] = field(default_factory=dict)
    _group: ButtonGroup | None = None
    _page: str = ""
    _clicks: int = 0
    _kept: deque[set[str]] = field(default_factory=lambda: deque([set()], maxlen=2))
    _socket: ClientConnection | None = None

    async def open(self, session_id: str = "") -> float:
        """Connect and wait for the first run; returns how long both took, in seconds."""
        page = urlsplit(self.address)
        path = page.path.rstrip("/")
        started = time.perf_counter()
        self._socket = await connect(
            f"ws://{page.netloc}{path}/_stcore/stream",
            origin=f"{page.scheme}://{page.netloc}",  # type: ignore[arg-type]
            subprotocols=["streamlit", "PLACEHOLDER_AUTH_TOKEN", *filter(None, [session_id])],  # type: ignore[list-item]
            compression=None,
            max_size=None,
            open_timeout=LONGEST_RUN_SECONDS,
            ping_interval=None,
            proxy=None,
        )
        await self._run(reads_all=True)
        return time.perf_counter() - started

    async def click(self) -> float:
        """Choose the next chip alone and wait for the run; returns how long it took, in seconds."""
        group = self._group
        if group is not None:
            chosen = group.options[self._clicks % len(group.options)].content
            self._clicks += 1
            self._values[group.id] = [chosen]
        elif self.chips:
            raise ViewerError(f"{self.address} has no chips {self.chips!r}")
        started = time.perf_counter()
        await self._run(reads_all=False)
        return time.perf_counter() - started

    def chosen(self) -> list[str]:
        """Return the words of the chips that are chosen on the page."""
        return [] if self._group is None else list(self._values[self._group.id])

    async def close(self) -> None:
        """Leave, as a browser does that closes the page."""
        if self._socket is not None:
            await self._socket.close()

    async def _run(self, *, reads_all: bool) -> None:
        if self._socket is None:
            raise ViewerError("it has not been opened")
        await self._socket.send(self._request().SerializeToString())
        self._kept.append(set())
        async with asyncio.timeout(LONGEST_RUN_SECONDS):
            while True:
                data = await self._socket.recv(decode=False)
                self.frames += 1
                self.received_bytes += len(data)
                small = len(data) < _NOT_SMALL
                if not (reads_all or small or len(data) >= _CACHED_FROM):
                    continue
                message = ForwardMsg.FromString(data)
                if message.WhichOneof("type") == "script_finished":
                    if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                        return
                    if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                        raise ViewerError("the script does not compile")
                else:
                    self._take(message)

    def _request(self) -> BackMsg:
        """Return what a browser sends to have the page run."""
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string = urlsplit(self.address).query
        state.page_script_hash = self._page
        state.cached_message_hashes.extend(set().union(*self._kept))
        state.context_info.timezone = "UTC"
        state.context_info.locale = "en-GB"
        state.context_info.url = self.address
        for widget_id, chosen in self._values.items():
            value = state.widget_states.widgets.add(id=widget_id)
            value.string_array_value.data.extend(chosen)
        for widget_id, words in self._texts.items():
            state.widget_states.widgets.add(id=widget_id, string_value=words)
        return asked

    def _take(self, message: ForwardMsg) -> None:
        """Remember what a browser would need for its next request."""
        kind = message.WhichOneof("type")
        if message.metadata.cacheable:
            self._kept[-1].add(message.hash)
        if kind == "ref_hash":
            self._kept[-1].add(message.ref_hash)
        elif kind == "new_session":
            self._page = message.new_session.page_script_hash
            self.session_id = message.new_session.initialize.session_id or self.session_id
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            widget = element.WhichOneof("type")
            if widget == "button_group":
                self._take_group(element.button_group)
            elif widget == "text_input":
                self._texts[element.text_input.id] = element.text_input.value

    def _take_group(self, group: ButtonGroup) -> None:
        stated = [group.options[at].content for at in group.default]
        self._values[group.id] = list(group.raw_values) or stated
        if self.chips and group.id.endswith(f"-{self.chips}"):
            self._group = group
