"""Which packages are served just now, and what is their last good state?

A package is read again when a file of it changed, and opened again when it was built. Faulty new
content never replaces good old content: the old state stays, and the fault is kept for whoever
asks (``/health``, the log).
"""

from __future__ import annotations

import logging
import math
import os
import re
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shapely.errors import ShapelyError

from geo import files
from geo.build.folder import BuildFolder
from geo.build.folder import configured_root as builds_root
from geo.build.opened import open_build
from geo.errors import Fault, PackageError
from geo.language.bilingual import Bilingual
from geo.map.payload import Payload, build_payload
from geo.package.descriptor import DESCRIPTOR
from geo.package.package import Package
from geo.package.read import read_package
from geo.package.schema import ID_PATTERN

_log = logging.getLogger(__name__)
DEFAULT_ROOT: Final = Path(__file__).parents[1] / "data"
WORTH_BUILDING: Final = 5000
"""Places of a crowd from which on each process that makes its files anew keeps readers waiting."""
KEPT_PAYLOADS: Final = 2
"""States of a package whose files stay served: a page opened before a change finds its own."""


@dataclass(frozen=True, slots=True)
class Served:
    """A package and the files that draw it."""

    package: Package
    payload: Payload


class Store:
    """The packages in one folder, one a subfolder.

    Parameters
    ----------
    root : Path
        The folder.
    builds : Path, optional
        The folder of builds; as configured if not given.
    recheck_seconds : float
        How long a look at the files' sizes and times is trusted.
    """

    def __init__(
        self, root: Path, *, builds: Path | None = None, recheck_seconds: float = 1.0
    ) -> None:
        self.root = root
        self.builds = builds_root() if builds is None else builds
        self._recheck_seconds = recheck_seconds
        self._shelves: dict[str, _Shelf] = {}

    def package_ids(self) -> list[str]:
        """Return the ids of the packages, sorted: subfolders that hold a descriptor."""
        return [
            name
            for name in files.folders(self.root)
            if re.fullmatch(ID_PATTERN, name) and files.is_file(self.root / name / DESCRIPTOR)
        ]

    def default_id(self) -> str:
        """Return the package shown when a link names none: ``ONEMAP_PACKAGE``, else the first.

        Raises
        ------
        PackageError
            If the folder holds no package.
        """
        found = self.package_ids()
        wanted = os.environ.get("ONEMAP_PACKAGE", "")
        if wanted in found:
            return wanted
        if not found:
            said = Bilingual("没有任何数据包", "there is no package")
            remedy = Bilingual(
                "放入含 datapackage.json 的文件夹，文件夹名用小写字母、数字和连字符",
                "Put in a folder with a datapackage.json, named in lower case with hyphens",
            )
            raise PackageError("data", [Fault("E_NO_PACKAGE", "data", None, said, remedy)])
        return found[0]

    def serve(self, package_id: str) -> Served:
        """Return the newest good state of a package, read again if its files changed.

        Raises
        ------
        PackageError
            If it cannot be used and never could.
        """
        shelf = self._refreshed(package_id)
        if not shelf.states:
            raise PackageError(package_id, shelf.faults)
        return shelf.states[-1]

    def faults(self, package_id: str) -> tuple[Fault, ...]:
        """Return why the files of a package as they lie there now cannot be used, if so."""
        return self._refreshed(package_id).faults

    def payloads(self, package_id: str) -> list[Payload]:
        """Return the payloads of a package that are still served, the newest first."""
        if package_id not in self.package_ids():
            return []
        return [state.payload for state in reversed(self._refreshed(package_id).states)]

    def state(self, package_id: str, state: str) -> Served | None:
        """Return a state of a package that is still served, by its :attr:`Package.state`."""
        if package_id not in self.package_ids():
            return None
        states = self._refreshed(package_id).states
        return next((found for found in states if found.package.state == state), None)

    def _refreshed(self, package_id: str) -> _Shelf:
        shelf = self._shelves.setdefault(package_id, _Shelf(self.root / package_id, self.builds))
        shelf.refresh(self._recheck_seconds)
        return shelf


