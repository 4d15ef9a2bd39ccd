"""What do the texts of a drawing say, and which shape does a text name?

A text names a shape only where there is hardly a doubt: it stands alone within an outline, or next
to one point or line and to no other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import shapely

_CODES: Final = re.compile(r"%%(?:[uoUO]|\d{3}|[dDpPcC%])")
_SIGNS: Final = {"%%d": "°", "%%p": "±", "%%c": "⌀", "%%%": "%"}
_UNICODE: Final = re.compile(r"\\[Uu]\+([0-9A-Fa-f]{4})")
_FORMS: Final = re.compile(r"\\[ACFHQTWacfhqtw][^;{}]*;|\\[LlOoKk]")
_STACKED: Final = re.compile(r"\\S([^;]*);")
_IS_NAME: Final = re.compile(r"[^\W\d_]{2}|[\u3400-\u9fff]")
_BUILT: Final = re.compile(r"[砖砼混木石土钢铁破棚简建混凝结构架空]{1,3}\s*\d{0,2}")
"""How a building is built, and its floors, as surveyors write into its outline."""
_NEAR: Final = 2.5
"""Heights of a text within which it stands next to something."""


def plain_text(text: str) -> str:
    r"""Return a text of a drawing without what only says how it looks.

    >>> plain_text(r"{\fSimSun|b0;文昌\H2x;小区}\P一期"), plain_text(r"\U+660E华路45%%d")
    ('文昌小区 一期', '明华路45°')
    """
    said = _CODES.sub(lambda found: _SIGNS.get(found[0].lower(), ""), unescaped(text))
    said = _STACKED.sub(lambda found: re.sub(r"[#^]", "/", found[1]), said)
    said = _FORMS.sub("", re.sub(r"\\P|\\~|\^[IJM]", " ", said))
    return " ".join(re.sub(r"\\([\\{}])|[{}]", lambda found: found[1] or "", said).split())


def unescaped(text: str) -> str:
    r"""Return a text with its signs as themselves, where a drawing has their numbers.

    >>> unescaped(r"\U+5730\U+5757")
    '地块'
    """
    return _UNICODE.sub(lambda found: chr(int(found[1], 16)), text)


def can_name(text: str) -> bool:
    """Tell whether a text may be the name of a place: not a height, nor how a house is built.

    >>> can_name("文昌小区"), can_name("45.23"), can_name("砖3"), can_name("K1+200")
    (True, False, False, False)
    """
    return bool(_IS_NAME.search(text)) and _BUILT.fullmatch(text) is None


def names_of(shapes: Sequence[Any], texts: Sequence[tuple[str, Any, float]]) -> dict[int, int]:
    """Return which text names which shape, by their places in the lists.

    Parameters
    ----------
    texts : sequence of (text, point, height)
    """
    if not shapes or not texts:
        return {}
    places = np.array([point for _, point, _ in texts], dtype=object)
    made = _within(shapes, places)
    near = _beside(shapes, places, np.array([height for *_, height in texts]))
    free = {shape: text for shape, text in near.items() if shape not in made}
    return {**{s: t for s, t in free.items() if t not in set(made.values())}, **made}


def _within(shapes: Sequence[Any], places: Any) -> dict[int, int]:
    """Return outlines in which one text stands, and for which it is the narrowest outline."""
    areas = np.array([s if s.geom_type.endswith("Polygon") else None for s in shapes], dtype=object)
    text, area = shapely.STRtree(areas).query(places, predicate="within")
    narrowest: dict[int, int] = {}
    sizes = shapely.area(areas)
    for at, of in zip(text.tolist(), area.tolist(), strict=True):
        if at not in narrowest or sizes[of] < sizes[narrowest[at]]:
            narrowest[at] = of
    return _single([(of, at) for at, of in narrowest.items()])


def _beside(shapes: Sequence[Any], places: Any, heights: Any) -> dict[int, int]:
    """Return points and lines next to which one text stands, and which that text alone is near."""
    lines = np.array([None if s.geom_type.endswith("Polygon") else s for s in shapes], dtype=object)
    text, line = shapely.STRtree(lines).query(places, predicate="dwithin", distance=heights * _NEAR)
    pairs = list(zip(line.tolist(), text.tolist(), strict=True))
    alone = _single([(at, of) for of, at in pairs])
    return _single([(of, at) for of, at in pairs if alone.get(at) == of])


def _single(pairs: list[tuple[int, int]]) -> dict[int, int]:
    """Return the pairs whose first number stands in no other pair."""
    held: defaultdict[int, list[int]] = defaultdict(list)
    for key, value in pairs:
        held[key].append(value)
    return {key: values[0] for key, values in held.items() if len(values) == 1}
