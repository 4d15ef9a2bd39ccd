"""Which states of a package were published, and where do they lie?

``<builds>/<package>/<state>/package`` holds the files of one state as they were sealed and checked,
``<builds>/<package>/<state>/build.json`` names the files that draw it. ``published.json`` names the
states that are served, the newest first; it is replaced in one step when a state is whole, so
whoever reads it at any moment, also after a power cut, finds a state that was published.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from geo import files
from geo.blob import Payload
from geo.build.folder import STATE, BuildFolder, Manifest, ServedBlobs
from geo.build.kept import built_package
from geo.errors import Fault, PackageError
from geo.package.faults import Faults
from geo.package.known import Stamp
from geo.package.package import Package
from geo.package.read import build_package, read_contents
from geo.served.catalogue import build_payload
from geo.view.linked import Linked

_log = logging.getLogger(__name__)
POINTER: Final = "published.json"
FORMAT: Final = 1
KEPT: Final = 3
"""States that stay: the one served, and two for pages that are open and links that are pinned."""
FILES: Final = "package"
"""Folder of a state that holds the package's own files."""
HASHED: Final = 1 << 20
"""Bytes up to which a file of a state is hashed anew when the state is opened; larger ones are
layers, which are not read then.
"""


Build = Callable[[Path, BuildFolder], Manifest]
"""Builds the package in a folder (:func:`geo.build.build.build`)."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How one package stands.

    Parameters
    ----------
    version : str or None
        The version that is served; None where nothing is: the package is down.
    faults : tuple of Fault
        Why what lies in its folder is not what is served; none where it is.
    """

    package_id: str
    version: str | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Served:
    """A package and the files that draw it."""

    package: Package
    payload: Payload


@dataclass(frozen=True)
class Opened(Linked):
    """What a link opens: a package that is served, as the link shows it, and what draws it."""

    payload: Payload

    @property
    def served(self) -> Served:
        """The package and the files that draw it."""
        return Served(self.package, self.payload)


@dataclass(frozen=True, slots=True)
class Pointer:
    """What is published of a package.

    Parameters
    ----------
    states : tuple of str
        The states kept, the newest first; that one is served.
    versions : mapping of str to str
        Which state was published under each version, also those no longer kept.
    source : tuple of (path, size, time)
        The files that the newest was made of, as they lay in the served folder.
    withdrawn : bool
        Nothing is served, whatever lies in the folder, until it is published again.
    """

    states: tuple[str, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    source: tuple[Stamp, ...] = ()
    withdrawn: bool = False
    format: int = FORMAT


NOTHING: Final = Pointer()


class DamagedStateError(Exception):
    """A published state is no longer as it was published."""


def pointer_content(builds: BuildFolder) -> bytes | None:
    """Return what names the published states, as it lies there; it changes with each of them."""
    try:
        return files.read_bytes(builds.path / POINTER)
    except OSError:
        return None  # nothing was published; whoever publishes will be told why it cannot be


def pointer_of(content: bytes | None) -> Pointer:
    """Return what is published; nothing where that cannot be read."""
    try:
        found: Any = None if content is None else json.loads(content)
        if not isinstance(found, dict) or found.get("format") != FORMAT:
            return NOTHING
        states, versions = tuple(found["states"]), dict(found["versions"])
        if not all(re.fullmatch(STATE, state) for state in (*states, *versions.values())):
            return NOTHING
        stamps = tuple((str(path), int(size), int(time)) for path, size, time in found["source"])
        return Pointer(states, versions, stamps, bool(found["withdrawn"]))
    except (ValueError, TypeError, KeyError):
        return NOTHING


def point(builds: BuildFolder, pointer: Pointer) -> None:
    """Let other states be published, in one step."""
    content = json.dumps(asdict(pointer), ensure_ascii=False, indent=1).encode()
    files.write_bytes(builds.path / POINTER, content, settled=True)


def folder_of(builds: BuildFolder, state: str) -> Path:
    """Return where a state lies."""
    return builds.path / state


def open_state(builds: BuildFolder, state: str, build: Build) -> Served:
    """Return a published state; what draws it is built again where another version built it.

    Raises
    ------
    DamagedStateError
        If it is not whole, or not what was published.
    PackageError
        If this version of the app cannot use it.
    BlockingIOError
        If its files have to be made again, and somebody is making some.
    """
    at = folder_of(builds, state)
    root = at / FILES
    manifest = builds.manifest(at) or _built_again(builds, root, at, build)
    if manifest is None:
        return _held(builds.package_id, root, state)
    _verify(root, manifest)
    try:
        package = built_package(root, builds, manifest)
    except (OSError, ValueError, TypeError, KeyError) as error:
        _log.warning("the build of %s cannot be read", builds.package_id, exc_info=error)
        return _held(builds.package_id, root, state)
    _same(package, state)
    blobs = ServedBlobs(builds, manifest.served)
    return Served(package, Payload(manifest.catalogue, manifest.find, manifest.facts, blobs))


def _built_again(builds: BuildFolder, root: Path, at: Path, build: Build) -> Manifest | None:
    """Make the files of a state anew; None where they cannot be written."""
    if not files.is_folder(root):
        raise DamagedStateError("it is not there")
    if builds.refuses() is not None:
        return None
    manifest = build(root, builds)
    builds.finish(manifest, at)
    return manifest


def _held(package_id: str, root: Path, state: str) -> Served:
    """Return a state read into memory."""
    faults = Faults()
    package = build_package(package_id, read_contents(root), faults)
    if package is None:
        raise PackageError(package_id, faults)
    _same(package, state)
    return Served(package, build_payload(package))


def _verify(root: Path, manifest: Manifest) -> None:
    """Raise unless the files of a state are those that it was published with."""
    for source in manifest.sources:
        at = root / source.path
        if not files.is_file(at) or files.size(at) != source.bytes:
            raise DamagedStateError(f"{source.path} is not whole")
        if source.bytes <= HASHED and files.sha256(at) != source.sha256:
            raise DamagedStateError(f"{source.path} was changed")


def _same(package: Package, state: str) -> None:
    if name_of(package) != state:
        raise DamagedStateError("its content is another one")


def name_of(package: Package) -> str:
    """Return the name of a package's state: the beginning of the hash over all its files."""
    return package.content_hash[:16]
