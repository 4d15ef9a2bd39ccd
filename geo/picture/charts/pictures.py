"""Which pictures does a package have, under which names? The year first, then its charts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from geo.figures.chart import Chart
from geo.figures.charts import charted, charts_by_rule
from geo.package.package import Package
from geo.picture.charts.chart import about_of, chart_svg, chart_title, chart_words
from geo.picture.charts.poster import POSTER, poster_svg, poster_title, poster_words
from geo.records import Figure
from geo.remembered import PerObject, Remembered

MOST_DRAWN: Final = 256
"""Pictures kept for one package, in both languages."""


@dataclass(frozen=True, slots=True)
class ChartPicture:
    """A drawn chart: its name in addresses, its title, its SVG, and what it shows in words."""

    name: str
    title: str
    svg: str
    words: str


def charts_of(package: Package) -> tuple[Chart, ...]:
    """Return the charts that ``charts.csv`` declares; where it has none, those by rule."""
    return _CHARTS.of(package)


def _charts(package: Package) -> tuple[Chart, ...]:
    by_rule = charts_by_rule(package.figures, package.derived, package.units)
    return package.declared_charts or by_rule


def picture_names(package: Package) -> tuple[str, ...]:
    """Return the names of all pictures of a package."""
    return tuple(dict.fromkeys((POSTER, *(chart.chart_id for chart in charts_of(package)))))


def picture(package: Package, name: str, lang: str) -> ChartPicture:
    """Return one picture, drawn once as long as the package lives.

    Raises
    ------
    KeyError
        If the package has no picture of this name.
    """
    return _DRAWN.of(package).of((name, lang), lambda: _made(package, name, lang))


def _drawn(_: Package) -> Remembered[ChartPicture]:
    return Remembered(MOST_DRAWN)


_CHARTS: Final = PerObject(_charts)
_DRAWN: Final = PerObject(_drawn)


def pictures_within(
    package: Package, figures: Iterable[Figure], lang: str
) -> tuple[ChartPicture, ...]:
    """Return the pictures of the charts all of whose figures are among some."""
    shown = {figure.figure_id: figure for figure in figures}
    return tuple(
        picture(package, chart.chart_id, lang)
        for chart in charts_of(package)
        if charted(chart, shown, package.derived) is not None
    )


def _made(package: Package, name: str, lang: str) -> ChartPicture:
    chart = next((found for found in charts_of(package) if found.chart_id == name), None)
    if chart is not None:
        about = about_of(package, chart)
        title, said = chart_title(package, about, lang), chart_words(package, about, lang)
        return ChartPicture(name, title, chart_svg(package, about, lang), said)
    if name != POSTER:
        raise KeyError(name)
    said = poster_words(package, lang)
    return ChartPicture(name, poster_title(package, lang), poster_svg(package, lang), said)
