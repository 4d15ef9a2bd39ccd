"""Which files does the package of a district have before anybody says what was done there?

Everything that is published of the district, and every table with its header, so that it is
complete: it can be checked, published and looked at while it is still empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from geo.figures.measures import SIZES
from geo.geography.districts import District
from geo.geography.drawing import features_text
from geo.geography.names import slug, tones
from geo.geography.sources import BOXES, CREDITS, LICENCES, LICENCES_IN_ENGLISH, OUTLINES, SOURCES
from geo.geography.surroundings import Surroundings, shape_of
from geo.language.texts import text
from geo.package import descriptor as described
from geo.package.schema import CONTEXT, DESCRIPTOR, OPTIONAL_TABLES, TABLES, TOWNS
from geo.package.written import table_bytes

DISTRICT_LAYER: Final = "district"
FIRST_VERSION: Final = "0.1.0"
"""Of a package that says nothing yet; its first edition may be 1.0.0."""
_Cells = dict[str, str]


def new_package(around: Surroundings, year: int, name: str) -> dict[str, bytes]:
    """Return the files of a new package by path, sealed.

    Parameters
    ----------
    around : Surroundings
        The district and what lies around it.
    year : int
        The year that the package is to be about.
    name : str
        That of its folder.
    """
    areas = list(_areas(around))
    rows: Mapping[str, Sequence[_Cells]] = {
        "units": _units(),
        "sources": SOURCES,
        "areas": [row for row, _ in areas],
        "layers": [_layer()],
    }
    contents = {
        f"{table}.csv": table_bytes(table, rows.get(table, ()))
        for table in TABLES
        if table not in OPTIONAL_TABLES or table in rows
    }
    contents |= {
        "areas.geojson": features_text(feature for _, feature in areas),
        f"layers/{DISTRICT_LAYER}.geojson": features_text([_place(around)]),
        CONTEXT: features_text(around.neighbours),
        TOWNS: features_text(around.towns),
    }
    return contents | {DESCRIPTOR: described.seal(_descriptor(around, year, name), contents)}


def package_name(district: District, year: int) -> str:
    """Return the name of the package's folder, which is what ``data=`` means in a link."""
    return f"{slug(district.name)}-{year}"


def _descriptor(around: Surroundings, year: int, name: str) -> dict[str, Any]:
    names = around.district.names
    zh, en = (
        {
            "title": text("new.title", lang, district=names.get(lang), year=year),
            "description": text("new.description", lang, district=names.get(lang), year=year),
        }
        for lang in ("zh", "en")
    )
    return {
        "name": name,
        **zh,
        "translations": {"en": {**en, "licenses": list(LICENCES_IN_ENGLISH)}},
        "version": FIRST_VERSION,
        "licenses": list(LICENCES),
        "sources": list(CREDITS),
    }


def _units() -> list[_Cells]:
    """Return the units of measure; what is counted follows from the figures."""
    bases = {size.unit: size for size in SIZES.all.values() if size.factor == 1}
    return [
        {"unit": unit, "kind": size.kind, "zh": size.zh}
        | {"en_one": size.en_one, "en_many": size.en_many}
        for unit, size in sorted(bases.items())
    ]


def _areas(around: Surroundings) -> Iterator[tuple[_Cells, dict[str, Any]]]:
    """Yield row and feature of the district itself and of each township that is known."""
    district = around.district
    own = slug(district.name)
    yield (
        {"area_id": own, "name_zh": district.name, "name_en": district.names.en, "parent": ""}
        | {"bounded": "outline", "source_id": OUTLINES, "code": district.code},
        _area(own, shape_of(around.outline)),
    )
    for town in around.townships:
        row = {"area_id": town.area_id, "name_zh": town.zh, "name_en": town.en, "parent": own}
        row |= {"bounded": "boxes", "source_id": BOXES}
        yield row, _area(town.area_id, shape_of(town.shape))


def _area(area_id: str, geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": area_id, "properties": {}, "geometry": geometry}


def _place(around: Surroundings) -> dict[str, Any]:
    """Return the district itself as a place, to which figures of the whole district belong."""
    district = around.district
    own = slug(district.name)
    properties = {
        "place_id": own,
        "name_zh": district.name,
        "name_en": district.names.en,
        "pinyin": tones(district.name),
        "layer": DISTRICT_LAYER,
        "workstream": None,
        "code": district.code,
        "parent_zh": district.holder.zh,
        "parent_en": district.holder.en,
        "precision": "district",
        "known_zh": text("new.outline_known", "zh"),
        "known_en": text("new.outline_known", "en"),
        "source_id": OUTLINES,
        "area": own,
    }
    return {"type": "Feature", "id": own, "properties": properties, "geometry": None}


def _layer() -> _Cells:
    return {
        "layer_id": DISTRICT_LAYER,
        "name_zh": text("new.layer", "zh"),
        "name_en": text("new.layer", "en"),
        "path": f"layers/{DISTRICT_LAYER}.geojson",
        "datum": "wgs84",
    }
