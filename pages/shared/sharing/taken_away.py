"""How is what is seen taken away? Cited, printed as a sheet of A4, or as a file of its data."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from geo.export.formats import FORMATS, Format
from geo.export.limits import EXPORT_DATUMS, MOST_IN_WORKBOOK
from geo.figures.wording import number
from geo.language.texts import text
from geo.view.selection import select
from geo.view.views import View
from pages.shared.labels import distinct, literal
from pages.shared.lists import typed_into
from pages.shared.markup import copy_button
from pages.shared.sharing.parts import button, query_of_data
from pages.shared.state import Visit

_FIELD = Markup(
    '<label for="share-citation">{label}</label><div class="field">'
    '<textarea id="share-citation" rows="7" readonly data-dated="" '
    'data-here="share/citation.txt?{query}" data-failed="{failed}"></textarea>{copy}</div>'
    '<p class="quiet">{note}</p>'
)
_TOO_MANY = Markup(
    '<p class="acts"><button type="button" class="button" disabled>{button}</button>'
    '<span class="quiet">{what}</span></p><p>{too_many}</p>'
)
_RESULT = Markup(
    '<p class="acts">{button}<span class="quiet">{what}</span></p>'
    '<label for="share-address">{label}</label>'
    '<div class="field"><input id="share-address" readonly data-here="{here}" data-still=""></div>'
)
_SERVICE = Markup(
    '<label for="service-address">{label}</label><div class="field">'
    '<input id="service-address" readonly data-here="api/" data-still="">{copy}</div>'
    '<p class="quiet">{note}</p>'
)


def sheet(visit: Visit) -> None:
    """Draw what can be printed, on which paper, and the link to it."""
    lang = visit.lang
    subjects = _subjects(visit)
    chosen = st.selectbox(
        text("share.sheet_of", lang),
        options=tuple(subjects),
        format_func=distinct({key: words for key, (words, *_) in subjects.items()}).__getitem__,
        index=1 if visit.view.place else 0,
        filter_mode=typed_into(len(subjects)),
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
    query = query_of_data(visit.known, view, lang, of=of, paper=paper)
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
    others = {"of": of, "style": _style(lang)}
    if of == "figure":
        others["figure"] = _figure(visit)
    st.html(
        _FIELD.format(
            label=text("cite.label", lang),
            query=query_of_data(visit.known, visit.view, lang, **others),
            failed=text("cite.failed", lang),
            copy=copy_button("share-citation", text("cite.copy", lang), lang),
            note=text("cite.note", lang, version=visit.package.version),
        )
    )


def _style(lang: str) -> str:
    """Ask how it is set; first as references are in the reader's language."""
    names = {"gbt7714": "GB/T 7714", "apa": "APA", "full": text("cite.full", lang)}
    return st.segmented_control(
        text("cite.style", lang),
        options=tuple(names),
        format_func=names.__getitem__,
        default="gbt7714" if lang == "zh" else "apa",
        required=True,
        key="cite-style",
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

    labels = distinct(
        {
            figure.figure_id: f"{figure.measure.get(lang)} · {package.phrase(figure).get(lang)}"
            for figure in visit.shown.figures
        }
    )
    return st.selectbox(
        text("cite.figure_label", lang),
        list(labels),
        format_func=labels.__getitem__,
        filter_mode=typed_into(len(labels)),
        key="cite-id",
    )


def download(visit: Visit) -> None:
    """Draw the choices and the link to the file; the link needs no session and can be scripted."""
    lang = visit.lang
    view, places = _extent(visit)
    name = st.segmented_control(
        text("download.format", lang),
        options=tuple(FORMATS),
        format_func=lambda each: FORMATS[each].label,
        default="figures.xlsx" if places <= MOST_IN_WORKBOOK else "table.csv",
        required=True,
        key="download-format",
    )
    form = FORMATS[name]
    if form.of_all:
        places = len(visit.package.place)
    if places > (form.most or places):
        st.html(_too_many(form, places, lang))
        return
    others = {"datum": _datum(lang)} if form.has_datum else {}
    here = f"export/{name}?{query_of_data(visit.known, view, visit.lang, **others)}"
    st.html(
        _RESULT.format(
            button=button(here, text("download.button", lang)),
            what=text(f"download.about_{form.about}", lang),
            label=text("download.address", lang),
            here=here,
        )
        + (_SERVICE.format(**_service(lang)) if form.for_gis else Markup(""))
    )


def _service(lang: str) -> dict[str, str]:
    """Return what is said of the service that a desktop GIS can be connected to."""
    return {
        "label": text("download.service", lang),
        "note": text("download.service_note", lang),
        "copy": copy_button("service-address", text("share.copy", lang), lang),
    }


def _too_many(form: Format, places: int, lang: str) -> Markup:
    """Return what stands in the place of a link to a file that would be too large."""
    most = number(form.most or places)
    return _TOO_MANY.format(
        button=text("download.button", lang),
        what=text(f"download.about_{form.about}", lang),
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
    return st.selectbox(
        label, EXPORT_DATUMS, format_func=names.__getitem__, filter_mode=None, key="download-datum"
    )
