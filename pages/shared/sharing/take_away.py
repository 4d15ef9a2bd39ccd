"""How is what is seen taken away? Cited, printed as a sheet of A4, or as data in a form of use."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st
from markupsafe import Markup

from geo.export.limits import MOST_IN_MAP_FILE, MOST_IN_ONE_FILE, MOST_IN_WORKBOOK
from geo.figures.wording import number
from geo.language.texts import text
from geo.view.selection import select
from geo.view.views import View
from geo.web.exports import EXPORT_DATUMS
from pages.shared.labels import literal
from pages.shared.markup import copy_button
from pages.shared.sharing.parts import button, query_of_data
from pages.shared.state import Visit

_FORMATS: Final = {
    "figures.xlsx": "XLSX",
    "figures.csv": "CSV",
    "places.geojson": "GeoJSON",
    "places.gpkg": "GeoPackage",
    "places.parquet": "GeoParquet",
    "onemap.html": "HTML",
}
_WITH_DATUM: Final = {"places.geojson", "places.gpkg"}
_MOST: Final = {
    "figures.xlsx": MOST_IN_WORKBOOK,
    "places.geojson": MOST_IN_MAP_FILE,
    "places.gpkg": MOST_IN_MAP_FILE,
    "onemap.html": MOST_IN_ONE_FILE,
}
_TOO_MANY = Markup(
    '<p class="acts"><button type="button" class="button" disabled>{button}</button>'
    '<span class="quiet">{what}</span></p><p>{too_many}</p>'
)
_RESULT = Markup(
    '<p class="acts">{button}<span class="quiet">{what}</span></p>'
    '<label for="share-address">{label}</label>'
    '<div class="field"><input id="share-address" readonly data-here="{here}" data-still=""></div>'
)
_FIELD = Markup(
    '<label for="share-citation">{label}</label><div class="field">'
    '<textarea id="share-citation" rows="7" readonly data-dated="" '
    'data-here="share/citation.txt?{query}" data-failed="{failed}"></textarea>{copy}</div>'
    '<p class="quiet">{note}</p>'
)


def sheet(visit: Visit) -> None:
    """Draw what can be printed, on which paper, and the link to it."""
    lang = visit.lang
    subjects = _subjects(visit)
    chosen = st.selectbox(
        text("share.sheet_of", lang),
        options=tuple(subjects),
        format_func=lambda key: subjects[key][0],
        index=1 if visit.view.place else 0,
        key="sheet-of",
    )
    papers = {
        "portrait": text("share.portrait", lang),
        "landscape": text("share.landscape", lang),
    }
    paper = st.segmented_control(
        text("share.paper", lang),
        options=tuple(papers),
        format_func=papers.__getitem__,
        default="portrait",
        required=True,
        key="sheet-paper",
    )
    of, view = chosen.split(":")[0], subjects[chosen][1]
    query = query_of_data(visit, view, of=of, paper=paper)
    words = Markup('<p class="acts">{}<span class="quiet">{}</span></p>')
    open_sheet = button(
        f"export/sheet.pdf?{query}", text("share.sheet_open", lang), mark="data-dated"
    )
    st.html(words.format(open_sheet, text("share.sheet_note", lang)))


def _subjects(visit: Visit) -> dict[str, tuple[str, View]]:
    """Return what a sheet can be about: its label, shown as it stands, and the view it is of."""
    package, lang, view = visit.package, visit.lang, visit.view
    whole = replace(view, story=None, workstreams=(), layers=None, query="", place=None)
    subjects = {"view": (text("share.sheet_view", lang), view)}
    if view.place is not None:
        name = package.place[view.place].name.get(lang)
        subjects["place"] = (name, replace(whole, place=view.place))
    for key, workstream in package.workstreams.items():
        name = workstream.name.get(lang)
        subjects[f"workstream:{key}"] = (name, replace(whole, workstreams=(key,)))
    return subjects


def cite(visit: Visit) -> None:
    """Draw the citation of what is chosen."""
    lang = visit.lang
    of = _subject(visit)
    others = {"of": of}
    if of == "figure":
        others["figure"] = _figure(visit)
    st.html(
        _FIELD.format(
            label=text("cite.label", lang),
            query=query_of_data(visit, visit.view, **others),
            failed=text("cite.failed", lang),
            copy=copy_button("share-citation", text("cite.copy", lang), lang),
            note=text("cite.note", lang, version=visit.package.version),
        )
    )


def _subject(visit: Visit) -> str:
    """Ask what is to be cited; only what there is can be chosen."""
    lang, place = visit.lang, visit.package.place.get(visit.view.place or "")
    names = {"view": text("cite.of_view", lang)}
    if place is not None:
        names["place"] = literal(place.name.get(lang))
    if visit.shown.figures:
        names["figure"] = text("cite.of_figure", lang)
    return st.segmented_control(
        text("cite.of", lang),
        options=tuple(names),
        format_func=names.__getitem__,
        default="place" if place is not None else "view",
        required=True,
        key="cite-of",
    )


def _figure(visit: Visit) -> str:
    """Ask which of the figures shown."""
    package, lang = visit.package, visit.lang

    def label(figure_id: str) -> str:
        figure = package.figure[figure_id]
        return f"{figure.measure.get(lang)} · {package.phrase(figure).get(lang)}"

    options = [figure.figure_id for figure in visit.shown.figures]
    return st.selectbox(text("cite.figure_label", lang), options, format_func=label, key="cite-id")


def download(visit: Visit) -> None:
    """Draw the choices and the link to the file; the link needs no session and can be scripted."""
    lang = visit.lang
    view, places = _extent(visit)
    name = st.segmented_control(
        text("download.format", lang),
        options=tuple(_FORMATS),
        format_func=_FORMATS.__getitem__,
        default="figures.xlsx" if places <= MOST_IN_WORKBOOK else "figures.csv",
        required=True,
        key="download-format",
    )
    if name == "onemap.html":
        places = len(visit.package.place)  # it holds all of them, whatever is shown
    if places > _MOST.get(name, places):
        st.html(_too_many(name, places, lang))
        return
    others = {"datum": _datum(lang)} if name in _WITH_DATUM else {}
    here = f"export/{name}?{query_of_data(visit, view, **others)}"
    st.html(
        _RESULT.format(
            button=button(here, text("download.button", lang)),
            what=_what(name, lang),
            label=text("download.address", lang),
            here=here,
        )
    )


def _too_many(name: str, places: int, lang: str) -> Markup:
    """Return what stands in the place of a link to a file that would be too large."""
    most = number(_MOST[name])
    return _TOO_MANY.format(
        button=text("download.button", lang),
        what=_what(name, lang),
        too_many=text("download.too_many", lang, places=number(places), most=most),
    )


def _extent(visit: Visit) -> tuple[View, int]:
    """Ask whether what is shown is wanted or all; where all is shown there is no choice.

    Returned with the number of its places.
    """
    lang, package = visit.lang, visit.package
    shown = select(package, visit.view)  # what the file will hold
    whole = replace(visit.view, story=None, workstreams=(), layers=None, query="", place=None)
    if len(shown.figures) == len(package.figures) and len(shown.places) == len(package.place):
        return whole, len(package.place)
    figures, places = number(len(shown.figures)), number(len(shown.places))
    every, everywhere = number(len(package.figures)), number(len(package.place))
    names = {
        "shown": text("download.shown", lang, count=figures, places=places),
        "all": text("download.all", lang, count=every, places=everywhere),
    }
    chosen = st.segmented_control(
        text("download.extent", lang),
        options=tuple(names),
        format_func=names.__getitem__,
        default="shown",
        required=True,
        key="download-extent",
    )
    if chosen == "all":
        return whole, len(package.place)
    return replace(visit.view, place=None), len(shown.places)


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
        "places.parquet": text("download.about_parquet", lang),
        "onemap.html": text("download.about_html", lang),
    }[name]
