"""When was what published of a package, and by whom? One line a step, kept beside its states."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from geo import files
from geo.build.folder import BuildFolder
from geo.language.bilingual import Bilingual

HISTORY: Final = "history.jsonl"
_KEPT: Final = 1000
"""Lines that are kept, the newest; years of daily publishing."""
Step = Literal["publish", "undo", "withdraw"]


@dataclass(frozen=True, slots=True)
class Line:
    """One step.

    Parameters
    ----------
    when : str
        In UTC, ``2024-03-01T08:30:00Z``.
    state, version : str
        What was served afterwards; "" where nothing was.
    what : Bilingual
        What was new, changed and gone.
    by : str
        Who said that they did it; "" where nobody did.
    """

    when: str
    step: Step
    version: str
    state: str
    what: Bilingual
    by: str = ""


def history(builds: BuildFolder) -> tuple[Line, ...]:
    """Return what was done, the newest first; a line that cannot be read is left out."""
    try:
        content = files.read_bytes(builds.path / HISTORY)
    except OSError:
        return ()
    found = [_line(text) for text in content.decode("utf-8", "replace").splitlines()]
    return tuple(line for line in reversed(found) if line is not None)


def remember(
    builds: BuildFolder, step: Step, what: Bilingual, *, version: str, state: str, by: str = ""
) -> None:
    """Add a line; to be called under the lock under which it was done."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    kept = [*reversed(history(builds)[: _KEPT - 1]), Line(now, step, version, state, what, by)]
    lines = "".join(json.dumps(asdict(line), ensure_ascii=False) + "\n" for line in kept)
    files.write_bytes(builds.path / HISTORY, lines.encode(), settled=True)


def _line(text: str) -> Line | None:
    try:
        found = json.loads(text)
        what = Bilingual(str(found["what"]["zh"]), str(found["what"]["en"]))
        facts = (str(found[name]) for name in ("when", "step", "version", "state"))
        when, step, version, state = facts
        if step not in ("publish", "undo", "withdraw"):
            return None
        return Line(when, step, version, state, what, str(found["by"]))  # type: ignore[arg-type]
    except (ValueError, TypeError, KeyError):
        return None
