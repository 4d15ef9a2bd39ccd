"""What are the strokes of a picture? Elements of SVG, every text and value in them escaped."""

from __future__ import annotations

import math
import unicodedata
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import shapely

from geo.look import INK
from geo.picture.viewport import Point

FONT: Final = 'font-family="Noto Sans SC, Noto Sans CJK SC, sans-serif"'
DISC_PX: Final = 12.0
RIM_PX: Final = 14.5
ICON_PX: Final = 15.0
GRID: Final = 24
"""Symbols are drawn on a grid of 24 by 24."""


def clean(text: str) -> str:
    """Return a text without the signs that XML cannot hold or that would turn its direction."""
    return "".join(sign for sign in text if not unicodedata.category(sign).startswith("C"))


def path(geometry: Any, **look: str | float) -> str:
    """Return the lines and areas of a geometry in pixels; points are drawn by symbols only."""
    data = "".join(_subpaths(geometry))
    return f'<path d="{data}" fill-rule="evenodd" stroke-linejoin="round"{_said(look)}/>'


def line(start: Point, end: Point, **look: str | float) -> str:
    """Return a straight line."""
    (x1, y1), (x2, y2) = start, end
    ends = f'x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}"'
    return f"<line {ends}{_said(look)}/>"


def dot(at: Point, colour: str) -> str:
    """Return one of the points of a place of several."""
    x, y = at
    look = f'fill={quoteattr(colour)} stroke="#fff" stroke-width="1.2"'
    return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="5" {look}/>'


def ring(radius: float, ends: Point, colour: str, *, gap: float) -> str:
    """Return a part of a ring around the origin.

    Parameters
    ----------
    ends : tuple of float
        Where it begins and ends, in turns clockwise from the top.
    gap : float
        Turns that are left free at its end.
    """
    start, end = ends[0], max(ends[1] - gap, ends[0] + 0.01)
    turns = [start, (start + end) / 2, min(end, start + 0.9999)]  # one arc cannot go all round
    points = [
        f"{radius * math.sin(math.tau * turn):.2f} {-radius * math.cos(math.tau * turn):.2f}"
        for turn in turns
    ]
    bend = f"A{radius} {radius} 0 0 1 "
    arc = f"M{points[0]}{bend}{points[1]}{bend}{points[2]}"
    return f'<path d="{arc}" fill="none" stroke={quoteattr(colour)} stroke-width="5"/>'


def symbol(colour: str, shape: str, *, dashed: bool, badge: str = "", ringed: bool = False) -> str:
    """Return a symbol around the origin: solid rim where the place is known, else dashed.

    Parameters
    ----------
    badge : str
        Number at its lower right, readable without any colour.
    ringed : bool
        Whether it stands for the selected place.
    """
    rim = f'fill="#fff" stroke={quoteattr(colour)} stroke-width="1.4"'
    rim += ' stroke-dasharray="3.6 2.5"' if dashed else ""
    ring = f'<circle r="18" fill="none" stroke={quoteattr(colour)} stroke-width="2.4"/>'
    icon = f"scale({ICON_PX / GRID}) translate({-GRID / 2} {-GRID / 2})"
    return (
        f"{ring if ringed else ''}"
        f'<circle class="symbol" r="{RIM_PX}" {rim}/>'
        f'<circle r="{DISC_PX}" fill={quoteattr(colour)}/>'
        f'<path transform="{icon}" d={quoteattr(shape)} fill="#fff" fill-rule="evenodd"/>'
        f"{_badge(badge, colour) if badge else ''}"
    )


def _badge(number: str, colour: str) -> str:
    width = 11.0 + 5 * (len(number) - 1)
    box = f'x="{11 - width / 2:.1f}" y="5.5" width="{width:.1f}" height="11" rx="5.5"'
    at = (11 - 2.6 * len(number), 14.2)
    words = text_element(number, at, 9, INK)
    return f'<rect {box} fill="#fff" stroke={quoteattr(colour)} stroke-width="0.9"/>{words}'


def text_element(
    text: str, at: Point, size_px: float, colour: str, *, halo: str = "", spacing_em: float = 0
) -> str:
    """Return a text that begins at `at` (its baseline), with a halo where one is asked for."""
    attributes = f'x="{at[0]:.2f}" y="{at[1]:.2f}" font-size="{size_px}"'
    if spacing_em:
        attributes += f' letter-spacing="{spacing_em * size_px:.2f}"'
    if halo:
        attributes += f' stroke="{halo}" stroke-width="3" paint-order="stroke"'
    return f'<text {attributes} fill="{colour}">{escape(clean(text))}</text>'


def _said(look: dict[str, str | float]) -> str:
    return "".join(f" {name.replace('_', '-')}={quoteattr(str(v))}" for name, v in look.items())


def _subpaths(geometry: Any) -> list[str]:
    """Return the path data of a geometry and all its parts."""
    if geometry.is_empty or geometry.geom_type in {"Point", "MultiPoint"}:
        return []
    if geometry.geom_type in {"LineString", "LinearRing"}:
        return [_data(geometry, closed=geometry.geom_type == "LinearRing")]
    if geometry.geom_type == "Polygon":
        return [_data(ring, closed=True) for ring in (geometry.exterior, *geometry.interiors)]
    return [data for part in shapely.get_parts(geometry) for data in _subpaths(part)]


def _data(curve: Any, *, closed: bool) -> str:
    points = [f"{x:.1f} {y:.1f}" for x, y in curve.coords]
    return f"M{'L'.join(points[:-1] if closed else points)}{'Z' if closed else ''}"
