"""``sheet``: how is a view, a place or a workstream of a package printed on A4?"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Final

from geo.commands.folder import contents_of, package_in, save
from geo.export.sheet.sheet import KINDS, NothingToPrintError, sheet_pdf
from geo.language.bilingual import LANGUAGES
from geo.view.link import encode
from geo.view.linked import Linked, linked

LOCAL: Final = "http://localhost:8501/"
"""Where `make run` opens the app."""


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command's grammar."""
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
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
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
