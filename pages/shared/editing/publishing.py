"""How does what lies on the desk become public from the page, and how is it taken back?"""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st
from markupsafe import Markup

from geo import files
from geo.build.folder import BuildFolder
from geo.errors import PackageError
from geo.language.texts import text
from geo.package.difference import Difference
from geo.package.schema import DESCRIPTOR
from geo.store.history import history
from geo.store.publishing import NotAgreedError, publish
from geo.store.received import put
from geo.store.renewed import sealed_anew
from geo.store.states import DamagedStateError, pointer_content, pointer_of
from geo.store.store import shared_store
from geo.store.undo import ASIDE, NothingToUndoError, undo
from geo.web.editing import TRIES
from pages.shared.editing.desk import Desk
from pages.shared.editing.packed import offer_packed
from pages.shared.editing.said import plain

_SHOWN: Final = 4
"""Faults of a folder that are shown."""


def publish_desk(desk: Desk, by: str, lang: str, *, removes: bool) -> None:
    """Write the package into its folder and publish it; say what hindered it."""
    if desk.contents is None or not TRIES.allowed():
        st.error(text("edit.too_often", lang))
        return
    try:
        put(desk.contents, desk.root, desk.builds.path / ASIDE)
        before = pointer_of(pointer_content(desk.builds))
        descriptor, version = sealed_anew(desk.root, before)
        agrees = partial(_agrees, removes=removes)
        publish(desk.root, desk.builds, descriptor=descriptor, agrees=agrees, by=by)
        files.write_bytes(desk.root / DESCRIPTOR, descriptor)
    except NotAgreedError as error:
        st.error(error.difference.said.get(lang))
    except PackageError as error:
        for fault in error.faults:
            st.error(fault.line(lang))
    except OSError:
        st.error(text("build.going_on", lang, package=desk.package_id))
    else:
        shared_store().look_again(desk.package_id)
        link = Markup('<a class="button public" href="./?data={}&lang={}" target="_blank">{}</a>')
        said = text("edit.published", lang, version=version)
        st.success(said)
        st.html(link.format(desk.package_id, lang, text("edit.see_public", lang)))
        offer_packed(desk.root, lang)


def _agrees(what: Difference, *, removes: bool) -> bool:
    return removes or not what.loses


def say_unpublished(lang: str) -> None:
    """Say of every package whose folder is not what is public why it is not."""
    store = shared_store()
    for package_id in store.package_ids():
        faults = [each for each in store.faults(package_id) if each.level == "error"]
        if faults:
            shown = [plain(fault.line(lang)) for fault in faults[:_SHOWN]]
            said = plain(text("edit.unpublished", lang, package=package_id, count=len(faults)))
            st.error("\n\n".join([said, *shown]))


def undo_button(package_id: str, lang: str) -> None:
    """Offer to bring back the state before, where there is one, with what was done last."""
    if not package_id:
        return
    builds = BuildFolder(shared_store().builds, package_id)
    for line in history(builds)[:1]:
        facts = {"when": line.when.replace("T", " ")[:16], "what": line.what.get(lang)}
        by = text("edit.last_by", lang, by=line.by) if line.by else ""
        st.caption(plain(text("edit.last", lang, version=line.version, by=by, **facts)))
    if len(pointer_of(pointer_content(builds)).states) < 2:
        return
    if st.button(text("edit.undo", lang), key="edit-undo"):
        try:
            package = undo(shared_store().root / package_id, builds)
        except (NothingToUndoError, DamagedStateError, PackageError, OSError):
            st.error(text("undo.nothing", lang, package=package_id))
        else:
            shared_store().look_again(package_id)
            st.success(text("undo.done", lang, package=package_id, version=package.version))
