"""Which names fit on a picture, and where, and how are its scale and north drawn?"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geo.look import INK
from geo.picture.svg import text_element
from geo.picture.viewport import Bounds, Point, Viewport

NARROW_EM: Final = 0.56
"""Mean width of a Latin letter; Chinese signs are as wide as they are high."""
LONGEST_EM: Final = 13.0
"""A longer name is cut on the map; the list beside it has it in full."""
LINE_EM: Final = 1.25
BAR_PX: Final = 110.0
"""Longest scale bar."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name that fits: its text, the start of its baseline, and its box, in pixels."""

    text: str
    at: Point
    box: Bounds


def width_em(text: str) -> float:
    """Return about how wide a text is, in units of its size.

    >>> width_em("明华路"), round(width_em("Minghua"), 2)
    (3.0, 3.92)
    """
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return wide + (len(text) - wide) * NARROW_EM


def shortened(text: str, longest_em: float = LONGEST_EM) -> str:
    """Return a text no wider than `longest_em`, cut with an ellipsis where it has to be."""
    if width_em(text) <= longest_em:
        return text
    kept = text
    while kept and width_em(kept) > longest_em - 1:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


class Labels:
    """The boxes on a picture that are taken; later names give way to earlier ones."""

    def __init__(self, viewport: Viewport) -> None:
        self.window = viewport
        self._taken: list[Bounds] = []

    def take(self, box: Bounds) -> None:
        """Keep a box free of names (left, top, right, bottom)."""
        self._taken.append(box)

    def beside(
        self,
        text: str,
        spot: Point,
        reach_px: float,
        size_px: float,
        sides: Sequence[str] = ("right", "left", "below", "above"),
    ) -> Label | None:
        """Place a name at the first free side of a symbol; None where there is no room."""
        name = shortened(text)
        width, height = width_em(name) * size_px, LINE_EM * size_px
        x, y = spot
        corners = {
            "right": (x + reach_px, y - height / 2),
            "left": (x - reach_px - width, y - height / 2),
            "below": (x - width / 2, y + reach_px - 2),
            "above": (x - width / 2, y - reach_px - height + 2),
        }
        for side in sides:
            left, top = corners[side]
            label = self._placed(name, (left, top, left + width, top + height), size_px)
            if label is not None:
                return label
        return None

    def centred(self, text: str, spot: Point, size_px: float, spacing_em: float) -> Label | None:
        """Place a name in the middle of an area; None where something stands there."""
        name = shortened(text)
        width = (width_em(name) + spacing_em * len(name)) * size_px
        left, top = spot[0] - width / 2, spot[1] - LINE_EM * size_px / 2
        return self._placed(name, (left, top, left + width, top + LINE_EM * size_px), size_px)

    def _placed(self, name: str, box: Bounds, size_px: float) -> Label | None:
        left, top, right, bottom = box
        corners = ((left, top), (right, bottom))
        if not all(self.window.holds(corner, 4) for corner in corners):
            return None
        if any(_meet(box, other) for other in self._taken):
            return None
        self.take(box)
        return Label(name, (left, top + 0.98 * size_px), box)


def _meet(one: Bounds, other: Bounds) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def scale_and_north(viewport: Viewport, labels: Labels) -> list[str]:
    """Draw a scale bar at the lower left and an arrow that points north at the upper right."""
    metres, length = viewport.scale_bar(BAR_PX)
    words = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
    left, low = 16.0, viewport.height_px - 16.0
    bar = f"M{left} {low - 6}V{low}H{left + length:.2f}V{low - 6}"
    right, top = viewport.width_px - 24.0, 16.0
    boxes: tuple[Bounds, ...] = (
        (left - 6, low - 26, left + length + 6, low + 8),
        (right - 14, top - 8, right + 14, top + 48),
    )
    for box in boxes:
        labels.take(box)
    return [
        f'<path id="scale" d="{bar}" fill="none" stroke="{INK}" stroke-width="1.4"/>',
        text_element(words, (left + 6, low - 6), 11, INK),
        f'<path id="north" d="M{right} {top}l8 24-8-6-8 6z" fill="{INK}"/>',
        text_element("N", (right - 4.2, top + 38), 12, INK),
    ]
