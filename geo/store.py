"""Which packages are served just now, and what is their last good state?

A package is read again when a file of it changed. Faulty new content never replaces good old
content: the old state stays, and the fault is kept for whoever asks (``/health``, the log).
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

from geo import files
from geo.errors import Fault, PackageError
from geo.language.bilingual import Bilingual
from geo.map.payload import Payload, build_payload
from geo.package.descriptor import DESCRIPTOR
from geo.package.package import Package
from geo.package.read import read_package
from geo.package.schema import ID_PATTERN

_log = logging.getLogger(__name__)
DEFAULT_ROOT: Final = Path(__file__).parents[1] / "data"
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
    recheck_seconds : float
        How long a look at the files' sizes and times is trusted.
    """

    def __init__(self, root: Path, *, recheck_seconds: float = 1.0) -> None:
        self.root = root
        self._recheck_seconds = recheck_seconds
        self._looked: dict[str, float] = {}
        self._lock = threading.Lock()
        self._states: dict[str, list[Served]] = {}
        self._prints: dict[str, object] = {}
        self._failures: dict[str, PackageError | OSError] = {}

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
        PackageError, OSError
            If it cannot be read and never could.
        """
        with self._lock:
            self._refresh(package_id)
            states = self._states.get(package_id)
            if states:
                return states[-1]
            raise self._failures[package_id]

    def failure(self, package_id: str) -> PackageError | OSError | None:
        """Return why the files of a package as they lie there now cannot be used, if so."""
        with self._lock:
            self._refresh(package_id)
            return self._failures.get(package_id)

    def payloads(self, package_id: str) -> list[Payload]:
        """Return the payloads of a package that are still served, the newest first."""
        if package_id not in self.package_ids():
            return []
        with self._lock:
            self._refresh(package_id)
            return [state.payload for state in reversed(self._states.get(package_id, []))]

    def _refresh(self, package_id: str) -> None:
        """Read a package again if a file of it is not the one last seen."""
        now = time.monotonic()
        if now - self._looked.get(package_id, -math.inf) < self._recheck_seconds:
            return
        self._looked[package_id] = now
        try:
            seen = files.fingerprint(self.root / package_id)
        except OSError as error:
            self._fail(package_id, error)
            return
        if self._prints.get(package_id) == seen:
            return
        try:
            served = _served(self.root / package_id)
        except (PackageError, OSError) as error:
            self._fail(package_id, error)
        else:
            self._failures.pop(package_id, None)
            states = self._states.setdefault(package_id, [])
            states.append(served)
            del states[:-KEPT_PAYLOADS]
        self._prints[package_id] = seen

    def _fail(self, package_id: str, error: PackageError | OSError) -> None:
        _log.warning("package %s cannot be used: %s", package_id, error)
        self._failures[package_id] = error


def _served(root: Path) -> Served:
    """Read a package and build its payload; what cannot be drawn is a fault like any other."""
    package = read_package(root)
    try:
        return Served(package, build_payload(package))
    except (ValueError, TypeError) as error:
        said = Bilingual("地图数据生成失败", "its map data cannot be built")
        remedy = Bilingual("请检查图层的几何", "Check the geometry of its layers")
        raise PackageError(root.name, [Fault("E_PAYLOAD", "layers", None, said, remedy)]) from error


def configured_root() -> Path:
    """Return the folder of packages: ``ONEMAP_DATA``, else the project's own ``data``."""
    return Path(os.environ.get("ONEMAP_DATA") or DEFAULT_ROOT)
