"""How long do many viewers of one app wait? Run in a process of its own, beside the server's.

``python -m bench.viewers_load ADDRESS --viewers 50 --seconds 20`` has them click without pause;
with ``--every 5 --within 10`` they arrive within ten seconds and click every five. Prints JSON.
What this process itself used of its core is among the answers: near 1 it is the client that is
measured, not the server.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from bench.viewers_session import Viewer, ViewerError


@dataclass
class Seen:
    """What the viewers met, in seconds."""

    opened: list[float] = field(default_factory=list)
    clicked: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def quantile(values: list[float], share: float) -> float | None:
    """Return the value that `share` of all do not exceed (nearest rank); None without values."""
    if not values:
        return None
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


async def without_pause(viewer: Viewer, seen: Seen, until: float) -> None:
    """Click again as soon as the last click was answered, until a time of the clock."""
    while time.perf_counter() < until:
        seen.clicked.append(await viewer.click())


async def now_and_then(viewer: Viewer, seen: Seen, until: float, every: float) -> None:
    """Click at fixed times, `every` seconds apart; who is still waiting clicks late, not less."""
    due = time.perf_counter() + every
    while due < until:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        seen.late.append(time.perf_counter() - due)
        seen.clicked.append(await viewer.click())
        due += every


async def watched(work: Any, seen: Seen) -> None:
    """Note what a viewer met instead of ending the others."""
    try:
        await work
    except (OSError, TimeoutError, ViewerError, EOFError) as error:
        seen.failed.append(f"{type(error).__name__}: {error}")


async def clicking(address: str, chips: str, viewers: int, seconds: float) -> dict[str, Any]:
    """Have all viewers arrive first, then all click without pause."""
    seen, there = Seen(), [Viewer(address, chips) for _ in range(viewers)]
    limit = asyncio.Semaphore(4)

    async def arrive(viewer: Viewer) -> None:
        async with limit:
            seen.opened.append(await viewer.open())

    await asyncio.gather(*(watched(arrive(viewer), seen) for viewer in there))
    began, cpu = time.perf_counter(), time.process_time()
    until = began + seconds
    await asyncio.gather(*(watched(without_pause(v, seen, until), seen) for v in there))
    return await told(seen, there, began, cpu)


async def arriving(
    address: str, chips: str, viewers: int, seconds: float, every: float, within: float
) -> dict[str, Any]:
    """Have the viewers arrive evenly within some seconds, each then click now and then."""
    seen, there = Seen(), [Viewer(address, chips) for _ in range(viewers)]
    began, cpu = time.perf_counter(), time.process_time()

    async def come(viewer: Viewer, after: float) -> None:
        await asyncio.sleep(after)
        seen.opened.append(await viewer.open())
        await now_and_then(viewer, seen, time.perf_counter() + seconds, every)

    each = within / viewers
    await asyncio.gather(*(watched(come(v, at * each), seen) for at, v in enumerate(there)))
    return await told(seen, there, began, cpu)


async def told(seen: Seen, there: list[Viewer], began: float, cpu: float) -> dict[str, Any]:
    """Return the answers of one measurement, and let the viewers leave."""
    took = time.perf_counter() - began
    used = time.process_time() - cpu
    await asyncio.gather(*(viewer.close() for viewer in there))
    runs = len(seen.opened) + len(seen.clicked)
    return {
        "viewers": len(there),
        "seconds": round(took, 2),
        "clicks": len(seen.clicked),
        "clicks_per_second": round(len(seen.clicked) / took, 1),
        "click_p50_seconds": quantile(seen.clicked, 0.5),
        "click_p95_seconds": quantile(seen.clicked, 0.95),
        "click_longest_seconds": quantile(seen.clicked, 1),
        "open_p50_seconds": quantile(seen.opened, 0.5),
        "open_p95_seconds": quantile(seen.opened, 0.95),
        "late_p95_seconds": quantile(seen.late, 0.95),
        "bytes_per_run": round(sum(v.received_bytes for v in there) / max(runs, 1)),
        "client_cpu_share": round(used / took, 2),
        "failed": len(seen.failed),
        "failures": sorted(set(seen.failed))[:5],
    }


def main() -> None:
    """Measure once, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address")
    parser.add_argument("--viewers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--chips", default="workstreams", help="key of the pills; empty: none")
    parser.add_argument("--every", type=float, help="seconds between a viewer's clicks")
    parser.add_argument("--within", type=float, default=10.0, help="seconds in which all arrive")
    asked = parser.parse_args()
    gc.disable()  # its pauses would be the client's, not the server's
    if asked.every:
        work = arriving(
            *(asked.address, asked.chips, asked.viewers, asked.seconds, asked.every, asked.within)
        )
    else:
        work = clicking(asked.address, asked.chips, asked.viewers, asked.seconds)
    json.dump(asyncio.run(work), sys.stdout)


if __name__ == "__main__":
    main()
