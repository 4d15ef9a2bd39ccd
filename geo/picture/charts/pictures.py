"""Which pictures does a package have, under which names? The year first, then its charts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from geo.figures.chart import Chart
from geo.figures.charts import charted, charts_by_rule
from geo.package.package import Package
from geo.picture.charts.chart import about_of, chart_svg, chart_title, chart_words
from geo.picture.charts.poster import POSTER, poster_svg, poster_title, poster_words
from geo.records import Figure


@dataclass(frozen=True, slots=True)
class ChartPicture:
    """A drawn chart: its name in addresses, its title, its SVG, and what it shows in words."""

    name: str
    title: str
    svg: str
    words: str


def charts_of(package: Package) -> tuple[Chart, ...]:
    """Return the charts that ``charts.csv`` declares; where it has none, those by rule."""
    made: tuple[Chart, ...] | None = package.drawn.get("charts")
    if made is None:
        by_rule = package.declared_charts or charts_by_rule(
            package.figures, package.derived, package.units
        )
        made = package.drawn["charts"] = by_rule
    return made


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
    key = ("chart", name, lang)
    made: ChartPicture | None = package.drawn.get(key)
    if made is None:
        made = package.drawn[key] = _made(package, name, lang)
    return made


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
