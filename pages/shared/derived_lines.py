"""How is a figure put in context? What was compared, and where each term of it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markupsafe import Markup

from geo.figures.context import context_of, elsewhere
from geo.figures.derived import Derived
from geo.figures.wording import locator_phrase, number
from geo.language.texts import text
from geo.package.package import Package
from geo.records import Figure

_NOTHING = Markup("")
_LINE = Markup(
    '<p class="context">{measure}{colon}{signs} <b>{number}</b> <small>{where}</small></p>'
)
_SOURCES = Markup('<span class="quiet sources">{}</span>')


def context_lines(package: Package, figure: Figure, lang: str) -> Markup:
    """Return a line for each derived number that puts a figure in context, if there are any."""
    return _NOTHING.join(
        _line(package, item, elsewhere(item, figure), lang)
        for item in context_of(figure.figure_id, package.derived)
    )


def sources_line(package: Package, terms: tuple[Figure, ...], lang: str) -> Markup:
    """Return where the terms of a derived number stand, as a quiet line."""
    words = terms_words(terms, lang, lambda term: _where(package, term, lang))
    return _SOURCES.format(words)


def _line(package: Package, item: Derived, terms: tuple[Figure, ...], lang: str) -> Markup:
    """Return a derived number as a line, with the sources of `terms`; none: the same as above."""
    return _LINE.format(
        measure=item.recipe.measure.get(lang),
        colon=text("context.colon", lang),
        signs=item.signs,
        number=item.text.get(lang),
        where=text("context.aside", lang, words=_elsewhere(package, terms, lang)),
    )


def _elsewhere(package: Package, terms: tuple[Figure, ...], lang: str) -> str:
    """Name the terms that stand elsewhere than the figure, with their sources, if there are any."""
    if not terms:
        return text("context.same", lang)
    return text("cite.and", lang).join(
        text("context.term", lang, numbers=number(term.value), where=_where(package, term, lang))
        for term in terms
    )


def _where(package: Package, term: Figure, lang: str) -> str:
    title = package.sources[term.source_id].title.get(lang)
    locator = locator_phrase(term.locator).get(lang)
    return text("map.where", lang, source=title, locator=locator)


def terms_words(terms: Iterable[Figure], lang: str, place_in: Callable[[Figure], str]) -> str:
    """Say where each term stands; once where all of them stand in one place.

    Parameters
    ----------
    place_in : callable
        Names the source of a term and the place in it.
    """
    numbers: dict[str, list[str]] = {}
    for term in terms:
        numbers.setdefault(place_in(term), []).append(number(term.value))
    if len(numbers) == 1:
        return text("context.from", lang, where=next(iter(numbers)))
    comma, semicolon = text("map.comma", lang), text("cite.and", lang)
    return semicolon.join(
        text("context.term", lang, numbers=comma.join(found), where=place)
        for place, found in numbers.items()
    )
