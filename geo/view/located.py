"""How well is a place located, in a few words that a resident understands?

Where a package names the area that a place is known to lie in, the words name it too: "somewhere
in this subdistrict" is no help to who does not see which.
"""

from __future__ import annotations

from typing import Final

from geo.language.texts import text
from geo.package.package import Package
from geo.records import Place

_WITHIN: Final = frozenset({"zone", "township", "urban-area"})


def how_located(package: Package, place: Place, lang: str) -> str:
    """Return how well a place is located: at this spot, within an area by name, or not at all."""
    area = package.areas.get(place.area)
    if area is None or place.precision not in _WITHIN:
        return text(f"map.precision.{place.precision}", lang)
    if area.name == place.name:
        return text("located.is_area", lang)
    if place.precision == "zone":
        return text("located.around", lang, area=area.name.get(lang))
    return text("located.within", lang, area=area.name.get(lang))
