"""What does the browser have to know beside the map, to be the whole explorer on its own?

Streamlit's pages ask Python; the light page and the one file look it up: what the filter looks in,
how figures are printed, sources, gaps, derived numbers. Whatever the map's files hold is not
repeated.
"""

from __future__ import annotations

from typing import Any, Final

from geo.language.bilingual import LANGUAGES
from geo.package.package import Package
from geo.records import Figure, Place
from geo.view.context_words import context_lines, sources_words
from geo.view.headlines import lead
from geo.view.located import how_located
from geo.view.search_texts import figure_search_texts, place_search_texts
from geo.view.source_words import SourceUse, says_more, source_uses

MOST_WITH_FACTS: Final = 5000
"""Places of a package in which a browser looks for a text on its own: 3 to 5 MB, as much as it
opens without a wait.
"""


def has_all_facts(package: Package) -> bool:
    """Tell whether the facts of a package are all there is to know of it.

    Of more places they leave the crowd to its own files, and the texts that are looked in to the
    app (:mod:`geo.web.search`).
    """
    return len(package.place) <= MOST_WITH_FACTS


def facts(package: Package) -> dict[str, Any]:
    """Return them as JSON data; texts in both languages, ids as keys."""
    return _of_all(package) | (_searched(package) if has_all_facts(package) else _of_many(package))


def _of_all(package: Package) -> dict[str, Any]:
    """Return what packages of any size tell."""
    return {
        "title": package.title.as_dict(),
        "sentence": {
            lang: [(part.words, part.clause, part.is_number) for part in lead(package, lang)[0]]
            for lang in LANGUAGES
        },
        "note": {lang: lead(package, lang)[1] for lang in LANGUAGES},
        "version": package.version,
        "contact": package.contact,
        "licences": [each.as_dict() for each in package.licences],
        "aliases": dict(package.aliases),
        "workstreams": {
            found.workstream_id: {
                "about": found.about.as_dict(),
                "headlines": found.headlines,
                "tied": tied_to_places(package, found.workstream_id),
            }
            for found in package.workstreams.values()
        },
        "sources": {found.source.source_id: _source(found) for found in source_uses(package)},
        "derived": [
            {
                "workstream": item.recipe.workstream,
                "measure": item.recipe.measure.as_dict(),
                "text": item.text.as_dict(),
                "formula": item.formula.as_dict(),
                "sources": sources_words(package, item.terms).as_dict(),
            }
            for item in package.derived
        ],
        "gaps": [{"what": gap.what.as_dict(), "why": gap.why.as_dict()} for gap in package.gaps],
    }


def _searched(package: Package) -> dict[str, Any]:
    """Return all places and figures, with what a text is looked for in."""
    return {
        "places": {
            place.place_id: _place(package, place)
            | {"search": search_text.as_py(), "category": int(category)}
            for place, search_text, category in zip(
                package.place.values(),
                place_search_texts(package),
                package.place.category_of,
                strict=True,
            )
        },
        "figures": {
            figure.figure_id: _figure(package, figure)
            | {"search": figure_search_texts(package)[figure.figure_id]}
            for figure in package.figures
        },
    }


def _of_many(package: Package) -> dict[str, Any]:
    """Return the figures, the places drawn as symbols, and where those of the crowd stand in it
    that a figure names: they come first in a list.
    """
    places = package.place
    named = dict.fromkeys(each for found in package.figures for each in package.place_ids_of(found))
    return {
        "places": {place.place_id: _place(package, place) for place in places.few_places},
        "figures": {figure.figure_id: _figure(package, figure) for figure in package.figures},
        "tied": {
            place_id: {
                "position": position,
                "category": int(places.category_of[places.few + position]),
                "named": places[place_id].is_named_place,
            }
            for place_id in named
            if (position := places.position_of(place_id)) is not None
        },
    }


def tied_to_places(package: Package, workstream: str) -> tuple[int, int]:
    """Return how many figures of a workstream are tied to a named place, and how many it has."""
    figures = [figure for figure in package.figures if figure.workstream == workstream]
    tied = [figure for figure in figures if not package.is_district_wide(figure)]
    return len(tied), len(figures)


def _place(package: Package, place: Place) -> dict[str, Any]:
    return {
        "parent": place.parent.as_dict(),
        "code": place.code,
        "source": place.source_id,
        "located": {lang: how_located(package, place, lang) for lang in LANGUAGES},
        "named": place.is_named_place,
        "workstreams": sorted(package.workstreams_of(place)),
    }


def _figure(package: Package, figure: Figure) -> dict[str, Any]:
    context = [
        {"said": line.said.as_dict(), "text": line.text.as_dict(), "aside": line.aside.as_dict()}
        for line in context_lines(package, figure)
    ]
    return {
        "places": package.place_ids_of(figure),
        "of": package.home_of(figure).as_dict(),
        "printed": figure.as_published if says_more(package, figure) else "",
        "context": context,
    }


def _source(found: SourceUse) -> dict[str, Any]:
    source = found.source
    return {
        "kind": source.kind,
        "url": source.url,
        "publisher": source.publisher.as_dict(),
        "published": source.published,
        "licence": source.licence.as_dict(),
        "accuracy": source.accuracy.as_dict(),
        "covers": source.covers,
        "used": found.used.as_dict(),
        "check": found.check.as_dict(),
    }
