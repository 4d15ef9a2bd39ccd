"""How fast is the one-map beside its peers?

    python -m bench                                   sizes to 100,000, three runs
    python -m bench --sizes 100 1000 --runs 1         quick
    python -m bench --sizes 1000000 --contestants empty ours leaflet
    python -m bench --sizes real                      the district outlines of China

Makes the data (build/bench), builds them, has the contestants visited in turn, and writes
bench/results.json after each round, then bench/RESULTS.md and bench/results.svg.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence

from bench import generate, report, results
from bench.browser import chromium
from bench.contestants import CONTESTANTS
from bench.rounds import Options, measure

SIZES = ("100", "1000", "10000", "100000")


def parse(arguments: Sequence[str] | None = None) -> Options:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    every = tuple(CONTESTANTS)
    parser.add_argument("--sizes", nargs="+", default=list(SIZES), help="places, or `real`")
    parser.add_argument("--runs", type=int, default=3, help="visits of each contestant")
    parser.add_argument("--contestants", nargs="+", choices=every, default=list(every))
    parser.add_argument("--bound", type=float, default=120.0, help="seconds for each wait")
    parser.add_argument("--seed", type=int, default=generate.SEED)
    return Options(**vars(parser.parse_args(arguments)))


def main() -> None:
    """Measure, then write the report."""
    options = parse()
    # Ended from outside, it ends the servers and the browser as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with chromium() as browser:
        for size in sorted(options.sizes, key=results.order):
            measure(browser, size, options)
    report.main()


if __name__ == "__main__":
    main()
