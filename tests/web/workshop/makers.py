"""Who makes files in the tests of the workshop?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from starlette.applications import Starlette

from geo.store.store import Store
from geo.web.routes import Routes
from geo.web.workshop.hands import Making
from geo.web.workshop.workshop import Workshop
from tests.conftest import FIRST_PAGE, Here


class Counting(Here):
    """Makes files here, and counts them."""

    def __init__(self) -> None:
        self.made: Counter[str] = Counter()

    def make(self, making: Making, keep: Callable[[bytes], object]) -> int:
        self.made[type(making.product).__name__] += 1
        return super().make(making, keep)


def app_of(store: Store, maker: Here) -> Starlette:
    return Starlette(routes=Routes(store, FIRST_PAGE, Workshop([maker])).all("", ("",)))
