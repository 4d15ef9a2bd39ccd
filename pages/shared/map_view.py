"""How does a page show the map, and hear what was selected on it?"""

from __future__ import annotations

import streamlit as st

from geo.served.catalogue import mask
from geo.served.crowd.message import crowd_message, few_mask
from geo.served.folium_map import Message
from geo.web.assets import assets
from geo.web.map_settings import setup_path
from geo.web.settings import data_url
from pages.shared import state
from pages.shared.map_component import map_component
from pages.shared.state import Visit

HEIGHT_PX = 560
_KEY = "map"


def draw_map(visit: Visit) -> None:
    """Draw the map for a visit; zoom and centre stay with the browser."""
    found = assets()
    centre = visit.view.centre
    message = Message(
        catalogue=visit.opened.payload.catalogue,
        lang=visit.lang,
        shown=few_mask(visit.shown),
        figures=mask(visit.package.figure, visit.shown.figure_ids),
        place=visit.view.place,
        centre=(centre.latitude, centre.longitude, centre.zoom) if centre else None,
        moved=visit.steps,
        seen=visit.seen,
        legend="legend" in visit.view.parts,
        locked=visit.view.locked,
        setup=setup_path(),
        base=visit.view.base,
        crowd=crowd_message(visit.package, visit.shown, visit.view.place, visit.filter_query),
        data=data_url(),
        layers=visit.view.layers,
    )
    with st.container(key="map-frame"):
        map_component(
            message,
            scripts=found.scripts,
            styles=found.styles,
            key=_KEY,
            height=HEIGHT_PX,
            # Kept in the session until the next run, so it must not hold the visit.
            on_change=lambda: state.take_from_map(st.session_state.get(_KEY)),
        )
