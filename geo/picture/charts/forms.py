"""Which forms does a chart have? Signs, bars and numbers, drawn below its title."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from geo.figures.charts import MOST_SIGNS, ONE_IN, Charted, is_few
from geo.figures.comparing import size_of
from geo.language.bilingual import Bilingual
from geo.package.package import Package
from geo.picture.charts.canvas import INNER, MARGIN, Canvas
from geo.picture.labels import width_em
from geo.records import Figure
from geo.symbols import SYMBOLS

GAP: Final = 12.0
HALF: Final = (INNER - GAP) / 2


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a form is drawn on, and from."""

    canvas: Canvas
    package: Package
    about: Charted
    lang: str

    def number(self, figure: Figure) -> str:
        """Return a figure as people write it."""
        return self.package.phrase(figure).get(self.lang)

    def words(self, pair: Bilingual) -> str:
        """Return a text in the picture's language."""
        return pair.get(self.lang)

    @property
    def shape(self) -> str:
        """The symbol of the chart's workstream."""
        workstream = self.package.workstreams[self.about.chart.workstream]
        return SYMBOLS.get(workstream.symbol, SYMBOLS["dot"])


def bars(on: Drawing) -> None:
    """Draw figures of one unit, from zero; what tells them apart is written above each."""
    units = on.package.units
    largest = max(size_of(figure, units) for figure in on.about.figures) or 1
    room = INNER - max(width_em(on.number(figure)) for figure in on.about.figures) * 14 - 8
    for figure, label in zip(on.about.figures, _labels(on), strict=True):
        number = on.number(figure)
        length = max(float(size_of(figure, units) / largest) * room, 1)
        on.canvas.lines(label, 12.5, look="quiet")
        on.canvas.rect((MARGIN, on.canvas.y + 2, length, 15), "accent")
        on.canvas.text(number, (MARGIN + length + 7, on.canvas.y + 14.5), 14, bold=True)
        on.canvas.down(27)


def _labels(on: Drawing) -> list[str]:
    """Return what tells the bars of a chart apart: what, where, when, or all that differs."""
    facts: list[Callable[[Figure], str]] = [
        lambda figure: on.words(figure.measure),
        lambda figure: on.words(on.package.home_of(figure)),
        lambda figure: figure.period,
    ]
    differing = [told for told in facts if len({told(f) for f in on.about.figures}) > 1]
    return [" · ".join(told(f) for told in differing or facts[:1]) for f in on.about.figures]


def parts(on: Drawing) -> None:
    """Draw a sum: a sign for each thing where they are few, else one bar in parts."""
    total = on.about.derived
    if total is None:
        return
    figures = on.about.figures
    if all(is_few(f, on.package.units) or f.value == 1 for f in figures) and (
        total.value <= MOST_SIGNS
    ):
        looks = [_look(at) for at, figure in enumerate(figures) for _ in range(int(figure.value))]
        _signs(on, looks)
    else:
        _split(on, [float(size_of(figure, on.package.units)) for figure in figures])
    for at, figure in enumerate(figures):
        on.canvas.rect((MARGIN, on.canvas.y + 2.5, 11, 11), _look(at))
        said = f"{on.words(figure.measure)} {on.number(figure)}"
        on.canvas.lines(said, 13, x=MARGIN + 18, width=INNER - 18)
        on.canvas.down(3)


def _look(at: int) -> str:
    """Return how a part looks: the first filled, the others back and forth."""
    return ("accent", "soft", "quiet", "line")[at % 4]


def _split(on: Drawing, sizes: Sequence[float]) -> None:
    whole, x = sum(sizes) or 1, float(MARGIN)
    for at, size in enumerate(sizes):
        width = size / whole * INNER
        on.canvas.rect((x, on.canvas.y, max(width - 1.5, 0.5), 22), _look(at), 0)
        x += width
    on.canvas.down(34)


