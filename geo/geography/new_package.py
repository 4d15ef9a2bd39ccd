"""Which files does the package of a district have before anybody says what was done there?

Everything that is published of the district, and every table with its header, so that it is
complete: it can be checked, published and looked at while it is still empty.

What is published of every district is large: a page has it read by ``python -m geo new`` in a
process of its own, which gives its memory back, not by the server.
"""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from geo import files
from geo.figures.measures import SIZES
from geo.geography.districts import District
from geo.geography.names import slug, tones
from geo.geography.sources import (
    BOXES,
    CREDITS,
    LICENCES,
    LICENCES_IN_ENGLISH,
    OUTLINES,
    SOURCES,
    GeographyError,
    need_all,
)
from geo.geography.surroundings import Surroundings, shape_of
from geo.language.texts import text
from geo.package import descriptor as described
from geo.package.read import read_contents
from geo.package.schema import CONTEXT, DESCRIPTOR, OPTIONAL_TABLES, TABLES, TOWNS
from geo.package.written import features_bytes, table_bytes

DISTRICT_LAYER: Final = "district"
FIRST_VERSION: Final = "0.1.0"
"""Of a package that says nothing yet; its first edition may be 1.0.0."""
_Cells = dict[str, str]
_ROOT: Final = Path(__file__).parents[2]
_MOST_SECONDS: Final = 120
_NAMED: Final = re.compile(r"(?P<name>.*?\S)\s*(?P<year>(?:19|20)\d\d)\s*年?")
_LISTED: Final = re.compile(r"(\d{6}) (.+?)(?= or \d{6} |[、。.]|$)", re.MULTILINE)
"""How the command lists the districts that a name may mean: code and name."""


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
        "areas.geojson": features_bytes(feature for _, feature in areas),
        f"layers/{DISTRICT_LAYER}.geojson": features_bytes([_place(around)]),
        CONTEXT: features_bytes(around.neighbours),
        TOWNS: features_bytes(around.towns),
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


@dataclass(frozen=True, slots=True)
class Begun:
    """What a package begins with: no contents where nobody knows its outline, and why.

    Parameters
    ----------
    package_id : str
        Its name, as ``python -m geo new`` gives it; "" without contents.
    said : tuple of str
        For the reader: that there is an outline, or how to get one.
    choices : mapping of str to str
        The districts that the name may mean, by code.
    workbook : bytes
        The workbook to be filled in for it, in the reader's language.
    """

    package_id: str = ""
    contents: Mapping[str, bytes] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    workbook: bytes = b""


def begun(title: str, builds: Path, lang: str, *, code: str = "") -> Begun:
    """Return what the package of a title such as 洪山区2024 begins with.

    Parameters
    ----------
    code : str
        Which of several districts of that name is meant.
    """
    match = _NAMED.fullmatch(title.strip())
    if match is None:
        return Begun(said=(text("edit.outline_year", lang),))
    try:
        need_all()
    except GeographyError:
        return Begun(said=(text("edit.outline_missing", lang),))
    folder = builds / ".brought" / secrets.token_hex(16)
    try:
        done = _made(code or match["name"], match["year"], folder, lang)
        if done.returncode == 0:
            (made,) = files.folders(folder)
            begun_with = read_contents(folder / made)
            (book,) = (path for path in files.walk(folder / made) if path.endswith(".xlsx"))
            workbook = files.read_bytes(folder / made / book)
            return Begun(made, begun_with, (text("edit.outline", lang),), workbook=workbook)
    except subprocess.TimeoutExpired:
        return Begun(said=(text("edit.outline_box", lang),))
    finally:
        files.remove_folder(folder)
    choices = dict(_LISTED.findall(done.stderr))
    why = [] if choices else [line.strip() for line in done.stderr.splitlines() if line.strip()]
    return Begun(said=(*why, text("edit.outline_box", lang)), choices=choices)


def _made(name: str, year: str, root: Path, lang: str) -> subprocess.CompletedProcess[str]:
    """Make the package below a folder, named as the command names it."""
    command = [sys.executable, "-m", "geo", "new", "--year", year, "--lang", lang, "--", name]
    return subprocess.run(  # noqa: S603  # our own module; a name that begins with - stays a name
        command,
        cwd=_ROOT,
        env=os.environ | {"ONEMAP_DATA": str(root.resolve())},
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=_MOST_SECONDS,
    )
