"""Which packages are public, in which states, and what is wrong with their folders?

A change of a folder becomes public once it is sealed and has no fault, see
:mod:`geo.store.publishing`. Until then, and when the folder is gone, the last published state is
served, also after a restart.
"""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from geo import files
from geo.blob import Payload
from geo.build.folder import DATA, BuildFolder
from geo.build.folder import configured_root as builds_root
from geo.errors import Fault, PackageError
from geo.package.schema import DESCRIPTOR, ID_PATTERN
from geo.store import why
from geo.store.drafts import draft_folder, is_draft
from geo.store.shelf import Shelf, folders_of, has_file
from geo.store.states import POINTER, Condition, Opened, Served
from geo.view.arrived import version_of
from geo.view.link import package_of
from geo.view.linked import linked
from geo.view.selection import known_ids

_log = logging.getLogger(__name__)
DEFAULT_ROOT: Final = DATA
_SOON_SECONDS: Final = 0.1
"""Who is told that all is at hand asks for it within these."""


class Store:
    """The packages in one folder, one a subfolder.

    Parameters
    ----------
    root : Path
        The folder that is looked at for changes.
    builds : Path, optional
        The folder of builds and published states; as configured if not given.
    recheck_seconds : float
        How long a look at the folder is trusted.
    """

    def __init__(
        self, root: Path, *, builds: Path | None = None, recheck_seconds: float = 1.0
    ) -> None:
        self.root = root
        self.builds = builds_root(root) if builds is None else builds
        self._recheck_seconds = recheck_seconds
        self._shelves: dict[str, Shelf] = {}
        self._ids: tuple[float, list[str]] | None = None
        self._told: set[str] = set()

    def package_ids(self) -> list[str]:
        """Return the ids of the packages, sorted: what lies in the folder, or was published of it.

        A package that was withdrawn is none.
        """
        now = time.monotonic()
        ids = self._ids
        if ids is None or now - ids[0] >= self._recheck_seconds:
            ids = self._ids = (now, self._listed())
        return [name for name in ids[1] if not self._held(name).withdrawn]

    def ignored(self) -> list[str]:
        """Return the folders that hold a descriptor and have no name that a link could use."""
        names = [
            name
            for name in folders_of(self.root)
            if not re.fullmatch(ID_PATTERN, name) and has_file(self.root / name / DESCRIPTOR)
        ]
        for name in set(names) - self._told:
            _log.warning("%r is ignored: names have lower case, digits and hyphens", name)
        self._told |= set(names)
        return names

    def default_id(self) -> str:
        """Return the package shown when a link names none.

        ``ONEMAP_PACKAGE``, else the first that can be shown.

        Raises
        ------
        PackageError
            If there is no package.
        """
        found = self.package_ids()
        wanted = os.environ.get("ONEMAP_PACKAGE", "")
        if wanted in found:
            return wanted
        if not found:
            raise PackageError("data", [why.no_package()])
        return next((each for each in found if self._shelf(each).newest), found[0])

    def serve(self, package_id: str) -> Served:
        """Return the newest published state of a package.

        Raises
        ------
        PackageError
            If it has none.
        """
        shelf = self._shelf(package_id)
        newest = shelf.newest
        if newest is None:
            raise PackageError(package_id, shelf.faults)
        return newest

    def pinned(self, package_id: str, version: str | None) -> Served:
        """Return the state of a package that has a version; the newest where none has.

        Raises
        ------
        PackageError
            If the package has no state.
        """
        newest = self.serve(package_id)
        if version is None or newest.package.version == version:
            return newest
        states = self._shelf(package_id).states()
        return next((each for each in states if each.package.version == version), newest)

    def open(self, query: Mapping[str, str], *, basemaps: Collection[str] = ()) -> Opened:
        """Return what the parameters of a link open.

        Parameters
        ----------
        query : mapping of str to str
            Parameters of the address, percent-decoded.
        basemaps : collection of str
            Ids of the basemaps that a link may name.

        Raises
        ------
        NoSuchPackageError
            If the link names a package that is not served.
        PackageError
            If its package has no state, or there is none.
        """
        ids, default = self.package_ids(), self.default_id()
        ids = [*ids, *self._draft_of(query)]
        served = self.pinned(package_of(query, ids, default), version_of(query))
        known = known_ids(served.package, ids, default, basemaps=basemaps)
        found = linked(served.package, query, known)
        return Opened(found.package, found.known, found.view, found.ignored, served.payload)

    def faults(self, package_id: str) -> tuple[Fault, ...]:
        """Return why the folder of a package, as it lies there now, is not what is served."""
        return self._shelf(package_id).faults

    def payloads(self, package_id: str) -> list[Payload]:
        """Return the payloads of a package that are still served, the newest first."""
        return [state.payload for state in self._states(package_id)]

    def state(self, package_id: str, state: str) -> Served | None:
        """Return a state of a package that is still served, by its :attr:`Package.state`."""
        found = self._states(package_id)
        return next((each for each in found if each.package.state == state), None)

    def conditions(self) -> list[Condition]:
        """Return how each package stands."""
        found = []
        for package_id in self.package_ids():
            shelf = self._shelf(package_id)
            if shelf.withdrawn:  # since the folders were listed
                continue
            newest = shelf.newest
            version = None if newest is None else newest.package.version
            found.append(Condition(package_id, version, shelf.faults))
        return found

    def _states(self, package_id: str) -> list[Served]:
        served = self._is_draft(package_id) or package_id in self.package_ids()
        return self._shelf(package_id).states() if served else []

    def _draft_of(self, query: Mapping[str, str]) -> list[str]:
        """Return the draft that a link names; drafts are in no list, so only its link opens one."""
        named = query.get("data", "")
        return [named] if self._is_draft(named) else []

    def _is_draft(self, package_id: str) -> bool:
        return is_draft(package_id) and files.is_folder(draft_folder(self.builds, package_id))

    def at_hand(self, package_id: str | None = None) -> bool:
        """Tell whether what is served of a package, or of the default one, is known just now
        without a look at the disk, which somebody who must not wait leaves to a thread.
        """
        since, ids = time.monotonic() - self._recheck_seconds + _SOON_SECONDS, self._ids
        if ids is None or ids[0] <= since or package_id not in {None, *ids[1]}:
            return False
        return all(self._held(each).looked > since for each in ids[1])

    def look_again(self, package_id: str) -> None:
        """Let the next reader find what was published or taken back just now."""
        self._ids = None
        self._held(package_id).look_again()

    def _shelf(self, package_id: str) -> Shelf:
        shelf = self._held(package_id)
        shelf.refresh(self._recheck_seconds)
        return shelf

    def _held(self, package_id: str) -> Shelf:
        if (held := self._shelves.get(package_id)) is not None:
            return held
        builds = BuildFolder(self.builds, package_id)
        drafted = is_draft(package_id)
        lies = draft_folder(self.builds, package_id) if drafted else self.root / package_id
        return self._shelves.setdefault(package_id, Shelf(lies, builds))

    def _listed(self) -> list[str]:
        lying = {n for n in folders_of(self.root) if has_file(self.root / n / DESCRIPTOR)}
        published = {n for n in folders_of(self.builds) if has_file(self.builds / n / POINTER)}
        held = {name for name, shelf in self._shelves.items() if shelf.newest}
        found = lying | published | held
        names = {n for n in found if re.fullmatch(ID_PATTERN, n) and not is_draft(n)}
        self.ignored()
        return sorted(name for name in names if not (name in published and self._is_gone(name)))

    def _is_gone(self, name: str) -> bool:
        """Tell whether a package was withdrawn."""
        return self._shelf(name).withdrawn


@lru_cache(maxsize=1)
def shared_store() -> Store:
    """Return the one store that the pages and the routes of this process share."""
    return Store(configured_root())


def configured_root() -> Path:
    """Return the folder of packages: ``ONEMAP_DATA``, else the project's own ``data``."""
    return Path(os.environ.get("ONEMAP_DATA") or DEFAULT_ROOT)
