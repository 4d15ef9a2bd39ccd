"""How does a measurement of one size go: data, build, servers, then visits in turn?"""

from __future__ import annotations

import datetime
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser

from bench import build, drive, generate, real_layer, results, servers
from bench.contestants import CONTESTANTS
from bench.machine import machine, versions

WORK: Final = servers.ROOT / "build" / "bench"
REAL: Final = "real"


@dataclass(frozen=True)
class Options:
    """What the command line says; `given_up` collects who did not finish a size."""

    sizes: list[str]
    runs: int
    contestants: list[str]
    bound: float
    seed: int
    given_up: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Made:
    """The data of one size: the package, the same places in one file, the built files, logs."""

    package: Path
    places: Path
    built: Path
    logs: Path


def say(text: str) -> None:
    """Tell how far it is."""
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


def prepare(size: str, seed: int) -> Made:
    """Make the package of a size, and the same places in one file."""
    folder, places = WORK / "data" / size, WORK / "places" / size / "places.geojson"
    places.parent.mkdir(parents=True, exist_ok=True)
    if size == REAL:
        package = real_layer.make(folder, also=places)
    else:
        package = generate.generate(int(size), folder, seed=seed, also=places)
    return Made(package, places, WORK / "built" / size, WORK / "logs" / size)


def measure(browser: Browser, size: str, options: Options) -> None:
    """Measure one size; who does not finish is left out of larger ones."""
    say(f"{size} places: making and building them")
    made = prepare(size, options.seed)
    built = build.build(made.package, made.built, made.logs / "build.log")
    say(
        f"  {built['seconds']:.1f} s, {built['peak_bytes'] / 1e6:.0f} MB, {built['failed'] or 'ok'}"
    )
    wanted = drive.expected(made.places)
    block: results.Block = {
        "made": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "versions": versions(browser.version),
        **{"features": wanted.features, "runs": options.runs, "bound_s": options.bound},
        **{"build": built, "visits": []},
        "skipped": dict.fromkeys(options.given_up, "left out: did not finish a smaller size"),
    }
    with ExitStack() as stack:
        running = _start(stack, browser, made, wanted, options, block)
        for run in range(1, options.runs + 1):
            for name, server in running.items():
                found = drive.visit(browser, CONTESTANTS[name], server, wanted, options.bound)
                say(f"  run {run}, {name}: {_short(found)}")
                block["visits"].append({"run": run, "contestant": name, **asdict(found)})
            results.write(size, block)
    results.write(size, block)


def _start(
    stack: ExitStack,
    browser: Browser,
    made: Made,
    wanted: drive.Expected,
    options: Options,
    block: results.Block,
) -> Mapping[str, servers.Server]:
    """Start all contestants and visit each once; returns those who finished that."""
    assets = stack.enter_context(servers.site(made.places.parent, made.logs / "site.log"))
    running: dict[str, servers.Server] = {}
    for name in options.contestants:
        if name in options.given_up:
            continue
        folders = {"packages": made.package.parent, "built": made.built, "places": made.places}
        log = made.logs / f"{name}.log"
        serving = servers.contestant(CONTESTANTS[name], **folders, assets=assets, log=log)
        with ExitStack() as own:
            try:
                server = own.enter_context(serving)
            except servers.ServerError as error:
                block["skipped"][name] = str(error).partition("\n")[0]
                continue
            # The first visit pays for imports and caches of the server: it counts only if it fails.
            first = drive.visit(browser, CONTESTANTS[name], server, wanted, options.bound)
            say(f"  {name}: started in {server.started_s:.1f} s; {_short(first)}")
            if first.failed:  # its server is stopped: it may still be at work, and disturb others
                block["skipped"][name] = first.failed
                block["visits"].append({"run": 0, "contestant": name, **asdict(first)})
                options.given_up.add(name)
            else:
                running[name] = server
                stack.push(own.pop_all())
    return running


def _short(found: drive.Figures) -> str:
    """Return one visit in a few words."""
    told = (("drawn", found.drawn_s), ("one", found.narrow_s), ("all", found.widen_s))
    figures = ", ".join(f"{name} {value:.2f} s" for name, value in told if value is not None)
    return "; ".join(part for part in (figures, found.failed) if part)
