"""How is one chart drawn and said? Its title, its form, and where its numbers stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from geo.figures.chart import Chart
from geo.figures.charts import Charted, charted, filled
from geo.figures.wording import locator_phrase
from geo.language.texts import text
from geo.package.package import Package
from geo.picture.charts import forms
from geo.picture.charts.canvas import Canvas

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
