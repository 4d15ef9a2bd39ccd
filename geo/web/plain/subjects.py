"""Which place or workstream does a plain address mean, in which state of the data?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request

from geo.errors import NoSuchPackageError
from geo.export.plain.ways import KINDS, Kind
from geo.package.package import Package
from geo.package.schema import VERSION_PATTERN
from geo.records import Place, Workstream
from geo.store.states import Opened
from geo.store.store import Store
from geo.view.arrived import path_tidied
from geo.view.views import View
from geo.web.settings import basemap_ids

_KEPT: Final = 120
"""Longest name that is looked up; ids are shorter."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address says: package, kind and id as they stand in it, and the ending, if any."""

    package_id: str
    kind: Kind
    subject_id: str
    ending: str


class MovedError(Exception):
    """The address means something whose present address is another; `path` lies below the root."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class NoSuchSubjectError(Exception):
    """The package has no such place or workstream."""

    def __init__(self, package: Package, kind: Kind) -> None:
        super().__init__(kind)
        self.package = package
        self.kind = kind


class NoSuchVersionError(Exception):
    """The link is pinned to a version that is not served."""

    def __init__(self, package: Package, wanted: str) -> None:
        super().__init__(package.version)
        self.package = package
        self.wanted = wanted if re.fullmatch(VERSION_PATTERN, wanted) else ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A place or a workstream in the package that is served."""

    opened: Opened
    asked: Asked
    of: Place | Workstream

    @property
    def view(self) -> View:
        """What the map shows of it."""
        package_id, named = self.opened.package.package_id, self.asked.subject_id
        if self.asked.kind == "place":
            return View(package_id, place=named)
        return View(package_id, workstreams=(named,))


def asked_of(request: Request, ending: str = "") -> Asked:
    """Return what the path of a request says."""
    params = request.path_params
    kind = next(each for each in KINDS if f"{each}Id" in params)
    return Asked(params["packageId"], kind, params[f"{kind}Id"], ending)


def find(store: Store, asked: Asked, query: Mapping[str, str]) -> Subject:
    """Return what is asked for.

    Parameters
    ----------
    query : mapping of str to str
        Parameters of the request, of which ``v`` counts here.

    Raises
    ------
    NoSuchPackageError
        If the package is not served.
    NoSuchVersionError, NoSuchSubjectError
        If it is not served in that version, or has no such thing.
    MovedError
        If it is, under another address.
    PackageError
        If the package cannot be used.
    """
    pinned = {"v": query["v"]} if "v" in query else {}
    if asked.package_id not in store.package_ids():
        raise NoSuchPackageError(None)
    opened = store.open({"data": asked.package_id, **pinned}, basemaps=basemap_ids())
    package = opened.package
    if pinned and package.version != pinned["v"]:
        raise NoSuchVersionError(package, pinned["v"])
    held = package.place if asked.kind == "place" else package.workstreams
    aliases = package.aliases if asked.kind == "place" else {}
    found = held.get(asked.subject_id)
    if found is not None:
        return Subject(opened, asked, found)
    meant = path_tidied(f"/{asked.subject_id[:_KEPT]}").strip("/")
    meant = aliases.get(meant, meant)
    if meant in held:
        ending = f".{asked.ending}" if asked.ending else ""
        raise MovedError(f"{asked.package_id}/{asked.kind}/{meant}{ending}")
    raise NoSuchSubjectError(package, asked.kind)
