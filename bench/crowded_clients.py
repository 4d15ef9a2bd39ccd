"""What do twenty clients want who ask for the dearest answers there are? Run in a process apart.

Each has an address of its own (the server believes a proxy on this machine), asks again as soon as
it was answered, and never for what was asked for before; as many more ask and never read. One
reader asks for a sheet two seconds after the one before meanwhile. Prints JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import Any, Final
from urllib.parse import quote, urlsplit

from bench.viewers_load import quantile

DEAR: Final = (
    *(
        "export/places.gpkg?q={q}",
        "export/places.geojson?q={q}",
        "export/places.gpkg?datum=gcj02&q={q}",
    ),
    *(
        "export/places.parquet?q={q}",
        "export/sheet.pdf?q={q}&c=31.{n:03},120.6,12",
        "share/card.png?q={q}",
    ),
    *("api/places?limit=1000&q={q}", "layers/{package}/found.{state}.bin?q={q}"),
)
"""What is asked for in turn; `q` finds nearly all places, and is another each time."""
_LETTERS: Final = "aeionrstd"
"""Nearly every name of a made package has all of them."""
_LONGEST_SECONDS: Final = 300.0


async def ask(address: str, path: str, client: str, *, reads: bool = True) -> int:
    """Ask once and read all of the answer, or nothing of it; returns the status, 0 for none."""
    host = urlsplit(address)
    reader, writer = await asyncio.open_connection(host.hostname, host.port, limit=1 << 16)
    request = (
        f"GET /{path} HTTP/1.1\r\nHost: {host.netloc}\r\nX-Forwarded-For: {client}\r\n"
        "Accept-Encoding: gzip\r\nConnection: close\r\n\r\n"
    )
    try:
        writer.write(request.encode())
        if not reads:
            writer.transport.pause_reading()  # type: ignore[attr-defined]
            await asyncio.sleep(_LONGEST_SECONDS)
        first = await reader.readline()
        while await reader.read(1 << 16):
            pass
        return int(first.split()[1]) if first else 0
    except OSError:
        return 0
    finally:
        writer.close()


def wanted(number: int) -> str:
    """A text that finds nearly all places, another for each of 6561 numbers."""
    letters = (_LETTERS[number // len(_LETTERS) ** place % len(_LETTERS)] for place in range(4))
    return quote(" ".join(letters))


async def greedy(
    address: str, package: str, state: str, number: int, asked: Iterator[int], seen: Counter[int]
) -> None:
    """Ask for one dear answer after the other."""
    for turn in count(number):
        n = next(asked)
        path = DEAR[turn % len(DEAR)].format(q=wanted(n), n=n % 1000, package=package, state=state)
        status = await ask(address, path, f"198.51.100.{number}")
        seen[status] += 1
        if status == 503:
            await asyncio.sleep(2)  # as it was told


async def honest(address: str, asked: Iterator[int], took: list[float], seen: Counter[int]) -> None:
    """Ask for one sheet after the other, never the same; counts what it waits in vain for too."""
    for n in asked:
        began = time.perf_counter()
        try:
            status = await ask(address, f"export/sheet.pdf?c=31.{n:05},120.5,11", "203.0.113.7")
        finally:
            took.append(time.perf_counter() - began)
        seen[status] += 1
        await asyncio.sleep(2)


async def crowd(
    address: str, package: str, state: str, *, clients: int, seconds: float, first: int
) -> Any:
    """Have all of them ask for some time, for what has numbers from `first` on."""
    asked, sheets = count(first), count(first)
    greedy_seen, honest_seen, took = Counter[int](), Counter[int](), list[float]()
    tasks = [
        asyncio.ensure_future(greedy(address, package, state, number, asked, greedy_seen))
        for number in range(clients)
    ]
    tasks += [
        asyncio.ensure_future(
            ask(
                address,
                DEAR[number % 3].format(q=wanted(next(asked))),
                f"192.0.2.{number}",
                reads=False,
            )
        )
        for number in range(clients)
    ]
    tasks.append(asyncio.ensure_future(honest(address, sheets, took, honest_seen)))
    await asyncio.sleep(seconds)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return {
        "answers": {str(status): number for status, number in sorted(greedy_seen.items())},
        "sheets": {str(status): number for status, number in sorted(honest_seen.items())},
        "sheet_first_seconds": took[0],
        "sheet_p50_seconds": quantile(took, 0.5),
        "sheet_longest_seconds": quantile(took, 1),
    }


def main() -> None:
    """Ask, as the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("address")
    parser.add_argument("package")
    parser.add_argument("state")
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--first", type=int, default=0)
    asked = parser.parse_args()
    found = asyncio.run(
        crowd(
            asked.address,
            asked.package,
            asked.state,
            clients=asked.clients,
            seconds=asked.seconds,
            first=asked.first,
        )
    )
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
