"""Which figures does a sheet, a card or a step begin with, and how are they said in a line?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from geo.language.texts import leading, text
from geo.package.package import Package
from geo.records import Figure, Place, Scope
from geo.view.headlines import clause_words

MOST: Final = 4
"""Figures that are taken in at a glance."""


def main_figures(package: Package, figures: Iterable[Figure], most: int = MOST) -> list[Figure]:
    """Return the headlines among some figures; where none is among them, the first of them.

    Of several workstreams each comes once before one comes twice.
    """
    shown = {figure.figure_id: figure for figure in figures}
    ranked = sorted(
        (rank, at, figure_id)
        for at, workstream in enumerate(package.workstreams.values())
        for rank, figure_id in enumerate(workstream.headlines)
        if figure_id in shown
    )
    found = [shown[figure_id] for _, _, figure_id in ranked] or list(shown.values())
    return found[:most]


def main_scope(package: Package, place: Place) -> Scope | None:
    """Return the narrowest scope of a place that has figures."""
    return next(iter(package.figures_of(place)), None)


def said_together(package: Package, figures: Iterable[Figure], lang: str) -> str:
    """Return figures in one line."""
    return text("lead.and", lang).join(clause_words(package, figure, lang) for figure in figures)


def map_title(package: Package, lang: str) -> str:
    """Return what the whole map is called: 安次区2022年城市更新一张图."""
    title, app = leading(package.title.get(lang), lang), text("app.title", lang)
    return text("map_title", lang, title=title, app=app)
