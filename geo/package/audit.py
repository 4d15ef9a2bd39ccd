"""Is a package true to its sources and to itself, beyond being readable?

What ``python -m geo check`` runs: the descriptor's hashes, each figure against its own printed
wording, and, where a report's text is at hand, each wording against the paragraph it is said to
stand in.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from geo.errors import Fault
from geo.package import descriptor as described
from geo.package.cells import CellFault, Said
from geo.package.faults import Faults, quoted
from geo.package.layers.refused import FewFaults
from geo.package.one_cause import Gathered
from geo.package.own_faults import check_folder, check_looks, check_name
from geo.package.package import Package
from geo.package.read import build_package
from geo.package.report import best_reading, closed, holds
from geo.package.schema import DESCRIPTOR, TABLES
from geo.package.tables import read_table
from geo.package.wordings import check_wordings
from geo.records import Figure

_FIGURES: Final = "figures.csv"
_TOLD_APART: Final = 10
"""Wordings missed in a report that are told one by one."""


def audit(package_id: str, contents: Mapping[str, bytes], reports: Mapping[str, str]) -> Faults:
    """Return every fault of a package.

    Parameters
    ----------
    contents : mapping of str to bytes
        The package's files by path inside it.
    reports : mapping of str to str
        Text of sources at hand, by source id; the id ``""`` stands for the first report.
    """
    faults = Faults()
    check_folder(package_id, faults)
    descriptor = described.parse(contents.get(DESCRIPTOR), faults)
    if descriptor:
        described.check(descriptor, contents, faults)
        check_name(package_id, descriptor, faults)
    readable = Faults()
    package = build_package(package_id, contents, readable)
    told = set(faults)
    faults.extend(fault for fault in readable if fault not in told)
    if package is not None:
        check_package(package, contents, faults)
        for source_id, text in reports.items():
            _check_source(package, source_id or _first_report(package), text, faults)
    return _without_echoes(faults)


def _without_echoes(faults: Faults) -> Faults:
    """Leave out that files are not as they were sealed where they have to be changed anyway."""
    told = [fault for fault in faults.errors if not _is_of_sealing(fault)]
    wrong = {file for fault in told for file in (fault.file, *fault.also)}
    return Faults(
        fault for fault in faults if not _is_of_sealing(fault) or wrong.isdisjoint(_about(fault))
    )


def _is_of_sealing(fault: Fault) -> bool:
    """Tell whether a fault says that files are not those that were sealed."""
    lost = (fault.code, fault.file) == ("E_FILE_MISSING", DESCRIPTOR)
    return lost or fault.code in {"E_HASH", "E_UNLISTED"}


def _about(fault: Fault) -> tuple[str, ...]:
    """Return the files that are not as they were sealed, and the list that says which there are."""
    if fault.code != "E_FILE_MISSING":
        return (fault.file,)
    of_layers = any(path.startswith("layers/") for path in fault.also)
    return (*fault.also, *(("layers.csv",) if of_layers else ()))


def _lines_of(table: str, contents: Mapping[str, bytes]) -> dict[str, int]:
    """Return where each row of a sound table stands, by its id."""
    rows = read_table(table, contents[f"{table}.csv"], {}, Faults()).rows
    return {row[TABLES[table][0].name]: row.line for row in rows}


def check_package(package: Package, contents: Mapping[str, bytes], faults: Faults) -> None:
    """Add the faults of a package that could be built: what is asked of it beyond being readable.

    The same for ``check``, for publishing, and for a package whose places come from a build.
    """
    check_looks(package, _lines_of("workstreams", contents), faults)
    wordings = FewFaults()
    check_wordings(package, wordings)
    faults.extend(wordings.told(_FIGURES))


def _first_report(package: Package) -> str:
    """Return the id of the first source of kind ``report``."""
    return next((s.source_id for s in package.sources.values() if s.kind == "report"), "")


def _check_source(package: Package, source_id: str, text: str, faults: Faults) -> None:
    """Add a fault for every figure of a source that its text does not hold where it says.

    Where many are missed they have one cause, the wrong text or paragraphs counted otherwise.
    """
    if source_id not in package.sources:
        said = (f"没有来源 {quoted(source_id)}", f"there is no source {quoted(source_id)}")
        remedy = ("用 sources.csv 中的 id", "Use an id of sources.csv")
        faults.add("E_REFERENCE", "sources.csv", None, said, remedy)
        return
    figures = [figure for figure in package.figures if figure.source_id == source_id]
    found = best_reading(text, ((figure.as_published, figure.locator) for figure in figures))
    whole, gathered = closed(text), Gathered(apart=_TOLD_APART)
    for figure in figures:
        row = package.lines[figure.figure_id]
        if closed(figure.as_published) not in whole:
            gathered.say(_FIGURES, "", row, CellFault("E_NOT_IN_SOURCE", partial(_missed, figure)))
        elif not holds(found, figure.as_published, figure.locator):
            gathered.say(_FIGURES, "", row, CellFault("E_LOCATOR", partial(_elsewhere, figure)))
    faults.extend(gathered.told())


def _missed(figure: Figure) -> tuple[Said, Said]:
    shown = quoted(figure.as_published)
    said = (f"报道中找不到 {shown}", f"the report does not hold {shown}")
    return said, ("照原文填写", "Write it as printed")


def _elsewhere(figure: Figure) -> tuple[Said, Said]:
    shown, where = quoted(figure.as_published), quoted(figure.locator)
    said = (f"{shown} 不在 {where}", f"{shown} is not in {where}")
    return said, ("改正 locator", "Correct the locator")


def sealed(contents: Mapping[str, bytes], faults: Faults) -> bytes | None:
    """Return the descriptor of a package measured anew; None, with faults, if it is unsound.

    It holds parts written by hand, so an unsound one is mended by hand and never replaced. Content
    that changed under the same version is a question: links are pinned to versions.
    """
    described.check_names(contents, faults)
    descriptor = described.parse(contents.get(DESCRIPTOR), faults)
    if faults.errors:
        return None
    made = described.seal(descriptor, contents)
    if described.changed(descriptor, contents):
        version = quoted(descriptor["version"])
        said = (
            f"内容变了，版本仍是 {version}",
            f"the content changed, the version is still {version}",
        )
        remedy = (
            "链接固定在版本上：要发布的话，请把 version 加大后再封存一次",
            "Links are pinned to versions: before it is published, raise version and seal again",
        )
        faults.add("Q_VERSION", DESCRIPTOR, None, said, remedy, level="question")
    return made
