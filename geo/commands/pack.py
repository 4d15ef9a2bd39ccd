"""``pack``: how does a package go on to another server, in one file?"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geo import files
from geo.build.folder import BuildFolder
from geo.build.folder import configured_root as configured_builds
from geo.commands.folder import add_language, contents_of, save
from geo.errors import printable
from geo.intake.messages import Messages, NotTakenError
from geo.language.texts import text
from geo.package.difference import difference
from geo.store.packed import packed, unpacked
from geo.store.publishing import served
from geo.store.received import put
from geo.store.states import pointer_content, pointer_of
from geo.store.store import configured_root
from geo.store.undo import ASIDE


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command's grammar."""
    parser = commands.add_parser("pack", help="write a sealed package into one .zip")
    parser.add_argument("package", type=Path, help="folder of the package")
    parser.add_argument("-o", "--out", type=Path, required=True, help="file to be written")
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the file in one step, once it was unpacked again and judged."""
    contents = contents_of(options.package, options.lang)
    if contents is None:
        return 2
    try:
        made = packed(contents)
    except NotTakenError as error:
        _say(error, options.package.resolve().name, options.lang)
        return 1
    return save(options.out, made)


def into_folder(path: Path, out: Path | None, lang: str, *, removes: bool) -> Path | None:
    """Put the package of one file into its folder; None, said, where it may not be published.

    Raises
    ------
    OSError
        If a file cannot be read or written.
    """
    try:
        arrived = unpacked(files.read_bytes(path))
    except NotTakenError as error:
        _say(error, path.name, lang)
        return None
    name = arrived.package.package_id
    root = configured_root().resolve() / name
    builds = BuildFolder((out or configured_builds(root.parent)).resolve(), name)
    what = difference(served(builds, pointer_of(pointer_content(builds))), arrived.package)
    # Asked before anything is written: an app takes a sealed folder by itself.
    if what.loses and not removes:
        said = text("publish.fewer", lang, package=name, what=what.said.get(lang))
        print(printable(said), file=sys.stderr)
        return None
    put(arrived.contents, root, builds.path / ASIDE)
    return root


def _say(error: NotTakenError, name: str, lang: str) -> None:
    messages = Messages(name)
    messages.refuse(error)
    for message in messages.told():
        print(message.line(lang), file=sys.stderr)
