"""``st.pydeck_chart`` with one GeoJsonLayer; without a basemap, there may be no network."""

import json

import pydeck
import streamlit as st

from bench.peers.shared import HEIGHT_PX, WIDTH_PX, places, shown

st.set_page_config(page_title="deck", layout="wide")
found = json.loads(shown().to_json())
west, south, east, north = (float(number) for number in places().total_bounds)
layer = pydeck.Layer(
    "GeoJsonLayer",
    found,
    pickable=True,
    get_fill_color=[98, 87, 186, 120],
    get_line_color=[98, 87, 186],
    point_radius_min_pixels=4,
    line_width_min_pixels=2,
)
corners = [[west, south], [east, north]]
view = pydeck.data_utils.compute_view(corners)
deck = pydeck.Deck(
    [layer],
    initial_view_state=view,
    map_style=None,
    map_provider=None,
    tooltip={"text": "{name_zh}\n{name_en}\n{known_zh}"},
)
st.pydeck_chart(deck, width=WIDTH_PX, height=HEIGHT_PX)