def _signs(on: Drawing, looks: Sequence[str]) -> None:
    """Draw the workstream's symbol as often as there are looks, in rows of ten."""
    columns = min(10, len(looks)) if len(looks) > 5 else 5
    pitch = INNER / columns
    size = min(pitch - 5, 34)
    pitch = min(pitch, size + 9)
    for at, look in enumerate(looks):
        row, column = divmod(at, columns)
        on.canvas.sign(
            on.shape, (MARGIN + column * pitch, on.canvas.y + row * (size + 7)), size, look
        )
    on.canvas.down(math.ceil(len(looks) / columns) * (size + 7) + 6)


def each(on: Drawing) -> None:
    """Draw the things among which something is divided, and how much each has on average."""
    _signs(on, ["accent"] * int(on.about.figures[1].value))
    _terms(on)


def one_in(on: Drawing) -> None:
    """Draw so many dots, one of them filled."""
    made = on.about.derived
    if made is None:
        return
    count = round(made.value)
    if ONE_IN[0] <= count <= ONE_IN[1]:
        columns = min(11 if count > 10 else 10, count)
        pitch = min(INNER / columns, 30)
        for at in range(count):
            row, column = divmod(at, columns)
            spot = (MARGIN + (column + 0.5) * pitch, on.canvas.y + (row + 0.5) * pitch)
            on.canvas.dot(spot, pitch * 0.38, "soft" if at else "accent")
        on.canvas.down(math.ceil(count / columns) * pitch + 8)
    _terms(on)


def _terms(on: Drawing) -> None:
    """Write what was divided by what, and the result."""
    made = on.about.derived
    if made is None:
        return
    _numbers(on, on.about.figures)
    on.canvas.lines(f"{made.signs} {on.words(made.text)}", 12.5, look="quiet")


def beside(on: Drawing) -> None:
    """Write numbers side by side, each with what it measures."""
    _numbers(on, on.about.figures)


def leads(on: Drawing) -> None:
    """Write a number, and behind or below an arrow those that it led to."""
    first, *others = on.about.figures
    if len(others) == 1 and _widest(on, on.about.figures) <= HALF - 30:
        on.canvas.sign("M5 3l14 9-14 9z", (MARGIN + HALF - 18, on.canvas.y + 4), 18, "line")
        _numbers(on, on.about.figures)
        return
    on.canvas.text(on.number(first), (MARGIN, on.canvas.y + 24), 26, look="accent", bold=True)
    on.canvas.down(30)
    on.canvas.lines(on.words(first.measure), 12.5, look="quiet")
    y = on.canvas.y + 6
    on.canvas.rect((MARGIN, y + 7, INNER, 1.5), "line", 0)
    on.canvas.sign("M4 2h16L12 14z", (MARGIN + 4, y + 4), 22, "line")
    on.canvas.down(32)
    _numbers(on, others)


def _numbers(on: Drawing, figures: Sequence[Figure]) -> None:
    """Write numbers in two columns; rows are as high as what stands in them."""
    columns = 2 if len(figures) > 1 and _widest(on, figures) <= HALF else 1
    width = HALF if columns == 2 else float(INNER)
    for start in range(0, len(figures), columns):
        top, lowest = on.canvas.y, on.canvas.y
        for column, figure in enumerate(figures[start : start + columns]):
            x = MARGIN + column * (HALF + GAP)
            size = min(20.0, width / max(width_em(on.number(figure)), 1))
            on.canvas.y = top
            on.canvas.text(on.number(figure), (x, top + 19), size, bold=True)
            on.canvas.down(25)
            on.canvas.lines(on.words(figure.measure), 12.5, look="quiet", x=x, width=width)
            lowest = max(lowest, on.canvas.y)
        on.canvas.y = lowest + 9


def _widest(on: Drawing, figures: Sequence[Figure]) -> float:
    """Return how wide the widest of some numbers is, as large as they stand side by side."""
    return max(width_em(on.number(figure)) * 20 for figure in figures)
