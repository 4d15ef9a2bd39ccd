"""``withdraw``: how is a package taken down, wherever its folder is?"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geo.build.folder import BuildFolder, configured_root
from geo.commands.folder import add_language
from geo.language.texts import text
from geo.store.publishing import withdraw


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command's grammar."""
    parser = commands.add_parser("withdraw", help="take a package down until it is published again")
    parser.add_argument("package", type=Path, help="folder of the package, also one that is gone")
    parser.add_argument("-o", "--out", type=Path, help="folder of states (else ONEMAP_BUILD)")
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Take the package down; its states stay on the disk."""
    root, lang = options.package.resolve(), options.lang
    builds = BuildFolder(options.out or configured_root(root.parent), root.name)
    try:
        done = withdraw(builds)
    except BlockingIOError:
        print(text("build.going_on", lang, package=root.name), file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename}: {error.strerror}" if error.filename else error, file=sys.stderr)
        return 2
    if not done:
        print(text("withdraw.nothing", lang, package=root.name), file=sys.stderr)
        return 2
    print(text("withdraw.done", lang, package=root.name))
    return 0
