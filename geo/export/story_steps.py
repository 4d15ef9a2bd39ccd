"""What does an explorer have to know to tell the story step by step?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from geo.language.texts import text
from geo.package.package import Package
from geo.picture.charts.pictures import ChartPicture, picture, pictures_within
from geo.picture.charts.poster import POSTER
from geo.view.story import steps
from geo.view.story_words import step_words
from geo.view.views import STORY_BEGIN, STORY_EDGES, STORY_END


def told_steps(
    package: Package, lang: str, chart: Callable[[str], str], page: Callable[[str], str]
) -> dict[str, Any]:
    """Return the steps in order as JSON data, and the words around them, in one language.

    Parameters
    ----------
    chart : callable
        Returns the address of a chart by its name.
    page : callable
        Returns the address of a page by its name: the last step leads to the rest.
    """
    words = {
        "begin": text("story.begin", lang),
        "previous": text("story.previous", lang),
        "next": text("story.next", lang),
        "first": text("story.first", lang),
        "sources": text("story.sources", lang),
        "derived": text("figures.derived", lang),
        "gaps": text("sources.gaps", lang),
    }
    order = steps(package)
    return {"words": words, "steps": [_step(package, told, lang, chart, page) for told in order]}


def _step(
    package: Package, told: str, lang: str, chart: Callable[[str], str], page: Callable[[str], str]
) -> dict[str, Any]:
    words = step_words(package, told, lang)
    return {
        "id": told,
        "workstream": None if told in STORY_EDGES else told,
        "name": words.name,
        "count": words.count,
        "title": words.title,
        "said": [[part.words, part.is_number] for part in words.said],
        "headline": words.headline and asdict(words.headline),
        "tiles": [asdict(tile) for tile in words.tiles],
        "derived": [asdict(tile) for tile in words.derived],
        "more": words.more,
        "gaps": words.gaps,
        "sources": [[found.title.get(lang), found.url] for found in words.sources],
        "charts": [[chart(each.name), each.words] for each in _charts(package, told, lang)],
        "links": _links(lang, page) if told == STORY_END else [],
    }


def _charts(package: Package, told: str, lang: str) -> tuple[ChartPicture, ...]:
    """Return the charts of a step: the year at the beginning, then those of its workstream."""
    if told == STORY_BEGIN:
        return (picture(package, POSTER, lang),)
    own = [figure for figure in package.figures if figure.workstream == told]
    return pictures_within(package, own, lang)


def _links(lang: str, page: Callable[[str], str]) -> list[list[str]]:
    return [
        [text("story.to_figures", lang), page("figures")],
        [text("story.to_sources", lang), page("sources")],
    ]
