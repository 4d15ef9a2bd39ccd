"""How does a reader fare while twenty clients ask for the dearest answers of 100,000 places?

    python -m bench.crowded                                # some five minutes
    BENCH_OTHER=../before python -m bench.crowded          # another checkout beside it

In one run, in turns: a reader filters alone, then with the crowd of :mod:`bench.crowded_clients`
about, as often as is asked for, so that what else the machine does falls on both. Writes
bench/results-crowded.json.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from bench.machine import machine
from bench.servers import ROOT, Server
from bench.viewers_server import app, load, used

RESULTS: Final = ROOT / "bench" / "results-crowded.json"
WORK: Final = ROOT / "build" / "bench" / "crowded"
BEFORE_SECONDS: Final = 15.0
"""How long the crowd is about before the reader is looked at: its processes have to start."""
APART: Final = 1500
"""What is asked for in one round is not asked for in the others."""


@contextmanager
def watched(server: Server) -> Iterator[dict[str, float]]:
    """Look at the memory of a server and its processes twice a second; keeps the most."""
    seen, over = {"memory_mb": 0.0}, threading.Event()

    def look() -> None:
        while not over.wait(0.5):
            seen["memory_mb"] = max(seen["memory_mb"], used(server)["memory_mb"])

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def reader(server: Server, seconds: float) -> dict[str, Any]:
    """Have one reader filter four times a second."""
    how = ("--viewers", "1", "--seconds", str(seconds), "--every", "0.25", "--within", "0")
    found: dict[str, Any] = json.loads(load(f"{server.address}/?lang=en", *how).stdout)
    return {
        name: found[name] for name in ("clicks", "click_p50_seconds", "click_p95_seconds", "failed")
    }


def prepared(checkout: Path, places: int) -> tuple[Path, str]:
    """Make and build the package as a checkout has it; its folder, and its state in addresses."""
    packages = WORK / checkout.name / "data"
    root = packages / f"bench-{places}"
    state = (
        "import sys, pathlib; from geo.store.store import Store; root = pathlib.Path(sys.argv[1]);"
        "print(Store(root.parent).serve(root.name).package.state)"
    )
    own = os.environ | {"PYTHONPATH": str(checkout)}

    def run(*arguments: str) -> str:
        command = [sys.executable, *arguments]
        done = subprocess.run(  # noqa: S603
            command, cwd=checkout, env=own, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout.strip()

    run("-m", "bench.generate", str(places), str(packages))
    run("-m", "geo", "build", str(root))
    return packages, run("-c", state, str(root))


def measured(checkout: Path, asked: Any) -> dict[str, Any]:
    """Measure one checkout of the app: alone and in a crowd, in turns."""
    os.environ["BENCH_APP"] = str(checkout)
    os.environ["ONEMAP_BUILD"] = str(WORK / checkout.name / "built")
    packages, state = prepared(checkout, asked.places)
    rounds = []
    with app(packages, WORK / "log" / checkout.name, 1) as server:
        reader(server, 5)
        for turn in range(asked.rounds):
            load_before = os.getloadavg()[0]
            with watched(server) as quiet:
                alone = reader(server, asked.seconds)
            command = [sys.executable, "-m", "bench.crowded_clients", server.address]
            command += [f"bench-{asked.places}", state, "--clients", str(asked.clients)]
            command += ["--seconds", str(asked.seconds + BEFORE_SECONDS)]
            command += ["--first", str(turn * APART)]
            with watched(server) as busy:
                crowd = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)  # noqa: S603
                threading.Event().wait(BEFORE_SECONDS)
                within = reader(server, asked.seconds)
                out, _ = crowd.communicate()
            found = {"alone": alone | quiet, "crowded": within | busy, "crowd": json.loads(out)}
            rounds.append({"machine_load": load_before, **found})
            print(json.dumps(rounds[-1]), flush=True)
    ratios = sorted(
        each["crowded"]["click_p95_seconds"] / each["alone"]["click_p95_seconds"] for each in rounds
    )
    return {"p95_ratio_median": round(ratios[len(ratios) // 2], 2), "rounds": rounds}


def main() -> None:
    """Measure, as the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--places", type=int, default=100_000)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", type=Path, default=RESULTS)
    asked = parser.parse_args()
    before = machine()
    checkouts = {"ours": ROOT}
    if os.environ.get("BENCH_OTHER"):
        checkouts["before"] = Path(os.environ["BENCH_OTHER"]).resolve()
    found = {name: measured(checkout, asked) for name, checkout in checkouts.items()}
    block = {"places": asked.places, "clients": asked.clients, "machine": before} | found
    asked.output.write_text(json.dumps(block, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
