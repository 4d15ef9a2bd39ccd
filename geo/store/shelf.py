"""What does this process serve of one package, and what is wrong with its folder just now?"""

from __future__ import annotations

import logging
import math
import secrets
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from geo import files
from geo.build.build import build
from geo.build.folder import BuildFolder
from geo.errors import Fault, PackageError
from geo.package.known import Stamp, stamps
from geo.served.catalogue import build_payload
from geo.store import why
from geo.store.publishing import judged, publish
from geo.store.states import (
    KEPT,
    NOTHING,
    DamagedStateError,
    Served,
    name_of,
    open_state,
    pointer_content,
    pointer_of,
)

_log = logging.getLogger(__name__)
FIRST_WAIT_SECONDS: Final = 300
"""How long a process that has nothing to serve waits for another one that is publishing it."""
_POLL_SECONDS: Final = 0.1


class Shelf:
    """One package: the states that were published, and why its folder is not the newest, if so.

    Parameters
    ----------
    source : Path
        The folder that is looked at for changes.
    builds : BuildFolder
        Where its states lie.
    """

    def __init__(self, source: Path, builds: BuildFolder) -> None:
        self.faults: tuple[Fault, ...] = ()
        self.withdrawn = False
        self._source = source
        self._builds = builds
        self._lock, self._opening = threading.Lock(), threading.Lock()
        self.looked = -math.inf
        self._content: bytes | None = None
        self._pointer = NOTHING
        self._names: tuple[str, ...] = ()
        self._open: dict[str, Served] = {}
        self._broken: set[str] = set()
        self._now: tuple[Stamp, ...] | None = None
        self._seen: tuple[Stamp, ...] | None = None
        self._busy = False
        self._versions: dict[str, str] = {}
        self._in_memory = False

    @property
    def newest(self) -> Served | None:
        """The state that is served."""
        return self._open[self._names[0]] if self._names else None

    def states(self) -> list[Served]:
        """Return the states that are kept, the newest first."""
        return [found for name in self._names if (found := self._opened(name)) is not None]

    def look_again(self) -> None:
        """Let the next reader look, and whoever is looking now finish first."""
        with self._lock:
            self.looked = -math.inf

    def refresh(self, recheck_seconds: float) -> None:
        """Look at the folder again if that is due and nobody is doing so already.

        Whoever finds somebody looking goes on with what there is; only the very first state is
        waited for.
        """
        if not self._lock.acquire(blocking=not self._names):
            return
        try:
            if time.monotonic() - self.looked >= recheck_seconds:
                self._look()
                deadline = time.monotonic() + FIRST_WAIT_SECONDS
                while self._busy and not self._names and time.monotonic() < deadline:
                    time.sleep(_POLL_SECONDS)
                    self._look()
                self.looked = time.monotonic()
        finally:
            self._lock.release()

    def _look(self) -> None:
        """Follow what is published, and publish what lies in the folder if it is new and good."""
        self._busy = False
        self._follow()
        if self.withdrawn:
            self.faults = ()
            return
        self._now = None
        error_id = _survived(self._compare, self._builds.package_id)
        if error_id is not None:
            self._refuse((why.unexpected(error_id),), self._now)

    def _compare(self) -> None:
        """Publish what lies in the folder if it is new and good; else say why it is not."""
        try:
            now = stamps(self._source) if files.is_folder(self._source) else ()
            self._now = now
            if not now:
                self._refuse((why.gone(),), None)
            elif self._is_published(now):
                self.faults, self._seen = (), now
            elif now != self._seen:
                self._take()
                self._seen = None if self._busy else now
        except PackageError as error:
            self._refuse(error.faults, self._now)
        except OSError as error:
            self._refuse((why.unreadable(error),), None)  # a passing fault of the disk passes

    def _refuse(self, faults: tuple[Fault, ...], seen: tuple[Stamp, ...] | None) -> None:
        """Go on with what is served; what was `seen` need not be looked at again."""
        if faults != self.faults:
            _log.warning("%s", PackageError(self._builds.package_id, faults))
        self.faults, self._seen = faults, seen

    def _is_published(self, now: tuple[Stamp, ...]) -> bool:
        """Tell whether the newest state was made of the files as they lie there."""
        newest = self._pointer.states[:1]
        return bool(newest) and newest == self._names[:1] and now == self._pointer.source

    def _take(self) -> None:
        """Publish what lies in the folder; where no state can be kept, in memory."""
        refused = self._builds.refuses()
        if refused is not None:
            self._take_into_memory(refused)
            return
        try:
            publish(self._source, self._builds)
        except BlockingIOError:
            self._busy = True  # somebody else is at it, and will have published it
            return
        self._content = b""  # also where the same state was made whole again
        self._follow()
        self.faults = ()

    def _take_into_memory(self, refused: OSError) -> None:
        package = judged(self._builds.package_id, self._source, self._versions)
        if not self._in_memory:
            _log.warning(
                "%s: published states cannot be kept in %s (%s), so a restart knows none; "
                "ONEMAP_BUILD names a folder that can be written",
                *(package.package_id, self._builds.path, refused.strerror),
            )
        self._in_memory = True
        state = name_of(package)
        self._versions[package.version] = state
        self._open[state] = Served(package, build_payload(package))
        self._names = (state, *(name for name in self._names if name != state))[:KEPT]
        self.faults = ()

    def _follow(self) -> None:
        """Serve what is published; of a state that cannot be opened, the one before."""
        content = pointer_content(self._builds)
        if content == self._content:
            return
        self._content, self._pointer = content, pointer_of(content)
        self._broken.clear()
        self._seen, self.withdrawn = None, self._pointer.withdrawn
        names = () if self.withdrawn else self._pointer.states
        while names and self._opened(names[0]) is None:
            names = names[1:]
        if names or self.withdrawn:  # else what is held goes on being served
            self._names = names
            self._open = {name: each for name, each in self._open.items() if name in names}

    def _opened(self, name: str) -> Served | None:
        """Return a state, opened if it is not yet; None, told in the log, if it is damaged."""
        with self._opening:
            if name not in self._open and name not in self._broken:
                _survived(lambda: self._open_one(name), name)
                self._broken |= {name} - set(self._open)
            return self._open.get(name)

    def _open_one(self, name: str) -> None:
        try:
            self._open[name] = open_state(self._builds, name, build)
        except (DamagedStateError, PackageError, OSError) as error:
            package_id = self._builds.package_id
            _log.warning("state %s of %s cannot be served: %s", name, package_id, error)


def _survived(work: Callable[[], None], about: str) -> str | None:
    """Do some work; whatever it raises ends nothing, and stands in the log under the id returned.

    A package that our own code cannot read is a fault of that package, and of no other.
    """
    try:
        work()
    except Exception as error:  # noqa: BLE001  # see above
        error_id = secrets.token_hex(4)
        _log.error("error %s: %s", error_id, about, exc_info=error)
        return error_id
    return None


def folders_of(path: Path) -> list[str]:
    """Return the folders in a folder; none where it cannot be looked into just now."""
    try:
        return files.folders(path)
    except OSError as error:
        _log.warning("the folders of %s cannot be listed: %s", path.name, error.strerror)
        return []


def has_file(path: Path) -> bool:
    """Tell whether there is a file, or something that cannot be looked at: then it is a fault."""
    try:
        return files.is_file(path)
    except OSError:
        return True
