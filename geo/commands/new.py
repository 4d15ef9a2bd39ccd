"""``new``: what does a package of a district of China begin with?"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from geo import files
from geo.commands.folder import add_language, contents_of, package_in
from geo.errors import printable
from geo.export.template import FILE_NAMES, template_workbook
from geo.geography.another_year import district_of, next_package
from geo.geography.districts import District, find
from geo.geography.new_package import new_package, package_name
from geo.geography.sources import GeographyError, need_all
from geo.geography.surroundings import Surroundings, surroundings_of
from geo.language.texts import text
from geo.package.faults import Faults
from geo.package.own_faults import check_folder
from geo.package.read import build_package
from geo.package.schema import DESCRIPTOR
from geo.store.store import configured_root

FIRST_YEAR: Final = 1949
LAST_YEAR: Final = 2099


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command's grammar."""
    parser = commands.add_parser("new", help="begin the package of a district of China")
    parser.add_argument("district", help="its name or six-digit code: 洪山区, 武汉市洪山区, 420111")
    parser.add_argument("--year", type=_year, required=True, help="year that it is about")
    parser.add_argument(
        "--into", type=Path, metavar="FOLDER", help="its folder (else named after it, in data)"
    )
    parser.add_argument(
        "--from",
        dest="older",
        type=Path,
        metavar="PACKAGE",
        help="package of another year, whose places and lines of work it takes",
    )
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the package into a folder of its own."""
    lang: str = options.lang
    try:
        return _begun(options) if options.older is None else _begun_from(options)
    except GeographyError as error:
        for line in error.said.get(lang).splitlines():
            print(printable(line), file=sys.stderr)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
    return 2


def _begun(options: argparse.Namespace) -> int:
    """Write the package of a district with what is published of it."""
    lang: str = options.lang
    need_all()
    district = find(options.district)
    folder = _folder(options, district)
    if not _is_free(folder, lang):
        return 2
    around = surroundings_of(district)
    contents = new_package(around, options.year, folder.resolve().name)
    begun = build_package(folder.resolve().name, contents, Faults())
    _write(folder, contents)
    if begun is not None:
        workbook = template_workbook(begun, lang, filled=False)
        files.write_bytes(folder / FILE_NAMES[lang], workbook)
    print(_done(folder, around, options.year, lang))
    return 0


def _begun_from(options: argparse.Namespace) -> int:
    """Write the package of a district with the places and lines of work of another year."""
    lang: str = options.lang
    root: Path = options.older.resolve()
    older_contents = contents_of(options.older, lang)
    if older_contents is None:
        return 2
    older = package_in(root, older_contents, lang)
    if older is None:
        return 1
    folder = _folder(options, district_of(older, options.district))
    if not _is_free(folder, lang):
        return 2
    contents = next_package(older, older_contents, options.year, folder.resolve().name)
    made = package_in(folder, contents, lang)
    if made is None:
        return 1
    _write(folder, contents)
    files.write_bytes(folder / FILE_NAMES[lang], template_workbook(made, lang, older=older))
    facts = {"folder": folder, "older": root.name, "title": made.title.get(lang)}
    counts = {"places": len(made.place), "workstreams": len(made.workstreams)}
    print(printable(text("new.done_from", lang, **facts, **counts)))
    print(printable(_next(folder, lang)))
    return 0


def _folder(options: argparse.Namespace, district: District) -> Path:
    into: Path | None = options.into
    return into or configured_root() / package_name(district, options.year)


def _is_free(folder: Path, lang: str) -> bool:
    """Tell whether a package may be written into a folder; if not, say why."""
    faults = Faults()
    check_folder(folder.resolve().name, faults)
    for fault in faults:
        print(fault.line(lang), file=sys.stderr)
    taken = files.is_file(folder) or (files.is_folder(folder) and any(files.walk(folder)))
    if taken:
        print(printable(text("new.exists", lang, folder=folder)), file=sys.stderr)
    return not (faults or taken)


def _write(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write the files, the descriptor last: until then the folder is no package to anybody."""
    for path in sorted(contents, key=lambda path: path == DESCRIPTOR):
        files.write_bytes(folder / path, contents[path])


def _done(folder: Path, around: Surroundings, year: int, lang: str) -> str:
    said = text(
        "new.done",
        lang,
        folder=folder,
        district=around.district.names.get(lang),
        year=year,
        areas=len(around.townships) + 1,
        neighbours=len(around.neighbours),
        towns=len(around.towns),
    )
    return f"{printable(said)}\n{printable(_next(folder, lang))}"


def _next(folder: Path, lang: str) -> str:
    return text("new.next", lang, folder=folder, workbook=FILE_NAMES[lang])


def _year(stated: str) -> int:
    """Return a year that a title can hold."""
    year = int(stated)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError
    return year
