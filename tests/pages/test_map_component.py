"""Is what we send to the map's component what streamlit-folium itself would send?"""

from __future__ import annotations

from typing import Any

import pytest
import streamlit_folium

from geo.served.folium_map import Message, MessageLayer, OneMap
from pages.shared.map_component import map_component

SCRIPTS, STYLES = ("assets/a.js",), ("assets/a.css",)


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
            patched.setattr(streamlit_folium, "_component_func", lambda **sent: calls.append(sent))
            streamlit_folium.st_folium(
                OneMap(scripts=SCRIPTS, styles=STYLES),
                key="map",
                height=560,
                use_container_width=True,
                returned_objects=[],
                feature_group_to_add=MessageLayer(message),
                on_change=print,
            )
            map_component(
                message, scripts=SCRIPTS, styles=STYLES, key="map", height=560, on_change=print
            )
    for theirs, ours in zip(calls[::2], calls[1::2], strict=True):
        assert set(theirs) == set(ours)
        # The map's id is another random one at each call of st_folium.
        differing = {name for name in theirs if theirs[name] != ours[name]} - {"id", "on_change"}
        assert differing == set()
    assert calls[1]["feature_group"] != calls[3]["feature_group"]
