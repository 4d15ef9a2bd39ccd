"""What does a geographic information system see of a place? A feature with flat attributes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from shapely.geometry import mapping

from geo.figures.wording import figure_phrase
from geo.language.bilingual import LANGUAGES, Bilingual
from geo.language.texts import text
from geo.package.package import Package
from geo.records import Figure, Place


def place_feature(package: Package, place: Place, page: str) -> dict[str, Any]:
    """Return a place as a GeoJSON feature (RFC 7946; WGS-84, longitude before latitude).

    Texts stand in both languages, one attribute each. Precision, and whether the geometry is the
    place or only the area it lies in, are said in words: whoever sees the area drawn must see that.

    Parameters
    ----------
    page : str
        Address of the map with this place selected.
    """
    properties = {
        **_flat("name", place.name),
        "pinyin": place.pinyin,
        **_named("layer", place.layer, package.layers[place.layer].name),
        **_workstream(package, place),
        "code": place.code,
        **_flat("parent", place.parent),
        **_named("precision", place.precision, precision_in_words(place)),
        "located": place.is_located,
        **_flat("geometry_is", geometry_in_words(place)),
        **_flat("known", place.known),
        **_named("source", place.source_id, package.sources[place.source_id].title),
        **_area(package, place),
        **_figures(package, package.own_figures_of(place)),
        **_flat("scopes", _scopes(package, place)),
        "package": package.package_id,
        "package_version": package.version,
        "package_sha256": package.content_hash,
        "page": page,
    }
    return {
        "type": "Feature",
        "id": place.place_id,
        "properties": properties,
        "geometry": mapping(place.geometry),
    }


def precision_in_words(place: Place) -> Bilingual:
    """Return how well a place is located, as the map says it."""
    zh, en = (text(f"map.precision.{place.precision}", lang) for lang in LANGUAGES)
    return Bilingual(zh, en)


def geometry_in_words(place: Place) -> Bilingual:
    """Return what the geometry of a place is: itself, or the area it lies in."""
    if place.is_located:
        zh, en = (text("api.geometry.itself", lang) for lang in LANGUAGES)
    elif place.is_named_place:
        zh, en = (text("api.geometry.area", lang) for lang in LANGUAGES)
    else:
        zh, en = (text("api.geometry.district", lang) for lang in LANGUAGES)
    return Bilingual(zh, en)


def _flat(name: str, words: Bilingual) -> dict[str, Any]:
    return {f"{name}_zh": words.zh, f"{name}_en": words.en}


def _named(name: str, found: str, words: Bilingual) -> dict[str, Any]:
    return {name: found, **_flat(name, words)}


def _workstream(package: Package, place: Place) -> dict[str, Any]:
    if place.workstream is None:
        return dict.fromkeys(("workstream", "workstream_zh", "workstream_en"))
    found = package.workstreams[place.workstream]
    return _named("workstream", found.workstream_id, found.name)


def _area(package: Package, place: Place) -> dict[str, Any]:
    """Return the area that a place is known to lie in; nothing where it names none."""
    area = package.areas.get(place.area)
    if area is None:
        return dict.fromkeys(("area", "area_zh", "area_en"))
    return _named("area", area.area_id, area.name)


def _figures(package: Package, figures: Sequence[Figure]) -> dict[str, Any]:
    """Return the figures of a place as text, one after the other."""
    return {"figures_count": len(figures), **_flat("figures", _said(package, figures))}


def _scopes(package: Package, place: Place) -> Bilingual:
    """Return the figures that a place has in common with others, each scope under its name."""
    told = [
        (scope.name, _said(package, scope.figures))
        for scope in package.figures_of(place)
        if scope.kind != "place"
    ]
    return Bilingual(
        zh="。".join(f"{name.zh}：{said.zh}" for name, said in told),
        en=". ".join(f"{name.en}: {said.en}" for name, said in told),
    )


def _said(package: Package, figures: Iterable[Figure]) -> Bilingual:
    said = [(f.measure, _phrase(f, package.units[f.unit])) for f in figures]
    return Bilingual(
        zh="；".join(f"{measure.zh} {phrase.zh}" for measure, phrase in said),
        en="; ".join(f"{measure.en}: {phrase.en}" for measure, phrase in said),
    )


_phrase = lru_cache(maxsize=4096)(figure_phrase)
"""Thousands of places of one answer say the same figures of their groups."""
