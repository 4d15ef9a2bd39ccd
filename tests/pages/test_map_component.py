"""Is what we send to the map's component what streamlit-folium itself would send?"""

from __future__ import annotations

import re
from typing import Any

import pytest
import streamlit_folium

from geo.served.folium_map import Message, MessageLayer, OneMap
from geo.web.headers import MAP_COMPONENT
from pages.shared import map_component as ours
from tests import ROOT

SCRIPTS, STYLES = ("assets/a.js",), ("assets/a.css",)


def _squeezed(sent: Any) -> Any:
    """What is sent without the spaces between its statements."""
    return "".join(sent.split()) if isinstance(sent, str) else sent


def test_the_component_gets_what_st_folium_sends(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[dict[str, Any]] = []
    for place in ("a", "b"):
        message = Message(
            catalogue="demo/catalogue.0.json",
            lang="en",
            shown="f",
            figures="0",
            place=place,
            centre=None,
            moved=0,
            seen=0,
        )
        with monkeypatch.context() as patched:
            for where, name in ((streamlit_folium, "_component_func"), (ours, "_component")):
                patched.setattr(where, name, lambda **sent: calls.append(sent))
            streamlit_folium.st_folium(
                OneMap(scripts=SCRIPTS, styles=STYLES),
                key="map",
                height=560,
                use_container_width=True,
                returned_objects=[],
                feature_group_to_add=MessageLayer(message),
                on_change=print,
            )
            ours.map_component(
                message, scripts=SCRIPTS, styles=STYLES, key="map", height=560, on_change=print
            )
    for theirs, sent in zip(calls[::2], calls[1::2], strict=True):
        assert set(theirs) == set(sent)
        differing = {name for name in theirs if _squeezed(theirs[name]) != _squeezed(sent[name])}
        # Its key is a hash of the script, its header names the encoding, which every page has.
        assert differing == {"key", "header", "on_change"}
        assert sent["key"] == "map"
    assert calls[1]["feature_group"] != calls[3]["feature_group"]


def test_it_has_the_name_that_the_headers_and_the_frame_know() -> None:
    assert f"component/{ours._component.name}" == MAP_COMPONENT
    known = (ROOT / "geo" / "browser" / "shared" / "streamlit.js").read_text("utf-8")
    (beginning,) = re.findall(r'iframe\[src\*="/([^"]*)"\]', known)
    assert MAP_COMPONENT.startswith(beginning)
