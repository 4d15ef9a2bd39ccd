"""``check``: which faults does a package have?"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geo import files
from geo.commands.folder import contents_of
from geo.package.audit import audit


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command's grammar."""
    parser = commands.add_parser("check", help="name every fault of a package")
    parser.add_argument("package", type=Path, help="folder of the package")
    parser.add_argument(
        "--source",
        action="append",
        default=[],
        metavar="[ID=]FILE",
        help="text of a source (UTF-8); without ID, of the first report",
    )
    parser.add_argument("--lang", choices=("zh", "en"), default="en", help="language of the faults")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print every fault of a package, and how many there are."""
    contents = contents_of(options.package)
    if contents is None:
        return 2
    reports = {}
    for given in options.source:
        source_id, _, name = given.rpartition("=")
        try:
            reports[source_id] = files.read_bytes(Path(name)).decode("utf-8-sig")
        except OSError as error:
            print(f"{name}: {error.strerror}", file=sys.stderr)
            return 2
        except UnicodeDecodeError as error:
            print(f"{name}: byte {error.start} is not UTF-8", file=sys.stderr)
            return 2
    faults = audit(options.package.resolve().name, contents, reports)
    for fault in faults:
        print(fault.line(options.lang))
    count = len(faults)
    closing = {
        "zh": "没有问题" if not count else f"{count} 处问题",
        "en": "no faults" if not count else f"{count} fault(s)",
    }
    print(f"{options.package.resolve().name}: {closing[options.lang]}")
    return 1 if faults.errors else 0
