"""What is said and asked of the files, each with what can be done about it at once?"""

from __future__ import annotations

from base64 import b64encode
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st
from markupsafe import Markup

from geo.intake.messages import Message, Offer
from geo.intake.taking.context import context_of
from geo.intake.taking.evidence import Fit, fits, speaks_for
from geo.intake.taking.understood import Question
from geo.language.texts import text
from geo.picture.where_from import where_from
from pages.shared.editing.answers import ANSWER, give, given, remember, take_back
from pages.shared.editing.desk import Desk
from pages.shared.labels import distinct
from pages.shared.lists import typed_into

_SHOWN: Final = 4
"""Messages of one kind that are shown at once; the others lie folded below."""
_FOLDED: Final = 30
_BUTTONS: Final = 4
"""Remedies of a message that have a button each; more are chosen from a list."""
_PICTURES = Markup('<figure class="where-from">{}<figcaption>{}</figcaption></figure>')
_PICTURE = Markup('<img src="data:image/svg+xml;base64,{}" alt="{}" width="340" height="300">')


def say_messages(messages: Sequence[Message], others: Sequence[str], lang: str) -> None:
    """Show what is said of the files: a few of each kind; the rest, and mere notes, folded.

    Parameters
    ----------
    others : sequence of str
        What the package's own checks ask, in its own words: files, rows, columns.
    """
    kinds: dict[tuple[bool, str], list[Message]] = defaultdict(list)
    for message in messages:
        kinds[message.level == "info" and not message.offers, message.code].append(message)
    notes = [m.line(lang) for (quiet, _), alike in kinds.items() if quiet for m in alike]
    notes += others
    for (quiet, code), alike in kinds.items():
        if quiet:
            continue
        for number, message in enumerate(alike[:_SHOWN]):
            _say(message, f"{code}-{number}", lang)
        if len(alike) > _SHOWN:
            with st.expander(text("edit.more_alike", lang, count=len(alike) - _SHOWN)):
                for number, message in enumerate(alike[_SHOWN:_FOLDED]):
                    _say(message, f"{code}-more-{number}", lang)
                if len(alike) > _FOLDED:
                    st.caption(text("edit.and_more", lang, count=len(alike) - _FOLDED))
    if notes:
        with st.expander(text("edit.notes", lang, count=len(notes))):
            for line in notes[:_FOLDED]:
                st.caption(plain(line))


def say_answers(lang: str) -> None:
    """Show what was answered, each with a way to answer otherwise."""
    for key, asked, label in given():
        with st.container(key=f"edit-given-{b64encode(key.encode()).decode()}", horizontal=True):
            words = Markup("<p class='given'>{} <b>{}</b></p>")
            st.html(words.format(asked.get(lang), label.get(lang)))
            st.button(
                text("edit.answer_otherwise", lang),
                key=f"edit-back--{key}",
                on_click=take_back,
                args=(key,),
                type="tertiary",
            )


def ask(question: Question, desk: Desk, lang: str) -> None:
    """Ask something that no file tells; of positions, with a picture of each answer."""
    asked = question.asked.get(lang)
    words = plain(f"{question.about}：{asked}" if question.about else asked)
    labels = {option.value: option.label for option in question.options}
    remember(question.key, question.asked, labels)
    key = f"{ANSWER}{question.key}"
    if not labels:
        st.text_input(words, key=key)
        return
    if question.samples:
        _picture(question, desk, lang)
    st.radio(
        words,
        list(labels),
        index=None,
        format_func=lambda value: plain(labels[value].get(lang)),
        key=key,
    )


def plain(said: str) -> str:
    """Return a text that Markdown leaves as it is: what a file says is no markup."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()<>#+-.!|~$:&" else sign for sign in said)


def _say(message: Message, at: str, lang: str) -> None:
    with st.container(key=f"edit-said-{message.level}-{at}"):
        show = {"error": st.error, "warning": st.warning}.get(message.level, st.caption)
        show(plain(message.line(lang)))
        if message.offers:
            _offer(message, at, lang)


def _offer(message: Message, at: str, lang: str) -> None:
    """Offer the remedies of a message: a button each, or a list of many."""
    if len(message.offers) > _BUTTONS:
        offers = {offer.value: offer for offer in message.offers}
        key = f"edit-choose-{message.offers[0].key}"
        st.selectbox(
            text("edit.choose", lang),
            list(offers),
            index=None,
            format_func=distinct(
                {value: offer.label.get(lang) for value, offer in offers.items()}
            ).__getitem__,
            placeholder=text("edit.choose_one", lang),
            filter_mode=typed_into(len(offers)),
            key=key,
            on_change=lambda: _chosen(message, offers.get(st.session_state[key])),
        )
        return
    with st.container(key=f"edit-offers-{at}", horizontal=True):
        for offer in message.offers:
            st.button(
                plain(offer.label.get(lang)),
                key=f"edit-do-{offer.key}={offer.value}",
                on_click=_chosen,
                args=(message, offer),
            )


def _chosen(message: Message, offer: Offer | None) -> None:
    if offer is not None:
        give(offer.key, offer.value, message.message, offer.label)


def _picture(question: Question, desk: Desk, lang: str) -> None:
    """Show where a place would lie by each answer, and what the rows themselves speak for."""
    context = context_of(desk.package_id, desk.before)
    found = fits(question, context)
    drawn = where_from(question, found, context, lang)
    if drawn is None:
        return
    alt = text("edit.where_alt", lang, place=drawn.place)
    pictures = Markup("").join(
        _PICTURE.format(b64encode(svg.encode()).decode(), words)
        for svg, words in ((drawn.close, alt), (drawn.district, text("edit.where_district", lang)))
    )
    said = [text("edit.where_caption", lang, place=drawn.place), *_evidence(question, found, lang)]
    st.html(_PICTURES.format(pictures, Markup("<br>").join(said)))


def _evidence(question: Question, found: Mapping[str, Fit], lang: str) -> list[str]:
    """Return in sentences how many rows fit on each datum, where that tells them apart."""
    labels = {option.value: option.label.get(lang) for option in question.options}
    said = []
    best = speaks_for(found)
    if best:
        said.append(text("edit.where_known", lang, answer=labels[best], count=found[best].met))
    if len({fit.within for fit in found.values()}) > 1:
        comma = "，" if lang == "zh" else ", "
        counts = comma.join(f"{labels[d]} {fit.within}/{fit.named}" for d, fit in found.items())
        said.append(text("edit.where_within", lang, counts=counts))
    return said
