"""Who is measured, how is each started, and by what sign is each known to have drawn?

A *sign* is a JavaScript function that is asked of every frame of the page before each picture; it
gives a text that says what is drawn, or null. The time that counts is two pictures after the sign
appeared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_LEAFLET_ZOOM: Final = """(map) => {
  map.setZoom(map.getZoom() + 1, { animate: false });
  return top.bench.painted();
}"""
_MAPLIBRE_ZOOM: Final = """(map) => {
  const idle = new Promise((done) => map.once("idle", done));
  map.jumpTo({ zoom: map.getZoom() + 1 });
  return idle.then(top.bench.painted);
}"""


@dataclass(frozen=True, slots=True)
class Contestant:
    """One way to draw the places.

    Parameters
    ----------
    key, label, note : str
        Id, name, and what is to be known of it when its numbers are read.
    kind : {"app", "streamlit", "page"}
        Our app, a Streamlit script of `bench/peers`, or a plain page there.
    file : str
        Script or page; for our app unused.
    sign : str
        JavaScript function, see above.
    told : {"count", "points", "change", "filter", "text"}
        How the sign answers a filter: it is the number of features, holds the number of points,
        merely changes, or is the filter's id; "text" has no filter.
    handle : str
        JavaScript for the map's object in its frame; empty where a page gives none.
    zoom : str
        JavaScript function of the map's object that zooms in by one and tells when it is painted.
    """

    key: str
    label: str
    note: str
    kind: str
    file: str
    sign: str
    told: str
    handle: str = ""
    zoom: str = _LEAFLET_ZOOM


_OURS_SIGN: Final = """(frame) => {
  if (!frame.oneMap) return null;
  const { ready, drawn } = frame.document.documentElement.dataset;
  if (!ready) return null;
  return [drawn || "", frame.document.getElementsByClassName("om-marker").length].join("|");
}"""
_ELEMENTS_SIGN: Final = """(frame) => {
  if (!frame.map || !frame.map.getPane) return null;
  return String(frame.document.getElementsByClassName("leaflet-interactive").length);
}"""
_EXPLORE_SIGN: Final = """(frame) => {
  if (frame.benchSeen) return frame.benchSeen;
  const name = frame.L && Object.keys(frame).find((key) => /^map_[0-9a-f]+$/.test(key));
  if (!name) return null;
  frame.benchMap = frame[name];
  const layers = Object.values(frame.benchMap._layers);
  const count = layers.filter((layer) => layer instanceof frame.L.Path).length;
  frame.benchSeen = count ? String(count) : null;
  return frame.benchSeen;
}"""
_DECK_SIGN: Final = """(frame) => {
  if (frame !== top || !bench.instances) return null;
  return "," + [...bench.instances].sort().join(",") + ",";
}"""
_STATE_SIGN: Final = "(frame) => frame.benchState || null"
_TEXT_SIGN: Final = """(frame) => {
  const texts = [...frame.document.querySelectorAll("[data-testid=stText]")];
  return texts.some((found) => found.textContent.includes("empty page")) ? "text" : null;
}"""

EMPTY: Final = Contestant(
    *("empty", "empty Streamlit page", "one text; the sign is the text"),
    *("streamlit", "empty.py", _TEXT_SIGN, "text"),
)
OURS: Final = Contestant(
    *("ours", "the one-map", "`data-ready` and `data-drawn` of the map's frame, and its symbols"),
    *("app", "", _OURS_SIGN, "change", "oneMap.state.map"),
)
USUAL: Final = Contestant(
    "usual",
    "usual Streamlit + Folium",
    "GeoJson with GeoJsonPopup in the map; the sign is an element of the page for each feature."
    " Leaflet comes from the bench's own server, jQuery, Bootstrap and fonts are left out",
    *("streamlit", "usual.py", _ELEMENTS_SIGN, "count", "window.map"),
)
EXPLORE: Final = Contestant(
    "explore",
    "`geopandas.explore` in Streamlit",
    "a page in a frame, canvas; the sign is a layer on the map for each feature",
    *("streamlit", "explore.py", _EXPLORE_SIGN, "count", "window.benchMap"),
)
DECK: Final = Contestant(
    "deck",
    "`st.pydeck_chart`",
    "one GeoJsonLayer, no basemap, WebGL without a GPU; the sign is a draw call with as many"
    " instances as there are points; its map cannot be asked for its view",
    *("streamlit", "deck.py", _DECK_SIGN, "points"),
)
LEAFLET: Final = Contestant(
    "leaflet",
    "plain Leaflet page",
    "a static page, GeoJSON by fetch, canvas; the sign is set by the page",
    *("page", "leaflet.html", _STATE_SIGN, "count", "map"),
)
MAPLIBRE: Final = Contestant(
    "maplibre",
    "plain MapLibre page",
    "a static page, one GeoJSON source, WebGL without a GPU; the sign is its event `idle`",
    *("page", "maplibre.html", _STATE_SIGN, "filter", "window.map"),
    zoom=_MAPLIBRE_ZOOM,
)
CONTESTANTS: Final = {
    found.key: found for found in (EMPTY, OURS, USUAL, EXPLORE, DECK, LEAFLET, MAPLIBRE)
}


def page_of(one: Contestant) -> str:
    """Return the path that a visitor opens."""
    return {"app": "/?lang=en", "streamlit": "/", "page": f"/pages/{one.file}"}[one.kind]
