"""How does a contestant's map move, and how smoothly?"""

from __future__ import annotations

import time
from typing import Final

from playwright.sync_api import Error, Frame

from bench.browser import Visit

_MAP: Final = "iframe, #map, [data-testid=stDeckGlJsonChart]"
_EVENT_S: Final = 0.012  # a mouse reports about this often
_AFTER_MS: Final = 400  # time for what is drawn when the map is let go


def map_frame(visit: Visit) -> Frame | None:
    """Return the frame that holds the map's object; None if the contestant shows none."""
    handle = visit.one.handle
    if not handle:
        return None
    asked = f"() => {{ try {{ return Boolean({handle}.panBy); }} catch {{ return false; }} }}"
    for frame in visit.page.frames:
        try:
            if frame.evaluate(asked):
                return frame
        except Error:
            continue  # a frame that has just been replaced
    return None


def view(visit: Visit) -> list[float] | None:
    """Return latitude, longitude and zoom of the map; None where it cannot be asked."""
    frame = map_frame(visit)
    if frame is None:
        return None
    asked = "(map) => [map.getCenter().lat, map.getCenter().lng, map.getZoom()]"
    found: list[float] = frame.evaluate(f"() => ({asked})({visit.one.handle})")
    return [round(number, 4) for number in found]


def step(visit: Visit) -> None:
    """Move the map a little, so that a view that is kept can be told from one that is reset."""
    frame = map_frame(visit)
    if frame is not None:
        frame.evaluate(f"() => {{ {visit.one.handle}.panBy([60, 40], {{ animate: false }}); }}")
        visit.settle()


def zoom_in(visit: Visit) -> float | None:
    """Zoom in by one, without animation; returns the seconds until the map was drawn anew."""
    frame = map_frame(visit)
    if frame is None:
        return None
    seen = visit.changes()
    code = (
        "async () => { const begun = performance.timeOrigin + performance.now();"
        f" return [begun, await ({visit.one.zoom})({visit.one.handle})]; }}"
    )
    begun, painted = frame.evaluate(code)
    visit.settle()
    return float(max([painted, *visit.times(seen)]) - begun) / 1000


def drag(visit: Visit, seconds: float = 1.0) -> list[float]:
    """Drag the map to and fro, let it go, and return the gaps between pictures in milliseconds."""
    box = visit.page.locator(_MAP).last.bounding_box()
    if box is None:
        return []
    x, y = box["x"] + box["width"] / 2, box["y"] + min(box["height"], 600) / 2
    mouse = visit.page.mouse
    mouse.move(x, y)
    mouse.down()
    visit.page.evaluate("bench.gapsBegin()")
    begun, number = time.monotonic(), 0
    while time.monotonic() - begun < seconds:
        number += 1
        away = abs(number % 60 - 30) - 15
        mouse.move(x + 10 * away, y + 5 * away)
        time.sleep(_EVENT_S)
    mouse.up()
    visit.page.wait_for_timeout(_AFTER_MS)
    gaps: list[float] = visit.page.evaluate("bench.gapsEnd()")
    return gaps
