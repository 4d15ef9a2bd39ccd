"""How many viewers can one server have? Ours beside the usual design and an empty page.

    python -m bench.viewers                     # some fifteen minutes
    python -m bench.viewers --seconds 10 --arriving 10,300 --only ours

Two questions, each asked of every app: viewers who click without pause (reruns a second), and
viewers who arrive within ten seconds and click every five (how long a click takes). The viewers
speak Streamlit's own protocol, see :mod:`bench.viewers_session`, from a process of their own. What
is not in it: fetching files and drawing. Prints a table, writes bench/results-viewers.json.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any, Final

from bench.generate import generate
from bench.servers import ROOT, Server
from bench.viewers_server import app, load, peer, used

RESULTS: Final = ROOT / "bench" / "results-viewers.json"
WORK: Final = ROOT / "build" / "bench" / "viewers"
_HEAD: Final = (
    *("app", "workers", "how", "viewers", "runs/s", "p50 ms", "p95 ms", "first ms"),
    *("cpu ms/run", "MB", "client", "failed"),
)
Start = Callable[[], AbstractContextManager[Server]]


def measured(start: Start, name: str, workers: int, chips: str, asked: Any) -> list[dict[str, Any]]:
    """Ask one app both questions, each of a server that has just been started."""
    path = "/?lang=en" if name.startswith("ours") else "/"
    rounds = [("without pause", asked.clicking, ["--seconds", str(asked.seconds)])]
    every = ["--seconds", str(asked.seconds), "--every", "5", "--within", "10"]
    rounds += [("every 5 s", viewers, every) for viewers in asked.arriving]
    found = []
    for how, viewers, stated in rounds:
        with start() as server:
            load(server.address + path, "--viewers", "1", "--seconds", "2", "--chips", chips)
            idle = used(server)
            counts = ["--viewers", str(viewers), "--chips", chips]
            answers = json.loads(load(server.address + path, *counts, *stated).stdout)
            after = used(server)
        runs = answers["clicks"] + viewers
        answers |= {
            **{"app": name, "workers": workers, "how": how},
            "cpu_ms_per_run": (after["cpu_seconds"] - idle["cpu_seconds"]) * 1000 / max(runs, 1),
            "memory_before_mb": idle["memory_mb"],
            "memory_after_mb": after["memory_mb"],
        }
        found.append(answers)
        print(" | ".join(cells(answers)), flush=True)
    return found


def cells(answers: dict[str, Any]) -> list[str]:
    """Return one row of the table."""

    def ms(key: str) -> str:
        value = answers[key]
        return "-" if value is None else f"{value * 1000:.0f}"

    return [
        *(answers["app"], str(answers["workers"]), answers["how"], str(answers["viewers"])),
        f"{answers['clicks_per_second']:.1f}",
        *(ms("click_p50_seconds"), ms("click_p95_seconds"), ms("open_p95_seconds")),
        f"{answers['cpu_ms_per_run']:.1f}",
        f"{answers['memory_after_mb']:.0f}",
        f"{answers['client_cpu_share']:.0%}",
        str(answers["failed"]),
    ]


def contestants(packages: Path, places: Path) -> dict[str, tuple[Start, int, str]]:
    """Return what is measured: how it is started, its processes, and the key of its chips."""
    log, peers = WORK / "log", ROOT / "bench" / "peers"
    return {
        "ours": (partial(app, packages, log / "ours", 1), 1, "workstreams"),
        "ours-real": (partial(app, ROOT / "data", log / "ours-real", 1), 1, "workstreams"),
        "ours-2": (partial(app, packages, log / "ours-2", 2), 2, "workstreams"),
        "usual": (partial(peer, peers / "usual.py", places, log / "usual"), 1, "workstreams"),
        "empty": (partial(peer, peers / "empty.py", places, log / "empty"), 1, ""),
    }


def main() -> None:
    """Measure all, or what the command line names."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--places", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--clicking", type=int, default=50, help="viewers who click without pause")
    parser.add_argument("--arriving", default="10,50,100,300", help="viewers, separated by commas")
    parser.add_argument("--only", default="", help="some of: ours,ours-real,ours-2,usual,empty")
    parser.add_argument("--output", type=Path, default=RESULTS)
    asked = parser.parse_args()
    asked.arriving = [int(part) for part in asked.arriving.split(",") if part]
    places = WORK / f"places-{asked.places}.geojson"
    packages = WORK / f"data-{asked.places}"
    generate(asked.places, packages, also=places)
    found = contestants(packages, places)
    names = [name for name in asked.only.split(",") if name] or list(found)
    print(" | ".join(_HEAD), flush=True)
    rows = []
    for name in names:
        start, workers, chips = found[name]
        rows += measured(start, name, workers, chips, asked)
    machine = {"cores": os.cpu_count(), "load_at_end": os.getloadavg()[0]}
    text = json.dumps({"places": asked.places, "machine": machine, "rows": rows}, indent=1)
    asked.output.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
