"""How is the map sent without being rendered anew at each run?

`st_folium` builds and renders a folium map of some forty templates at every call, though ours never
changes but for its message: more than a fifth of a run. So the page of streamlit-folium's component
is declared as one of ours, and is sent what `st_folium` would send it, rendered once, with a sign
where each run puts its message.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from textwrap import dedent
from typing import Any, Final

import streamlit.components.v1 as components
import streamlit_folium

from geo.served.folium_map import Message, MessageLayer, OneMap

_component = components.declare_component(
    "one_map", path=Path(streamlit_folium.__file__).parent / "frontend" / "build"
)
_SIGN: Final = "message"


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
    arguments, before, after = _fixed(scripts, styles)
    layer = f"{before}{message.encoded()}{after}"
    _component(**arguments, feature_group=layer, key=key, height=height, on_change=on_change)


@lru_cache(maxsize=4)
def _fixed(scripts: tuple[str, ...], styles: tuple[str, ...]) -> tuple[dict[str, Any], str, str]:
    """Return what is the same at each run, and the layer before and after the message."""
    shown = OneMap(scripts=scripts, styles=styles)
    layer = MessageLayer(_Sign())  # type: ignore[arg-type]
    script = _rendered(shown, "div")
    layer.add_to(shown)
    name = "feature_group_feature_group_0"
    evaluated = _rendered(layer, "feature_group_0") + (
        f"\nmap_div.addLayer({name});\nwindow.feature_group = window.feature_group || [];"
        f"\nwindow.feature_group.push({name});\n"
    )
    before, found, after = evaluated.partition(f'"{_SIGN}"')
    if not found:
        raise RuntimeError("the layer that carries the message does not name it")
    sent: dict[str, object] = {
        "script": f"{script}\nvar drawnItems = [];",
        "css_links": [path for _, path in shown.default_css],
        "js_links": [path for _, path in shown.default_js],
        "id": "map_div",
        "width": None,
        "returned_objects": [],
        "default": {},
        **dict.fromkeys(("header", "html"), ""),
        **dict.fromkeys(("zoom", "center", "layer_control")),
        **dict.fromkeys(("return_on_hover", "pixelated", "wrap_longitude"), False),
    }
    return sent, f'{before}"', f'"{after}'


def _rendered(element: OneMap | MessageLayer, named: str) -> str:
    """Return the script of an element of folium as the component evaluates it."""
    element.render()
    return dedent(streamlit_folium.generate_leaflet_string(element, base_id=named))
