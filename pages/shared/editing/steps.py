"""What does each of the four steps show: take, look, preview, publish?"""

from __future__ import annotations

from typing import Final

import streamlit as st
from markupsafe import Markup

from geo.intake.taking.understood import Question
from geo.language.texts import text
from geo.store.drafts import drop_draft, keep_draft
from geo.store.packed import is_packed
from geo.store.store import shared_store
from geo.web.editing import MOST_MEGABYTES, TRIES
from pages.shared.editing.desk import (
    ANSWER,
    Desk,
    are_new,
    changes,
    desk_for,
    difference_of,
    forget_answers,
    found_in,
    packages,
)
from pages.shared.editing.packed import desk_of_packed, what_it_is
from pages.shared.editing.publishing import publish_desk, undo_button

_NEW: Final = ""
_DRAFT: Final = "edit-draft"
_SHOWN: Final = 12
"""Places of which a row is shown."""
_ROWS = Markup("<table class='taken'><thead><tr>{}</tr></thead><tbody>{}</tbody></table>")


def take(lang: str) -> Desk | None:
    """Show the first step; None until there are files and a package."""
    st.html(Markup("<h3>{}</h3>").format(text("edit.take", lang)))
    target = st.selectbox(
        text("edit.into", lang),
        [*packages(), _NEW],
        format_func=lambda name: name or text("edit.new", lang),
        key="edit-package",
    )
    title = ""
    if target == _NEW:
        title = st.text_input(text("edit.new_title", lang), key="edit-title").strip()
    uploads = st.file_uploader(
        text("edit.files", lang, megabytes=MOST_MEGABYTES),
        accept_multiple_files=True,
        key="edit-files",
        help=text("edit.formats", lang),
    )
    if any(is_packed(each.getvalue()) for each in uploads):
        with st.spinner(text("edit.reading", lang)):
            desk = desk_of_packed(uploads, lang)
        undo_button(desk.package_id, lang)
        return desk
    undo_button(target, lang)
    if not uploads or not (target or title):
        return None
    if are_new(uploads) and not TRIES.allowed():
        st.error(text("edit.too_often", lang))
        return None
    with st.spinner(text("edit.reading", lang)):
        return desk_for(found_in(uploads), target or "", title, lang)


def look(desk: Desk, lang: str) -> bool:
    """Show what was understood, with its faults and questions; True if it can go on."""
    st.html(Markup("<h3>{}</h3>").format(text("edit.look", lang)))
    for line in desk.refusal:
        st.error(_plain(line))
    if desk.packed is not None:
        st.write(_plain(what_it_is(desk.packed, lang)))
        return True
    outcome = desk.outcome
    if outcome is None:
        return False
    for message in outcome.understood.messages:
        show = {"error": st.error, "warning": st.warning}.get(message.level, st.caption)
        show(_plain(message.line(lang)))
    for fault in outcome.faults:
        if fault.level != "info":
            (st.error if fault.level == "error" else st.caption)(_plain(fault.line(lang)))
    for question in outcome.questions:
        _ask(question, lang)
    if desk.answered:
        st.button(text("edit.ask_again", lang), on_click=forget_answers, key="edit-ask-again")
    taken = outcome.understood
    st.write(text("edit.understood", lang, places=len(taken.places), figures=len(taken.figures)))
    _table(desk, lang)
    return outcome.is_ready


def preview(desk: Desk, lang: str) -> None:
    """Show what would change, and offer the real map of it as a draft."""
    if desk.contents is None:
        return
    st.html(Markup("<h3>{}</h3>").format(text("edit.preview", lang)))
    st.write(changes(desk).get(lang))
    if st.button(text("edit.make_draft", lang), key="edit-make-draft"):
        builds = shared_store().builds
        drop_draft(builds, st.session_state.get(_DRAFT, "draft-none"))
        st.session_state[_DRAFT] = keep_draft(builds, desk.contents)
    draft = st.session_state.get(_DRAFT)
    if draft:
        link = Markup('<a class="draft" href="./?data={}&lang={}" target="_blank">{}</a><p>{}</p>')
        words = text("edit.see_draft", lang), text("edit.draft_note", lang)
        st.html(link.format(draft, lang, *words))


def publish(desk: Desk, lang: str) -> None:
    """Publish; what would be gone has to be agreed to."""
    st.html(Markup("<h3>{}</h3>").format(text("edit.publish", lang)))
    by = st.text_input(text("edit.by", lang), key="edit-by").strip()
    found = difference_of(desk)
    agreed = True
    if found is not None and found.loses:
        agreed = st.checkbox(text("edit.lose", lang, what=found.said.get(lang)), key="edit-lose")
    if st.button(
        text("edit.publish_now", lang), type="primary", disabled=not agreed, key="edit-go"
    ):
        publish_desk(desk, by, lang, removes=agreed)


def _ask(question: Question, lang: str) -> None:
    asked = question.asked.get(lang)
    words = _plain(f"{question.about}：{asked}" if question.about else asked)
    key = f"{ANSWER}{question.key}"
    if not question.options:
        st.text_input(words, key=key)
        return
    labels = {option.value: _plain(option.label.get(lang)) for option in question.options}
    st.radio(words, list(labels), index=None, format_func=lambda v: labels[v], key=key)


def _table(desk: Desk, lang: str) -> None:
    places = desk.outcome.understood.places[:_SHOWN] if desk.outcome else ()
    if not places:
        return
    cell, row, head = (
        Markup("<td>{}</td>"),
        Markup("<tr>{}</tr>"),
        Markup("<th scope='col'>{}</th>"),
    )
    heads = Markup("").join(
        head.format(words)
        for words in (
            text("edit.name", lang),
            text("edit.workstream", lang),
            text("edit.where", lang),
        )
    )
    rows = Markup("").join(
        row.format(
            Markup("").join(cell.format(said) for said in (p.name, p.workstream, p.known.get(lang)))
        )
        for p in places
    )
    st.html(_ROWS.format(heads, rows))


def _plain(said: str) -> str:
    """Return a text that Markdown leaves as it is: what a file says is no markup."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()<>#+-.!|~$:&" else sign for sign in said)
