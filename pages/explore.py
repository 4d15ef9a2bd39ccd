"""The map page: what was done, where, and how well is it known?

Its elements stay where they are while a story is told, so that the map is not drawn anew.
"""

from __future__ import annotations

import streamlit as st

from pages.shared.beside_map import chosen, lead
from pages.shared.filters import tiles
from pages.shared.map_component import draw_map
from pages.shared.places import panel, places_list
from pages.shared.search_row import search_row
from pages.shared.state import current_visit
from pages.shared.story import story

visit = current_visit()
choosing = visit.view.story is None

above = st.container(key="above")
with st.container(key="explorer", horizontal=True):
    with st.container(key="explorer-map"):
        draw_map(visit)  # first, since its frame takes longest
    beside = st.container(key="explorer-side")
if choosing:
    with above:
        lead(visit)
        tiles(visit)
with beside:
    story(visit)
    if choosing:
        search_row(visit)
    panel(visit)
    chosen(visit)
    places_list(visit)
