"""``publish``, ``undo``, ``withdraw``: how does an edit become public, and how is it taken back?

It is sealed, checked, and pointed to, all or nothing.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from geo import files
from geo.build.folder import BuildFolder, configured_root
from geo.commands.check import found_in, told
from geo.commands.folder import add_language, is_package
from geo.commands.pack import into_folder
from geo.errors import PackageError, printable
from geo.language.texts import text
from geo.package.difference import Difference
from geo.package.read import read_contents
from geo.package.schema import DESCRIPTOR, ID_PATTERN
from geo.store.history import history
from geo.store.publishing import NotAgreedError, publish, withdraw
from geo.store.renewed import sealed_anew
from geo.store.states import DamagedStateError, pointer_content, pointer_of
from geo.store.undo import ASIDE, NothingToUndoError, undo


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the grammar of all."""
    parser = commands.add_parser("publish", help="seal a package, check it and make it public")
    parser.add_argument("package", type=Path, help="folder of the package, or a .zip of one")
    parser.add_argument("--version", help="its new version (else the last number is raised)")
    parser.add_argument("--by", default="", help="who publishes it, for the history")
    parser.add_argument(
        "--remove", action="store_true", help="also where places or figures are there no more"
    )
    _add_rest(parser, run_publish)
    parser = commands.add_parser("withdraw", help="take a package down until it is published again")
    parser.add_argument("package", type=Path, help="folder of the package, also one that is gone")
    _add_rest(parser, run_withdraw)
    parser = commands.add_parser("undo", help="bring back what was published before")
    parser.add_argument("package", type=Path, help="folder of the package")
    parser.add_argument("--by", default="", help="who takes it back, for the history")
    _add_rest(parser, run_undo)
    parser = commands.add_parser("history", help="say when what was published, and by whom")
    parser.add_argument("package", type=Path, help="folder of the package")
    _add_rest(parser, run_history)


def _add_rest(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    parser.add_argument("-o", "--out", type=Path, help="folder of states (else ONEMAP_BUILD)")
    add_language(parser)
    parser.set_defaults(run=run)


def run_publish(options: argparse.Namespace) -> int:
    """Publish the package as it lies there; with any fault nothing changes anywhere."""
    folder = _folder_of(options)
    if isinstance(folder, int):
        return folder
    root, lang = folder.resolve(), options.lang
    builds = BuildFolder((options.out or configured_root(root.parent)).resolve(), root.name)
    if not re.fullmatch(ID_PATTERN, root.name):
        print(text("publish.name", lang, name=root.name), file=sys.stderr)
        return 2
    if not is_package(folder, lang):
        return 2
    if builds.path == root or root in builds.path.parents:
        print(text("build.inside", lang, folder=builds.path), file=sys.stderr)
        return 2
    try:
        before = pointer_of(pointer_content(builds))
        descriptor, version = sealed_anew(root, before, options.version)
        told_of: list[Difference] = []
        agrees = partial(_agrees, told_of, removes=options.remove)
        after = publish(root, builds, descriptor=descriptor, agrees=agrees, by=options.by)
        # As it now is in the folder, so that the app finds nothing new there.
        files.write_bytes(root / DESCRIPTOR, descriptor)
        notes = found_in(root, read_contents(root), {})
    except PackageError as error:
        for fault in error.faults:
            print(fault.line(lang), file=sys.stderr)
        print(text("publish.refused", lang, package=root.name), file=sys.stderr)
        return 1
    except NotAgreedError as error:
        what = error.difference.said.get(lang)
        print(text("publish.fewer", lang, package=root.name, what=what), file=sys.stderr)
        return 1
    except OSError as error:
        print(_hindrance(error, root.name, lang), file=sys.stderr)
        return 2
    for line in told(notes, lang):
        print(line)
    same = before.states[:1] == after.states[:1] and not before.withdrawn
    facts = {"package": root.name, "version": version}
    what = told_of[0].said.get(lang)
    done = text("publish.done", lang, **facts, what=what)
    print(text("publish.same", lang, **facts) if same else done)
    return 0


def _folder_of(options: argparse.Namespace) -> Path | int:
    """Return the folder to be published; of one file that which it was put into, or a code."""
    path: Path = options.package
    if not files.is_file(path) or path.suffix.lower() != ".zip":
        return path
    try:
        return into_folder(path, options.out, options.lang, removes=options.remove) or 1
    except OSError as error:
        print(_hindrance(error, path.name, options.lang), file=sys.stderr)
        return 2


def _agrees(told_of: list[Difference], what: Difference, *, removes: bool) -> bool:
    """Keep what would change; agree unless something goes that nobody said should go."""
    told_of.append(what)
    return removes or not what.loses


def run_withdraw(options: argparse.Namespace) -> int:
    """Take the package down; its states stay on the disk."""
    root, lang = options.package.resolve(), options.lang
    builds = BuildFolder(options.out or configured_root(root.parent), root.name)
    try:
        done = withdraw(builds)
    except OSError as error:
        print(_hindrance(error, root.name, lang), file=sys.stderr)
        return 2
    if not done:
        print(text("withdraw.nothing", lang, package=root.name), file=sys.stderr)
        return 2
    print(text("withdraw.done", lang, package=root.name))
    return 0


def run_undo(options: argparse.Namespace) -> int:
    """Bring back the state before, for readers and in the folder."""
    root, lang = options.package.resolve(), options.lang
    builds = BuildFolder((options.out or configured_root(root.parent)).resolve(), root.name)
    try:
        package = undo(root, builds, by=options.by)
    except (NothingToUndoError, DamagedStateError, PackageError):
        print(text("undo.nothing", lang, package=root.name), file=sys.stderr)
        return 2
    except OSError as error:
        print(_hindrance(error, root.name, lang), file=sys.stderr)
        return 2
    print(text("undo.done", lang, package=root.name, version=package.version))
    print(text("undo.aside", lang, folder=builds.path / ASIDE))
    return 0


def run_history(options: argparse.Namespace) -> int:
    """Print what was published, the newest first."""
    root, lang = options.package.resolve(), options.lang
    lines = history(BuildFolder(options.out or configured_root(root.parent), root.name))
    if not lines:
        print(text("history.nothing", lang, package=root.name), file=sys.stderr)
        return 2
    for line in lines:
        facts = (line.when, line.version, line.what.get(lang), line.by)
        print(printable("  ".join(filter(None, facts))))
    return 0


def _hindrance(error: OSError, package: str, lang: str) -> str:
    """Say what the disk refused, or that another publishing is going on."""
    if isinstance(error, BlockingIOError):
        return text("build.going_on", lang, package=package)
    return f"{error.filename}: {error.strerror}" if error.filename else str(error)
