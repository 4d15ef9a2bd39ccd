"""How is a list to choose from searched?"""

from __future__ import annotations

from typing import Literal

MOST_AT_A_GLANCE = 12
"""Options that are seen without a search."""


def typed_into(options: int) -> Literal["contains"] | None:
    """Return how a list of so many options is searched by typing.

    A short one is not: on a phone its keyboard would cover it.
    """
    return "contains" if options > MOST_AT_A_GLANCE else None
