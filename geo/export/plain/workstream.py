"""What does the page of a workstream say? What it is, its figures, and which places are of it."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from geo.export.plain.document import NOTHING, Page, data_line, data_links, document, linked
from geo.export.plain.figures import derived_list, figure_list, section
from geo.export.plain.heading import heading
from geo.export.plain.linked_data import workstream_data
from geo.export.plain.ways import Ways
from geo.figures.wording import number
from geo.language.texts import text
from geo.package.package import Package
from geo.records import Figure, Workstream
from geo.view.located import how_located
from geo.view.selection import select
from geo.view.views import View

MOST_PLACES: Final = 200
"""Places that a page names; the map's list has all of them."""
_LIST = Markup('<ul class="places">{}</ul>')
_ITEM = Markup('<li>{}<span class="quiet">{}</span></li>')


def workstream_page(
    package: Package, workstream: Workstream, ways: Ways, *, lang: str, head: Markup
) -> bytes:
    """Return the page of a workstream as HTML.

    Parameters
    ----------
    head : Markup
        Title, description and preview card.
    """
    stream_id = workstream.workstream_id
    view = View(package.package_id, lang=lang, workstreams=(stream_id,))
    first = workstream.headlines
    figures = sorted(figures_of(package, stream_id), key=lambda each: each.figure_id not in first)
    derived = [each for each in package.derived if each.recipe.workstream == stream_id]
    top = heading(
        kind=package.title.get(lang),
        symbol=workstream.symbol,
        name=workstream.name.get(lang),
        said=workstream.about.get(lang),
        links=(
            (ways.map(view), text("plain.open_map", lang)),
            (ways.sheet(view, "workstream"), text("plain.sheet", lang)),
        ),
    )
    parts = [top, section(text("plain.figures", lang), figure_list(package, figures, lang))]
    if derived:
        parts.append(section(text("figures.derived", lang), derived_list(package, derived, lang)))
    parts += [
        _places(package, view, ways, lang),
        section(text("plain.data", lang), data_links(ways)),
    ]
    page = Page(
        lang=lang,
        head=head,
        trail=[(ways.map(View(package.package_id, lang=lang)), package.title.get(lang))],
        colour=workstream.colour,
        body=NOTHING.join(parts),
        linked_data=workstream_data(package, workstream, figures, ways, lang),
        data=data_line(package, lang),
    )
    return document(page, ways)


def figures_of(package: Package, workstream_id: str) -> list[Figure]:
    """Return all figures of a workstream, in package order."""
    return [figure for figure in package.figures if figure.workstream == workstream_id]


def _places(package: Package, view: View, ways: Ways, lang: str) -> Markup:
    """Return the first places of the workstream with how well each is located."""
    shown = select(package, view).places
    if not len(shown):
        return NOTHING
    listed = NOTHING.join(
        _ITEM.format(
            linked(ways.subject("place", place.place_id), place.name.get(lang)),
            how_located(package, place, lang),
        )
        for place in shown[:MOST_PLACES]
    )
    left = len(shown) - MOST_PLACES
    more = text("plain.more", lang, count=number(left)) if left > 0 else ""
    title = text("plain.places", lang, count=number(len(shown)))
    return section(title, _LIST.format(listed), more)
