"""Is one feature of a layer sound?

The one home of what is asked of a feature, and of the words when it is not so.
:mod:`geo.package.layers.sound_places` asks the same of many features at once.
"""

from __future__ import annotations

import re
from typing import Any, Final

from geo.package.faults import SHORTEN, Faults, quoted, too_long, unprintable
from geo.package.geometry import Problem, check_geometry
from geo.package.layers.refused import columns_remedy
from geo.package.schema import (
    ID_PATTERN,
    OMISSIBLE_PLACE_FIELDS,
    OPTIONAL_PLACE_FIELDS,
    PLACE_LENGTHS,
    PLACE_PRECISIONS,
)
from geo.records import KNOWN_PRECISIONS

_MISSING_APART: Final = 2
"""Properties that are missing and told one by one; more have one cause."""
LARGEST: Final = 1e10
"""Coordinates up to this are judged with all others (:mod:`geo.package.positions`): only where the
district is known can it be said what those that are no degrees may be.
"""

PRECISION_WORDS: Final = {
    **dict.fromkeys(("精确", "准确", "确切", "点位", "点", "point"), "exact"),
    **dict.fromkeys(("线", "线位", "道路", "linestring"), "line"),
    **dict.fromkeys(("范围", "片区", "area", "polygon"), "zone"),
    **dict.fromkeys(("街道", "乡镇", "镇", "乡"), "township"),
    **dict.fromkeys(("城区", "主城区", "建成区"), "urban-area"),
    **dict.fromkeys(("区", "全区", "区县"), "district"),
}
"""Which precision is meant by a word written in its place."""


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
    check_geometry(file, number, geometry, faults, why, most=(LARGEST, LARGEST))
    sound = len(faults) == before and geometry is not None
    if sound and known["precision"] not in KNOWN_PRECISIONS and geometry.area == 0:
        said = ("位置未知的地点要画成面", "a place that is not located must be an area")
        remedy = ("画出已知所在的范围", "Draw the area it is known to lie in")
        faults.add("E_AREA", file, number, said, remedy)


def _check_properties(
    file: str, number: int, feature_id: object, properties: dict[str, Any], faults: Faults
) -> None:
    """Add the faults of a feature's properties, one for each of them at the most."""
    wrong = set(PLACE_LENGTHS) - properties.keys() - OMISSIBLE_PLACE_FIELDS
    if len(wrong) > _MISSING_APART:
        names = [name for name in PLACE_LENGTHS if name in wrong]
        said = (f"没有属性 {'、'.join(names)}", f"it has no properties {', '.join(names)}")
        faults.add("E_PROPERTY", file, number, said, columns_remedy(names))
    else:
        wrong.clear()
    for name, most in PLACE_LENGTHS.items():
        if name in wrong:
            continue
        value = properties.get(name)
        may_lack = name in OMISSIBLE_PLACE_FIELDS or name in properties
        if value is None and may_lack and name in OPTIONAL_PLACE_FIELDS:
            continue
        found = _text_problem(name, value, most, given=name in properties)
        if found is not None:
            wrong.add(name)
            faults.add(found[0], file, number, *found[1:])
    place_id = properties.get("place_id")
    if "place_id" not in wrong and not re.fullmatch(ID_PATTERN, str(place_id)):
        said = (f"place_id {quoted(place_id)} 格式不对", f"place_id {quoted(place_id)} is no id")
        remedy = ("用小写字母、数字和连字符", "Use lower-case letters, digits and hyphens")
        faults.add("E_PATTERN", file, number, said, remedy)
    elif "place_id" not in wrong and feature_id != place_id:
        said = ("要素的 id 与 place_id 不同", "the feature's id differs from its place_id")
        faults.add(
            "E_ID", file, number, said, ("改成一样，或删去 id", "Make them the same, or remove id")
        )
    if "precision" not in wrong and properties.get("precision") not in PLACE_PRECISIONS:
        choices = ", ".join(PLACE_PRECISIONS)
        said = ("precision 不在可选值中", "precision is not one of the choices")
        meant = PRECISION_WORDS.get(str(properties["precision"]).strip())
        write = (f"写成 {meant}。", f"Write {meant}. ") if meant else ("", "")
        remedy = (f"{write[0]}可选：{choices}", f"{write[1]}Choose from: {choices}")
        faults.add("E_ENUM", file, number, said, remedy)


def _fill(name: str) -> tuple[str, str]:
    """Return what to write where a property is empty."""
    if name in OPTIONAL_PLACE_FIELDS:
        return (
            "没有就填 null，不要填空文字",
            "Where there is none, write null rather than an empty text",
        )
    if name == "precision":
        choices = ", ".join(PLACE_PRECISIONS)
        return f"填其中一个：{choices}", f"Write one of {choices}"
    return "请填写", "Fill it in"


def _text_problem(name: str, value: object, most: int, *, given: bool) -> Problem | None:
    """Return what keeps a property from being a text of its length; None if it is one."""
    if not given:
        said = (f"没有属性 {name}", f"it has no property {name}")
        return "E_PROPERTY", said, columns_remedy([name])
    if value is None or (isinstance(value, str) and not value.strip()):
        return "E_PROPERTY", (f"{name} 是空的", f"{name} is empty"), _fill(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        said = (f"{name} 是数字 {value}，不是文字", f"{name} is the number {value}, not a text")
        kept = "Store it as text; a code keeps its leading zeros only so"
        return "E_PROPERTY", said, ("请存为文字，编号开头的 0 才不会丢", kept)
    if not isinstance(value, str):
        said = (f"{name} 不是文字", f"{name} is not a text")
        return "E_PROPERTY", said, ("请存为文字（UTF-8）", "Store it as text (UTF-8)")
    sign = unprintable(value)
    if sign is not None:
        said = (f"{name} 含有控制字符 {sign}", f"{name} holds the control character {sign}")
        return "E_CONTROL_CHARS", said, ("请删去", "Remove it")
    long = too_long(value, most, name)
    return None if long is None else ("E_LENGTH", long, SHORTEN)
