"""``seal``: what are schema, bytes and hash of every file now?"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geo import files
from geo.commands.folder import contents_of
from geo.package.audit import sealed
from geo.package.descriptor import DESCRIPTOR
from geo.package.faults import Faults


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command's grammar."""
    parser = commands.add_parser("seal", help="write schema, bytes and hash of every file")
    parser.add_argument("package", type=Path, help="folder of the package")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the descriptor anew, in one step."""
    root: Path = options.package
    contents = contents_of(root)
    if contents is None:
        return 2
    faults = Faults()
    content = sealed(contents, faults)
    if content is None:
        for fault in faults:
            print(fault.line("en"), file=sys.stderr)
        return 1
    files.write_bytes(root / DESCRIPTOR, content)
    print(f"{root.resolve().name}: sealed {len(contents) - 1} files")
    return 0
