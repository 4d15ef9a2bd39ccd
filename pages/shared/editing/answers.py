"""What did the visitor answer, and how is an answer given, shown and taken back?"""

from __future__ import annotations

from typing import Final

import streamlit as st

from geo.language.bilingual import Bilingual

ANSWER: Final = "edit-answer--"
"""What keys of widgets begin with that answer a question; the question's key follows."""
_ANSWERS: Final = "edit-answers"
_ABOUT: Final = "edit-answers-about"
_WORDS: Final = "edit-answers-words"
Words = tuple[Bilingual, dict[str, Bilingual]]
"""What was asked, and what each answer says."""


def answers(about: tuple[str, ...]) -> dict[str, str]:
    """Return what the visitor answered, by the key of the question.

    A question that is answered is not shown any more, and Streamlit forgets what is not shown: so
    answers are kept here, for as long as they are `about` the same files and package.
    """
    state = st.session_state
    if state.get(_ABOUT) != about:
        state[_ABOUT], state[_ANSWERS], state[_WORDS] = about, {}, {}
    known: dict[str, str] = state[_ANSWERS]
    for key, value in state.items():
        if str(key).startswith(ANSWER) and value:
            known[str(key).removeprefix(ANSWER)] = str(value).strip()
    return dict(known)


def remember(key: str, asked: Bilingual, labels: dict[str, Bilingual]) -> None:
    """Keep the words of a question, to be shown with its answer."""
    known: dict[str, Words] = st.session_state.setdefault(_WORDS, {})
    known[key] = (asked, labels)


def give(key: str, value: str, asked: Bilingual, label: Bilingual) -> None:
    """Answer what a remedy stands for."""
    st.session_state.setdefault(_ANSWERS, {})[key] = value
    remember(key, asked, {value: label})


def take_back(key: str) -> None:
    """Forget an answer: it is asked, or what was done by itself is done, anew."""
    st.session_state.get(_ANSWERS, {}).pop(key, None)


def given() -> list[tuple[str, Bilingual, Bilingual]]:
    """Return the answers so far: the key, what was asked, what was answered."""
    words: dict[str, Words] = st.session_state.get(_WORDS, {})
    found = []
    for key, value in st.session_state.get(_ANSWERS, {}).items():
        asked, labels = words.get(key, (Bilingual(key, key), {}))
        found.append((key, asked, labels.get(value, Bilingual(value, value))))
    return found
