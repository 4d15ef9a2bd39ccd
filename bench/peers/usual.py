"""The usual Streamlit + Folium design: every feature and every word in generated script."""

import folium
import streamlit as st
from streamlit_folium import st_folium

from bench.peers.shared import COLOURS, HEIGHT_PX, PROPERTIES, WIDTH_PX, places, serve_assets, shown

st.set_page_config(page_title="usual", layout="wide")
found = shown()
west, south, east, north = (float(number) for number in places().total_bounds)
drawn = serve_assets(folium.Map(tiles=None))
drawn.fit_bounds([[south, west], [north, east]])
folium.GeoJson(
    found,
    marker=folium.CircleMarker(radius=5),
    style_function=lambda feature: {"color": COLOURS[feature["properties"]["workstream"]]},
    popup=folium.GeoJsonPopup(fields=list(PROPERTIES)),
).add_to(drawn)
st_folium(drawn, width=WIDTH_PX, height=HEIGHT_PX, returned_objects=[], key="map")
