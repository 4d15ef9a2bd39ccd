"""What is not on the map? Figures that the report gives for the district, a workstream each."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from geo.figures.wording import number
from geo.language.texts import text
from geo.records import Figure
from geo.view.selection import tied_to_places
from pages.shared.filters import literal
from pages.shared.markup import figure_list
from pages.shared.state import Visit


def unplaced(visit: Visit) -> None:
    """Say for each workstream shown how many figures have a named place, with the rest below.

    What nobody opens is not sent, and to open one runs nothing else of the page.
    """
    package = visit.package
    loose = [f for f in visit.shown.figures if package.is_district_wide(f)]
    if not loose:
        return
    with st.container(key="unplaced"):
        title = text("unplaced.title", visit.lang)
        st.html(Markup('<h2 class="list-title">{}</h2>').format(title))
        _sections(visit, loose)


@st.fragment
def _sections(visit: Visit, loose: list[Figure]) -> None:
    package, lang = visit.package, visit.lang
    for workstream in package.workstreams.values():
        rows = [figure for figure in loose if figure.workstream == workstream.workstream_id]
        if not rows:
            continue
        tied, total = tied_to_places(package, workstream.workstream_id)
        name = literal(workstream.name.get(lang))
        facts = text("unplaced.facts", lang, tied=number(tied), total=number(total))
        key = f"unplaced-{workstream.workstream_id}"
        with st.expander(f"**{name}** {literal(facts)}", key=key, on_change="rerun") as section:
            if section.open:
                st.html(figure_list(package, rows, lang))
