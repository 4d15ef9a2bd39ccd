"""What do the Streamlit peers have in common: the places, the chips, the size of the map?"""

from __future__ import annotations

import os
from typing import Final

import folium
import geopandas as gpd
import streamlit as st

from bench.words import WORKSTREAMS

HEIGHT_PX: Final = 700
WIDTH_PX: Final = 820
COLOURS: Final = {key: colour for key, _, _, colour, _ in WORKSTREAMS}
PROPERTIES: Final = (
    *("name_zh", "name_en", "pinyin", "layer", "workstream", "code"),
    *("parent_zh", "parent_en", "precision", "known_zh", "known_en", "source_id"),
)
"""What a popup says."""


@st.cache_data
def places() -> gpd.GeoDataFrame:
    """Return all places; WGS-84, longitude before latitude."""
    found = gpd.read_file(os.environ["BENCH_PLACES"])
    return found[[*PROPERTIES, "geometry"]]


def shown() -> gpd.GeoDataFrame:
    """Draw a chip a workstream, and return the places of those chosen; of all if none is."""
    found = places()
    names = {key: en for key, _, en, _, _ in WORKSTREAMS}
    chosen = st.pills(
        "Workstreams",
        options=tuple(names),
        format_func=names.__getitem__,
        selection_mode="multi",
        key="workstreams",
        label_visibility="collapsed",
    )
    return found[found["workstream"].isin(chosen)] if chosen else found


def serve_assets(drawn: folium.Map) -> folium.Map:
    """Have a folium map load Leaflet from the bench's own server: there may be no network.

    jQuery, Bootstrap and the marker fonts, which folium loads as well, are left out: that is to
    the advantage of the peer.
    """
    assets = os.environ["BENCH_ASSETS"]
    drawn.default_js = [("leaflet", f"{assets}/leaflet/leaflet.js")]
    drawn.default_css = [("leaflet_css", f"{assets}/leaflet/leaflet.css")]
    return drawn
