"""How is the map sent without being rendered anew at each run?

`st_folium` builds and renders a folium map of some forty templates at every call, though ours never
changes but for its message: more than a fifth of a run. So it is asked once what it would send to
its component, with a sign in place of the message, and that is sent again with the message in it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final
from unittest.mock import patch

import streamlit as st
import streamlit_folium

from geo.served.folium_map import Message, MessageLayer, OneMap

_SIGN: Final = "message"
_LOCK = threading.Lock()


class _Sign:
    """Stands where a message will be."""

    def encoded(self) -> str:
        return _SIGN


def map_component(
    message: Message,
    *,
    scripts: tuple[str, ...],
    styles: tuple[str, ...],
    key: str,
    height: int,
    on_change: Callable[[], None],
) -> None:
    """Send the map with a message; what it answers is in the session's state under `key`."""
    with _LOCK:
        arguments, before, after = _fixed(scripts, styles, key, height)

    def take() -> None:
        st.session_state[key] = st.session_state.get(arguments["key"], {})
        on_change()

    layer = f"{before}{message.encoded()}{after}"
    streamlit_folium._component_func(**arguments, feature_group=layer, on_change=take)


@lru_cache(maxsize=4)
def _fixed(
    scripts: tuple[str, ...], styles: tuple[str, ...], key: str, height: int
) -> tuple[dict[str, Any], str, str]:
    """Return what `st_folium` sends at each run, and its layer before and after the message."""
    sent: dict[str, Any] = {}
    # Only this call is recorded: nobody else calls it, and `_LOCK` is held.
    with patch.object(streamlit_folium, "_component_func", sent.update):
        streamlit_folium.st_folium(
            OneMap(scripts=scripts, styles=styles),
            key=key,
            height=height,
            use_container_width=True,
            returned_objects=[],
            feature_group_to_add=MessageLayer(_Sign()),  # type: ignore[arg-type]
        )
    del sent["on_change"]
    before, found, after = sent.pop("feature_group").partition(f'"{_SIGN}"')
    if not found:
        raise RuntimeError("streamlit-folium evaluates layers in another way than it did")
    return sent, f'{before}"', f'"{after}'
