"""May what arrived in one file be published? Asked in a process that is watched.

Checking a whole package takes time and memory that are the sender's to choose: here they are those
of a process that can be ended, not those of the server.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

from geo import files
from geo.intake.child import Guard
from geo.intake.found import Found
from geo.intake.messages import Message, Messages, NotTakenError
from geo.intake.worker import answer_all
from geo.store.packed import unpacked

MOST_SECONDS: Final = 30.0
"""Processor time that the checks of one package may take; Anci's take two."""


def judged_apart(content: bytes, builds: Path) -> tuple[Message, ...]:
    """Return what speaks against publishing a packed package; nothing where all is sound.

    Parameters
    ----------
    builds : Path
        Where the server may write; what is written there is gone afterwards.
    """
    folder = builds / ".brought" / secrets.token_hex(16)
    path = folder / "packed.zip"
    try:
        files.write_bytes(path, content)
        with Guard("geo.store.packed_apart", most_seconds=MOST_SECONDS) as guard:
            return guard.read(path).messages
    finally:
        files.remove_folder(folder)


def judged(content: bytes) -> tuple[Message, ...]:
    """Return what speaks against publishing a packed package, judged in this process."""
    messages = Messages("packed.zip")
    try:
        unpacked(content)
    except NotTakenError as error:
        messages.refuse(error)
    return messages.told()


def _found(path: Path) -> Found:
    return Found(path.name, "package", (), judged(files.read_bytes(path)))


if __name__ == "__main__":
    answer_all(_found)
