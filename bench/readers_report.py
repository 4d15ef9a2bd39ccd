"""How soon was the light page there, and how did many readers fare? Two parts of the report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from bench import many
from bench.light import RESULTS as LIGHT
from bench.readers import KINDS, RESULTS

_KINDS: Final = {
    "html": "the page",
    "file": "each file",
    "again": "the page again, unchanged",
    "session": "opening a session",
    "click": "a click in a session",
}
_COLUMNS: Final = {
    "page": ("", 0),
    "drawn, ms": ("drawn_ms", 0),
    "of the empty page": ("of the empty Streamlit page", 2),
    "of plain Leaflet": ("of the plain Leaflet page", 2),
    "full, ms": ("full_ms", 0),
    "taken over, ms": ("over_ms", 0),
    "largest paint, ms": ("largest_paint_ms", 0),
    "moved": ("layout_shift", 3),
    "kB before": ("kilobytes_before", 0),
    "kB in all": ("kilobytes_in_all", 0),
}
"""What is told of each page: the figure, and its decimals."""


def section() -> str:
    """Return both as Markdown; nothing of what was not measured."""
    return "\n".join(filter(None, [_light(), _readers()]))


def _light() -> str:
    if not LIGHT.is_file():
        return ""
    found = json.loads(LIGHT.read_text("utf-8"))
    lines = [
        "## Without a session\n",
        "Written by `python -m bench.light`: the package of the repository, a fresh browser each"
        f" time. Load of the machine before: {found['machine']['load_before']:.1f}. `/` opens with"
        " the light explorer (drawn), beneath which the full page comes (full), until that takes"
        " its place (taken over); what moved then is counted.\n",
    ]
    for profile in ("desktop", "phone"):
        lines += [f"### {profile.capitalize()}\n", f"| {' | '.join(_COLUMNS)} |"]
        lines += [f"|{'---|' * len(_COLUMNS)}"]
        lines += [_page(name, told) for name, told in found[profile]["medians"].items()]
        lines.append("")
    return "\n".join([*lines, *many_places(found.get("many", {}))])


def many_places(found: Mapping[str, Any]) -> list[str]:
    """Return the table of very many places; nothing where they were not measured."""
    if not found:
        return []
    head = ("places", "page", "drawn, ms", "a chip, ms", "its longest, ms")
    lines = [
        "### Very many places\n",
        "A chip's time is from the press to the picture that shows what it chose.\n",
        f"| {' | '.join(head)} |",
        f"|{'---|' * len(head)}",
    ]
    for size, told in found.items():
        shares = told[f"of the {many.PEER}"]
        rows = [(name, told["medians"][name], ",.0f") for name in (many.OURS, many.PEER)]
        for name, row, show in [*rows, ("ratio", shares, ".2f")]:
            cells = [format(row[key], show) for key in ("drawn_ms", "chip_ms", "chip_most_ms")]
            lines.append(f"| {int(size):,} | {name} | {' | '.join(cells)} |")
    return [*lines, ""]


def _page(name: str, told: Mapping[str, float]) -> str:
    """Return one page's medians as a row; a dash for what it has not."""
    cells = [name]
    for key, places in list(_COLUMNS.values())[1:]:
        cells.append(f"{told[key]:,.{places}f}" if key in told else "–")
    return f"| {' | '.join(cells)} |"


def _readers() -> str:
    if not RESULTS.is_file():
        return ""
    found = json.loads(RESULTS.read_text("utf-8"))
    crowded, alone = found["crowded"], found["alone"]
    head = ("request", "number", "p50, ms", "p95, ms", "p95 alone, ms", "ratio")
    reached = (f"{goal}: {'yes' if met else '**no**'}" for goal, met in found["goals"].items())
    lines = [
        "## A thousand readers\n",
        f"Written by `python -m bench.readers`: {crowded['readers']:,} readers open the light page"
        f" within {crowded['within_seconds']:.0f} s, each with a filter of its own, fetch"
        f" {crowded['files_each']} files and come back twice; one in twenty goes on to a session."
        f" One server process, and the readers in another. Failed: {crowded['failed']}."
        f" Load of the machine before: {found['machine']['load_before']:.1f}.\n",
        f"Goals: {'; '.join(reached)}.\n",
        f"| {' | '.join(head)} |",
        f"|{'---|' * len(head)}",
    ]
    for kind in KINDS:
        if kind in crowded and kind in alone:
            ratio = found["crowded_of_alone_p95"][kind]
            lines.append(_row(_KINDS[kind], crowded[kind], alone[kind], ratio))
    return "\n".join(lines) + "\n"


def _row(name: str, crowded: Mapping[str, Any], alone: Mapping[str, Any], ratio: float) -> str:
    cells = [name, f"{crowded['count']:,}", f"{crowded['p50_ms']:,.0f}"]
    cells += [f"{crowded['p95_ms']:,.0f}", f"{alone['p95_ms']:,.0f}", f"{ratio:.1f}x"]
    return f"| {' | '.join(cells)} |"
