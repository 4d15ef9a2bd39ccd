"""Where would a place lie by each answer to the question of where its coordinates are from?

Two small pictures from the package alone, without a request to anybody: the district with a frame
in it, and what the frame holds: a pin for each answer, beside the areas and places that are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import shapely

from geo.intake.taking.context import Context
from geo.intake.taking.evidence import Fit, known_places
from geo.intake.taking.understood import Question
from geo.language.bilingual import Bilingual
from geo.look import DAY, DISTRICT, GROUND, INK, LINE, NEUTRAL_COLOUR, OUTLINE, PAPER, QUIET
from geo.picture.labels import Labels, scale_and_north
from geo.picture.svg import FONT, path, text_element
from geo.picture.viewport import Point, Viewport, fitted

WIDTH_PX: Final = 340
HEIGHT_PX: Final = 300
_MARK: Final = DAY["primary"]
_SAME_DEGREES: Final = 0.00002
"""Answers that lie within two metres of each other have one pin."""
_AROUND: Final = 0.35
"""What is shown around the pins, in parts of their spread."""
_LEAST_DEGREES: Final = 0.004
_LOOKED_AT: Final = 30
_FIRST_WORD: Final = re.compile(r"[^、,(（]+")


@dataclass(frozen=True, slots=True)
class WhereFrom:
    """Two pictures as SVG, and of which place they are."""

    district: str
    close: str
    place: str


@dataclass(frozen=True, slots=True)
class _Pin:
    words: str
    at: tuple[float, float]


def where_from(
    question: Question, found: Mapping[str, Fit], context: Context, lang: str
) -> WhereFrom | None:
    """Return the pictures of one of the positions that a question is about; None without any."""
    if not found:
        return None
    at = _telling(question, found, context)
    pins = _pins(question, found, at, lang)
    close, sample = _around(pins), question.samples[at]
    own = context.shapes.get(sample.area)
    return WhereFrom(
        _district(context, pins, close), _close(context, pins, close, lang, own), sample.name
    )


def _telling(question: Question, found: Mapping[str, Fit], context: Context) -> int:
    """Return the sample that tells most: by a known place, else by the edge of its own area."""
    known = known_places(context)

    def tells(at: int) -> int:
        sample = question.samples[at]
        own = context.shapes.get(sample.area)
        if sample.name in known:
            return 3
        if own is None:
            return 0
        inside = {bool(own.contains(shapely.Point(fit.points[at]))) for fit in found.values()}
        return len(inside)

    return max(range(min(len(question.samples), _LOOKED_AT)), key=tells)


def _pins(question: Question, found: Mapping[str, Fit], at: int, lang: str) -> list[_Pin]:
    """Return a pin for each place where the sample may lie; answers that agree share one."""
    made: list[_Pin] = []
    for option in question.options:
        if option.value not in found:
            continue
        point = found[option.value].points[at]
        match = _FIRST_WORD.match(option.label.get(lang))
        words = match[0].strip() if match else option.value
        same = next((n for n, pin in enumerate(made) if _is_near(pin.at, point)), None)
        if same is None:
            made.append(_Pin(words, point))
        else:
            both = f"{made[same].words} / {words}"
            made[same] = _Pin(both, made[same].at)
    return made


def _is_near(one: Point, other: Point) -> bool:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1])) < _SAME_DEGREES


def _around(pins: Sequence[_Pin]) -> Viewport:
    west, south, east, north = shapely.MultiPoint([pin.at for pin in pins]).bounds
    spread = max(east - west, north - south, _LEAST_DEGREES) * _AROUND
    bounds = (west - spread, south - spread, east + spread, north + spread)
    return fitted(bounds, WIDTH_PX, HEIGHT_PX, margin_px=28)


def _district(context: Context, pins: Sequence[_Pin], close: Viewport) -> str:
    """Draw the district, where one knows it, and a frame around what is shown close by."""
    shapes = list(context.shapes.values()) or [shapely.MultiPoint([pin.at for pin in pins])]
    ends = [*map(_box, shapes), _box(shapely.MultiPoint([pin.at for pin in pins]).buffer(0.01))]
    bounds = shapely.total_bounds(shapely.union_all(ends))
    west, south, east, north = map(float, bounds)
    window = fitted((west, south, east, north), WIDTH_PX, HEIGHT_PX, margin_px=14)
    parts = [*_ground(context, window)]
    x, y = window.pixel(close.centre.longitude, close.centre.latitude)
    scale = 2 ** (window.centre.zoom - close.centre.zoom)
    width, height = max(WIDTH_PX * scale, 14), max(HEIGHT_PX * scale, 12)
    frame = f'x="{x - width / 2:.1f}" y="{y - height / 2:.1f}" width="{width:.1f}"'
    look = f'fill="none" stroke="{_MARK}" stroke-width="2"'
    parts.append(f'<rect {frame} height="{height:.1f}" {look}/>')
    return _svg([*parts, *scale_and_north(window, Labels(window))])


def _close(context: Context, pins: Sequence[_Pin], window: Viewport, lang: str, own: Any) -> str:
    """Draw the pins among what is known around them; the area that the row names is tinted."""
    labels = Labels(window)
    parts = [*_ground(context, window)]
    if own is not None:
        parts.append(path(window.pixels(own), fill=_MARK, fill_opacity=0.12, stroke=QUIET))
    parts += scale_and_north(window, labels)
    spots = [window.pixel(*pin.at) for pin in pins]
    for x, y in spots:
        labels.take((x - 9, y - 9, x + 9, y + 9))
    for pin, spot in zip(pins, spots, strict=True):
        parts += _pin(pin, spot, labels)
    parts += _names(context, window, labels, lang)
    return _svg(parts)


def _pin(pin: _Pin, spot: Point, labels: Labels) -> Iterator[str]:
    x, y = spot
    yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="{_MARK}" stroke="{PAPER}"/>'
    label = labels.beside(pin.words, spot, 11, 13)
    if label is not None:
        yield text_element(label.text, label.at, 13, _MARK, halo=PAPER)


def _ground(context: Context, window: Viewport) -> Iterator[str]:
    """Draw the district, its areas and the places that are known in it."""
    root = context.shapes.get(context.root_area)
    if root is not None:
        yield path(window.pixels(root), fill=DISTRICT, stroke=OUTLINE, stroke_width=1.6)
    for area, shape in context.shapes.items():
        if area != context.root_area:
            yield path(window.pixels(shape), fill="none", stroke=LINE, stroke_width=1)
    for shape in known_places(context).values():
        if shape.geom_type == "Point":
            x, y = window.pixel(shape.x, shape.y)
            if window.holds((x, y)):
                yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{NEUTRAL_COLOUR}"/>'
        else:
            drawn = window.pixels(shape)
            yield path(drawn, fill="none", stroke=NEUTRAL_COLOUR, stroke_width=2)


def _names(context: Context, window: Viewport, labels: Labels, lang: str) -> Iterator[str]:
    """Name what lies around the pins: known places first, then areas."""
    everything = [
        *((Bilingual(name, name), shape, INK) for name, shape in known_places(context).items()),
        *(
            (context.area_names[area], shape, QUIET)
            for area, shape in context.shapes.items()
            if area != context.root_area and area in context.area_names
        ),
    ]
    frame = shapely.box(0, 0, window.width_px, window.height_px)
    for name, shape, colour in everything:
        seen: Any = window.pixels(shape).intersection(frame)
        if seen.is_empty:
            continue
        spot = seen.representative_point()
        label = labels.beside(name.get(lang), (spot.x, spot.y), 6, 11)
        if label is not None:
            yield text_element(label.text, label.at, 11, colour, halo=PAPER)


def _box(shape: Any) -> Any:
    return shapely.box(*shape.bounds)


def _svg(parts: Sequence[str]) -> str:
    size = f'width="{WIDTH_PX}" height="{HEIGHT_PX}" viewBox="0 0 {WIDTH_PX} {HEIGHT_PX}"'
    ground = f'<rect width="{WIDTH_PX}" height="{HEIGHT_PX}" fill="{GROUND}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {FONT}>{ground}{"".join(parts)}</svg>'
