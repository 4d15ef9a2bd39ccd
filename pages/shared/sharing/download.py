"""How are the data taken away? What is shown or all of it, in the form that is of use."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st
from markupsafe import Markup

from geo.language.texts import text
from geo.view.views import View
from geo.web.exports import EXPORT_DATUMS
from pages.shared.sharing.parts import button, query_of_data
from pages.shared.state import Visit

_FORMATS: Final = {
    "figures.xlsx": "XLSX",
    "figures.csv": "CSV",
    "places.geojson": "GeoJSON",
    "places.gpkg": "GeoPackage",
    "onemap.html": "HTML",
}
_RESULT = Markup(
    '<p class="acts">{button}<span class="quiet">{what}</span></p>'
    '<label for="share-address">{label}</label>'
    '<div class="field"><input id="share-address" readonly data-here="{here}" data-still=""></div>'
)


def download(visit: Visit) -> None:
    """Draw the choices and the link to the file; the link needs no session and can be scripted."""
    lang = visit.lang
    view = _extent(visit)
    name = st.segmented_control(
        text("download.format", lang),
        options=tuple(_FORMATS),
        format_func=_FORMATS.__getitem__,
        default="figures.xlsx",
        required=True,
        key="download-format",
    )
    others = {"datum": _datum(lang)} if name.startswith("places.") else {}
    here = f"export/{name}?{query_of_data(visit, view, **others)}"
    st.html(
        _RESULT.format(
            button=button(here, text("download.button", lang)),
            what=_what(name, lang),
            label=text("download.address", lang),
            here=here,
        )
    )


def _extent(visit: Visit) -> View:
    """Ask whether what is shown is wanted or all; where all is shown there is no choice."""
    lang, package, shown = visit.lang, visit.package, visit.shown
    whole = replace(visit.view, story=None, workstreams=(), layers=None, query="", place=None)
    if len(shown.figures) == len(package.figures) and len(shown.places) == len(package.place):
        return whole
    names = {
        "shown": text("download.shown", lang, count=len(shown.figures), places=len(shown.places)),
        "all": text("download.all", lang, count=len(package.figures), places=len(package.place)),
    }
    chosen = st.segmented_control(
        text("download.extent", lang),
        options=tuple(names),
        format_func=names.__getitem__,
        default="shown",
        required=True,
        key="download-extent",
    )
    return whole if chosen == "all" else replace(visit.view, place=None)


def _datum(lang: str) -> str:
    """Ask for the datum: maps of Chinese companies are drawn in another one than GPS."""
    names = {
        "wgs84": text("download.wgs84", lang),
        "cgcs2000": text("download.cgcs2000", lang),
        "gcj02": text("download.gcj02", lang),
    }
    label = text("download.datum", lang)
    return st.selectbox(label, EXPORT_DATUMS, format_func=names.__getitem__, key="download-datum")


def _what(name: str, lang: str) -> str:
    """Return what a format is good for."""
    return {
        "figures.xlsx": text("download.about_xlsx", lang),
        "figures.csv": text("download.about_csv", lang),
        "places.geojson": text("download.about_geojson", lang),
        "places.gpkg": text("download.about_gpkg", lang),
        "onemap.html": text("download.about_html", lang),
    }[name]
