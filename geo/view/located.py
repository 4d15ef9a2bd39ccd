"""How well is a place located, in a few words that a resident understands?

Where a package names the area that a place is known to lie in, the words name it too: "somewhere
in this subdistrict" is no help to who does not see which.
"""

from __future__ import annotations

import re
from typing import Final

from geo.language.texts import text
from geo.package.package import Package
from geo.records import Place

_WITHIN: Final = frozenset({"zone", "township", "urban-area"})
_COMMON_NOUN: Final = re.compile(r"[A-Z][a-z]+( [a-z]+)+")
"""A name of several words of which only the first is large: it is no proper one."""


def how_located(package: Package, place: Place, lang: str) -> str:
    """Return how well a place is located: at this spot, within an area by name, or not at all."""
    area = package.areas.get(place.area)
    if area is None or place.precision not in _WITHIN:
        return text(f"map.precision.{place.precision}", lang)
    name = area.name.get(lang)
    if place.name.get(lang) in name:  # the place's own name stands above
        return text("map.is_area", lang)
    if area.bounded == "circle":
        return text("map.within_circle", lang, area=name)
    is_noun = _COMMON_NOUN.fullmatch(name)
    return text("map.within", lang, area="the " + name.lower() if is_noun else name)
