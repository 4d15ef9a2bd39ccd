"""The map page: what was done, where, and how well is it known?"""

from __future__ import annotations

import streamlit as st

from pages.shared.filters import filters
from pages.shared.headlines import headlines
from pages.shared.map_view import draw_map
from pages.shared.panel import panel
from pages.shared.places_list import places_list
from pages.shared.state import current_visit
from pages.shared.unplaced import unplaced

visit = current_visit()

headlines(visit)
filters(visit)
with st.container(key="explorer", horizontal=True):
    with st.container(key="explorer-map"):
        draw_map(visit)
    with st.container(key="explorer-side"):
        panel(visit)
        places_list(visit)
unplaced(visit)
