"""How does a package come and go whole, in one file?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import streamlit as st

from geo.intake.messages import Message, Messages, NotTakenError
from geo.language.texts import text
from geo.package.read import read_contents
from geo.store.packed import Packed, judged_apart, packed, unpacked
from geo.store.store import shared_store
from geo.web.editing import TRIES, editing
from pages.shared.editing.desk import Desk

_KEPT: Final = "edit-packed"
"""The last one that was unpacked in this visit, by what Streamlit calls the upload."""


def desk_of_packed(uploads: list[Any], lang: str) -> Desk:
    """Return the desk of a package that was brought in one file, alone among the uploads."""
    if len(uploads) > 1:
        return Desk("", {}, None, (text("edit.packed_alone", lang),))
    upload = uploads[0]
    known: tuple[str, Packed | tuple[Message, ...]] = st.session_state.get(_KEPT, ("", ()))
    if known[0] != upload.file_id:
        if not TRIES.allowed():
            return Desk("", {}, None, (text("edit.too_often", lang),))
        known = st.session_state[_KEPT] = (upload.file_id, _judged(upload))
    found = known[1]
    if not isinstance(found, Packed):
        return Desk("", {}, None, tuple(message.line(lang) for message in found))
    return Desk(found.package.package_id, {}, None, packed=found)


def what_it_is(arrived: Packed, lang: str) -> str:
    """Return in a sentence which package arrived."""
    package = arrived.package
    return text(
        "edit.packed",
        lang,
        title=package.title.get(lang),
        package=package.package_id,
        version=package.version,
        places=len(package.place),
        figures=len(package.figures),
    )


def offer_packed(root: Path, lang: str) -> None:
    """Offer what was published on one's own machine as a file, and say where it goes from here."""
    if editing() != "local":
        return
    try:
        made = packed(read_contents(root))
    except NotTakenError as error:
        st.caption(text("edit.onward_other", lang, why=error.said[lang == "en"]))
        return
    name = f"{root.name}.zip"
    st.download_button(
        text("edit.download", lang, file=name),
        made,
        name,
        "application/zip",
        key="edit-download",
        on_click="ignore",
    )
    st.caption(text("edit.onward", lang, package=root.name))


def _judged(upload: Any) -> Packed | tuple[Message, ...]:
    against = judged_apart(upload.getvalue(), shared_store().builds)
    if against:
        return tuple(replace(message, file=upload.name) for message in against)
    try:
        return unpacked(upload.getvalue(), is_judged=True)
    except NotTakenError as error:
        messages = Messages(upload.name)
        messages.refuse(error)
        return messages.told()
