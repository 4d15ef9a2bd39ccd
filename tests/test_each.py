"""Does one test of many files name all of them that break its rule?"""

from __future__ import annotations

import pytest

from tests.each import each_of


def test_all_that_break_a_rule_are_named() -> None:
    def rule(word: str) -> None:
        assert word.islower(), "in capitals"

    each_of(["one", "two"])(rule)()
    with pytest.raises(AssertionError, match=r"(?s)^ONE: in capitals.*\nTWO: in capitals"):
        each_of(["ONE", "one", "TWO"])(rule)()
    with pytest.raises(AssertionError, match="nothing to ask"):
        each_of([])(rule)()
