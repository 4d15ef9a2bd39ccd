"""Is what was worked out remembered within its room, and forgotten with what it is about?"""

from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor

from geo.remembered import PerObject, Remembered


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    known: Remembered[str] = Remembered(10, weigh=len)
    known.keep("a", "1234")
    known.keep("b", "5678")
    assert known.get("a") == "1234"  # so that b is the one asked for longest ago
    known.keep("c", "90ab")
    assert (known.get("a"), known.get("b"), known.get("c")) == ("1234", None, "90ab")


def test_what_is_larger_than_the_room_is_given_and_not_kept() -> None:
    known: Remembered[str] = Remembered(3, weigh=len)
    known.keep("a", "12")
    assert known.of("b", lambda: "1234") == "1234"
    assert (known.get("a"), known.get("b"), len(known)) == ("12", None, 1)
    assert known.keep("a", "1234") == "1234"
    assert known.get("a") is None, "nor is what it replaces"


def test_many_threads_find_what_they_keep() -> None:
    known: Remembered[int] = Remembered(50)
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda n: known.of(n % 80, lambda: n % 80), range(4000))
        assert list(found) == [n % 80 for n in range(4000)]
    assert len(known) == 50


def test_what_is_about_an_object_is_made_once_and_goes_with_it() -> None:
    class Thing:
        """Equal to every other, and without a hash."""

        __hash__ = None  # type: ignore[assignment]

        def __eq__(self, other: object) -> bool:
            return True

    made: list[int] = []
    known: PerObject[Thing, int] = PerObject(lambda _: made.append(1) or len(made))  # type: ignore[func-returns-value]
    one, other = Thing(), Thing()
    assert [known.of(one), known.of(other), known.of(one)] == [1, 2, 1]
    del one
    gc.collect()
    assert len(known) == 1
    assert known.of(other) == 2
