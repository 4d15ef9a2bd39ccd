"""What does a package hold that is made only for the files that are taken into it?

A district, a line of work and a source come with the rows; the district's outline does not. Where
nothing else tells it, it is the box around the positions, and the package says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import shapely

from geo.intake.found import Found
from geo.intake.taking.context import Context
from geo.intake.taking.named import id_for
from geo.intake.taking.understand import understood
from geo.language.bilingual import Bilingual
from geo.package.schema import DESCRIPTOR, TABLES
from geo.package.written import features_bytes, rounded, table_bytes

_ELSEWHERE: Final = (0.0, 0.0, 0.01, 0.01)
"""While something is asked: where no place of China lies, so that it decides nothing."""
_AROUND: Final = 0.02
"""Degrees, some two kilometres, that are added around the positions."""
_SOURCE: Final = "files-taken"
_LAYER: Final = "district"


class BlankError(Exception):
    """A package that cannot be made of these files."""

    def __init__(self, said: Bilingual) -> None:
        super().__init__(said.en)
        self.said = said


def blank(
    package_id: str, title: str, files: Sequence[Found], answers: Mapping[str, str]
) -> dict[str, bytes]:
    """Return the files of a package without a line of work, for the rows of some files.

    Raises
    ------
    BlankError
        If no row has a position: then nobody can say where the district lies.
    """
    rows: dict[str, list[dict[str, str]]] = {table: [] for table in TABLES}
    nowhere = Context(package_id, {"title": title}, rows, {}, {}, None)
    taken = understood(files, nowhere, answers)
    shapes = [place.shape for place in taken.places if place.shape is not None]
    if not shapes and not taken.questions:
        raise BlankError(_NOWHERE)
    west, south, east, north = shapely.total_bounds(shapes).tolist() if shapes else _ELSEWHERE
    box = shapely.box(west - _AROUND, south - _AROUND, east + _AROUND, north + _AROUND)
    name = re.sub(r"\s*(19|20)\d\d\s*年?$", "", title).strip() or title
    district = id_for(name)
    rows["sources"] = [_source()]
    rows["areas"] = [
        {
            **{"area_id": district, "name_zh": name, "name_en": name, "parent": ""},
            **{"bounded": "boxes", "source_id": _SOURCE, "code": ""},
        }
    ]
    rows["layers"] = [
        {
            **{"layer_id": _LAYER, "name_zh": "范围", "name_en": "District"},
            **{"path": f"layers/{_LAYER}.geojson", "datum": "wgs84", "accuracy_m": ""},
        }
    ]
    place = {
        "type": "Feature",
        "id": district,
        "properties": _place(district, name),
        "geometry": None,
    }
    area = {"type": "Feature", "id": district, "properties": {"name": name}}
    made = {
        f"{table}.csv": table_bytes(table, found)
        for table, found in rows.items()
        if found or table in _NEEDED
    }
    made[f"layers/{_LAYER}.geojson"] = features_bytes([place])
    made["areas.geojson"] = features_bytes([area | {"geometry": rounded(box)}])
    made[DESCRIPTOR] = _descriptor(package_id, title)
    return made


_NEEDED: Final = ("units", "workstreams", "figures", "derived", "gaps")


def _descriptor(package_id: str, title: str) -> bytes:
    said: dict[str, Any] = {
        **{"name": package_id, "title": title, "version": "1.0.0"},
        "translations": {
            "en": {"title": title, "licenses": [{"title": "as whoever gave it allows"}]}
        },
        "licenses": [{"title": "按提供单位的要求使用"}],
        **{"sources": [{"title": title}], "resources": []},
    }
    return json.dumps(said, ensure_ascii=False, indent=2).encode()


def _source() -> dict[str, str]:
    return {
        **{
            "source_id": _SOURCE,
            "kind": "geography",
            "title_zh": "放入的文件",
            "title_en": "Files taken",
        },
        **{"publisher_zh": "未注明", "publisher_en": "not stated", "published": "", "url": ""},
        **{"licence_zh": "按提供单位的要求使用", "licence_en": "as whoever gave it allows"},
        "accuracy_zh": "范围是围住各地点的方框，不是界线。",
        "accuracy_en": "The extent is a box around the places, not a boundary.",
        "covers": "areas.geojson",
    }


def _place(district: str, name: str) -> dict[str, Any]:
    return {
        **{"place_id": district, "name_zh": name, "name_en": name, "pinyin": None},
        **{"layer": _LAYER, "workstream": None, "code": None, "parent_zh": name, "parent_en": name},
        "precision": "district",
        "known_zh": "没有区界：图上画的是围住各地点的方框。",
        "known_en": "There is no boundary: what is drawn is a box around the places.",
        **{"source_id": _SOURCE, "area": district},
    }


_NOWHERE: Final = Bilingual(
    "文件里没有坐标，不知道这个区在哪里。请先用 python -m geo new 建立数据包（带区界），再放入",
    "The files have no position, so nobody knows where the district lies. Make a package with its "
    "outline by python -m geo new, then take the files into it",
)
