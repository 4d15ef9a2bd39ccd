"""How does one test hold a rule of each of many files or texts?

A test for each would be a thousand tests that ask next to nothing each; what pytest does around
them took longer than what they ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from tests import ROOT

Asked = TypeVar("Asked", Path, str)


def name_of(path: Path) -> str:
    """Return what a file is called in the repository."""
    return path.relative_to(ROOT).as_posix()


def each_of(asked: Iterable[Asked]) -> Callable[[Callable[[Asked], None]], Callable[[], None]]:
    """Make one test of a rule: each of what is asked is, and all that break it are named."""
    items = list(asked)

    def of(rule: Callable[[Asked], None]) -> Callable[[], None]:
        def test() -> None:
            assert items, "there is nothing to ask"
            broken = [said for item in items if (said := _broken(rule, item))]
            assert not broken, "\n".join(broken)

        test.__name__, test.__doc__ = rule.__name__, rule.__doc__
        test.__module__, test.__qualname__ = rule.__module__, rule.__qualname__
        return test

    return of


def _broken(rule: Callable[[Asked], None], item: Asked) -> str:
    try:
        rule(item)
    except AssertionError as error:
        return f"{name_of(item) if isinstance(item, Path) else item}: {error}"
    return ""
