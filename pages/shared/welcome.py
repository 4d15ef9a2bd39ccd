"""What does somebody who is here for the first time have to know? Three lines, closed for good.

Always in the page and hidden until ``geo/browser/page/welcome.js`` finds that this browser has
not closed it; it lies over the map, so that nothing moves when it appears. No server knows of it.
"""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from geo.language.texts import text
from pages.shared.state import Visit

_CARD = Markup(
    '<section class="welcome" aria-labelledby="welcome-title"><h2 id="welcome-title" tabindex="-1">'
    '{title}</h2><ol><li class="what">{what}</li><li class="how">{how}</li>'
    '<li class="dashed">{dashed}</li></ol>'
    '<button type="button" data-welcome="close">{close}</button></section>'
)


def welcome(visit: Visit) -> None:
    """Draw the card over the map that comes after it."""
    lang = visit.lang
    st.html(
        _CARD.format(
            title=text("welcome.title", lang, title=visit.package.title.get(lang)),
            what=text("welcome.what", lang),
            how=text("welcome.how", lang),
            dashed=text("welcome.dashed", lang),
            close=text("welcome.close", lang),
        )
    )
