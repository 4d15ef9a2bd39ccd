"""Which numbers say most at a glance? One of each workstream shown, never added up."""

from __future__ import annotations

from urllib.parse import quote

import streamlit as st
from markupsafe import Markup

from geo.figures.wording import number
from geo.language.texts import text
from pages.shared.state import Visit

_CARD = Markup('<div class="card ws-{workstream}"><b>{number}</b><span>{measure}</span></div>')
_COUNTS = Markup(
    '<div class="card count" data-said="shown" data-words="{words}">'
    "<b>{figures} <span>{of_figures}</span></b>"
    "<b>{places} <span>{of_places}</span></b></div>"
)


def headlines(visit: Visit) -> None:
    """Draw how much is shown, and the headline figure of each workstream that is."""
    package, shown, lang = visit.package, visit.shown, visit.lang
    figures, places = number(len(shown.figures)), number(len(shown.places))
    words = text("said.shown", lang, places=places, figures=figures)
    every, everywhere = number(len(package.figures)), number(len(package.place))
    counts = _COUNTS.format(
        words=quote(words),
        figures=f"{figures}/{every}",
        of_figures=text("headline.figures", lang, count=every),
        places=f"{places}/{everywhere}",
        of_places=text("headline.places", lang, count=everywhere),
    )
    cards = [counts]
    ids = {figure.figure_id for figure in shown.figures}
    for workstream in package.workstreams.values():
        if workstream.headline in ids:
            figure = package.figure[workstream.headline]
            cards.append(
                _CARD.format(
                    workstream=workstream.workstream_id,
                    number=package.phrase(figure).get(lang),
                    measure=figure.measure.get(lang),
                )
            )
    # A row that scrolls sideways has to be reached by keyboard.
    row = Markup('<div class="cards" role="group" tabindex="0" aria-label="{}">{}</div>')
    st.html(row.format(text("headline.label", lang), Markup("").join(cards)))
