"""The figures page: all numbers, sortable, compared where they can be, and to take away."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import streamlit as st
from markupsafe import Markup

from geo.figures.wording import number
from geo.language.texts import text
from pages.shared.comparisons import comparisons, derived_numbers
from pages.shared.figure_table import figure_table, printed_figures
from pages.shared.filters import filters
from pages.shared.state import current_visit

visit = current_visit()
shown, total = len(visit.shown.figures), len(visit.package.figures)

filters(visit, of_figures=True)
title = Markup(
    '<h2 class="section">{}</h2><p class="quiet" data-said="shown" data-words="{}">{}</p>'
)
counted = text("figures.shown", visit.lang, shown=number(shown), total=number(total))
st.html(title.format(text("figures.title", visit.lang), quote(counted), counted))
if shown:
    figure_table(visit)
    printed_figures(visit)
    query = urlencode(visit.link | {"data": visit.package.package_id})
    st.link_button(
        text("figures.download", visit.lang, count=number(shown)),
        f"export/figures.csv?{query}",
        icon=":material/download:",
    )
    comparisons(visit)
    derived_numbers(visit)
else:
    st.html(Markup('<p class="empty">{}</p>').format(text("figures.empty", visit.lang)))
