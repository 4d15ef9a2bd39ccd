"""Which corners of a shape do not lie where its others do?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_FAR: Final = 20.0
"""How many times as far from the middle as half of the corners one lies that strayed."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Shapes of which some corners are wrong; all arrays have one item a shape.

    Parameters
    ----------
    shapes : array of int
        Which of the shapes given.
    points : array of float, shape (n, 2)
        The worst corner of each.
    worst : array of float
        How bad that is.
    numbers : array of int
        Which corner it is, the first is 1.
    counts : array of int
        Wrong corners of each; the end of a ring that closes it does not count again.
    middles : array of float, shape (n, 2)
        The middle of the corners that are not wrong.
    """

    shapes: Ints
    points: Floats
    worst: Floats
    numbers: Ints
    counts: Ints
    middles: Floats


class Corners:
    """The corners of some shapes.

    Parameters
    ----------
    shapes : array of shapely geometries
        In two dimensions, longitude before latitude.

    Attributes
    ----------
    points : array of float, shape (n, 2)
        All corners, shape by shape.
    of : array of int
        Which shape each is of.
    """

    def __init__(self, shapes: Any) -> None:
        self.points, self.of = shapely.get_coordinates(shapes, return_index=True)
        self._count = len(shapes)

    def any_of(self, flags: Flags) -> Flags:
        """Tell which shapes have a corner that is flagged."""
        found = np.zeros(self._count, bool)
        found[self.of[flags]] = True
        return found

    def parts(self, wrong: Flags, badness: Floats) -> Parts:
        """Return the shapes with wrong corners, and of each the first of those that are worst."""
        at = np.flatnonzero(wrong)
        # By shape, the worst last, of these the first in the shape: so the last of each is taken.
        order = at[np.lexsort((-at, badness[at], self.of[at]))]
        owners = self.of[order]
        chosen = order[np.append(np.flatnonzero(np.diff(owners)), len(owners) - 1)[: len(owners)]]
        shapes = self.of[chosen]
        return Parts(
            shapes,
            self.points[chosen],
            badness[chosen],
            chosen - np.searchsorted(self.of, shapes) + 1,
            np.array([len(np.unique(self._wrong_of(shape, wrong), axis=0)) for shape in shapes]),
            np.array([self._middle(shape, ~wrong) for shape in shapes]).reshape(-1, 2),
        )

    def _wrong_of(self, shape: int, wrong: Flags) -> Floats:
        begin, end = np.searchsorted(self.of, [shape, shape + 1])
        found: Floats = self.points[begin:end][wrong[begin:end]]
        return found

    def _middle(self, shape: int, sound: Flags) -> Floats:
        begin, end = np.searchsorted(self.of, [shape, shape + 1])
        kept = self.points[begin:end][sound[begin:end]]
        found: Floats = np.median(kept, axis=0) if len(kept) else self.points[begin]
        return found


def strayed(shape: Any) -> tuple[int, Floats, bool] | None:
    """Return the one corner of a shape that lies far from all others; None where there is none.

    Far is more than a degree.

    Returns
    -------
    tuple of (int, array, bool)
        Its number, the first is 1; where it lies; whether it lies among the others if its two
        numbers are swapped.
    """
    points = shapely.get_coordinates(shape)
    middle = np.median(points, axis=0)
    away = np.abs(points - middle).max(axis=1)
    far = np.flatnonzero((away > 1) & (away > _FAR * np.median(away)))
    if not len(far) or len(np.unique(points[far], axis=0)) > 1:
        return None
    point: Floats = points[far[0]]
    back = float(np.abs(point[::-1] - middle).max())
    return int(far[0]) + 1, point, back <= max(_FAR * float(np.median(away)), 0.1)
