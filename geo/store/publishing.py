"""How does what lies in a folder become public? Copied, checked as the copy lies, then pointed to.

What is checked is what is served: the copy, which nobody writes to. A folder that is being written
to, cut off or not sealed gives another hash than its descriptor states, and is refused.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from geo import files
from geo.build.build import Progress, build
from geo.build.engine import Engine
from geo.build.folder import STATE, BuildFolder, Manifest
from geo.build.kept import built_package, measured
from geo.errors import PackageError
from geo.language.bilingual import Bilingual
from geo.package import descriptor as described
from geo.package.audit import audit, check_package
from geo.package.contents import read_in
from geo.package.difference import Difference, difference
from geo.package.faults import Faults
from geo.package.known import stamps
from geo.package.package import Package
from geo.package.read import build_package, read_contents
from geo.package.schema import DESCRIPTOR
from geo.store.history import remember
from geo.store.states import (
    FILES,
    KEPT,
    DamagedStateError,
    Pointer,
    folder_of,
    name_of,
    open_state,
    point,
    pointer_content,
    pointer_of,
)
from geo.store.why import copy_sealed

_log = logging.getLogger(__name__)
LOCK: Final = ".publishing"
STAGE: Final = ".new"
_WITHDRAWN: Final = Bilingual("撤下", "withdrawn")


class NotAgreedError(Exception):
    """Somebody who was told what would change did not want it; nothing did."""

    def __init__(self, difference: Difference) -> None:
        super().__init__(difference.said.en)
        self.difference = difference


def publish(
    source: Path,
    builds: BuildFolder,
    *,
    descriptor: bytes | None = None,
    engine: Engine | None = None,
    progress: Progress | None = None,
    agrees: Callable[[Difference], bool] | None = None,
    by: str = "",
) -> Pointer:
    """Publish the package in `source`; what was published before stays until that is done.

    Parameters
    ----------
    descriptor : bytes, optional
        To be taken in place of the one that lies there.
    agrees : callable, optional
        Is told what is new, changed and gone when all is checked; if it says no, nothing changes.
    by : str
        Who publishes it, for the history.

    Raises
    ------
    PackageError
        If it is not sealed or has a fault; what was published stays.
    NotAgreedError
        If `agrees` said no.
    BlockingIOError
        If somebody is publishing or building this package.
    OSError
        If a file cannot be read, or not be kept.
    """
    with files.locked(builds.path / LOCK):
        before, now = pointer_of(pointer_content(builds)), stamps(source)
        stage = builds.path / STAGE
        files.remove_folder(stage)  # of one that was killed
        try:
            copy_sealed(source, now, stage / FILES, builds.package_id, descriptor)
            package = _kept(stage, builds, before, engine, progress)
        finally:
            files.remove_folder(stage)
        state = name_of(package)
        what = difference(served(builds, before), package)
        if agrees is not None and not agrees(what):
            sweep(builds, before)
            raise NotAgreedError(what)
        states = (state, *(kept for kept in before.states if kept != state))[:KEPT]
        versions = {**before.versions, package.version: state}
        # A descriptor that was given differs from the one that lies there, until it is written.
        after = Pointer(states, versions, now if descriptor is None else ())
        point(builds, after)
        if before.states[:1] != (state,) or before.withdrawn:
            remember(builds, "publish", what.said, version=package.version, state=state, by=by)
        sweep(builds, after)
        return after


def served(builds: BuildFolder, before: Pointer) -> Package | None:
    """Return what is public now; None where nothing is, or it cannot be read any more."""
    if before.withdrawn:
        return None
    for state in before.states[:1]:
        with suppress(DamagedStateError, PackageError, OSError):
            return open_state(builds, state, build).package
    return None


def withdraw(builds: BuildFolder) -> bool:
    """Serve nothing of a package any more until it is published again; False: nothing was.

    Raises
    ------
    BlockingIOError
        If somebody is publishing it.
    OSError
        If that cannot be written.
    """
    with files.locked(builds.path / LOCK):
        before = pointer_of(pointer_content(builds))
        if not before.states or before.withdrawn:
            return False
        point(builds, replace(before, withdrawn=True))
        remember(builds, "withdraw", _WITHDRAWN, version="", state="")
        return True


def judged(package_id: str, source: Path, versions: Mapping[str, str]) -> Package:
    """Return the package in `source` if it may be published, read into memory.

    Raises
    ------
    PackageError
        If it may not.
    """
    contents = read_contents(source)
    faults = audit(package_id, contents, {})
    package = None if faults.errors else build_package(package_id, contents, Faults())
    if package is None:
        raise PackageError(package_id, faults)
    _check_version(package, versions)
    return package


def _kept(
    stage: Path,
    builds: BuildFolder,
    before: Pointer,
    engine: Engine | None,
    progress: Progress | None,
) -> Package:
    """Check what was copied, make its files, and give it its place among the states."""
    root = stage / FILES
    known = _known_state(root, builds, before)
    if known is not None:
        return known
    manifest = build(root, builds, engine=engine, progress=progress, exact=True)
    try:
        package = built_package(root, builds, manifest)
    except (OSError, ValueError, TypeError, KeyError) as error:
        _log.warning("the build of %s cannot be read", builds.package_id, exc_info=error)
        builds.discard(manifest)
        manifest = build(root, builds, engine=engine, progress=progress, exact=True)
        package = built_package(root, builds, manifest)
    faults = Faults()
    check_package(package, read_in(root), faults)
    if faults.errors:
        raise PackageError(builds.package_id, faults)
    _check_version(package, before.versions)
    for state in before.states[:1]:
        _share(manifest, root, builds, state)
    builds.finish(manifest, stage)
    files.settle(stage, *(builds.path / path for path in sorted(manifest.paths)))
    at = folder_of(builds, name_of(package))
    files.remove_folder(at)
    files.move(stage, at)
    # What was opened lies under its new name now.
    return open_state(builds, name_of(package), build).package


def _known_state(root: Path, builds: BuildFolder, before: Pointer) -> Package | None:
    """Return the state that was copied if it is one of those kept, and whole."""
    found = described.content_hash(measured(root, None))[:16]
    if found not in before.states:
        return None
    try:
        return open_state(builds, found, build).package
    except (DamagedStateError, PackageError, OSError):
        return None  # it is made again


def _check_version(package: Package, versions: Mapping[str, str]) -> None:
    """Raise if the version is that of another state: links pinned to it would change in silence."""
    if versions.get(package.version) in {None, name_of(package)}:
        return
    faults = Faults()
    said = (
        f"内容变了，版本号仍是 {package.version}",
        f"the content changed, but the version is still {package.version}",
    )
    remedy = (
        "请改 version，或运行 python -m geo publish，由它改",
        "Raise the version, or let python -m geo publish do it",
    )
    faults.add("E_VERSION", DESCRIPTOR, None, said, remedy)
    raise PackageError(package.package_id, faults)


def _share(manifest: Manifest, root: Path, builds: BuildFolder, state: str) -> None:
    """Keep files that did not change once, however many states have them."""
    older = folder_of(builds, state) / FILES
    for source in manifest.sources:
        at = older / source.path
        if files.is_file(at) and files.sha256(at) == source.sha256:
            files.share(at, root / source.path)


def sweep(builds: BuildFolder, pointer: Pointer) -> None:
    """Remove the states that are no longer kept, and what processes that were killed left."""
    for name in files.folders(builds.path):
        if STATE.fullmatch(name) and name not in pointer.states:
            files.remove_folder(builds.path / name)
    files.remove_abandoned(builds.path)
