"""``html``: how is the whole explorer written into one file that needs no network?"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geo.commands.folder import contents_of, package_in, save
from geo.errors import PackageError
from geo.export.limits import TooManyPlacesError, check_one_file
from geo.export.one_file import one_file
from geo.language.bilingual import LANGUAGES
from geo.language.locale import readers_language
from geo.served.catalogue import build_payload
from geo.store.store import Store, configured_root
from geo.view.views import View


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command's grammar."""
    parser = commands.add_parser("html", help="write the explorer into one file")
    parser.add_argument(
        "package",
        type=Path,
        nargs="?",
        help="folder of the package; without it the one shown first",
    )
    parser.add_argument("-o", "--out", type=Path, required=True, help="file to be written")
    parser.add_argument(
        "--lang", choices=LANGUAGES, help="language it opens in; without it the reader's"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the file in one step, and say how large it is."""
    try:
        root = (options.package or _first()).resolve()
    except PackageError as error:
        print(error, file=sys.stderr)
        return 2
    lang = options.lang or readers_language()
    contents = contents_of(root, lang)
    if contents is None:
        return 2
    package = package_in(root, contents, lang)
    if package is None:
        return 1
    try:
        check_one_file(len(package.place))
    except TooManyPlacesError as error:
        print(error.said.get(lang), file=sys.stderr)
        return 1
    view = View(package.package_id, lang=options.lang)
    return save(options.out, one_file(package, build_payload(package), view))


def _first() -> Path:
    """Return the folder of the package that the app shows first."""
    root = configured_root()
    return root / Store(root).default_id()
