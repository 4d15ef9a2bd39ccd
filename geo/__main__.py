"""What does ``python -m geo`` do? It checks and seals packages."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from geo import files
from geo.package.audit import audit, sealed
from geo.package.descriptor import DESCRIPTOR
from geo.package.faults import Faults
from geo.package.read import read_contents


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 if all is well, 1 if faults were found, 2 if it could not start."""
    options = _parser().parse_args(arguments)
    root: Path = options.package
    try:
        contents = read_contents(root)
    except OSError as error:
        print(f"{root}: {error.strerror}", file=sys.stderr)
        return 2
    if DESCRIPTOR not in contents:
        print(f"{root}: {DESCRIPTOR} 不存在 / is missing", file=sys.stderr)
        return 2
    return _seal(root, contents) if options.command == "seal" else _check(options, contents)


def _parser() -> argparse.ArgumentParser:
    """Return the command line's grammar."""
    parser = argparse.ArgumentParser(prog="python -m geo", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="name every fault of a package")
    check.add_argument("package", type=Path, help="folder of the package")
    check.add_argument(
        "--source",
        action="append",
        default=[],
        metavar="[ID=]FILE",
        help="text of a source (UTF-8); without ID, of the first report",
    )
    check.add_argument("--lang", choices=("zh", "en"), default="en", help="language of the faults")
    seal = commands.add_parser("seal", help="write schema, bytes and hash of every file")
    seal.add_argument("package", type=Path, help="folder of the package")
    return parser


def _check(options: argparse.Namespace, contents: dict[str, bytes]) -> int:
    """Print every fault of a package, and how many there are."""
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
    return 1 if faults else 0


def _seal(root: Path, contents: dict[str, bytes]) -> int:
    """Write the descriptor anew, in one step."""
    faults = Faults()
    content = sealed(contents, faults)
    if content is None:
        for fault in faults:
            print(fault.line("en"), file=sys.stderr)
        return 1
    files.write_bytes(root / DESCRIPTOR, content)
    print(f"{root.resolve().name}: sealed {len(contents) - 1} files")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
