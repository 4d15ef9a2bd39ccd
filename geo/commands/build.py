"""``build``: how are the files that draw a package made before anybody asks for them?"""

from __future__ import annotations

import argparse
import sys
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import Final

from geo.build.build import build
from geo.build.engine import Cluster, Engine, Processes, Serial
from geo.build.folder import BuildFolder, configured_root
from geo.commands.folder import add_language, is_package
from geo.errors import PackageError
from geo.language.texts import text
from geo.package.faults import Faults
from geo.package.own_faults import check_folder

BAR: Final = 30
"""Signs of a full bar of progress."""


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command's grammar."""
    parser = commands.add_parser("build", help="make the files that draw packages beforehand")
    parser.add_argument("package", type=Path, nargs="+", help="folder of a package")
    parser.add_argument("-o", "--out", type=Path, help="folder of builds (else ONEMAP_BUILD)")
    parser.add_argument("--workers", type=_count, default=1, metavar="N", help="processes; 0: all")
    parser.add_argument("--dask", metavar="ADDRESS", help="a Dask scheduler that does the work")
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Build each package and say what became of it."""
    try:
        opened = _engine(options)
    except ImportError:
        print(text("build.no_dask", options.lang), file=sys.stderr)
        return 2
    except (OSError, ValueError) as error:
        print(f"{options.dask}: {error}", file=sys.stderr)
        return 2
    with opened as engine:
        codes = [_built(package, options.out, engine, options.lang) for package in options.package]
    return max(codes)


def _count(stated: str) -> int:
    """Return a number of processes, not less than 0."""
    count = int(stated)
    if count < 0:
        raise ValueError
    return count


def _engine(options: argparse.Namespace) -> AbstractContextManager[Engine]:
    """Return who does the work, to be left at the end.

    Raises
    ------
    ImportError
        If Dask is asked for and is not there.
    OSError, ValueError
        If its scheduler does not answer, or has no such address.
    """
    if options.dask:
        return closing(Cluster(options.dask))
    return nullcontext(Serial() if options.workers == 1 else Processes(options.workers))


def _built(package: Path, out: Path | None, engine: Engine, lang: str) -> int:
    """Build one package; the exit code."""
    package = package.resolve()
    root = out or configured_root(package.parent)
    if not is_package(package, lang):
        return 2
    named = Faults()
    check_folder(package.name, named)
    if named:
        print(named[0].line(lang), file=sys.stderr)
        return 1
    builds = BuildFolder(root.resolve(), package.name)
    if builds.path == package or package in builds.path.parents:
        print(text("build.inside", lang, folder=root), file=sys.stderr)
        return 2
    bar = _Bar(lang)
    try:
        manifest = build(package, builds, engine=engine, progress=bar)
    except PackageError as error:
        bar.end()
        for fault in error.faults:
            print(fault.line(lang), file=sys.stderr)
        print(text("build.failed", lang, package=package.name), file=sys.stderr)
        return 1
    except BlockingIOError:
        print(text("build.going_on", lang, package=package.name), file=sys.stderr)
        return 2
    except OSError as error:
        bar.end()
        print(f"{error.filename}: {error.strerror}" if error.filename else error, file=sys.stderr)
        return 2
    bar.end()
    counted = f"{len(manifest.served):,}"
    facts = {"package": package.name, "files": counted, "folder": builds.path}
    done = text("build.done", lang, **facts)
    print(done if bar.moved else text("build.unchanged", lang, **facts))
    return 0


class _Bar:
    """A bar of progress on a terminal; where there is none, a line a stage."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._open = False
        self.moved = False

    def __call__(self, stage: str, done: int, total: int) -> None:
        self.moved = True
        if not total:
            return  # a small package has nothing of this kind, and 0/0 looks like a fault
        words = text(f"build.stage.{stage}", self._lang)
        if sys.stderr.isatty():
            filled = BAR * done // total
            bar = "█" * filled + "·" * (BAR - filled)
            self._open = done != total
            sign = "" if self._open else "\n"
            print(f"\r{words} {bar} {done}/{total}", end=sign, file=sys.stderr, flush=True)
        elif done == total:
            print(f"{words} {total}/{total}", file=sys.stderr)

    def end(self) -> None:
        """Leave the line of the bar."""
        if self._open:
            print(file=sys.stderr)
