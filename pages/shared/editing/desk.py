"""What lies on the officer's desk: files, the package they go into, and what came of it?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import streamlit as st

from geo import files
from geo.build.folder import BuildFolder
from geo.errors import PackageError
from geo.geography.new_package import Begun, begun
from geo.intake.found import Found
from geo.intake.taking.blank import BlankError, blank
from geo.intake.taking.named import id_for
from geo.intake.taking.take import Outcome, take
from geo.package import descriptor as described
from geo.package.difference import Difference, difference
from geo.package.faults import Faults
from geo.package.package import Package
from geo.package.read import build_package, read_contents
from geo.package.schema import DESCRIPTOR
from geo.store.drafts import is_draft
from geo.store.packed import Packed
from geo.store.publishing import served
from geo.store.states import pointer_content, pointer_of
from geo.store.store import shared_store
from geo.web.editing import read_brought
from pages.shared.editing.answers import answers

_READ: Final = "edit-read"
"""Files that were read in this visit, by what Streamlit calls each upload."""
_BEGUN: Final = "edit-begun"
DISTRICT: Final = "edit-district--"
"""Where it is kept which of several districts a title means; the title follows."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One round of taking.

    Parameters
    ----------
    before : mapping of str to bytes
        The package as its folder has it; what was made for the files where there is none.
    outcome : Outcome or None
        None where the package cannot be read, or made of these files.
    refusal : tuple of str
        Why, in the reader's language.
    packed : Packed or None
        What came whole, in one file of ``python -m geo pack``: nothing is taken into it.
    """

    package_id: str
    before: Mapping[str, bytes]
    outcome: Outcome | None
    refusal: tuple[str, ...] = ()
    packed: Packed | None = None

    @property
    def contents(self) -> Mapping[str, bytes] | None:
        """The package as it would be published; None while something hinders that."""
        if self.packed is not None:
            return self.packed.contents
        return None if self.outcome is None else self.outcome.contents

    @property
    def root(self) -> Path:
        """The package's folder."""
        return shared_store().root / self.package_id

    @property
    def builds(self) -> BuildFolder:
        """Where its states lie."""
        return BuildFolder(shared_store().builds, self.package_id)


def packages() -> list[str]:
    """Return the packages that data can be taken into: those whose folder is here."""
    root = shared_store().root
    return [
        name
        for name in files.folders(root)
        if files.is_file(root / name / DESCRIPTOR) and not is_draft(name)
    ]


def title_of(package_id: str, lang: str) -> str:
    """Return what a package is called; its id where its descriptor does not tell."""
    content = files.read_bytes(shared_store().root / package_id / DESCRIPTOR)
    said = described.parse(content, Faults())
    english = said.get("translations", {}).get("en", {}).get("title")
    title = english if lang == "en" and english else said.get("title")
    return str(title or package_id)


def are_new(uploads: list[Any]) -> bool:
    """Tell whether a file is among some that this visit has not read yet."""
    known = st.session_state.get(_READ, {})
    return any(each.file_id not in known for each in uploads)


def found_in(uploads: list[Any]) -> list[Found]:
    """Return what uploaded files hold; each is read once a visit."""
    known: dict[str, Found] = st.session_state.setdefault(_READ, {})
    kept = {
        each.file_id: known.get(each.file_id)
        or read_brought(each.name, each.getvalue(), shared_store().builds)
        for each in uploads
    }
    st.session_state[_READ] = kept
    return list(kept.values())


def new_id(title: str, lang: str) -> str:
    """Return the id of the package that a title makes."""
    return begun_of(title, lang).package_id or id_for(re.sub(r"年$", "", title))


def begun_of(title: str, lang: str) -> Begun:
    """Return what a new package of a title begins with."""
    first = _begun(title, lang, "")
    code = str(st.session_state.get(f"{DISTRICT}{title}") or "")
    return _begun(title, lang, code) if code in first.choices else first


def districts_of(title: str, lang: str) -> Mapping[str, str]:
    """Return the districts that a title may mean, by code; none where it names one."""
    return _begun(title, lang, "").choices


def _begun(title: str, lang: str, code: str) -> Begun:
    """Return what a package begins with; made once for a title and a district."""
    about, known = st.session_state.get(_BEGUN, ("", {}))
    if about != title:
        known = {}
        st.session_state[_BEGUN] = (title, known)
    if (lang, code) not in known:
        known[lang, code] = begun(title, shared_store().builds, lang, code=code)
    made: Begun = known[lang, code]
    return made


def desk_for(found: list[Found], package_id: str, title: str, lang: str) -> Desk:
    """Return what comes of taking some files into a package, or into one of a new title."""
    given = answers((package_id, title, *st.session_state[_READ]))
    try:
        root = shared_store().root
        if package_id:
            before: Mapping[str, bytes] = read_contents(root / package_id)
        else:
            package_id = new_id(title, lang)
            before = begun_of(title, lang).contents or blank(package_id, title, found, given)
        return Desk(package_id, before, take(found, package_id, before, given))
    except PackageError as error:
        return Desk(package_id, {}, None, tuple(fault.line(lang) for fault in error.faults))
    except BlankError as error:
        return Desk(package_id, {}, None, (error.said.get(lang),))


def difference_of(desk: Desk) -> Difference | None:
    """Return the difference of a package that is ready from its published state."""
    if desk.contents is None:
        return None
    after = desk.packed.package if desk.packed else _built(desk.package_id, desk.contents)
    before = served(desk.builds, pointer_of(pointer_content(desk.builds)))
    return None if after is None else difference(before, after)


def is_more_than_read(desk: Desk, found: Difference | None) -> bool:
    """Tell whether more would be new than the files hold, which whoever counts will ask about."""
    if found is None or desk.outcome is None:
        return False
    taken = desk.outcome.understood
    return found.places.new > len(taken.places) or found.figures.new > len(taken.figures)


def _built(package_id: str, contents: Mapping[str, bytes]) -> Package | None:
    return build_package(package_id, contents, Faults())
