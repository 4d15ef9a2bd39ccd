"""Is one feature of a layer sound?

The one home of what is asked of a feature, and of the words when it is not so.
:mod:`geo.package.sources.suspicion` asks the same of many features at once.
"""

from __future__ import annotations

import re
from typing import Any

from geo.package.faults import SHORTEN, Faults, quoted, too_long, unprintable
from geo.package.geometry import Problem, check_geometry
from geo.package.schema import (
    ID_PATTERN,
    OPTIONAL_PLACE_FIELDS,
    PLACE_LENGTHS,
    PLACE_PRECISIONS,
)
from geo.records import KNOWN_PRECISIONS


def check_feature(
    file: str,
    number: int,
    feature_id: object,
    properties: object,
    geometry: Any,
    faults: Faults,
    *,
    why: Problem | None = None,
) -> None:
    """Add the faults of one feature.

    Parameters
    ----------
    file, number : str, int
        Where it stands; the first feature or row is 1.
    feature_id : object
        The feature's own id, which must be its ``place_id``.
    properties : object
        What it says of :data:`geo.package.schema.PLACE_FIELDS`; all must be there, some as None.
    geometry : shapely geometry or None
        In WGS-84, longitude before latitude; None if there is no readable one.
    faults : Faults
        Receives what is wrong.
    why : Problem, optional
        Why there is no readable geometry, if that is known.
    """
    before = len(faults)
    known = properties if isinstance(properties, dict) else {}
    _check_properties(file, number, feature_id, known, faults)
    check_geometry(file, number, geometry, faults, why)
    if len(faults) == before and known["precision"] not in KNOWN_PRECISIONS and geometry.area == 0:
        said = ("位置未知的地点要画成面", "a place that is not located must be an area")
        remedy = ("画出已知所在的范围", "Draw the area it is known to lie in")
        faults.add("E_AREA", file, number, said, remedy)


def _check_properties(
    file: str, number: int, feature_id: object, properties: dict[str, Any], faults: Faults
) -> None:
    """Add the faults of a feature's properties."""
    for name, most in PLACE_LENGTHS.items():
        value = properties.get(name)
        if value is None and name in properties and name in OPTIONAL_PLACE_FIELDS:
            continue
        if not isinstance(value, str) or not value.strip():
            said = (f"{name} 不是文字", f"{name} is not a text")
            faults.add("E_PROPERTY", file, number, said, ("请填写", "Fill it in"))
        elif (sign := unprintable(value)) is not None:
            said = (f"{name} 含有控制字符 {sign}", f"{name} holds the control character {sign}")
            faults.add("E_CONTROL_CHARS", file, number, said, ("请删去", "Remove it"))
        elif (long := too_long(value, most, name)) is not None:
            faults.add("E_LENGTH", file, number, long, SHORTEN)
    place_id = properties.get("place_id")
    if not isinstance(place_id, str) or not re.fullmatch(ID_PATTERN, place_id):
        said = (f"place_id {quoted(place_id)} 格式不对", f"place_id {quoted(place_id)} is no id")
        remedy = ("用小写字母、数字和连字符", "Use lower-case letters, digits and hyphens")
        faults.add("E_PATTERN", file, number, said, remedy)
    elif feature_id != place_id:
        said = ("要素的 id 与 place_id 不同", "the feature's id differs from its place_id")
        faults.add("E_ID", file, number, said, ("改成一样", "Make them the same"))
    if properties.get("precision") not in PLACE_PRECISIONS:
        choices = ", ".join(PLACE_PRECISIONS)
        said = ("precision 不在可选值中", "precision is not one of the choices")
        remedy = (f"可选：{choices}", f"Choose from: {choices}")
        faults.add("E_ENUM", file, number, said, remedy)
