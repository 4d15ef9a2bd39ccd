"""What do records of our own say? A package, a place, a figure, a source as plain data."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from geo.figures.derived import Derived
from geo.figures.wording import locator_phrase
from geo.package.package import Package
from geo.records import Area, Figure, Group, Place, Scope, Source, Unit, Workstream
from geo.web.api.features import precision_in_words

Links = list[dict[str, Any]]
HTML: Final = "text/html"


def link(rel: str, address: str, kind: str, title: str) -> dict[str, Any]:
    """Return a link; `kind` is the media type of what it leads to."""
    return {"href": address, "rel": rel, "type": kind, "title": title}


def state_record(package: Package) -> dict[str, Any]:
    """Return which state of the data an answer is from."""
    return {"id": package.package_id, "version": package.version, "sha256": package.content_hash}


def package_record(package: Package, links: Links) -> dict[str, Any]:
    """Return a package in short; ``bbox`` in degrees WGS-84, west, south, east, north."""
    return {
        **state_record(package),
        "title": package.title.as_dict(),
        "description": package.description.as_dict(),
        "licences": [each.whole for each in package.licences],
        "contact": package.contact,
        "bbox": list(package.place.bounds()),
        "counts": {
            "places": len(package.place),
            "figures": len(package.figures),
            "sources": len(package.sources),
        },
        "links": links,
    }


def package_parts(package: Package) -> dict[str, Any]:
    """Return what a package holds besides places, figures and sources."""
    return {
        "workstreams": [workstream_record(each) for each in package.workstreams.values()],
        "units": [_unit(found) for found in package.units.values()],
        "derived": [_derived(found) for found in package.derived],
        "gaps": [
            {"id": found.gap_id, "what": found.what.as_dict(), "why": found.why.as_dict()}
            for found in package.gaps
        ],
        "files": [
            {"path": found.path, "bytes": found.bytes, "sha256": found.sha256}
            for found in package.files
        ],
        "areas": [area_record(found) for found in package.areas.values()],
        "groups": [group_record(found) for found in package.groups.values()],
        "aliases": dict(package.aliases),
    }


def workstream_record(found: Workstream) -> dict[str, Any]:
    """Return a line of work; its figures name it."""
    return {
        "id": found.workstream_id,
        "name": found.name.as_dict(),
        "about": found.about.as_dict(),
        "colour": found.colour,
        "headline": found.headline or None,
    }


def place_record(package: Package, place: Place, links: Links) -> dict[str, Any]:
    """Return a place without its geometry, which stands in its feature."""
    return {
        "id": place.place_id,
        "name": place.name.as_dict(),
        "pinyin": place.pinyin,
        "layer": place.layer,
        "workstream": place.workstream,
        "code": place.code,
        "parent": place.parent.as_dict(),
        "precision": place.precision,
        "precision_in_words": precision_in_words(place).as_dict(),
        "located": place.is_located,
        "known": place.known.as_dict(),
        "source": place.source_id,
        "area": place.area or None,
        "figure_ids": [figure.figure_id for figure in package.own_figures_of(place)],
        "scopes": [_scope(scope) for scope in package.figures_of(place)],
        "links": links,
    }


def figure_record(package: Package, figure: Figure, links: Links) -> dict[str, Any]:
    """Return a figure with all that is needed to cite it."""
    group = package.group_of(figure)
    return {
        "id": figure.figure_id,
        "workstream": figure.workstream,
        "measure": figure.measure.as_dict(),
        "phrase": package.phrase(figure).as_dict(),
        "value": _number(figure.value),
        "qualifier": figure.qualifier,
        "unit": _unit(package.units[figure.unit]),
        "as_published": figure.as_published,
        "period": figure.period,
        "place": None if group else _place_in_short(package.places_of(figure)[0]),
        "group": None if group is None else group_record(group),
        "source": source_record(package.sources[figure.source_id]),
        "locator": figure.locator,
        "locator_in_words": locator_phrase(figure.locator).as_dict(),
        "package": state_record(package),
        "links": links,
    }


def group_record(group: Group) -> dict[str, Any]:
    """Return places that a source counts together."""
    return {
        "id": group.group_id,
        "name": group.name.as_dict(),
        "members": list(group.members),
        "known": group.known.as_dict(),
        "source": group.source_id,
    }


def area_record(area: Area) -> dict[str, Any]:
    """Return an area that places are known to lie in; ``bbox`` in degrees WGS-84."""
    return {
        "id": area.area_id,
        "name": area.name.as_dict(),
        "parent": area.parent or None,
        "bounded": area.bounded,
        "code": area.code or None,
        "source": area.source_id,
        "bbox": list(area.geometry.bounds),
    }


def _place_in_short(place: Place) -> dict[str, Any]:
    return {
        "id": place.place_id,
        "name": place.name.as_dict(),
        "precision": place.precision,
        "located": place.is_located,
    }


def _scope(scope: Scope) -> dict[str, Any]:
    return {
        "kind": scope.kind,
        "group": scope.group.group_id if scope.group else None,
        "name": scope.name.as_dict(),
        "figure_ids": [figure.figure_id for figure in scope.figures],
    }


def source_record(source: Source) -> dict[str, Any]:
    """Return a source with what may be relied on."""
    return {
        "id": source.source_id,
        "kind": source.kind,
        "title": source.title.as_dict(),
        "publisher": source.publisher.as_dict(),
        "published": source.published,
        "url": source.url,
        "licence": source.licence.as_dict(),
        "accuracy": source.accuracy.as_dict(),
        "covers": source.covers.split("; "),
    }


def _derived(found: Derived) -> dict[str, Any]:
    recipe = found.recipe
    return {
        "id": recipe.derived_id,
        "workstream": recipe.workstream,
        "measure": recipe.measure.as_dict(),
        "phrase": found.text.as_dict(),
        "formula": found.formula.as_dict(),
        "value": _number(found.value),
        "qualifier": found.qualifier,
        "unit": recipe.unit,
        "of": [*recipe.of, recipe.per] if recipe.per else list(recipe.of),
    }


def _unit(unit: Unit) -> dict[str, Any]:
    return {
        "id": unit.unit_id,
        "kind": unit.kind,
        "zh": unit.zh,
        "en_one": unit.en_one,
        "en_many": unit.en_many,
    }


def _number(value: Decimal) -> float | int:
    """Return a number as JSON has it: 14000, not 14000.0."""
    return int(value) if value == value.to_integral_value() else float(value)


def collection_id(package: Package, layer_id: str) -> str:
    """Return the id of a layer's collection; neither part has a point in it."""
    return f"{package.package_id}.{layer_id}"
