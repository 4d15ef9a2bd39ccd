"""How does the state before come back, for readers and in the folder?

What is taken back is served no more, also not to links pinned to it: undoing is how something goes
that should not have become public. What lay in the folder is set aside, so nothing is lost.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from geo import files
from geo.build.build import build
from geo.build.folder import BuildFolder
from geo.language.bilingual import Bilingual
from geo.package.known import known_in, stamps
from geo.package.package import Package
from geo.store.history import remember
from geo.store.publishing import LOCK, sweep
from geo.store.states import FILES, folder_of, open_state, point, pointer_content, pointer_of

ASIDE: Final = ".undone"
"""Where the files lie that an undoing replaced; the last ones only."""


class NothingToUndoError(Exception):
    """Nothing was published before what is served now, or it is no longer kept."""


def undo(source: Path, builds: BuildFolder, *, by: str = "") -> Package:
    """Serve the state before, and bring its files back into the folder; return it.

    Raises
    ------
    NothingToUndoError
        If there is none.
    DamagedStateError
        If it is not whole; nothing changes.
    BlockingIOError
        If somebody is publishing this package.
    OSError
        If a file cannot be written.
    """
    with files.locked(builds.path / LOCK):
        before = pointer_of(pointer_content(builds))
        if before.withdrawn or len(before.states) < 2:
            raise NothingToUndoError
        state = before.states[1]
        package = open_state(builds, state, build).package
        _bring_back(folder_of(builds, state) / FILES, source, builds.path / ASIDE)
        after = replace(before, states=before.states[1:], source=stamps(source))
        point(builds, after)
        what = Bilingual(f"撤回到 {package.version}", f"taken back to {package.version}")
        remember(builds, "undo", what, version=package.version, state=state, by=by)
        sweep(builds, after)
        return package


def _bring_back(state: Path, source: Path, aside: Path) -> None:
    """Let a folder hold the files of a state; what lay there lies aside."""
    files.remove_folder(aside)
    there = known_in(source) if files.is_folder(source) else ()
    for path in there:
        files.copy(source / path, aside / path)
    back = tuple(files.walk(state))
    for path in back:
        files.write_bytes(source / path, files.read_bytes(state / path))
    for path in set(there) - set(back):
        files.remove(source / path)
