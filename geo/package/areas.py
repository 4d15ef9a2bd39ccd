"""Which areas does a package have, which hold each other, and which towns lie around?

``areas.csv`` says what they are, ``areas.geojson`` has their shapes, one feature each. A place that
is not located names its area and needs no shape of its own. Around them a map names the towns of
``context/towns.geojson``, dimmed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import geopandas as gpd

from geo.language.bilingual import Bilingual
from geo.package.faults import SHORTEN, Faults, quoted, too_long, unprintable
from geo.package.garbled import refuse_garbled, texts_in
from geo.package.geometry import check_geometry, make_geometry, problem_of
from geo.package.layers.geojson_features import WGS84, features
from geo.package.missing import Missing
from geo.package.records_from_rows import Row
from geo.package.schema import LINE_LENGTH, TOWNS
from geo.package.told import told
from geo.records import Area, Town

AREAS: Final = "areas.geojson"
TABLE: Final = "areas.csv"
_NAMES: Final = ("name_zh", "name_en")


def read_areas(
    rows: Sequence[Row],
    known: Collection[str] | None,
    content: bytes | None,
    missing: Missing,
    faults: Faults,
) -> tuple[dict[str, Area], dict[str, Any]]:
    """Return the areas of a package by id, in the order of their table, and all sound shapes.

    A row with a fault of its own makes no area, but what lies in it has its shape.

    Parameters
    ----------
    rows : sequence of Row
        Sound rows of ``areas.csv``.
    known : collection of str or None
        Ids of all its rows; None where they cannot all be read.
    content : bytes or None
        ``areas.geojson``; None where there is none.
    missing : Missing
        Receives the areas that shapes and parents name and the table has not.
    faults : Faults
        Receives what is wrong with shapes and with how areas hold each other.
    """
    if known is None or (content is None and not known):
        return {}, {}
    if content is None:
        said = ("没有这个文件", "there is no such file")
        remedy = (
            "放入各区域的图形，每个一个要素",
            "Put in the shape of each area, one feature each",
        )
        faults.add("E_FILE_MISSING", AREAS, None, said, remedy)
        return {}, {}
    before = len(faults)
    shapes = _shapes(content, known, missing, faults)
    unread = any(fault.row is None for fault in faults[before:])
    _check_parents(rows, known, missing, faults)
    if unread:
        return {}, {}
    for row in rows:
        if row["area_id"] not in shapes:
            said = (
                f"{AREAS} 中没有 {row['area_id']} 的图形",
                f"{AREAS} has no shape of {row['area_id']}",
            )
            remedy = ("补上图形，或删去这一行", "Add its shape, or remove this row")
            faults.add("E_REFERENCE", TABLE, row.line, said, remedy)
    found = [_area(row, shapes[row["area_id"]]) for row in rows if row["area_id"] in shapes]
    sound = {area_id: shape for area_id, shape in shapes.items() if shape is not None}
    return {area.area_id: area for area in found if area.geometry is not None}, sound


def _area(row: Row, geometry: Any) -> Area:
    return Area(
        area_id=row["area_id"],
        name=Bilingual(row["name_zh"], row["name_en"]),
        parent=row["parent"],
        bounded=row["bounded"],
        source_id=row["source_id"],
        code=row["code"],
        geometry=geometry,
    )


def _shapes(
    content: bytes, known: Collection[str], missing: Missing, faults: Faults
) -> dict[str, Any]:
    """Return the shapes by id, None for one with a fault of its own."""
    found: dict[str, Any] = {}
    with told(AREAS, faults):
        for number, feature in features(AREAS, content, faults):
            area_id = feature.get("id")
            if not isinstance(area_id, str) or area_id not in known:
                missing.need("areas", str(area_id), AREAS, "id", number)
            elif area_id in found:
                said = (f"{area_id} 重复", f"{area_id} stands twice")
                faults.add("E_DUP", AREAS, number, said, ("只留一个", "Keep one of them"))
            else:
                found[area_id] = _shape(number, feature["geometry"], faults)
    return found


def _shape(number: int, given: object, faults: Faults) -> Any:
    """Return one shape; None, with its fault, where it is no sound area."""
    before = len(faults)
    geometry = make_geometry(given)
    check_geometry(AREAS, number, geometry, faults, problem_of(given))
    if len(faults) == before and (geometry.area == 0 or "Polygon" not in geometry.geom_type):
        said = ("不是面", "not an area")
        remedy = ("要用 Polygon 或 MultiPolygon", "It must be a Polygon or MultiPolygon")
        faults.add("E_GEOMETRY", AREAS, number, said, remedy)
    return geometry if len(faults) == before else None


def _check_parents(
    rows: Sequence[Row], known: Collection[str], missing: Missing, faults: Faults
) -> None:
    """Add a fault for each area whose parent does not exist, or that lies in itself."""
    parents = {row["area_id"]: row["parent"] for row in rows}
    for row in rows:
        parent = row["parent"]
        if parent and parent not in known:
            missing.need("areas", parent, TABLE, "parent", row.line)
        elif row["area_id"] in _above(row["area_id"], parents):
            shown = quoted(row["area_id"])
            said = (f"{shown} 的上级绕回了自己", f"the parents of {shown} lead back to it")
            remedy = ("改正 parent；全区的区域没有上级", "Correct parent; the district has none")
            faults.add("E_CYCLE", TABLE, row.line, said, remedy)


def _above(area_id: str, parents: Mapping[str, str]) -> list[str]:
    """Return what holds an area, each once, whether or not it leads back to it."""
    found: list[str] = []
    above = parents.get(area_id, "")
    while above and above not in found:
        found.append(above)
        above = parents.get(above, "")
    return found


def read_towns(content: bytes | None, faults: Faults) -> tuple[Town, ...]:
    """Return the towns, WGS-84, the largest first; none where a package has no such file."""
    found: list[Town] = []
    if content is None:
        return ()
    with told(TOWNS, faults):
        given = list(features(TOWNS, content, faults))
        names = list(texts_in([feature["properties"] for _, feature in given]))
        refuse_garbled("\n".join(names), [names])
        for number, feature in given:
            town = _town(number, feature, faults)
            if town is not None:
                found.append(town)
    return tuple(sorted(found, key=lambda town: -town.population))


def _town(number: int, feature: dict[str, Any], faults: Faults) -> Town | None:
    """Return one town; None, with its fault, where it cannot be set on the map."""
    before = len(faults)
    point = make_geometry(feature["geometry"])
    check_geometry(TOWNS, number, point, faults, problem_of(feature["geometry"]))
    given = feature["properties"]
    names = [given.get(name) for name in _NAMES]
    population = given.get("population", 0)
    is_number = isinstance(population, int) and not isinstance(population, bool)
    if not all(isinstance(n, str) and n.strip() and unprintable(n) is None for n in names):
        said = ("name_zh 或 name_en 不是文字", "name_zh or name_en is not a text")
        faults.add("E_PROPERTY", TOWNS, number, said, ("请改正", "Correct it"))
    elif long := [found for n in names if (found := too_long(str(n), LINE_LENGTH, "name"))]:
        faults.add("E_LENGTH", TOWNS, number, long[0], SHORTEN)
    elif not is_number:
        said = ("population 不是整数", "population is no whole number")
        faults.add("E_PROPERTY", TOWNS, number, said, ("请改正，或删去", "Correct or remove it"))
    elif len(faults) == before and point.geom_type != "Point":
        said = ("不是点", "not a point")
        faults.add("E_GEOMETRY", TOWNS, number, said, ("一个城镇一个点", "A town is one point"))
    if len(faults) > before:
        return None
    return Town(Bilingual(names[0], names[1]), point.x, point.y, population)


def read_neighbours(file: str, content: bytes | None, faults: Faults) -> gpd.GeoDataFrame:
    """Return the neighbours' outlines in WGS-84; an empty frame where a package has none."""
    rows: list[dict[str, Any]] = []
    with told(file, faults):
        found = [] if content is None else list(features(file, content, faults))
        names = list(texts_in([feature["properties"] for _, feature in found]))
        refuse_garbled("\n".join(names), [names])
        for number, feature in found:
            _read_neighbour(file, number, feature, rows, faults)
    return gpd.GeoDataFrame(rows, columns=[*_NAMES, "geometry"], crs=WGS84)


def _read_neighbour(
    file: str, number: int, feature: dict[str, Any], rows: list[dict[str, Any]], faults: Faults
) -> None:
    """Add one neighbour to the rows, or what is wrong with it to the faults."""
    before = len(faults)
    geometry = make_geometry(feature["geometry"])
    check_geometry(file, number, geometry, faults, problem_of(feature["geometry"]))
    given = feature["properties"]
    names = {name: given.get(name, "") for name in _NAMES}
    if not all(isinstance(name, str) and unprintable(name) is None for name in names.values()):
        said = ("name_zh 或 name_en 不是文字", "name_zh or name_en is not a text")
        faults.add("E_PROPERTY", file, number, said, ("请改正", "Correct it"))
    elif long := [
        found for name, said in names.items() if (found := too_long(said, LINE_LENGTH, name))
    ]:
        faults.add("E_LENGTH", file, number, long[0], SHORTEN)
    elif len(faults) == before and geometry.area == 0:
        said = ("不是面", "not an area")
        faults.add("E_GEOMETRY", file, number, said, ("要用轮廓", "It must be an outline"))
    elif len(faults) == before:
        rows.append(names | {"geometry": geometry})
