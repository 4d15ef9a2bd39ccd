"""What does the package already have that the rows of a file are taken into?"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import shapely
from shapely.geometry import shape as shape_of

from geo.errors import PackageError
from geo.language.bilingual import Bilingual
from geo.package import descriptor as described
from geo.package.areas import AREAS
from geo.package.faults import Faults
from geo.package.outline import Outline
from geo.package.schema import DESCRIPTOR, TABLES
from geo.package.tables import read_table

Row = dict[str, str]
Feature = dict[str, Any]
_KIND_OF_AREA: Final = (
    "(街道办事处|街道办|街道|地区|镇|乡|社区居委会|社区|居委会|村委会|村|区|县|市)$"
)


@dataclass(frozen=True, slots=True)
class Context:
    """A package as far as taking needs it: rows by table, places of its GeoJSON layers, areas.

    Parameters
    ----------
    layers : mapping of str to list
        Features by path of the layer; layers of other kinds are left as they are.
    district : Feature or None
        The place of precision ``district``, whose figures are those of all.
    """

    package_id: str
    descriptor: Mapping[str, Any]
    rows: Mapping[str, list[Row]]
    layers: Mapping[str, list[Feature]]
    shapes: Mapping[str, Any]
    district: Feature | None

    @property
    def outline(self) -> Outline | None:
        """The district's outline; None where the package does not tell it."""
        named = "" if self.district is None else str(self.district["properties"].get("area"))
        if named in self.shapes:
            return Outline(self.shapes[named])
        if self.district is not None and self.district.get("geometry"):
            return Outline(shape_of(self.district["geometry"]))
        return None

    @property
    def root_area(self) -> str:
        """Id of the area of the district itself; "" where there is none."""
        return next((row["area_id"] for row in self.rows["areas"] if not row["parent"]), "")

    @property
    def area_names(self) -> Mapping[str, Bilingual]:
        """Names of the areas by id."""
        rows = self.rows["areas"]
        return {row["area_id"]: Bilingual(row["name_zh"], row["name_en"]) for row in rows}

    def area_named(self, name: str) -> str:
        """Return the id of the area that a name means: 银河南路 for 银河南路街道; "" for none."""
        said = _short(name)
        exact = [row["area_id"] for row in self.rows["areas"] if row["name_zh"] == name.strip()]
        like = [
            row["area_id"] for row in self.rows["areas"] if said and _short(row["name_zh"]) == said
        ]
        english = [
            row["area_id"]
            for row in self.rows["areas"]
            if row["name_en"].casefold() == said.casefold()
        ]
        found = exact or like or english
        return found[0] if found and (exact or len(set(found)) == 1) else ""

    def year(self) -> str:
        """Return the year that the package is about, by its name or title; "" where none is."""
        said = f"{self.package_id} {self.descriptor.get('title', '')}"
        found = re.search(r"(?<!\d)(19|20)\d\d(?!\d)", said)
        return found[0] if found else ""


def context_of(package_id: str, contents: Mapping[str, bytes]) -> Context:
    """Return what a package has.

    Raises
    ------
    PackageError
        If a table of it cannot be read whole: writing it anew would lose rows.
    """
    faults = Faults()
    descriptor = described.parse(contents.get(DESCRIPTOR), faults)
    rows: dict[str, list[Row]] = {}
    for table in TABLES:
        content = contents.get(f"{table}.csv")
        if content is None:
            rows[table] = []
        else:
            rows[table] = [dict(row.cells) for row in read_table(table, content, {}, faults).rows]
    if faults.errors:
        raise PackageError(package_id, faults.errors)
    layers = {row["path"]: _features(contents.get(row["path"])) for row in rows["layers"]}
    known = {path: found for path, found in layers.items() if found is not None}
    every = [each for found in known.values() for each in found]
    wide = [e for e in every if e["properties"].get("precision") == "district"]
    plain = [e for e in wide if not e["properties"].get("workstream")]
    shapes = {
        str(each["id"]): shapely.make_valid(shape_of(each["geometry"]))
        for each in _features(contents.get(AREAS)) or []
        if each.get("geometry")
    }
    return Context(package_id, descriptor, rows, known, shapes, next(iter([*plain, *wide]), None))


def _features(content: bytes | None) -> list[Feature] | None:
    """Return the features of a GeoJSON file; None for a file of another kind, or for none."""
    if content is None:
        return None
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list):
        return None
    return [e for e in features if isinstance(e, dict) and isinstance(e.get("properties"), dict)]


def _short(name: str) -> str:
    return re.sub(_KIND_OF_AREA, "", name.strip())
