"""Which pictures does a package have, and how is each drawn and said? The year comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from geo.figures.chart import Chart
from geo.figures.charts import Charted, charted, charts_by_rule, filled
from geo.figures.wording import locator_phrase
from geo.language.texts import text
from geo.package.package import Package
from geo.picture.charts import forms
from geo.picture.charts.canvas import Canvas
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
    if package.declared_charts:
        return package.declared_charts
    named = {figure.place_id for figure in package.figures}
    wide = {each for each in named if each and not package.place[each].is_named_place}
    return charts_by_rule(package.figures, package.derived, package.units, wide)


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


_FORMS: Final[Mapping[str, Callable[[forms.Drawing], None]]] = {
    "bars": forms.bars,
    "parts": forms.parts,
    "one-in": forms.one_in,
    "each": forms.each,
    "leads": forms.leads,
    "beside": forms.beside,
}


def about_of(package: Package, chart: Chart) -> Charted:
    """Return what a chart of a package is about; its ids were checked when the package was read.

    Raises
    ------
    KeyError
        If it was not.
    """
    about = charted(chart, package.figure, package.derived)
    if about is None:
        raise KeyError(chart.chart_id)
    return about


def chart_title(package: Package, about: Charted, lang: str) -> str:
    """Return the sentence above a chart, with the numbers it says."""
    numbers = {f.figure_id: package.phrase(f).get(lang) for f in about.figures}
    if about.derived is not None:
        numbers[about.derived.recipe.derived_id] = about.derived.text.get(lang)
    return filled(about.chart.title.get(lang), numbers)


def chart_words(package: Package, about: Charted, lang: str) -> str:
    """Return what a chart shows, for those who do not see it."""
    comma, colon = text("map.comma", lang), text("context.colon", lang)
    said = comma.join(
        f"{figure.measure.get(lang)} {package.phrase(figure).get(lang)}" for figure in about.figures
    )
    result = f" ({about.derived.signs} {about.derived.text.get(lang)})" if about.derived else ""
    return f"{chart_title(package, about, lang)}{colon}{said}{result}"


def chart_svg(package: Package, about: Charted, lang: str) -> str:
    """Return a chart as SVG; the same data give the same text."""
    chart, title = about.chart, chart_title(package, about, lang)
    canvas = Canvas(package.workstreams[chart.workstream].colour)
    canvas.lines(title, 17, bold=True)
    canvas.down(10)
    _FORMS[chart.kind](forms.Drawing(canvas, package, about, lang))
    canvas.down(4)
    canvas.lines(_source_line(package, about, lang), 11, look="quiet")
    return canvas.document(title, chart_words(package, about, lang))


def _source_line(package: Package, about: Charted, lang: str) -> str:
    """Return where the numbers stand; each place in a source once."""
    named: dict[str, dict[str, None]] = {}
    for figure in about.figures:
        title = package.sources[figure.source_id].title.get(lang)
        named.setdefault(title, {})[locator_phrase(figure.locator).get(lang)] = None
    comma = text("map.comma", lang)
    said = [
        text("map.where", lang, source=title, locator=comma.join(places))
        for title, places in named.items()
    ]
    return text("cite.sources", lang, sources=text("cite.and", lang).join(said)).strip()
