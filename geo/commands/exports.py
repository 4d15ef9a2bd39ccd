"""``html``, ``sheet`` and ``export``: how does a package leave as a page, on A4, as a workbook?"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Final

from geo.commands.folder import add_language, contents_of, package_in, save
from geo.errors import PackageError
from geo.export.limits import TooManyPlacesError, check_one_file
from geo.export.one_file import one_file
from geo.export.sheet.sheet import KINDS, NothingToPrintError, sheet_pdf
from geo.export.template import FILE_NAMES, template_workbook
from geo.language.bilingual import LANGUAGES
from geo.language.locale import readers_language
from geo.served.catalogue import build_payload
from geo.store.store import Store, configured_root
from geo.view.link import encode
from geo.view.linked import Linked, linked
from geo.view.views import View

LOCAL: Final = "http://localhost:8501/"
"""Where `make run` opens the app."""


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the grammar of all three."""
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
    parser.set_defaults(run=html)
    parser = commands.add_parser("sheet", help="print a sheet as PDF")
    parser.add_argument("package", type=Path, help="folder of the package")
    parser.add_argument("-o", "--out", type=Path, required=True, help="file to be written")
    parser.add_argument("--of", choices=KINDS, default="view", help="what it is about")
    parser.add_argument("--place", metavar="ID", help="selected place")
    parser.add_argument("--w", metavar="IDS", help="workstreams, with commas between")
    parser.add_argument("--q", metavar="TEXT", help="words searched for")
    parser.add_argument("--lang", choices=LANGUAGES, default="zh", help="language of the sheet")
    parser.add_argument("--landscape", action="store_true", help="paper across")
    parser.add_argument("--url", default=LOCAL, metavar="BASE", help="address of the map's page")
    parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="day of printing")
    parser.set_defaults(run=sheet)
    parser = commands.add_parser("export", help="write a package as the workbook to fill in")
    parser.add_argument("package", type=Path, help="folder of the package")
    parser.add_argument("--template", action="store_true", required=True, help="as the template")
    parser.add_argument("-o", "--out", type=Path, help="file to be written (else beside it)")
    add_language(parser, what="language of headings and messages")
    parser.set_defaults(run=export)


def html(options: argparse.Namespace) -> int:
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


def sheet(options: argparse.Namespace) -> int:
    """Write the sheet in one step, and say how large it is."""
    contents = contents_of(options.package, options.lang)
    if contents is None:
        return 2
    package = package_in(options.package, contents, options.lang)
    if package is None:
        return 1
    given = {"lang": options.lang, "place": options.place, "w": options.w, "q": options.q}
    found = linked(package, {name: value for name, value in given.items() if value})
    if found.ignored:
        print(f"not known: {', '.join(f'--{name}' for name in found.ignored)}", file=sys.stderr)
        return 2
    try:
        content = _sheet(options, found)
    except NothingToPrintError as error:
        print(f"--of {options.of}: {error}", file=sys.stderr)
        return 2
    return save(options.out, content)


def _sheet(options: argparse.Namespace, found: Linked) -> bytes:
    return sheet_pdf(
        found.package,
        found.view,
        found.shown,
        kind=options.of,
        lang=options.lang,
        landscape=options.landscape,
        link=f"{options.url.rstrip('/')}/?{encode(found.view, found.known)}",
        on=options.on or date.today(),
    )


def export(options: argparse.Namespace) -> int:
    """Write the workbook that is filled in and taken back, in one step."""
    root = options.package.resolve()
    contents = contents_of(options.package, options.lang)
    if contents is None:
        return 2
    package = package_in(root, contents, options.lang)
    if package is None:
        return 1
    out = options.out or root / FILE_NAMES[options.lang]
    return save(out, template_workbook(package, options.lang))
