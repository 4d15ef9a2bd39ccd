"""What does each of the four steps show: take, look, preview, publish?"""

from __future__ import annotations

from typing import Final

import streamlit as st
from markupsafe import Markup

from geo.export.template import FILE_NAMES
from geo.intake.taking.named import in_english, is_guessed
from geo.intake.taking.understood import TakenPlace
from geo.language.texts import text
from geo.package.schema import DESCRIPTOR
from geo.store.drafts import drop_draft, keep_draft
from geo.store.packed import is_packed
from geo.store.store import shared_store
from geo.web.editing import MOST_MEGABYTES, TRIES, editing
from pages.shared.editing.desk import (
    DISTRICT,
    Desk,
    are_new,
    begun_of,
    desk_for,
    difference_of,
    districts_of,
    found_in,
    is_more_than_read,
    new_id,
    packages,
    title_of,
)
from pages.shared.editing.packed import desk_of_packed, what_it_is
from pages.shared.editing.publishing import (
    begin_round,
    files_key,
    publish_desk,
    say_published,
    say_unpublished,
    undo_button,
)
from pages.shared.editing.said import ask, plain, say_answers, say_messages
from pages.shared.labels import distinct
from pages.shared.lists import typed_into

_NEW: Final = ""
_DRAFT: Final = "edit-draft"
_UPLOAD: Final = ("choose", "more", "drop", "limit", "large", "remove")
"""What Streamlit's fields say; `geo/browser/page/upload.js` puts our words there."""
_LINK = Markup(
    '<a class="button draft" href="./?data={}&lang={}" target="_blank">{}</a>'
    "<p class='quiet'>{}</p>"
)
_SHOWN: Final = 12
"""Places of which a row is shown; how many more there are is said."""
_ROWS = Markup(
    "<div class='taken-rows'><table class='taken'><thead><tr>{}</tr></thead>"
    "<tbody>{}</tbody></table></div>"
)


def may_edit(lang: str) -> bool:
    """Tell whether the visitor may; who has to sign in first is offered to."""
    who = editing()
    if who != "oidc":
        return bool(who)
    if getattr(st.user, "is_logged_in", False):
        return True
    st.info(text("edit.sign_in_first", lang))
    st.button(text("edit.sign_in", lang), on_click=st.login)
    return False


def take(lang: str, present: str = "") -> Desk | None:
    """Show the first step, for the present package at first; None until there are files and one."""
    st.html(Markup("<h3>{}</h3>").format(text("edit.take", lang)))
    say_unpublished(lang)
    begin_round()
    held = packages()
    titles = distinct({name: title_of(name, lang) for name in held})
    target = st.selectbox(
        text("edit.into", lang),
        [*held, _NEW],
        index=held.index(present) if present in held else 0,
        format_func=(titles | {_NEW: text("edit.new", lang)}).__getitem__,
        filter_mode=typed_into(len(held) + 1),
        key="edit-package",
    )
    title = ""
    if target == _NEW:
        title = st.text_input(text("edit.new_title", lang), key="edit-title").strip()
        if title and not _may_begin(title, lang):
            return None
    uploads = st.file_uploader(
        text("edit.files", lang),
        accept_multiple_files=True,
        key=files_key(),
    )
    words = {name: text(f"edit.upload_{name}", lang, megabytes=MOST_MEGABYTES) for name in _UPLOAD}
    given = Markup(" ").join(Markup('data-{}="{}"').format(*each) for each in words.items())
    note = Markup('<p class="quiet" data-uploads {}>{}</p>')
    st.html(note.format(given, text("edit.formats", lang)))
    if any(is_packed(each.getvalue()) for each in uploads):
        with st.spinner(text("edit.reading", lang)):
            desk = desk_of_packed(uploads, lang)
        undo_button(desk.package_id, lang)
        return desk
    if not uploads and say_published(target, lang):
        return None
    undo_button(target, lang)
    if not uploads or not (target or title):
        return None
    if are_new(uploads) and not TRIES.allowed():
        st.error(text("edit.too_often", lang))
        return None
    with st.spinner(text("edit.reading", lang)):
        return desk_for(found_in(uploads), target or "", title, lang)


