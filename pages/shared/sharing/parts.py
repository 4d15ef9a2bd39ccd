"""What do the sections of the dialog share? Links, fields and buttons, completed in the browser.

The server does not know where the map stands, nor under which address the reader has the page:
elements carry `data-here`, and ``geo/browser/page/here.js`` completes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote, urlencode

from markupsafe import Markup

from geo.view.link import parameters
from geo.view.views import Known, View

_BUTTON = Markup(
    '<a class="button" data-here="{here}" {mark}="" href="{here}" target="_blank" rel="noopener">'
    "{words}</a>"
)


def query_of(known: Known, view: View, **others: str) -> str:
    """Return the query of a link to `view`, with parameters of a route."""
    stated = parameters(view, known, with_centre=False)
    return _joined(stated | others)


def query_of_data(known: Known, view: View, lang: str, **others: str) -> str:
    """Return the query for a file: it names its package, and the language of its words."""
    named = replace(view, lang=lang)
    stated = parameters(named, known, with_centre=False, with_package=True)
    return _joined(stated | others)


def _joined(stated: Mapping[str, str]) -> str:
    return urlencode(stated, quote_via=quote, safe=",")


def button(here: str, words: str, *, mark: str = "data-still") -> Markup:
    """Return a link that looks like a button.

    Parameters
    ----------
    here : str
        Path below the root with its query.
    mark : str
        ``data-still`` where the map's centre does not matter, ``data-moving`` where it does,
        ``data-dated`` where the reader's date does as well.
    """
    return _BUTTON.format(here=here, mark=mark, words=words)
