"""What is this about? One sentence of the data, before anything else."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup, escape

from geo.language.texts import text
from geo.view.headlines import Part, sentence
from pages.shared.state import Visit

_LEAD = Markup('<p class="lead-line">{} <span class="lead-note">{}</span></p>')
_NUMBER = Markup("<b>{}</b>")


def lead(visit: Visit) -> None:
    """Draw the sentence, and that each number has a source."""
    said = Markup("").join(map(_part, sentence(visit.package, visit.lang)))
    st.html(_LEAD.format(said, text("lead.note", visit.lang)))


def _part(part: Part) -> Markup:
    """Return some words of the sentence; a narrow page leaves out its later clauses."""
    made = _NUMBER.format(part.words) if part.is_number else escape(part.words)
    if part.clause:
        return Markup('<span class="clause-{}">{}</span>').format(part.clause, made)
    return made
