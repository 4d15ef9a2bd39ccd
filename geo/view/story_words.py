"""What does a step of the story say? The same in the app and in the map that others frame."""

from __future__ import annotations

from dataclasses import dataclass

from geo.figures.derived import Derived
from geo.figures.wording import locator_phrase
from geo.language.texts import text
from geo.package.package import Package
from geo.records import Figure, Source
from geo.view.context_words import terms_words
from geo.view.headlines import MOST_SAID, Part, sentence
from geo.view.main_figures import map_title
from geo.view.source_words import printed_words, says_more
from geo.view.story import Step, step_of
from geo.view.views import STORY_BEGIN, STORY_EDGES


@dataclass(frozen=True, slots=True)
class Tile:
    """A number in large type: what it measures, and what its source says or what was compared."""

    measure: str
    number: str
    said: str


@dataclass(frozen=True, slots=True)
class StepWords:
    """What a step says in one language; the first and the last have no figures of their own.

    Parameters
    ----------
    name : str
        What it is called among all steps; `count` is its number and theirs.
    title : str
        What stands above `said`, the sentence.
    headline : Tile or None
        The main figure; the others are `tiles`, `more` says that some are left out.
    derived : tuple of Tile
        Numbers that follow from figures.
    sources : tuple of Source
        Those of all that is shown, numbered in what the tiles say if they are several.
    gaps : tuple of (str, str)
        What is not known, and why: at the end.
    """

    step: Step
    name: str
    count: str
    title: str
    said: tuple[Part, ...]
    headline: Tile | None = None
    tiles: tuple[Tile, ...] = ()
    derived: tuple[Tile, ...] = ()
    more: str = ""
    sources: tuple[Source, ...] = ()
    gaps: tuple[tuple[str, str], ...] = ()


def step_name(package: Package, told: str, lang: str) -> str:
    """Return what a step is called among all steps."""
    if told in STORY_EDGES:
        return text(f"story.step{told}", lang)
    return package.workstreams[told].name.get(lang)


def step_words(package: Package, told: str, lang: str) -> StepWords:
    """Return what a step says.

    Raises
    ------
    ValueError
        If there is no such step.
    """
    step = step_of(package, told)
    name, count = step_name(package, told, lang), f"{step.number} / {step.total}"
    if told == STORY_BEGIN:
        return StepWords(step, name, count, map_title(package, lang), sentence(package, lang))
    if told in STORY_EDGES:
        return _end(package, step, name, lang)
    derived = [item for item in package.derived if item.recipe.workstream == told]
    terms = (term for item in derived for term in item.terms)
    ids = dict.fromkeys(figure.source_id for figure in (*step.figures, *terms))
    sources = tuple(package.sources[source_id] for source_id in ids)
    headline, *others = (_tile(package, figure, sources, lang) for figure in step.figures)
    return StepWords(
        step,
        name,
        count,
        name,
        sentence(package, lang, step.figures[:MOST_SAID]),
        headline,
        tuple(others),
        tuple(_derived(package, item, sources, lang) for item in derived),
        text("story.more", lang, count=step.more) if step.more else "",
        sources,
    )


def _end(package: Package, step: Step, name: str, lang: str) -> StepWords:
    sources = len({figure.source_id for figure in package.figures})
    said = text("story.end_said", lang, figures=len(package.figures), sources=sources)
    return StepWords(
        step,
        name,
        f"{step.number} / {step.total}",
        text("story.end_title", lang),
        (Part(said, 0),),
        gaps=tuple((gap.what.get(lang), gap.why.get(lang)) for gap in package.gaps),
    )


def _tile(package: Package, figure: Figure, sources: tuple[Source, ...], lang: str) -> Tile:
    said = _place_in(package, figure, sources, lang)
    if says_more(package, figure):
        said = f"{printed_words(package, figure, lang)} · {said}"
    return Tile(figure.measure.get(lang), package.phrase(figure).get(lang), said)


def _derived(package: Package, item: Derived, sources: tuple[Source, ...], lang: str) -> Tile:
    number = item.text.get(lang)
    found = terms_words(item.terms, lang, lambda term: _place_in(package, term, sources, lang))
    return Tile(item.recipe.measure.get(lang), number, f"{item.signs} {number} · {found}")


def _place_in(package: Package, figure: Figure, sources: tuple[Source, ...], lang: str) -> str:
    """Return where a figure stands in its source; of several sources also in which."""
    locator = locator_phrase(figure.locator).get(lang)
    number = sources.index(package.sources[figure.source_id]) + 1
    return f"{locator} [{number}]" if len(sources) > 1 else locator
