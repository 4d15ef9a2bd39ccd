"""The map page: what was done, where, and how well is it known?

Its elements stay where they are while a story is told, so that the map is not drawn anew.
"""

from __future__ import annotations

import streamlit as st

from pages.shared.filters import filters
from pages.shared.headlines import headlines
from pages.shared.map_view import draw_map
from pages.shared.panel import panel
from pages.shared.places_list import places_list
from pages.shared.state import current_visit
from pages.shared.story import story
from pages.shared.unplaced import unplaced
from pages.shared.welcome import welcome

visit = current_visit()
choosing = visit.view.story is None

above, choices = st.container(key="headlines"), st.container(key="filters")
with st.container(key="explorer", horizontal=True):
    with st.container(key="explorer-map"):
        welcome(visit)
        draw_map(visit)  # first, since its frame takes longest
    beside = st.container(key="explorer-side")
if choosing:
    with above:
        headlines(visit)
    with choices:
        filters(visit)
with beside:
    story(visit)
    panel(visit)
    places_list(visit)
unplaced(visit)
