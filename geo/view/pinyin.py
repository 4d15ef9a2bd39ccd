"""How is a Chinese text typed in Latin letters, in full and by the initials of its syllables?

Where a package states the pinyin of a name, that is followed. Everything else is read by pypinyin,
whose dictionary of words tells 银行 (yinhang) from 步行 (buxing). Signs with several readings stay
a risk in names that no dictionary holds: a wrong reading can miss a search, but nobody is shown it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from geo.view.search import normalise

_HAN = re.compile(r"([\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text in Latin letters, normalised.

    Parameters
    ----------
    full : tuple of str
        All syllables as one word, for instance ``minghualu``; another one with ``v`` for ü, as it
        is typed on a keyboard, where there is an ü.
    initials : str
        First letters of the syllables, for instance ``mhl``, what is not Chinese in full; empty
        for a text without any Chinese.
    """

    full: tuple[str, ...]
    initials: str


@lru_cache(maxsize=8192)
def reading(text: str, stated: str = "") -> Reading:
    """Return how `text` is typed.

    Parameters
    ----------
    stated : str
        Its pinyin where the data have it; it decides between the readings of a sign.
    """
    parts = _HAN.split(text)  # every second part is Chinese
    signs = [
        (sign, at % 2 == 1)
        for at, part in enumerate(parts)
        for sign in (part if at % 2 else [part])
    ]
    syllables = _aligned(signs, normalise(stated)) if stated else None
    if syllables is None:
        syllables = [
            syllable
            for at, part in enumerate(parts)
            for syllable in (_read(part) if at % 2 else [part])
        ]
    letters = [
        normalise(syllable)[:1] if is_chinese else normalise(syllable)
        for syllable, (_, is_chinese) in zip(syllables, signs, strict=True)
    ]
    whole = "".join(syllables)
    spelt = [stated or whole, *([whole.replace("ü", "v")] if "ü" in whole else [])]
    initials = "".join(letters) if len(parts) > 1 else ""
    return Reading(tuple(normalise(each) for each in spelt), initials)


@lru_cache(maxsize=65_536)
def _read(chinese: str) -> list[str]:
    """Return the syllables of a Chinese text, a sign that no dictionary has as it stands."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # 55 MB, which only who reads names needs

    return lazy_pinyin(chinese, v_to_u=True, errors=list)  # type: ignore[arg-type]  # takes lists


def _aligned(signs: list[tuple[str, bool]], stated: str) -> list[str] | None:
    """Return the syllables of a stated reading sign by sign; None if they are no reading of it."""
    reached: dict[int, list[str]] = {0: []}  # how far in `stated` -> syllables up to there
    for sign, is_chinese in signs:
        after: dict[int, list[str]] = {}
        for at, found in reached.items():
            choices = _readings(sign) if is_chinese else ((sign, normalise(sign)),)
            for choice, letters in choices:
                if stated.startswith(letters, at):
                    after.setdefault(at + len(letters), [*found, choice])
        reached = after
    return reached.get(len(stated))


@lru_cache(maxsize=32_768)
def _readings(sign: str) -> tuple[tuple[str, str], ...]:
    """Return all readings of one sign, without tones, each with its normalised letters."""
    from pypinyin import Style, pinyin  # noqa: PLC0415  # as above

    found = pinyin(sign, style=Style.NORMAL, heteronym=True, v_to_u=True)[0]
    return tuple((choice, normalise(choice)) for choice in found)
