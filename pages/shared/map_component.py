"""How does a page show the map, without rendering it anew at each run, and hear of a selection?

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

import streamlit as st
import streamlit.components.v1 as components
import streamlit_folium

from geo.served.crowd.message import crowd_message, few_mask, mask
from geo.served.folium_map import Message, MessageLayer, OneMap
from geo.web.assets import assets
from geo.web.map_settings import setup_path
from geo.web.settings import data_url
from pages.shared import state
from pages.shared.state import Visit

_component = components.declare_component(
    "one_map", path=Path(streamlit_folium.__file__).parent / "frontend" / "build"
)
_SIGN: Final = "message"
HEIGHT_PX = 560
_KEY = "map"


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


def draw_map(visit: Visit) -> None:
    """Draw the map for a visit; zoom and centre stay with the browser."""
    found = assets()
    centre = visit.view.centre
    message = Message(
        catalogue=visit.opened.payload.catalogue,
        lang=visit.lang,
        shown=few_mask(visit.shown),
        figures=mask(visit.package.figure, visit.shown.figure_ids),
        place=visit.view.place,
        centre=(centre.latitude, centre.longitude, centre.zoom) if centre else None,
        moved=visit.steps,
        seen=visit.seen,
        legend="legend" in visit.view.parts,
        locked=visit.view.locked,
        setup=setup_path(),
        base=visit.view.base,
        crowd=crowd_message(visit.package, visit.shown, visit.view.place, visit.filter_query),
        data=data_url(),
        layers=visit.view.layers,
    )
    with st.container(key="map-frame"):
        map_component(
            message,
            scripts=found.scripts,
            styles=found.styles,
            key=_KEY,
            height=HEIGHT_PX,
            # Kept in the session until the next run, so it must not hold the visit.
            on_change=lambda: state.take_from_map(st.session_state.get(_KEY)),
        )
