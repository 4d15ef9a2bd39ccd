"""``check`` and ``seal``: what is wrong with a package or a file, and what is in it now?"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from geo import files
from geo.commands.folder import add_language, contents_of
from geo.errors import WHOLE, Fault, printable
from geo.intake.child import read_guarded
from geo.intake.messages import Message, verdict
from geo.language.texts import text
from geo.package.audit import audit, sealed
from geo.package.faults import Faults
from geo.package.known import LAYERS, strays
from geo.package.layers.refused import RefusedError
from geo.package.one_cause import alike
from geo.package.own_faults import check_strays
from geo.package.report import report_text
from geo.package.schema import DESCRIPTOR

LONG: Final = 20
"""Messages from which on they begin with a summary."""
ALIKE: Final = 50
"""Messages of one kind about one file that are printed; of others only how many."""
FILES_NAMED: Final = 10
_FEATURES: Final = (".geojson", ".geojsonl", ".geojsons", ".ndjson", ".parquet", ".gpkg")
"""Endings of files whose rows are features."""


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the grammar of both."""
    parser = commands.add_parser("check", help="name every fault of a package or of a file")
    parser.add_argument("package", type=Path, help="folder of the package, or a file to be taken")
    parser.add_argument("--json", action="store_true", help="for programs: verdict and messages")
    parser.add_argument(
        "--source",
        action="append",
        default=[],
        metavar="[ID=]FILE",
        help="text of a source (.txt, .docx); without ID, of the first report",
    )
    add_language(parser)
    parser.set_defaults(run=check)
    parser = commands.add_parser("seal", help="write schema, bytes and hash of every file")
    parser.add_argument("package", type=Path, help="folder of the package")
    add_language(parser)
    parser.set_defaults(run=seal)


def check(options: argparse.Namespace) -> int:
    """Print every fault of a package or a file, and how many there are."""
    if files.is_file(options.package) and not options.source:
        return check_file(options.package, options.lang, as_json=options.json)
    contents = contents_of(options.package, options.lang)
    if contents is None:
        return 2
    reports = {}
    for given in options.source:
        source_id, _, name = given.rpartition("=")
        try:
            reports[source_id] = report_text(files.read_bytes(Path(name)))
        except OSError as error:
            print(f"{name}: {error.strerror}", file=sys.stderr)
            return 2
        except RefusedError as error:
            faults = Faults()
            faults.add(error.code, name, None, error.said, error.remedy)
            print(faults[0].line(options.lang), file=sys.stderr)
            return 2
    package_id = options.package.resolve().name
    faults = found_in(options.package, contents, reports)
    if options.json:
        return print_json(messages_of(faults), options.lang)
    for line in told(faults, options.lang):
        print(line)
    print(f"{printable(package_id)}: {closing(faults, options.lang)}")
    return 1 if faults.errors else 0


def found_in(root: Path, contents: Mapping[str, bytes], reports: Mapping[str, str]) -> Faults:
    """Return what is said of the package in `root`, of strays beside it as well."""
    faults = alike(audit(root.resolve().name, contents, reports))
    # A row that cannot be read names its file as well: then nobody can say which are named.
    if all(fault.file != LAYERS for fault in faults.errors):
        check_strays(strays(root), faults)
    return faults


def told(faults: Faults, lang: str) -> Iterator[str]:
    """Yield what is said of a package: a summary first where it is long, the same only so often."""
    kinds = Counter((fault.file, fault.code) for fault in faults)
    if len(faults) > LONG:
        by_file = Counter(fault.file for fault in faults).most_common(FILES_NAMED)
        named = ((WHOLE.get(lang) if file == "." else file, count) for file, count in by_file)
        comma, stop = ("、", "。") if lang == "zh" else (", ", ". ")
        counts = comma.join(f"{file} {count:,}" for file, count in named)
        yield f"{closing(faults, lang)}{stop}{text('check.by_file', lang, counts=counts)}"
    seen: Counter[tuple[str, str]] = Counter()
    for fault in faults:
        kind = (fault.file, fault.code)
        seen[kind] += 1
        if seen[kind] <= ALIKE:
            yield fault.line(lang)
        if seen[kind] == kinds[kind] > ALIKE:
            more = f"{kinds[kind] - ALIKE:,}"
            yield text("check.more", lang, file=fault.file, count=more, code=fault.code)


def closing(faults: Faults, lang: str) -> str:
    """Return how many faults there are, and how many notes besides."""
    errors, notes = len(faults.errors), len(faults) - len(faults.errors)
    parts = [
        text("check.faults", lang, count=f"{errors:,}") if errors else text("check.none", lang)
    ]
    parts += [text("check.notes", lang, count=f"{notes:,}")] if notes else []
    return ("，" if lang == "zh" else ", ").join(parts)


def seal(options: argparse.Namespace) -> int:
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


def check_file(path: Path, lang: str, *, as_json: bool) -> int:
    """Print what is said of a file; 0: it is taken, 1: refused, 2: cannot be read."""
    try:
        found = read_guarded(path)
    except OSError as error:
        print(f"{path}: {error.strerror}", file=sys.stderr)
        return 2
    if as_json:
        return print_json(found.messages, lang)
    for message in found.messages:
        print(message.line(lang))
    rows = sum(len(table.rows) for table in found.tables)
    said = verdict(found.messages)
    print(text(f"check.file_{said}", lang, file=printable(path.name), count=f"{rows:,}"))
    return 1 if said == "reject" else 0


def print_json(messages: Sequence[Message], lang: str) -> int:
    """Print a verdict and its messages for programs; the exit code."""
    said = verdict(messages)
    whole = {"verdict": said, "messages": [message.as_json(lang) for message in messages]}
    print(json.dumps(whole, ensure_ascii=False, indent=1))
    return 1 if said == "reject" else 0


def messages_of(faults: Iterable[Fault]) -> list[Message]:
    """Return what is said of a package in the form in which it is said of a file."""
    return [_message(fault) for fault in faults]


def _message(fault: Fault) -> Message:
    by_feature = fault.file.lower().endswith(_FEATURES)
    row, feature = (None, fault.row) if by_feature else (fault.row, None)
    where = (fault.level, fault.code, fault.file, row, feature, None)
    return Message(*where, fault.fault, fault.remedy)
