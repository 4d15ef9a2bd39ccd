"""How many viewers had one server? The part of the report on bench/results-viewers.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from bench.viewers import RESULTS

_HEAD: Final = (
    *("app", "processes", "viewers", "runs a second", "click p50, ms", "click p95, ms"),
    *("opening p95, ms", "server CPU a run, ms", "memory, MB", "failed"),
)
_NAMES: Final = {
    "ours": "one-map",
    "ours-real": "one-map, real package",
    "ours-2": "one-map",
    "usual": "usual Streamlit + Folium",
    "empty": "empty page",
}


def section() -> str:
    """Return it as Markdown; nothing where it was not measured."""
    if not RESULTS.is_file():
        return ""
    found = json.loads(RESULTS.read_text("utf-8"))
    lines = [
        "## Many viewers\n",
        f"Written by `python -m bench.viewers`: {found['places']:,} features, real websocket"
        " clients in a process of their own, which shares the"
        f" {found['machine']['cores']} cores. A click changes the filter; its time ends when the"
        " run is finished. Viewers click without pause, or arrive within ten seconds and click"
        " every five.\n",
        f"| {' | '.join(_HEAD)} |",
        f"|{'---|' * len(_HEAD)}",
        *(_row(row) for row in found["rows"]),
    ]
    return "\n".join(lines) + "\n"


def _row(row: Mapping[str, Any]) -> str:
    cells = [
        _NAMES.get(row["app"], row["app"]),
        str(row["workers"]),
        f"{row['viewers']} {row['how']}",
        f"{row['clicks_per_second']:.1f}",
        *(_ms(row[key]) for key in ("click_p50_seconds", "click_p95_seconds", "open_p95_seconds")),
        f"{row['cpu_ms_per_run']:.1f}",
        f"{row['memory_after_mb']:.0f}",
        str(row["failed"]),
    ]
    return f"| {' | '.join(cells)} |"


def _ms(seconds: float | None) -> str:
    return "–" if seconds is None else f"{seconds * 1000:,.0f}"
