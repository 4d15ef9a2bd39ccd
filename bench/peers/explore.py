"""``GeoDataFrame.explore()`` shown in Streamlit: a whole HTML page in a frame, on canvas."""

import streamlit as st
from streamlit.components import v1 as components

from bench.peers.shared import HEIGHT_PX, WIDTH_PX, serve_assets, shown

st.set_page_config(page_title="explore", layout="wide")
drawn = serve_assets(shown().explore(tiles=None))
components.html(drawn.get_root().render(), width=WIDTH_PX, height=HEIGHT_PX)
