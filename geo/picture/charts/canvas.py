"""On what are charts drawn? A column as wide as a phone, filled from above.

So one drawing serves a phone, a page of several columns, a sheet of paper and a slide. Colours turn
by night where the picture is shown in a page; paper and PNG have those of the day.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from geo.look import DAY, NIGHT
from geo.picture.labels import width_em
from geo.picture.svg import FONT, clean

WIDTH: Final = 360
MARGIN: Final = 16
INNER: Final = WIDTH - 2 * MARGIN
GRID: Final = 24
"""Symbols are drawn on a grid of 24 by 24."""
_NAMES: Final = {"ground": "paper", "ink": "ink", "quiet": "quiet", "line": "line"}
_DAY: Final = {name: DAY[of] for name, of in _NAMES.items()}
_NIGHT: Final = {name: NIGHT[of] for name, of in _NAMES.items()}
_TINT: Final = 0.5
"""How much of a workstream's colour is left by night; the rest is white."""
_CLOSING: Final = "，。、：；）》”！？…"
_LONGEST: Final = 24
"""Signs of a word that no line could hold, and that is cut."""
_SOFT: Final = 0.28
"""How much of it is left in what stands back, by day."""


class Canvas:
    """A drawing that grows downwards.

    Parameters
    ----------
    colour : str
        ``#rrggbb`` of the workstream that the chart is about.
    """

    def __init__(self, colour: str) -> None:
        self._colour = colour
        self._parts: list[str] = []
        self.y = float(MARGIN)

    def add(self, drawn: str) -> None:
        """Add an element."""
        self._parts.append(drawn)

    def down(self, by: float) -> None:
        """Leave room."""
        self.y += by

    def text(
        self,
        said: str,
        at: tuple[float, float],
        size: float,
        *,
        look: str = "ink",
        bold: bool = False,
        end: bool = False,
    ) -> None:
        """Write one line; `at` is the begin of its baseline, or its end."""
        weight = ' font-weight="700"' if bold else ""
        anchor = ' text-anchor="end"' if end else ""
        x, y = at
        self.add(
            f'<text class="{look}" x="{x:.1f}" y="{y:.1f}" font-size="{size:g}"{weight}{anchor} '
            f"fill={quoteattr(self._fill(look))}>{escape(clean(said))}</text>"
        )

    def lines(
        self,
        said: str,
        size: float,
        *,
        look: str = "ink",
        bold: bool = False,
        x: float = MARGIN,
        width: float = INNER,
    ) -> None:
        """Write a text from where the drawing ends, in as many lines as it takes."""
        for line in wrapped(said, width / size):
            self.text(line, (x, self.y + size), size, look=look, bold=bold)
            self.y += size * 1.36

    def rect(self, box: tuple[float, float, float, float], look: str, radius: float = 2) -> None:
        """Draw a bar: left, top, width, height."""
        x, y, width, height = box
        self.add(
            f'<rect class="{look}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" '
            f'height="{height:.1f}" rx="{radius:g}" fill={quoteattr(self._fill(look))}/>'
        )

    def sign(self, shape: str, at: tuple[float, float], size: float, look: str) -> None:
        """Draw a symbol; `at` is its upper left corner."""
        x, y = at
        place = f"translate({x:.1f} {y:.1f}) scale({size / GRID:.4f})"
        self.add(
            f'<path class="{look}" transform="{place}" d={quoteattr(shape)} fill-rule="evenodd" '
            f"fill={quoteattr(self._fill(look))}/>"
        )

    def dot(self, at: tuple[float, float], radius: float, look: str) -> None:
        """Draw a disc."""
        x, y = at
        self.add(
            f'<circle class="{look}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" '
            f"fill={quoteattr(self._fill(look))}/>"
        )

    def document(self, title: str, said: str) -> str:
        """Return the drawing as SVG, with what it shows in words."""
        height = self.y + MARGIN
        size = f'width="{WIDTH}" height="{height:.0f}" viewBox="0 0 {WIDTH} {height:.0f}"'
        ground = f'<rect class="ground" width="100%" height="100%" fill="{_DAY["ground"]}"/>'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" {FONT}>'
            f"<title>{escape(clean(title))}</title><desc>{escape(clean(said))}</desc>"
            f"<style>{self._night()}</style>{ground}{''.join(self._parts)}</svg>"
        )

    def _fill(self, look: str) -> str:
        return {
            **_DAY,
            "accent": self._colour,
            "soft": mixed(self._colour, "#ffffff", _SOFT),
        }.get(look, look)

    def _night(self) -> str:
        accent = mixed(self._colour, "#ffffff", _TINT)
        looks = _NIGHT | {"accent": accent, "soft": mixed(accent, _NIGHT["ground"], 0.36)}
        rules = "".join(f".{name}{{fill:{colour}}}" for name, colour in looks.items())
        return f"@media (prefers-color-scheme:dark){{{rules}}}"


def mixed(colour: str, other: str, share: float) -> str:
    """Return `share` of a colour with the rest of another.

    >>> mixed("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)


def _channels(colour: str) -> Sequence[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def wrapped(said: str, longest_em: float) -> list[str]:
    """Return a text in lines no wider than `longest_em`, cut between words or Chinese signs.

    >>> wrapped("two words", 5), wrapped("平均每个小区", 4)
    (['two', 'words'], ['平均每个', '小区'])
    """
    lines = [""]
    for piece in _pieces(said):
        if lines[-1] and width_em((lines[-1] + piece).rstrip()) > longest_em:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _pieces(said: str) -> list[str]:
    """Cut a text where a line may end: behind a blank, and around each Chinese sign.

    What closes a clause stays with it.
    """
    pieces: list[str] = []
    for sign in said:
        if pieces and _stays(sign, pieces[-1][-1]):
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return [piece[at : at + _LONGEST] for piece in pieces for at in range(0, len(piece), _LONGEST)]


def _stays(sign: str, before: str) -> bool:
    """Tell whether no line may end between two signs."""
    if sign in _CLOSING or sign == " ":
        return True
    return sign.isascii() and before.isascii() and before != " "