def _may_begin(title: str, lang: str) -> bool:
    """Say what a new package begins with; False where there is one of that name."""
    with st.spinner(text("edit.outline_reading", lang)):
        districts = districts_of(title, lang)
    if districts:
        st.selectbox(
            text("edit.which_district", lang, title=plain(title)),
            list(districts),
            index=None,
            format_func=lambda code: f"{districts[code]}（{code}）",
            placeholder=text("edit.choose_one", lang),
            filter_mode=typed_into(len(districts)),
            key=f"{DISTRICT}{title}",
        )
    with st.spinner(text("edit.outline_reading", lang)):
        said = begun_of(title, lang).said
    if new_id(title, lang) in packages():
        st.error(text("edit.new_exists", lang, title=plain(title)))
        return False
    for line in said:
        st.caption(plain(line))
    workbook = begun_of(title, lang).workbook
    if workbook:
        name = FILE_NAMES[lang]
        label = text("edit.workbook", lang, file=name)
        st.download_button(label, workbook, name, key="edit-workbook", on_click="ignore")
    return True


def look(desk: Desk, lang: str) -> bool:
    """Show what was understood, with its faults and questions; True if it can go on."""
    st.html(Markup("<h3>{}</h3>").format(text("edit.look", lang)))
    for line in desk.refusal:
        st.error(plain(line))
    if desk.packed is not None:
        st.write(plain(what_it_is(desk.packed, lang)))
        return True
    outcome = desk.outcome
    if outcome is None:
        return False
    for question in outcome.questions:
        ask(question, desk, lang)
    say_answers(lang)
    for fault in outcome.faults:
        if fault.level == "error":
            st.error(plain(fault.line(lang)))
    others = [
        fault.line(lang) for fault in outcome.faults if fault.level in ("warning", "question")
    ]
    say_messages(outcome.understood.messages, others, lang)
    taken = outcome.understood
    st.write(text("edit.understood", lang, places=len(taken.places), figures=len(taken.figures)))
    _table(desk, lang)
    return outcome.is_ready


def preview(desk: Desk, lang: str) -> None:
    """Show what would change, and offer the real map of it as a draft."""
    if desk.contents is None:
        return
    st.html(Markup("<h3>{}</h3>").format(text("edit.preview", lang)))
    found = difference_of(desk)
    st.write(found.said.get(lang) if found else "")
    if is_more_than_read(desk, found):
        st.caption(text("edit.more_than_read", lang))
    if st.button(text("edit.make_draft", lang), key="edit-make-draft"):
        builds = shared_store().builds
        drop_draft(builds, st.session_state.get(_DRAFT, ("draft-none", b""))[0])
        made = keep_draft(builds, desk.contents)
        st.session_state[_DRAFT] = (made, desk.contents[DESCRIPTOR])
    draft, of = st.session_state.get(_DRAFT, ("", b""))
    if of == desk.contents[DESCRIPTOR]:  # an older one is of other files or answers
        words = text("edit.see_draft", lang), text("edit.draft_note", lang)
        st.html(_LINK.format(draft, lang, *words))


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
        with st.spinner(text("edit.publishing", lang)):
            done = publish_desk(desk, by, lang, removes=agreed)
        if done:
            st.rerun()


def _english(place: TakenPlace, lang: str) -> str:
    """Return the English name that a place gets, marked where nobody wrote it."""
    if place.name_en:
        return place.name_en
    if is_guessed(place.name, ""):
        return text("edit.english_glossary", lang, name=in_english(place.name))
    return text("edit.english_none", lang)


def _table(desk: Desk, lang: str) -> None:
    every = desk.outcome.understood.places if desk.outcome else ()
    places = every[:_SHOWN]
    if not places:
        return
    cell, row, head = (
        Markup("<td>{}</td>"),
        Markup("<tr>{}</tr>"),
        Markup("<th scope='col'>{}</th>"),
    )
    named = [text("edit.name", lang), text("edit.english", lang)]
    named += [text("edit.workstream", lang), text("edit.where", lang)]
    heads = Markup("").join(map(head.format, named))
    rows = Markup("").join(
        row.format(
            Markup("").join(
                cell.format(said)
                for said in (p.name, _english(p, lang), p.workstream, p.known.get(lang))
            )
        )
        for p in places
    )
    st.html(_ROWS.format(heads, rows))
    if len(every) > _SHOWN:
        st.caption(text("edit.more_places", lang, count=len(every) - _SHOWN))
