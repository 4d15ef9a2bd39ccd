"""Which digit may have been mistyped, so that a position cannot be right?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Final

import numpy as np

from geo.package.outline import Floats, Outline
from geo.package.slips import Slip

_FEW: Final = 5
"""Numbers proposed for one that is mistyped, at most."""
_TWICE: Final = Slip(
    "twice", ("经度、纬度是同一个数：请核对", "Both are the same number: look it up again")
)
_MISSING: Final = Slip("missing", ("有一个坐标是 0：请补上", "One of the two is 0: fill it in"))


def mistyped(
    point: Floats, outline: Outline, margin_m: float, middle: Sequence[float] | Floats
) -> Slip | None:
    """Return the slip of one digit, or of a number left out, that explains one point.

    What it may have been lies within the outline or the margin around it; what is nearest to
    `middle` comes first.
    """
    longitude, latitude = point.tolist()
    tries: list[tuple[int, int, str]] = []
    for axis, number in enumerate((longitude, latitude)):
        for rank, texts in enumerate(_retyped(_written(number))):
            tries += [(axis, rank, text) for text in texts]
    candidates = np.array([point] * len(tries)).reshape(-1, 2)
    for at, (axis, _, text) in enumerate(tries):
        candidates[at, axis] = float(text)
    sound = np.flatnonzero(outline.holds(candidates, margin_m))
    away = np.abs(candidates - np.asarray(middle)).sum(axis=1)
    best = sorted(sound.tolist(), key=lambda at: (tries[at][1], away[at]))
    if best:
        return _typed([tries[at] for at in best])
    if 0 in {longitude, latitude}:
        return _MISSING
    return _TWICE if longitude == latitude else None


def _typed(tries: list[tuple[int, int, str]]) -> Slip:
    """Return the slip that proposes numbers, the likeliest first."""
    axis = tries[0][0]
    texts = list(dict.fromkeys(text for other, _, text in tries if other == axis))[:_FEW]
    name = (("经度", "longitude"), ("纬度", "latitude"))[axis]
    return Slip(
        f"digit {axis}",
        (
            f"像是写错、漏写或多写了一位：{name[0]}是不是 {' 或 '.join(texts)}？请核对后改正",
            f"A digit seems wrong, lost or doubled: is the {name[1]} {' or '.join(texts)}? "
            "Look it up and correct it",
        ),
        axis,
        tuple(texts),
    )


def _written(number: float) -> str:
    """Return a number as it was typed, which is its shortest decimal text."""
    return np.format_float_positional(number, precision=9, unique=True, trim="-")


def _retyped(text: str) -> Iterator[set[str]]:
    """Yield the texts that one slip makes of the typed one: the likelier slips first."""
    changes: list[Callable[[str], set[str]]] = [_changed, _lost, _doubled, _turned, _pointed]
    for change in changes:
        yield {made for made in change(text) if re.fullmatch(r"-?(0|[1-9]\d*)(\.\d*)?", made)}


def _changed(text: str) -> set[str]:
    spots = [at for at, sign in enumerate(text) if sign.isdigit()]
    return {text[:at] + digit + text[at + 1 :] for at, digit in product(spots, "0123456789")} - {
        text
    }


def _lost(text: str) -> set[str]:
    return {
        text[:at] + digit + text[at:] for at, digit in product(range(len(text) + 1), "0123456789")
    }


def _doubled(text: str) -> set[str]:
    return {text[:at] + text[at + 1 :] for at in range(len(text)) if text[at].isdigit()}


def _turned(text: str) -> set[str]:
    pairs = range(len(text) - 1)
    return {text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in pairs} - {text}


def _pointed(text: str) -> set[str]:
    digits = text.replace(".", "")
    return {f"{digits[:at]}.{digits[at:]}" for at in range(1, len(digits))} - {text}
