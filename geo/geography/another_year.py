"""What does the package of another year hand on to a new one of the same district?

Where things are and what kinds of work there are stay from year to year; what was done, how it is
charted and what is not known of it does not. No package of data is needed for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from geo.geography.districts import District, find
from geo.geography.sources import GeographyError
from geo.language.texts import text
from geo.package import descriptor as described
from geo.package.faults import Faults
from geo.package.package import Package
from geo.package.schema import DESCRIPTOR
from geo.package.tables import read_table
from geo.package.written import table_bytes
from geo.records import Place, Source

VERSION: Final = "1.0.0"
_OF_THE_YEAR: Final = ("figures", "derived", "gaps")
"""Tables of which the header alone is left; charts are a file that a package need not have."""
_ANEW: Final = ("created", "version")
"""What the descriptor says of an edition, not of what is in it."""


def district_of(package: Package, wanted: str) -> District:
    """Return the district that a package is about, which has to be the one that is wanted.

    Raises
    ------
    GeographyError
        If it is about another one, or does not say which one it is about.
    """
    place = _own_place(package)
    if place is None:
        raise GeographyError(
            f"{package.package_id}：没有说明是哪个区：要有一个 precision 为 district 的地点。"
            "请去掉 --from",
            f"{package.package_id} does not say which district it is about: that is a place of the "
            "precision district. Leave out --from",
        )
    district = District(place.code or "", place.name.zh, place.parent.zh, "")
    try:
        return find(wanted, [district])
    except GeographyError:
        listed = district.listed
        raise GeographyError(
            f"{package.package_id} 是 {listed.zh} 的数据包，不是“{wanted}”的。"
            "请用同一个区的数据包，或去掉 --from",
            f"{package.package_id} is the package of {listed.en}, not of {wanted!r}. "
            "Name one of the same district, or leave out --from",
        ) from None


def next_package(
    package: Package, contents: Mapping[str, bytes], year: int, name: str
) -> dict[str, bytes]:
    """Return the files of a new package by path, sealed.

    Parameters
    ----------
    package : Package
        That of another year, of one district.
    contents : mapping of str to bytes
        Its files; those that say where things are become the new package's as they are.
    year : int
        The year that the new package is to be about.
    name : str
        That of its folder.
    """
    left_out = _only_of_figures(package)
    made = {path: content for path, content in contents.items() if path != "charts.csv"}
    made |= {f"{table}.csv": table_bytes(table) for table in _OF_THE_YEAR}
    streams = _rows("workstreams", contents)
    made["workstreams.csv"] = table_bytes(
        "workstreams", [row | {"headline": ""} for row in streams]
    )
    if left_out:
        kept = [row for row in _rows("sources", contents) if row["source_id"] not in left_out]
        made["sources.csv"] = table_bytes("sources", kept)
    descriptor = described.parse(made.pop(DESCRIPTOR), Faults())
    of_year = _descriptor(package, descriptor, year, name, list(left_out.values()))
    return made | {DESCRIPTOR: described.seal(of_year, made)}


def _own_place(package: Package) -> Place | None:
    """Return the district itself as a place; None where there is none, or several."""
    own = [p for p in package.place.few_places if p.precision == "district" and not p.workstream]
    return own[0] if len(own) == 1 else None


def _rows(table: str, contents: Mapping[str, bytes]) -> list[dict[str, str]]:
    return [row.cells for row in read_table(table, contents[f"{table}.csv"], {}, Faults()).rows]


def _only_of_figures(package: Package) -> dict[str, Source]:
    """Return the sources that figures have and nothing else has, by id."""
    needed = {found.source_id for found in package.areas.values()}
    needed |= {found.source_id for found in package.groups.values()}
    needed |= {place.source_id for place in package.place.values()}
    of_figures = dict.fromkeys(figure.source_id for figure in package.figures)
    return {key: package.sources[key] for key in of_figures if key not in needed}


def _descriptor(
    package: Package, older: Mapping[str, Any], year: int, name: str, left_out: list[Source]
) -> dict[str, Any]:
    """Return the descriptor with the year's words; licences and who made it stay."""
    own = _own_place(package)
    district = package.title if own is None else own.name
    zh, en = (
        {
            "title": text("new.title", lang, district=district.get(lang), year=year),
            "description": text("new.description", lang, district=district.get(lang), year=year),
        }
        for lang in ("zh", "en")
    )
    translations = older.get("translations", {})
    made = {key: value for key, value in older.items() if key not in _ANEW}
    made |= {"name": name, **zh, "version": VERSION}
    made["translations"] = translations | {"en": translations.get("en", {}) | en}
    if "sources" in made:
        made["sources"] = [each for each in made["sources"] if not _credits(each, left_out)]
    return made


def _credits(credit: Mapping[str, Any], sources: list[Source]) -> bool:
    """Tell whether an entry of the descriptor is about one of some sources."""
    title, path = str(credit.get("title", "")), credit.get("path")
    return any(title.startswith(each.title.zh) or path == (each.url or "-") for each in sources)
