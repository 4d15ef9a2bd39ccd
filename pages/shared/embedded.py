"""What does a page of somebody else show of us? The map, its source, and the way to all of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from geo.language.bilingual import HTML_LANGUAGE
from geo.language.texts import text
from geo.view.link import parameters
from geo.view.views import DEFAULT_PARTS
from pages.shared.filters import filters
from pages.shared.map_view import draw_map
from pages.shared.panel import panel
from pages.shared.places_list import places_list
from pages.shared.state import Visit
from pages.shared.story import story

_LINE = Markup(
    '<p class="source-line" lang="{lang}"><b>{title}</b> <span>{facts}</span> '
    '<a data-here="?{query}" href="./" target="_blank" rel="noopener">{words}</a></p>'
)


def embedded(visit: Visit) -> None:
    """Draw the map with the parts that the link asks for, and the source below it."""
    parts = visit.view.parts
    with st.container(key="embed"):
        if "search" in parts and visit.view.story is None:
            with st.container(key="embed-search"):
                filters(visit)
        with st.container(key="explorer", horizontal=True):
            with st.container(key="explorer-map"):
                draw_map(visit)
            if "panel" in parts or visit.view.story is not None:
                with st.container(key="explorer-side"):
                    story(visit)
                    if "panel" in parts:
                        panel(visit)
                        places_list(visit)
        _source_line(visit)


def _source_line(visit: Visit) -> None:
    """Say whose figures these are and in which state, with a link to the same view in full."""
    package, lang = visit.package, visit.lang
    full = replace(visit.view, parts=DEFAULT_PARTS, locked=False, lang=lang)
    st.html(
        _LINE.format(
            lang=HTML_LANGUAGE[lang],
            title=package.title.get(lang),
            facts=text("embed.facts", lang, version=package.version, source=_source(visit)),
            query=urlencode(parameters(full, visit.known, with_centre=False)),
            words=text("embed.open", lang),
        )
    )


def _source(visit: Visit) -> str:
    """Return the title of the source that most of what is shown comes from, if there is any."""
    used = Counter(figure.source_id for figure in visit.shown.figures or visit.package.figures)
    titles = (visit.package.sources[key].title.get(visit.lang) for key, _ in used.most_common(1))
    return next(titles, "")
