"""What becomes of a package when files are taken into it? The whole way, in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.errors import Fault
from geo.intake.found import Found
from geo.intake.taking.context import context_of
from geo.intake.taking.merge import merged
from geo.intake.taking.named import is_guessed
from geo.intake.taking.understand import understood
from geo.intake.taking.understood import Option, Question, TakenSource, Understood
from geo.language.bilingual import Bilingual
from geo.package.audit import audit


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of taking some files.

    Parameters
    ----------
    contents : mapping of str to bytes or None
        The package as it would be, sealed; None while something is asked, or a fault is left.
    faults : tuple of Fault
        What the package's own checks say of it.
    glossed, untranslated : int
        Names and measures whose English is the glossary's, and those shown in Chinese.
    """

    understood: Understood
    questions: tuple[Question, ...]
    faults: tuple[Fault, ...] = ()
    contents: Mapping[str, bytes] | None = None
    glossed: int = 0
    untranslated: int = 0

    @property
    def is_ready(self) -> bool:
        """Whether it can be written."""
        return self.contents is not None


def take(
    files: Sequence[Found],
    package_id: str,
    contents: Mapping[str, bytes],
    answers: Mapping[str, str] | None = None,
    *,
    source: TakenSource | None = None,
) -> Outcome:
    """Return what a package would be with some files taken in; nothing is written.

    Raises
    ------
    PackageError
        If the package cannot be read whole.
    """
    given = dict(answers or {})
    context = context_of(package_id, contents)
    found = understood(files, context, given, source=source)
    if found.questions or found.refused or not (found.places or found.figures):
        return Outcome(found, found.questions)
    made = merged(context, contents, found, drop_gone=given.get("gone") == "remove")
    if made.gone and given.get("gone") not in ("keep", "remove"):
        return Outcome(found, (_ask_gone(made.gone),))
    faults = audit(package_id, made.contents, {}) if not made.faults.errors else made.faults
    names = {(place.name, place.name_en) for place in found.places}
    names |= {(figure.measure, "") for figure in found.figures}
    glossed = sum(is_guessed(*name) for name in names)
    return Outcome(
        found,
        (),
        tuple(faults),
        None if faults.errors else made.contents,
        glossed,
        sum(not english for _, english in names) - glossed,
    )


def _ask_gone(gone: Sequence[str]) -> Question:
    """Ask what becomes of places that the same source had before."""
    named = "、".join(gone[:5])
    asked = Bilingual(
        f"与上一次相比少了 {len(gone)} 个地点（{named}）。确实要删除吗？",
        f"{len(gone)} places of last time are missing now ({named}). Are they to be deleted?",
    )
    options = (
        Option("keep", Bilingual("保留原来的", "Keep them")),
        Option("remove", Bilingual("删除", "Delete them")),
    )
    return Question("gone", "", asked, options)
