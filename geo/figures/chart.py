"""What is declared of a chart? Its form, what it is about, and the sentence above it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from geo.language.bilingual import Bilingual

ChartKind = Literal["bars", "parts", "one-in", "each", "leads", "beside"]
CHART_KINDS: Final[tuple[ChartKind, ...]] = ("bars", "parts", "one-in", "each", "leads", "beside")
"""Forms of a chart, see :mod:`geo.figures.charts`."""
KINDS_OF_DERIVED: Final = {"parts": ("sum",), "one-in": ("ratio",), "each": ("ratio",)}
"""Which recipes a chart of a form can be about; the other forms are about figures."""
_SLOT: Final = re.compile(r"\{([a-z0-9-]+)\}")


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of figures that go together.

    Parameters
    ----------
    title : Bilingual
        The sentence above it; ``{id}`` in it stands for the number of that figure.
    of : tuple of str
        Ids of figures, or that of the one derived number it is about.
    """

    chart_id: str
    workstream: str
    kind: ChartKind
    title: Bilingual
    of: tuple[str, ...]


def slots(title: Bilingual) -> frozenset[str]:
    """Return the ids whose numbers a title says."""
    return frozenset(_SLOT.findall(title.zh) + _SLOT.findall(title.en))
