"""Is each text of ``datapackage.json`` there, of the right form, and short enough to be shown?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from geo.package.faults import SHORTEN, Faults, quoted, too_long, unprintable
from geo.package.periods import REMEDY as PERIODS
from geo.package.periods import is_moment
from geo.package.schema import DESCRIPTOR, LINE_LENGTH, TEXT_LENGTH, VERSION_PATTERN, WORD_LENGTH


def check_fields(given: Mapping[str, Any], faults: Faults) -> None:
    """Add a fault for each field that cannot be relied on; of lengths once all forms are sound."""
    before = len(faults)
    for name, is_sound in _REQUIRED.items():
        if not is_sound(given.get(name)):
            said = (f"缺少 {name} 或形式不对", f"{name} is missing or of the wrong form")
            faults.add("E_DESCRIPTOR", DESCRIPTOR, None, said, ("请改正", "Correct it"))
    if len(faults) == before:
        _check_lengths(given, faults)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and unprintable(value) is None


def _is_version(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(VERSION_PATTERN, value) is not None


def _is_text_or_absent(value: object) -> bool:
    return value is None or value == "" or _is_text(value)


def _is_titled_list(value: object) -> bool:
    """Tell whether `value` is a list, not empty, of objects with a title."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(entry, dict) and _is_text(entry.get("title")) for entry in value)
    )


def _is_resources(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(entry, dict)
        and _is_text(entry.get("path"))
        and isinstance(entry.get("bytes", 0), int)
        for entry in value
    )


def _is_translations(value: object) -> bool:
    return value is None or (
        isinstance(value, dict)
        and all(
            isinstance(texts, dict)
            and all(
                _is_titled_list(known) if name == "licenses" else _is_text(known)
                for name, known in texts.items()
            )
            for texts in value.values()
        )
    )


_REQUIRED: Final[Mapping[str, Callable[[object], bool]]] = {
    "title": _is_text,
    "version": _is_version,
    "description": _is_text_or_absent,
    "created": _is_text_or_absent,
    "contact": _is_text_or_absent,
    "licenses": _is_titled_list,
    "sources": _is_titled_list,
    "resources": _is_resources,
    "translations": _is_translations,
}


def _check_lengths(given: Mapping[str, Any], faults: Faults) -> None:
    """Add a fault for each text that is too long to be shown."""
    texts = [(name, given.get(name), most) for name, most in _LENGTHS.items()]
    for lang, known in (given.get("translations") or {}).items():
        texts += [
            (f"translations.{lang}.{name}", known.get(name), most)
            for name, most in _LENGTHS.items()
        ]
        if len(licences := known.get("licenses", given["licenses"])) != len(given["licenses"]):
            _refuse_licences(lang, len(given["licenses"]), faults)
        texts += [
            (f"translations.{lang}.licenses.title", each["title"], LINE_LENGTH) for each in licences
        ]
    for name in ("licenses", "sources"):
        texts += [(f"{name}.title", entry["title"], LINE_LENGTH) for entry in given[name]]
    for name, text, most in texts:
        long = too_long(text, most, name) if isinstance(text, str) else None
        if long is not None:
            faults.add("E_LENGTH", DESCRIPTOR, None, long, SHORTEN)
        elif name == "created" and text and not is_moment(text.strip()):
            said = (f"created {quoted(text)} 不是日期", f"created is no date: {quoted(text)}")
            faults.add("E_DATE", DESCRIPTOR, None, said, PERIODS)


def _refuse_licences(lang: str, wanted: int, faults: Faults) -> None:
    """Add a fault: titles of licences are told apart by their place in the list alone."""
    said = (
        f"translations.{lang}.licenses 应与 licenses 一样有 {wanted} 项",
        f"translations.{lang}.licenses needs {wanted} entries, as licenses has",
    )
    faults.add(
        "E_DESCRIPTOR", DESCRIPTOR, None, said, ("请按同样的次序补齐", "Give each, in order")
    )


_LENGTHS: Final[Mapping[str, int]] = {
    "title": LINE_LENGTH,
    "description": TEXT_LENGTH,
    "created": WORD_LENGTH,
    "contact": LINE_LENGTH,
}
"""How many characters each text may have that is shown."""
