"""The figures page: the year in pictures, then every figure in one table, to read and take away."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import streamlit as st
from markupsafe import Markup

from geo.figures.wording import number
from geo.language.texts import text
from pages.shared.figures_page import derived_numbers, figure_table, year_and_charts
from pages.shared.filters import layers, tiles
from pages.shared.markup import chart_figures
from pages.shared.search_row import search_row
from pages.shared.state import current_visit

visit = current_visit()
shown, total = len(visit.shown.figures), len(visit.package.figures)

tiles(visit)
with st.container(key="filters"):
    search_row(visit)
    layers(visit)
title = Markup(
    '<h2 class="section">{}</h2><p class="quiet" data-said="shown" data-words="{}">{}</p>'
)
counted = text("figures.shown", visit.lang, shown=number(shown), total=number(total))
if shown:
    pictures = chart_figures(visit.package, year_and_charts(visit), visit.lang)
    if pictures:
        st.html(Markup('<h2 class="section">{}</h2>').format(text("figures.charts", visit.lang)))
        st.html(pictures)
st.html(title.format(text("figures.title", visit.lang), quote(counted), counted))
if shown:
    query = urlencode(visit.link | {"data": visit.package.package_id, "lang": visit.lang})
    with st.container(key="figure-files", horizontal=True):
        for file, words in (
            ("figures.xlsx", text("figures.workbook", visit.lang)),
            ("table.csv", text("figures.csv", visit.lang)),
        ):
            st.link_button(words, f"export/{file}?{query}", icon=":material/download:")
    figure_table(visit)
    derived_numbers(visit)
else:
    why = text("figures.empty", visit.lang) if total else text("figures.nothing", visit.lang)
    st.html(Markup('<p class="empty">{}</p>').format(why))
