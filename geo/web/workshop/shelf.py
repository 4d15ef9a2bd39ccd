"""What was made already? Kept for whoever asks next, as much as there is room for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geo.remembered import Remembered
from geo.spool import Spool

KEPT_BYTES: Final = 256_000_000
"""Room for what was made; the large files lie on the disk. Some twenty of 100,000 places."""


@dataclass(frozen=True, slots=True)
class Made:
    """A product as it lies here.

    Parameters
    ----------
    content : Spool
        Its bytes, gzipped where that makes them shorter.
    length : int
        How many they are before that.
    gzipped : bool
        Whether they are.
    """

    content: Spool
    length: int
    gzipped: bool


class Shelf(Remembered[Made]):
    """Keeps what was made, and drops what was asked for longest ago; safe for many threads.

    Who is being sent something that is dropped meanwhile still gets all of it.
    """

    def __init__(self, kept_bytes: int = KEPT_BYTES) -> None:
        super().__init__(kept_bytes, weigh=lambda made: made.content.size)
