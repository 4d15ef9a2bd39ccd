"""What do the app and the processes that make files tell each other?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geo.blob import Payload
from geo.export.product import Product
from geo.language.bilingual import Bilingual
from geo.package.package import Package

STATES: Final = 2
"""States of packages that are remembered between orders."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to make of which state of a package; its content goes along where it is not known."""

    product: Product
    state: str
    content: tuple[Package, Payload] | None


@dataclass(frozen=True, slots=True)
class Finished:
    """The product is whole.

    Parameters
    ----------
    length : int
        Its bytes before they were gzipped.
    """

    length: int


@dataclass(frozen=True, slots=True)
class Refused:
    """There is no such product, since it would hold too many places."""

    said: Bilingual
