"""``take``: how do the files on an officer's desk become places and figures of a package?"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from geo import files
from geo.commands.folder import add_language, is_package
from geo.errors import PackageError, printable
from geo.intake.child import Guard
from geo.intake.found import Found
from geo.intake.taking.blank import BlankError, blank
from geo.intake.taking.take import Outcome, take
from geo.intake.taking.understood import Question, TakenSource
from geo.language.texts import text
from geo.package.read import read_contents
from geo.package.schema import ID_PATTERN

_LONG = 4
"""So many choices are listed with every message that has them; longer lists once."""


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the grammar of the command."""
    parser = commands.add_parser("take", help="take spreadsheets and map files into a package")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files to take")
    parser.add_argument("--into", required=True, type=Path, metavar="PACKAGE", help="its folder")
    parser.add_argument("--new", metavar="TITLE", help="make the package, with this title")
    parser.add_argument(
        "--answer", action="append", default=[], metavar="KEY=VALUE", help="answer to a question"
    )
    parser.add_argument(
        "--source", metavar="TITLE", help="where the rows come from (else the file)"
    )
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Take the files in, or say what is wrong or asked; only what is whole is written."""
    root, lang = options.into.resolve(), options.lang
    answers = dict(given.partition("=")[::2] for given in options.answer)
    missing = next((path for path in options.files if not files.is_file(path)), None)
    if missing is not None:
        print(printable(text("take.no_file", lang, file=missing)), file=sys.stderr)
        return 2
    if not re.fullmatch(ID_PATTERN, root.name):
        print(text("publish.name", lang, name=root.name), file=sys.stderr)
        return 2
    if options.new is None and not is_package(options.into, lang):
        return 2
    with Guard() as guard:
        found = [guard.read(path) for path in options.files]
    source = None if options.source is None else TakenSource(options.source)
    try:
        contents = _contents(root, options.new, found, answers)
        taken = partial(take, found, root.name, contents, source=source)
        outcome = taken(answers)
    except PackageError as error:
        for fault in error.faults:
            print(fault.line(lang), file=sys.stderr)
        return 1
    except BlankError as error:
        print(error.said.get(lang), file=sys.stderr)
        return 1
    _tell(outcome, lang)
    for key in _unheard(answers, outcome, taken):
        print(printable(text("take.unheard", lang, answer=f"{key}={answers[key]}")))
    if outcome.contents is None:
        print(text("take.asked", lang) if outcome.questions else text("take.not_taken", lang))
        return 1
    for path, content in outcome.contents.items():
        if contents.get(path) != content or options.new is not None:
            files.write_bytes(root / path, content)
    _tell_done(outcome, root, lang)
    return 0


def _unheard(
    answers: Mapping[str, str], outcome: Outcome, taken: Callable[[Mapping[str, str]], Outcome]
) -> list[str]:
    """Return the answers without which all would be the same: nobody asked for them."""
    found = []
    for key in answers:
        without = taken({each: value for each, value in answers.items() if each != key})
        if without == outcome:
            found.append(key)
    return found


def _contents(
    root: Path, title: str | None, found: Sequence[Found], answers: Mapping[str, str]
) -> dict[str, bytes]:
    """Return the files of the package; those of a blank one where it is to be made."""
    if title is None or files.is_file(root / "datapackage.json"):
        return read_contents(root)
    return blank(root.name, title, found, answers)


def _tell(outcome: Outcome, lang: str) -> None:
    """Print what is said of the files, then what is asked."""
    told = set()
    for message in outcome.understood.messages:
        print(message.line(lang))
        choices = tuple((offer.value, offer.label) for offer in message.offers)
        if choices in told and len(choices) > _LONG:
            key = printable(f"--answer {message.offers[0].key}=…")
            print(f"  {key}  {text('take.as_above', lang)}")
            continue
        told.add(choices)
        for offer in message.offers:
            answer = printable(f"--answer {offer.key}={offer.value}")
            print(f"  {answer}  {printable(offer.label.get(lang))}")
    for fault in outcome.faults:
        if fault.level != "info":
            print(fault.line(lang))
    for question in outcome.questions:
        print(asked(question, lang))


def asked(question: Question, lang: str) -> str:
    """Return a question as a line, with the answers that may be given."""
    about = f"{question.about}: " if question.about else ""
    options = "".join(
        f"\n  --answer {question.key}={option.value}  {option.label.get(lang)}"
        for option in question.options
    )
    typed = "" if question.options else f"\n  --answer {question.key}=…"
    return printable_lines(f"{about}{question.asked.get(lang)}{options}{typed}")


def printable_lines(said: str) -> str:
    """Return some lines with every sign of them to be seen."""
    return "\n".join(map(printable, said.split("\n")))


def _tell_done(outcome: Outcome, root: Path, lang: str) -> None:
    taken = outcome.understood
    facts = {"package": root.name, "places": len(taken.places), "figures": len(taken.figures)}
    print(text("take.done", lang, **facts))
    english = {"glossed": outcome.glossed, "left": outcome.untranslated}
    print(text("take.english", lang, **english))
    print(text("take.next", lang, folder=root))
