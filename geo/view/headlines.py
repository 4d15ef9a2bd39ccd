"""What did the district do in a year, in one sentence, and what does each workstream say first?

Both are made from the figures that the package declares as headlines: measures and numbers as they
are published, joined by words of ours. Nothing is added up and nothing is said of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geo.language.texts import text
from geo.package.package import Package
from geo.records import Figure

MOST_SAID: Final = 4
"""Figures that the sentence holds; more are not taken in at a glance."""
_OF_FIRST: Final = 2
"""Of the first workstream it says as many, of the others one each."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of the sentence; a number is set apart by the page.

    `clause` counts the figures before it, so that a narrow page can leave out the last ones.
    """

    words: str
    clause: int
    is_number: bool = False


def headlines_of(package: Package, workstream: str) -> tuple[Figure, ...]:
    """Return the headline figures of a workstream, the first one first."""
    return tuple(package.figure[key] for key in package.workstreams[workstream].headlines)


def said_first(package: Package) -> tuple[Figure, ...]:
    """Return the figures of the sentence: two of the first workstream, one of the next ones."""
    figures: list[Figure] = []
    for at, workstream in enumerate(package.workstreams):
        figures += headlines_of(package, workstream)[: 1 if at else _OF_FIRST]
    return tuple(figures[:MOST_SAID])


def lead(package: Package, lang: str) -> tuple[tuple[Part, ...], str]:
    """Return what a map's page says first, and the line beside it: the sentence; of a package
    without figures that there are none yet.
    """
    if package.figures:
        return sentence(package, lang), text("lead.note", lang)
    nothing = Part(text("lead.nothing", lang), 0, is_number=True)
    return (nothing,), text("lead.nothing_note", lang)


def sentence(
    package: Package, lang: str, figures: tuple[Figure, ...] | None = None
) -> tuple[Part, ...]:
    """Return the sentence about a package, or about some figures, in parts; nothing of none.

    Its year is said where all its figures are of one, and its district by name where there is one.
    """
    figures = said_first(package) if figures is None else figures
    if not figures:
        return ()
    parts = [Part(_beginning(package, figures, lang), 0)]
    for at, figure in enumerate(figures):
        if at:
            parts.append(Part(_joint(figures[at - 1], figure, lang), at))
        parts += _clause(package, figure, at, lang)
    return (*parts, Part(text("lead.end", lang), 0))


def _beginning(package: Package, figures: tuple[Figure, ...], lang: str) -> str:
    periods = {figure.period for figure in figures}
    few = package.place.few_places
    districts = [p for p in few if p.precision == "district" and p.workstream is None]
    name = (districts[0].name if len(districts) == 1 else package.title).get(lang)
    if len(periods) > 1:
        return text("lead.of", lang, district=name)
    return text("lead.in", lang, period=periods.pop(), district=name)


def _joint(before: Figure, figure: Figure, lang: str) -> str:
    """Return what stands between two clauses; those of one workstream belong together."""
    if before.workstream == figure.workstream:
        return text("lead.and", lang)
    return text("lead.then", lang)


def clause_words(package: Package, figure: Figure, lang: str) -> str:
    """Return a figure in a few words, as the sentence says it."""
    return "".join(part.words for part in _clause(package, figure, 0, lang))


def _clause(package: Package, figure: Figure, at: int, lang: str) -> list[Part]:
    """Return a figure as a clause: 改造老旧小区20个; in English 20 estates renovated.

    An English measure that names what is counted goes with the bare number before it; any other
    stands before number and unit.
    """
    measure, phrase = figure.measure.get(lang), package.phrase(figure).get(lang)
    if lang == "zh":
        return [Part(measure, at), Part(phrase, at, is_number=True)]
    unit = package.units[figure.unit]
    lowered = measure if measure[1:2].isupper() else measure[:1].lower() + measure[1:]
    named = next((word for word in (unit.en_many, unit.en_one) if phrase.endswith(f" {word}")), "")
    if unit.kind == "count" and named in measure.casefold():
        bare = phrase.removesuffix(f" {named}")
        return [Part(bare, at, is_number=True), Part(f" {lowered}", at)]
    return [Part(f"{lowered}, ", at), Part(phrase, at, is_number=True)]