class _Shelf:
    """One package: its last good states, and what is wrong with its files now, if anything."""

    def __init__(self, root: Path, builds: Path) -> None:
        self.states: tuple[Served, ...] = ()
        self.faults: tuple[Fault, ...] = ()
        self._root = root
        self._builds = BuildFolder(builds, root.name)
        self._lock = threading.Lock()
        self._looked = -math.inf
        self._seen: tuple[object, bytes | None] | None = None

    def refresh(self, recheck_seconds: float) -> None:
        """Read the package again if its files changed and nobody is doing so already.

        Whoever finds it being read goes on with the old state; only the very first reading is
        waited for.
        """
        if not self._lock.acquire(blocking=not self.states):
            return
        try:
            now = time.monotonic()
            if now - self._looked >= recheck_seconds:
                self._look()
                self._looked = time.monotonic()
        finally:
            self._lock.release()

    def _look(self) -> None:
        self._seen, before = None, self._seen
        try:
            seen = files.fingerprint(self._root), self._builds.content()
            if before is None or seen[0] != before[0]:
                self._keep(_served(self._root, self._builds))
            elif seen[1] != before[1]:
                built = _built(self._root, self._builds)
                gone = self._builds.manifest() is None  # the files of the last one may be, too
                if built is not None or gone:
                    self._keep(built or _served(self._root, self._builds))
        except PackageError as error:
            _log.warning("%s", error)
            self.faults = error.faults
        except OSError as error:
            _log.warning("package %s cannot be read: %s", self._root.name, error)
            self.faults = (_unreadable(error),)
            return
        self._seen = seen

    def _keep(self, served: Served) -> None:
        """Serve a state from now on; one that is only held otherwise than before takes its place.

        A state that somebody may still look at is not pushed out by the same one built.
        """
        last = self.states[-1:]
        same = [(each.package.state, each.payload.catalogue) for each in (*last, served)]
        kept = self.states[:-1] if last and same[0] == same[1] else self.states
        self.states = (*kept, served)[-KEPT_PAYLOADS:]
        self.faults = ()


def _built(root: Path, builds: BuildFolder) -> Served | None:
    """Open the package's last build; None where none fits or it cannot be read."""
    try:
        found = open_build(root, builds)
    except (OSError, ValueError, TypeError, KeyError) as error:
        _log.warning("the build of %s cannot be read", root.name, exc_info=error)
        return None
    return None if found is None else Served(*found)


def _served(root: Path, builds: BuildFolder) -> Served:
    """Open the package's last build; where none fits, read it and make its files in memory.

    What cannot be drawn is a fault like any other.
    """
    built = _built(root, builds)
    if built is not None:
        return built
    package = read_package(root)
    if package.place.crowd > WORTH_BUILDING:
        _log.warning("%s is not built; `python -m geo build` makes it open at once", root.name)
    try:
        return Served(package, build_payload(package))
    except (ShapelyError, ValueError, TypeError, KeyError) as error:
        _log.warning("the payload of %s cannot be built", root.name, exc_info=error)
        said = Bilingual("地图数据生成失败", "its map data cannot be built")
        remedy = Bilingual("请检查图层的几何", "Check the geometry of its layers")
        raise PackageError(root.name, [Fault("E_PAYLOAD", "layers", None, said, remedy)]) from error


def _unreadable(error: OSError) -> Fault:
    """Return the fault of a file that cannot be read; its folder is the server's own affair."""
    name = Path(str(error.filename or "")).name
    said = Bilingual("文件无法读取", f"cannot be read ({error.strerror})")
    remedy = Bilingual("请检查文件和权限", "Check the file and its permissions")
    return Fault("E_READ", name, None, said, remedy)


def configured_root() -> Path:
    """Return the folder of packages: ``ONEMAP_DATA``, else the project's own ``data``."""
    return Path(os.environ.get("ONEMAP_DATA") or DEFAULT_ROOT)
