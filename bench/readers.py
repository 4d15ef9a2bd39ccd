"""How do a thousand readers fare who open the map within ten seconds, at one process?

    python -m bench.readers            # half a minute; ONEMAP_BUILD is its own

First some readers one after another, who have the server alone; then all. The light page, its
files, the page again under other filters, and one in twenty who goes on to a session: see
:mod:`bench.readers_load`, which is a process of its own. Prints a table, writes
bench/results-readers.json; of a machine that is not quiet only the ratios mean anything.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from bench.machine import machine
from bench.servers import ROOT
from bench.viewers_server import app, used

RESULTS: Final = ROOT / "bench" / "results-readers.json"
WORK: Final = ROOT / "build" / "bench" / "readers"
GOAL_MS: Final = 100
"""The slowest of twenty pages, with a thousand readers."""
ALONE: Final = ("--readers", "20", "--within", "20", "--sessions", "0.1")
KINDS: Final = ("html", "file", "again", "session", "click")


def load(address: str, *arguments: str) -> dict[str, Any]:
    """Have readers come, in a process of its own; returns what they met."""
    command = [sys.executable, "-m", "bench.readers_load", address, *arguments]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def measured(readers: int, within: float) -> dict[str, Any]:
    """Measure readers alone and crowded at one server that has just been started."""
    (WORK / "log").mkdir(parents=True, exist_ok=True)
    with app(ROOT / "data", WORK / "log" / "app", 1) as server:
        load(server.address, *ALONE[:2], "--within", "1", "--sessions", "0.1")  # warms it
        alone = load(server.address, *ALONE)
        idle = used(server)
        crowded = load(server.address, "--readers", str(readers), "--within", str(within))
        after = used(server)
    ratios = {
        kind: round(crowded[kind]["p95_ms"] / alone[kind]["p95_ms"], 1)
        for kind in KINDS
        if kind in alone and kind in crowded
    }
    return {
        "alone": alone,
        "crowded": crowded,
        "crowded_of_alone_p95": ratios,
        "server_cpu_seconds": round(after["cpu_seconds"] - idle["cpu_seconds"], 2),
        "memory_before_mb": round(idle["memory_mb"]),
        "memory_after_mb": round(after["memory_mb"]),
        "goals": {
            "errors 0": crowded["failed"] == 0,
            f"p95 of the page under {GOAL_MS} ms": crowded["html"]["p95_ms"] < GOAL_MS,
        },
    }


def main() -> None:
    """Measure, as the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--readers", type=int, default=1000)
    parser.add_argument("--within", type=float, default=10.0)
    parser.add_argument("--output", type=Path, default=RESULTS)
    asked = parser.parse_args()
    before = machine()
    os.environ["ONEMAP_BUILD"] = str(WORK / "built")
    found = {"machine": before, **measured(asked.readers, asked.within)}
    asked.output.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    for kind in KINDS:
        print(kind, found["alone"].get(kind), found["crowded"].get(kind), sep=" | ")
    print(found["goals"], found["crowded"]["failures"])


if __name__ == "__main__":
    main()
