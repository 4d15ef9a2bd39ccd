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
from geo.store.publishing import NotAgreedError, publish, withdraw
from geo.store.received import put
from geo.store.renewed import sealed_anew
from geo.store.states import DamagedStateError, pointer_content, pointer_of
from geo.store.store import shared_store
from geo.store.undo import ASIDE, NothingToUndoError, undo
from geo.web.editing import TRIES
from pages.shared.editing.desk import Desk
from pages.shared.editing.packed import offer_packed
from pages.shared.editing.said import plain

_DONE: Final = "edit-done"
"""What has just been published: the package and its version."""
_NEXT: Final = "edit-next"
_SAID: Final = "edit-said"
_ROUND: Final = "edit-round"
_SHOWN: Final = 4
"""Faults of a folder that are shown."""


def files_key() -> str:
    """Return the key of the field for files: after each publishing an empty one takes its place."""
    return f"edit-files-{st.session_state.get(_ROUND, 0)}"


def begin_round() -> None:
    """Say what was taken back, and choose the package that was published last."""
    said = st.session_state.pop(_SAID, "")
    if said:
        st.success(said)
    chosen = st.session_state.pop(_NEXT, "")
    if chosen:
        st.session_state["edit-package"] = chosen


def publish_desk(desk: Desk, by: str, lang: str, *, removes: bool) -> bool:
    """Write the package into its folder and publish it; say what hindered it, and tell."""
    if desk.contents is None or not TRIES.allowed():
        st.error(text("edit.too_often", lang))
        return False
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
        state = st.session_state
        state[_DONE], state[_NEXT] = (desk.package_id, version), desk.package_id
        state[_ROUND] = state.get(_ROUND, 0) + 1
        return True
    return False


def say_published(package_id: str, lang: str) -> bool:
    """Say what has just been published, with the way back and the way on; False where nothing."""
    done, version = st.session_state.get(_DONE, ("", ""))
    if done != package_id:
        return False
    link = Markup('<a class="button public" href="./?data={}&lang={}" target="_blank">{}</a>')
    st.html(Markup("<h3>{}</h3>").format(text("edit.publish", lang)))
    st.success(text("edit.published", lang, version=version))
    st.html(link.format(package_id, lang, text("edit.see_public", lang)))
    offer_packed(shared_store().root / package_id, lang)
    undo_button(package_id, lang)
    _offer_withdrawing(package_id, lang)
    return True


def _offer_withdrawing(package_id: str, lang: str) -> None:
    """Offer to take down what has just been published for the first time: no state lies before."""
    builds = BuildFolder(shared_store().builds, package_id)
    if len(pointer_of(pointer_content(builds)).states) > 1:
        return
    if st.button(text("edit.withdraw", lang), key="edit-withdraw"):
        try:
            withdraw(builds)
        except OSError:
            st.error(text("build.going_on", lang, package=package_id))
        else:
            _taken_back(package_id, text("edit.withdrawn", lang))


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
            facts = {"package": package_id, "version": package.version}
            _taken_back(package_id, text("undo.done", lang, **facts))


def _taken_back(package_id: str, said: str) -> None:
    """Draw the page anew, as it is now, with what was done said above it."""
    st.session_state.pop(_DONE, None)
    st.session_state[_SAID] = said
    shared_store().look_again(package_id)
    st.rerun()
