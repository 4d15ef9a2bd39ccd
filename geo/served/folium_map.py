r"""How does Folium carry a map whose code never changes?

The folium map is a fixed script without data: it starts the code in ``geo/browser/map`` and
nothing else. What is to be shown travels as a message, JSON in base64, in the place where folium
would put generated layers. branca renders scripts twice through Jinja and folium writes names into
markup, so no text of anybody's ever enters a folium object; base64 holds none of ``{ } < ' \ _``.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template

FRAME_TO_ROOT = "../../"
"""From the component's page to the app's root; relative, so that a sub-path works."""


@dataclass(frozen=True, slots=True)
class Message:
    """What the map is told at each run of the page: ids and numbers, no words.

    Parameters
    ----------
    catalogue : str
        Path of the catalogue below ``layers/``.
    shown, figures : str
        Masks of the places and of the figures shown, see :func:`geo.served.crowd.message.mask`.
    centre : tuple of (latitude, longitude, zoom) or None
        Where a link wants the map; degrees WGS-84.
    moved : int
        How many steps in the browser's history were made; with each the map goes to `centre`.
    seen : int
        Number of the last selection on the map that the page knows of.
    legend : bool
        Whether the legend is shown.
    locked : bool
        Whether the map stays where it is, as an embedded one may.
    setup : str or None
        Path of what the deployment adds (see :mod:`geo.web.map_settings`), relative to ``layers/``.
    base : str or None
        Basemap below the data; None for the outlines alone.
    crowd : dict or None
        What is shown of the crowd, see :mod:`geo.served.crowd.message`.
    layers : sequence of str or None
        Layers whose places are drawn; None for all.
    data : str or None
        Address below which the files lie that never change; None below the app's own.
    """

    catalogue: str
    lang: str
    shown: str
    figures: str
    place: str | None
    centre: tuple[float, float, float] | None
    moved: int
    seen: int
    legend: bool = True
    locked: bool = False
    setup: str | None = None
    base: str | None = None
    crowd: dict[str, Any] | None = None
    data: str | None = None
    layers: Sequence[str] | None = None

    def encoded(self) -> str:
        """Return the message as base64 of JSON."""
        content = json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))
        return base64.b64encode(content.encode()).decode("ascii")


class OneMap(folium.Map):
    """A map without tiles and without data; `scripts` and `styles` are paths below the root.

    Its script and header are our own and short: they travel with every run of the page.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        'var {{ this.get_name() }} = L.map("{{ this.get_name() }}",'
        "{center:[0,0],zoom:3,zoomSnap:0.25,zoomControl:false,attributionControl:false,fadeAnimation:false});"
        "oneMap.start({{ this.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self, *, scripts: Sequence[str], styles: Sequence[str]) -> None:
        super().__init__(tiles=None)
        self.default_js = [(path, FRAME_TO_ROOT + path) for path in scripts]
        self.default_css = [(path, FRAME_TO_ROOT + path) for path in styles]

    def render(self, **kwargs: Any) -> Any:
        """Render the script alone; folium's own header styles are replaced by our style sheet."""
        return MacroElement.render(self, **kwargs)  # type: ignore[no-untyped-call]


class MessageLayer(folium.FeatureGroup):
    """A message in the shape of a feature group: it is evaluated in the living map."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        'var {{ this.get_name() }} = oneMap.receive("{{ this.encoded }}");'
        "{% endmacro %}"
    )

    def __init__(self, message: Message) -> None:
        super().__init__()
        self.encoded = message.encoded()
