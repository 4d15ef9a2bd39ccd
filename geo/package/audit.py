"""Is a package true to its sources and to itself, beyond being readable?

What ``python -m geo check`` runs: the descriptor's hashes, each figure against its own printed
wording, and, where a report's text is at hand, each wording against the paragraph it is said to
stand in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from geo.package import descriptor as described
from geo.package.faults import Faults, quoted
from geo.package.package import Package
from geo.package.read import build_package
from geo.package.report import paragraphs, parse_locator
from geo.package.wordings import check_wordings
from geo.records import Figure
from geo.symbols import SYMBOLS

_FIGURES: Final = "figures.csv"


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
    descriptor = described.parse(contents.get(described.DESCRIPTOR), faults)
    if descriptor:
        described.check(descriptor, contents, faults)
    readable = Faults()
    package = build_package(package_id, contents, readable)
    faults.extend(fault for fault in readable if fault not in faults)
    if package is not None:
        _check_symbols(package, faults)
        check_wordings(package, faults)
        for source_id, text in reports.items():
            _check_source(package, source_id or _first_report(package), text, faults)
    return faults


def _first_report(package: Package) -> str:
    """Return the id of the first source of kind ``report``."""
    return next((s.source_id for s in package.sources.values() if s.kind == "report"), "")


def _check_symbols(package: Package, faults: Faults) -> None:
    """Add a fault for every workstream whose symbol is not drawn."""
    for row, workstream in enumerate(package.workstreams.values(), start=2):
        if workstream.symbol not in SYMBOLS:
            shown = quoted(workstream.symbol)
            said = (f"没有图标 {shown}", f"there is no symbol {shown}")
            choices = ", ".join(sorted(SYMBOLS))
            remedy = (f"可选：{choices}", f"Choose from: {choices}")
            faults.add("E_SYMBOL", "workstreams.csv", row, said, remedy)


def _check_source(package: Package, source_id: str, text: str, faults: Faults) -> None:
    """Add a fault for every figure of a source that its text does not hold where it says."""
    if source_id not in package.sources:
        said = (f"没有来源 {quoted(source_id)}", f"there is no source {quoted(source_id)}")
        remedy = ("用 sources.csv 中的 id", "Use an id of sources.csv")
        faults.add("E_REFERENCE", "sources.csv", None, said, remedy)
        return
    known = paragraphs(text)
    for figure in package.figures:
        if figure.source_id == source_id:
            _check_found(figure, package.lines[figure.figure_id], text, known, faults)


def _check_found(
    figure: Figure,
    row: int,
    text: str,
    known: Mapping[tuple[int, int], str],
    faults: Faults,
) -> None:
    """Add a fault if one figure's wording is not in its paragraph."""
    shown = quoted(figure.as_published)
    if figure.as_published not in text:
        said = (f"报道中找不到 {shown}", f"the report does not hold {shown}")
        remedy = ("照原文填写", "Write it as printed")
        faults.add("E_NOT_IN_SOURCE", _FIGURES, row, said, remedy)
        return
    where = parse_locator(figure.locator)
    if where is None or figure.as_published not in known.get(where, ""):
        said = (
            f"{shown} 不在 {quoted(figure.locator)}",
            f"{shown} is not in {quoted(figure.locator)}",
        )
        remedy = ("改正 locator", "Correct the locator")
        faults.add("E_LOCATOR", _FIGURES, row, said, remedy)


def sealed(contents: Mapping[str, bytes], faults: Faults) -> bytes | None:
    """Return the descriptor of a package measured anew; None, with faults, if it is unsound.

    It holds parts written by hand, so an unsound one is mended by hand and never replaced.
    """
    described.check_names(contents, faults)
    descriptor = described.parse(contents.get(described.DESCRIPTOR), faults)
    return None if faults.errors else described.seal(descriptor, contents)
