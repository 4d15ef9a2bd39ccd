"""``export``: what does a package say, as a workbook that is filled in and taken back?"""

from __future__ import annotations

import argparse
from pathlib import Path

from geo.commands.folder import add_language, contents_of, package_in, save
from geo.export.template import FILE_NAMES, template_workbook


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command's grammar."""
    parser = commands.add_parser("export", help="write a package as the workbook to fill in")
    parser.add_argument("package", type=Path, help="folder of the package")
    parser.add_argument("--template", action="store_true", required=True, help="as the template")
    parser.add_argument("-o", "--out", type=Path, help="file to be written (else beside it)")
    add_language(parser, what="language of headings and messages")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the workbook in one step."""
    root = options.package.resolve()
    contents = contents_of(options.package, options.lang)
    if contents is None:
        return 2
    package = package_in(root, contents, options.lang)
    if package is None:
        return 1
    out = options.out or root / FILE_NAMES[options.lang]
    return save(out, template_workbook(package, options.lang))
