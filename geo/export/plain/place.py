"""What does the page of a place say? Its figures by scope, and how it is known where it lies."""

from __future__ import annotations

from markupsafe import Markup

from geo.export.plain.document import NOTHING, Page, data_line, data_links, document
from geo.export.plain.figures import figure_list, section, source_link
from geo.export.plain.heading import heading, locator
from geo.export.plain.linked_data import place_data
from geo.export.plain.ways import Ways
from geo.language.texts import text
from geo.look import NEUTRAL_COLOUR
from geo.package.package import Package
from geo.records import Place, Scope
from geo.view.located import how_located
from geo.view.views import View

_ENTRY = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
_EMPTY = Markup('<p class="empty">{}</p>')


def place_page(package: Package, place: Place, ways: Ways, *, lang: str, head: Markup) -> bytes:
    """Return the page of a place as HTML.

    Parameters
    ----------
    head : Markup
        Title, description and preview card.
    """
    stream = package.workstreams.get(place.workstream or "")
    view = View(package.package_id, lang=lang, place=place.place_id)
    trail = [(ways.map(View(package.package_id, lang=lang)), package.title.get(lang))]
    if stream is not None:
        trail.append((ways.subject("workstream", stream.workstream_id), stream.name.get(lang)))
    top = heading(
        kind=package.layers[place.layer].name.get(lang),
        symbol=stream.symbol if stream else "",
        name=place.name.get(lang),
        said=how_located(package, place, lang),
        links=(
            (ways.map(view), text("plain.open_map", lang)),
            (ways.sheet(view, "place"), text("plain.sheet", lang)),
        ),
        picture=locator(package, place, lang),
    )
    page = Page(
        lang=lang,
        head=head,
        trail=trail,
        colour=stream.colour if stream else NEUTRAL_COLOUR,
        body=NOTHING.join(
            [top, *_figures(package, place, lang), _known(package, place, ways, lang)]
        ),
        linked_data=place_data(package, place, ways, lang),
        data=data_line(package, lang),
    )
    return document(page, ways)


def _figures(package: Package, place: Place, lang: str) -> list[Markup]:
    """Return what is its own first, then what it has in common with others."""
    scopes = package.figures_of(place)
    found = [_scope(package, scope, lang) for scope in scopes]
    if not any(scope.kind == "place" for scope in scopes):
        nothing = _EMPTY.format(text("map.no_figures", lang))
        found.insert(0, section(text("plain.own", lang), nothing))
    return found


def _scope(package: Package, scope: Scope, lang: str) -> Markup:
    listed = figure_list(package, scope.figures, lang)
    if scope.kind == "place":
        return section(text("plain.own", lang), listed)
    if scope.group is not None:
        note = scope.group.known.get(lang) or text("plain.together", lang)
        return section(scope.name.get(lang), listed, note)
    return section(scope.name.get(lang), listed, text("plain.district", lang))


def _known(package: Package, place: Place, ways: Ways, lang: str) -> Markup:
    """Return how it is known where the place lies, and under which ids it is found elsewhere."""
    entries = [
        (text("plain.location", lang), Markup("{}").format(place.known.get(lang))),
        (text("plain.location_from", lang), source_link(package.sources[place.source_id], lang)),
        (text("plain.within", lang), Markup("{}").format(place.parent.get(lang))),
        (text("plain.code", lang), Markup("{}").format(place.code or "")),
        (text("plain.data", lang), data_links(ways)),
    ]
    listed = NOTHING.join(_ENTRY.format(name, said) for name, said in entries if said)
    return section(text("plain.known", lang), Markup('<dl class="facts">{}</dl>').format(listed))
