"""``seal``: what are schema, bytes and hash of every file now?"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geo import files
from geo.commands.folder import add_language, contents_of
from geo.errors import printable
from geo.language.texts import text
from geo.package.audit import sealed
from geo.package.faults import Faults
from geo.package.schema import DESCRIPTOR


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command's grammar."""
    parser = commands.add_parser("seal", help="write schema, bytes and hash of every file")
    parser.add_argument("package", type=Path, help="folder of the package")
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the descriptor anew, in one step."""
    root: Path = options.package
    contents = contents_of(root, options.lang)
    if contents is None:
        return 2
    faults = Faults()
    content = sealed(contents, faults)
    for fault in faults:
        print(fault.line(options.lang), file=sys.stderr)
    if content is None:
        return 1
    files.write_bytes(root / DESCRIPTOR, content)
    name = printable(root.resolve().name)
    print(text("seal.done", options.lang, package=name, files=len(contents) - 1))
    return 0
