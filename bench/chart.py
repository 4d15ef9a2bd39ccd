"""How do the figures look? One chart as SVG, by our own few lines, readable by day and by night.

Two panels, seconds until the map is drawn and seconds for a filter change, over the number of
features; both axes are logarithmic.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape

Lines = Mapping[str, Sequence[tuple[float, float]]]
"""Points (features, seconds) of each contestant, by its label."""

_WIDTH, _HEIGHT, _GAP = 380, 300, 70
_LEFT, _TOP = 56, 36
_COLOURS: Final = ("#7a7f87", "#0a7f3f", "#c4472b", "#b07d00", "#8a4fbf", "#2f74c0", "#c03b82")
_DASHES: Final = ("2 3", "", "", "6 3", "6 3", "1 4", "1 4")
_STYLE: Final = (
    "text{font:12px sans-serif;fill:#333}.axis{stroke:#999}.grid{stroke:#ddd}"
    "@media (prefers-color-scheme: dark){text{fill:#ddd}.axis{stroke:#888}.grid{stroke:#444}}"
)


def chart(panels: Mapping[str, Lines], order: Sequence[str]) -> str:
    """Return the chart as SVG.

    Parameters
    ----------
    panels : mapping of str to Lines
        Panels by their title.
    order : sequence of str
        Labels of all contestants, in the order that gives them their colours.
    """
    across = _LEFT + len(panels) * (_WIDTH + _GAP)
    rows = math.ceil(len(order) / 3)
    down = _TOP + _HEIGHT + 50 + 20 * rows
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {down}" role="img"'
        f' aria-label="{escape(" and ".join(panels))}"><style>{_STYLE}</style>'
    ]
    for number, (title, lines) in enumerate(panels.items()):
        parts += _panel(title, lines, order, _LEFT + number * (_WIDTH + _GAP))
    for number, label in enumerate(order):
        x, y = _LEFT + (number % 3) * 280, _TOP + _HEIGHT + 56 + 20 * (number // 3)
        parts.append(_stroke(number, f"M{x} {y - 4}h24"))
        parts.append(f'<text x="{x + 30}" y="{y}">{escape(label.replace("`", ""))}</text>')
    return "\n".join([*parts, "</svg>\n"])


def _panel(title: str, lines: Lines, order: Sequence[str], left: int) -> list[str]:
    """Return one panel: grid, axes, a line a contestant."""
    points = [point for line in lines.values() for point in line]
    if not points:
        return [f'<text x="{left}" y="{_TOP - 14}">{escape(title)}: not measured</text>']
    low_x, high_x = _decades([x for x, _ in points])
    low_y, high_y = _decades([y for _, y in points])

    def across(value: float) -> float:
        return left + _WIDTH * (math.log10(value) - low_x) / (high_x - low_x)

    def down(value: float) -> float:
        return _TOP + _HEIGHT * (1 - (math.log10(value) - low_y) / (high_y - low_y))

    bottom = _TOP + _HEIGHT
    parts = [f'<text x="{left}" y="{_TOP - 14}" font-weight="bold">{escape(title)}</text>']
    for power in range(low_y, high_y + 1):
        y = down(10.0**power)
        parts.append(f'<path class="grid" d="M{left} {y:.1f}h{_WIDTH}"/>')
        parts.append(
            f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{_short(power)} s</text>'
        )
    for power in range(low_x, high_x + 1):
        x = across(10.0**power)
        parts.append(f'<path class="grid" d="M{x:.1f} {_TOP}v{_HEIGHT}"/>')
        words = f"{10**power:,}"
        parts.append(f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{words}</text>')
    parts.append(f'<path class="axis" fill="none" d="M{left} {_TOP}v{_HEIGHT}h{_WIDTH}"/>')
    for label, line in lines.items():
        number = order.index(label)
        road = "L".join(f"{across(x):.1f} {down(y):.1f}" for x, y in line)
        parts.append(_stroke(number, f"M{road}"))
        parts += [
            f'<circle cx="{across(x):.1f}" cy="{down(y):.1f}" r="3.5" fill="{_COLOURS[number]}"/>'
            for x, y in line
        ]
    return parts


def _stroke(number: int, road: str) -> str:
    colour, dash = _COLOURS[number % len(_COLOURS)], _DASHES[number % len(_DASHES)]
    width = 3 if number == 1 else 2
    return (
        f'<path fill="none" stroke="{colour}" stroke-width="{width}" stroke-dasharray="{dash}"'
        f' d="{road}"/>'
    )


def _decades(values: Sequence[float]) -> tuple[int, int]:
    """Return the powers of ten that enclose all values, at least one apart."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _short(power: int) -> str:
    return f"{10**power:,}" if power >= 0 else f"{10.0**power:g}"
