"""Do badges stand and join on paper as on the screen, and never outside the area they belong to?"""

from __future__ import annotations

import json
import math
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.picture.badges import SPACING_PX, PixelArea, joined
from tests import ROOT

CASES = json.loads((ROOT / "tests" / "cases" / "badges.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_badges_stand_and_join_as_the_table_says(case: dict[str, Any]) -> None:
    found = joined([PixelArea(*area) for area in case["areas"]], case["counts"])
    told = [[b.area_id, b.x, b.y, b.count, list(b.members)] for b in found]
    assert told == case["badges"]


trees = st.lists(
    st.tuples(st.integers(0, 500), st.integers(0, 500), st.integers(1, 600), st.integers(0, 4)),
    min_size=1,
    max_size=14,
)


@given(trees)
def test_no_badge_hides_another_and_no_place_is_lost(
    tree: list[tuple[int, int, int, int]],
) -> None:
    """Whatever the tree: an area's parent is one before it, here the one of half its number."""
    areas = [
        PixelArea(f"a{n}", f"a{n // 2}" if n > 1 else None, x, y, size)
        for n, (x, y, size, _) in enumerate(tree)
    ]
    counts = {f"a{n}": count for n, (*_, count) in enumerate(tree)}
    found = joined(areas, counts)
    assert sum(b.count for b in found) == sum(counts.values())
    members = [name for badge in found for name in badge.members]
    assert sorted(members) == sorted(name for name, count in counts.items() if count)
    spots = {(area.x, area.y) for area in areas}
    assert all((b.x, b.y) in spots for b in found), "a badge stands at the middle of an area"
    apart = [math.dist((a.x, a.y), (b.x, b.y)) for a, b in combinations(found, 2)]
    assert all(away >= SPACING_PX for away in apart)
