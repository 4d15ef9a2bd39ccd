"""How does the year look at a glance? The headline figure of each workstream, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from geo.language.texts import leading, text
from geo.look import NEUTRAL_COLOUR
from geo.package.package import Package
from geo.picture.charts.canvas import INNER, MARGIN, Canvas
from geo.picture.labels import width_em
from geo.records import Workstream
from geo.symbols import SYMBOLS

POSTER: Final = "year"
"""What the picture is called in addresses; a chart of the package that has this id comes first."""
_DISC: Final = 15.0
_GAP: Final = 14.0
_HALF: Final = (INNER - _GAP) / 2
_BESIDE: Final = 2 * _DISC + 9
"""From the left edge of a disc to the words beside it."""


def poster_svg(package: Package, lang: str) -> str:
    """Return the picture as SVG."""
    canvas = Canvas(NEUTRAL_COLOUR)
    title = poster_title(package, lang)
    canvas.lines(title, 19, bold=True)
    canvas.down(12)
    told = _told(package)
    for start in range(0, len(told), 2):
        top, lowest = canvas.y, canvas.y
        for column, workstream in enumerate(told[start : start + 2]):
            canvas.y = top
            _cell(canvas, package, workstream, MARGIN + column * (_HALF + _GAP), lang)
            lowest = max(lowest, canvas.y)
        canvas.y = lowest + 12
    canvas.lines(_note(package, lang), 11, look="quiet")
    return canvas.document(title, poster_words(package, lang))


def poster_title(package: Package, lang: str) -> str:
    """Return what stands above it."""
    return text("chart.year", lang, title=leading(package.title.get(lang), lang))


def poster_words(package: Package, lang: str) -> str:
    """Return what it shows, for those who do not see it."""
    said = []
    for workstream in _told(package):
        figure = package.figure[workstream.headline]
        said.append(f"{figure.measure.get(lang)} {package.phrase(figure).get(lang)}")
    words = text("map.comma", lang).join(said)
    return f"{poster_title(package, lang)}{text('context.colon', lang)}{words}"


def _told(package: Package) -> Sequence[Workstream]:
    """Return the workstreams that have a figure to show."""
    return tuple(found for found in package.workstreams.values() if found.headlines)


def _cell(canvas: Canvas, package: Package, workstream: Workstream, left: float, lang: str) -> None:
    """Draw one workstream: its symbol on its colour, its figure and what that measures."""
    figure = package.figure[workstream.headline]
    number = package.phrase(figure).get(lang)
    width, x, top = _HALF - _BESIDE, left + _BESIDE, canvas.y
    canvas.dot((left + _DISC, top + _DISC), _DISC, workstream.colour)
    shape = SYMBOLS.get(workstream.symbol, SYMBOLS["dot"])
    canvas.sign(shape, (left + _DISC - 9, top + _DISC - 9), 18, "#ffffff")
    size = max(min(18.0, width / max(width_em(number), 1)), 11)
    canvas.lines(number, size, bold=True, x=x, width=max(width, width_em(number) * size))
    canvas.lines(figure.measure.get(lang), 12, look="quiet", x=x, width=width)


def _note(package: Package, lang: str) -> str:
    used = dict.fromkeys(package.figure[w.headline].source_id for w in _told(package))
    titles = [package.sources[source_id].title.get(lang) for source_id in used]
    return text("cite.sources", lang, sources=text("cite.and", lang).join(titles)).strip()
