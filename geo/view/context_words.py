"""What puts a figure in context, and how is it said? The same in the app and in its one file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from geo.figures.derived import Derived
from geo.figures.wording import locator_phrase, number
from geo.language.bilingual import LANGUAGES, Bilingual
from geo.language.texts import text
from geo.package.package import Package
from geo.records import Figure


@dataclass(frozen=True, slots=True)
class ContextLine:
    """A derived number beside a figure: what was computed of what, the number, and from where."""

    said: Bilingual
    text: Bilingual
    aside: Bilingual


def context_lines(package: Package, figure: Figure) -> tuple[ContextLine, ...]:
    """Return a line for each derived number that puts a figure in context."""
    return tuple(
        _line(package, item, elsewhere(item, figure))
        for item in context_of(figure.figure_id, package.derived)
    )


def sources_words(package: Package, terms: Iterable[Figure]) -> Bilingual:
    """Say where the terms of a derived number stand."""
    held = tuple(terms)
    return _both(
        lambda lang: terms_words(held, lang, lambda term: place_in_source(package, term, lang))
    )


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


def place_in_source(package: Package, figure: Figure, lang: str) -> str:
    """Name a figure's source and the place in it."""
    title = package.sources[figure.source_id].title.get(lang)
    return text("map.where", lang, source=title, locator=locator_phrase(figure.locator).get(lang))


def _line(package: Package, item: Derived, terms: Sequence[Figure]) -> ContextLine:
    """Return a derived number as a line, with the sources of `terms`; none: the same as above."""
    measure = item.recipe.measure
    return ContextLine(
        said=_both(lambda lang: f"{measure.get(lang)}{text('context.colon', lang)}{item.signs}"),
        text=item.text,
        aside=_both(
            lambda lang: text("context.aside", lang, words=_elsewhere(package, terms, lang))
        ),
    )


def _elsewhere(package: Package, terms: Sequence[Figure], lang: str) -> str:
    """Name the terms that stand elsewhere than the figure, with their sources, if there are any."""
    if not terms:
        return text("context.same", lang)
    return text("cite.and", lang).join(
        text(
            "context.term",
            lang,
            numbers=number(term.value),
            where=place_in_source(package, term, lang),
        )
        for term in terms
    )


def _both(say: Callable[[str], str]) -> Bilingual:
    return Bilingual(**{lang: say(lang) for lang in LANGUAGES})


def context_of(figure_id: str, derived: Iterable[Derived]) -> tuple[Derived, ...]:
    """Return the derived numbers to be shown with a figure.

    A sum is shown with each of its terms, a share with its part and with its whole, a ratio with
    what is divided only: how many households a compound has says something of the households.
    """
    return tuple(
        item
        for item in derived
        if figure_id in item.recipe.of
        or (item.recipe.kind == "share" and figure_id == item.recipe.per)
    )


def elsewhere(item: Derived, figure: Figure) -> tuple[Figure, ...]:
    """Return the terms of a derived number that do not stand where `figure` does."""
    own = (figure.source_id, figure.locator)
    return tuple(term for term in item.terms if (term.source_id, term.locator) != own)
