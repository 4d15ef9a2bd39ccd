"""What helps to read a printed map? Its scale, and where north is."""

from __future__ import annotations

from typing import Final

from geo.look import INK
from geo.picture.labels import Labels
from geo.picture.svg import text_element
from geo.picture.viewport import Bounds, Viewport

BAR_PX: Final = 110.0
"""Longest scale bar."""


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
