"""How are charts shown on a page? As the pictures they are, each with its words and its files."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from urllib.parse import urlencode

from markupsafe import Markup

from geo.language.texts import text
from geo.picture.charts.pictures import ChartPicture, picture, pictures_within
from geo.picture.charts.poster import POSTER
from pages.shared.state import Visit

_PICTURES = Markup('<div class="pictures" role="group" tabindex="0" aria-label="{}">{}</div>')
_FIGURE = Markup(
    '<figure class="chart"><img src="data:image/svg+xml;base64,{svg}" alt="{alt}" width="360">'
    '<figcaption>{words} <a href="export/chart.png?{query}" aria-label="{png}">PNG</a> '
    '<a href="export/chart.svg?{query}" aria-label="{svg_of}">SVG</a></figcaption></figure>'
)


def year_and_charts(visit: Visit) -> tuple[ChartPicture, ...]:
    """Return the pictures of what is shown; the year's own where nothing is left out."""
    package, figures, lang = visit.package, visit.shown.figures, visit.lang
    charts = pictures_within(package, figures, lang)
    return (
        (picture(package, POSTER, lang), *charts)
        if len(figures) == len(package.figures)
        else charts
    )


def chart_figures(visit: Visit, pictures: Iterable[ChartPicture]) -> Markup:
    """Return pictures as HTML; nothing where there are none."""
    shown = [_figure(visit, found) for found in pictures]
    label = text("figures.charts", visit.lang)
    return _PICTURES.format(label, Markup("").join(shown)) if shown else Markup("")


def _figure(visit: Visit, found: ChartPicture) -> Markup:
    lang = visit.lang
    stated = {"data": visit.package.package_id, "lang": lang, "chart": found.name}
    words = text("chart.download", lang)
    return _FIGURE.format(
        svg=b64encode(found.svg.encode()).decode(),
        alt=found.words,
        words=words,
        png=f"{words} PNG: {found.title}",
        svg_of=f"{words} SVG: {found.title}",
        query=urlencode(stated),
    )
