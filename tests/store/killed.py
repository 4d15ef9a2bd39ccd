"""What is left when a process is killed at one of the moments of publishing? Run as a program.

``python -m tests.store.killed <folder> <builds> <target>`` publishes the package in a folder over
and over, each time over a copy of what was published, and is killed each time: before the last step
of every kind, that is what one of our functions has the disk do. Prints a line for each: the copy,
and the step that it died before.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from geo.build.folder import BuildFolder
from geo.store.publishing import publish
from tests.running import ROOT

WRITES = os.O_WRONLY | os.O_RDWR
EVENTS = {"os.rename", "os.remove", "os.rmdir", "os.link", "os.chmod", "os.utime"}
ASKING = tuple(str(ROOT / "geo" / name) for name in ("files", "store", "build"))
Step = str


def changes_the_disk(event: str, given: tuple[object, ...]) -> bool:
    return event in EVENTS or (event == "open" and bool(int(str(given[2])) & WRITES))


def step_of(event: str, frame: FrameType | None) -> Step | None:
    """Name what the disk is asked to do, and by which functions; None: it is none of ours."""
    names: list[str] = []
    while frame is not None:
        if frame.f_code.co_filename.startswith(ASKING):
            names.append(frame.f_code.co_name)
        frame = frame.f_back
    return " < ".join((event, *names)) if names else None


def watching(seen: Callable[[Step], None]) -> None:
    """Have each step told before it is taken, from here on, in this process."""

    def hook(event: str, given: tuple[object, ...]) -> None:
        if changes_the_disk(event, given):
            step = step_of(event, sys._getframe(1))
            if step is not None:
                seen(step)

    sys.addaudithook(hook)


def in_a_child(work: Callable[[], None]) -> int:
    """Do some work in a fork of this process, which has nothing but one thread; how it ended."""
    child = os.fork()
    if not child:
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def steps(source: Path, builds: Path, target: Path) -> list[Step]:
    """Publish to the end, and return the steps that were taken."""
    copy, notes = Path(shutil.copytree(builds, target / "whole")), target / "steps"

    def work() -> None:
        with notes.open("w", encoding="utf-8") as out:
            watching(lambda step: print(step, file=out))
            publish(source, BuildFolder(copy, source.name))

    assert in_a_child(work) == 0
    return notes.read_text("utf-8").splitlines()


def kill_before(moment: int, source: Path, copy: Path) -> None:
    taken = 0

    def seen(_: Step) -> None:
        nonlocal taken
        if taken == moment:
            os.kill(os.getpid(), signal.SIGKILL)
        taken += 1

    def work() -> None:
        watching(seen)
        publish(source, BuildFolder(copy, source.name))

    assert in_a_child(work) == -signal.SIGKILL


def main(source: Path, builds: Path, target: Path) -> None:
    taken = steps(source, builds, target)
    last = {step: moment for moment, step in enumerate(taken)}
    for moment in last.values():
        copy = Path(shutil.copytree(builds, target / str(moment)))
        kill_before(moment, source, copy)
        print(copy.name, taken[moment], flush=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
