"""Does the list show every place once, those first that figures are tied to?"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from geo.package.package import Package
from geo.package.read import read_package
from geo.view.listing import MOST_ROWS, page_of, rows_on_page
from geo.view.selection import select
from geo.view.views import View
from tests import ROOT, crowds

CASES = ROOT / "tests" / "cases" / "listing.json"
VIEWS = {
    "all": View(crowds.NAME),
    "workstream": View(crowds.NAME, workstreams=("lighting",)),
    "layer": View(crowds.NAME, layers=("roads",)),
    "text": View(crowds.NAME, query="明"),
    "both": View(crowds.NAME, query="明", workstreams=("greening",), layers=("lamps", "offices")),
    "little": View(crowds.NAME, query="id:lamp-00007"),
    "nothing": View(crowds.NAME, query="nowhere"),
}


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Package:
    root = tmp_path_factory.mktemp("data") / crowds.NAME
    return read_package(crowds.write(root, crowds.layers_of(600)))


@pytest.mark.parametrize("case", json.loads(CASES.read_text("utf-8")), ids=str)
def test_a_page_has_the_rows_of_the_table(case: dict[str, Any]) -> None:
    shown = np.array(case["shown"], dtype=np.uint32)
    page = rows_on_page(shown, case["few"], case["tied"], case["page"])
    assert page.rows.tolist() == case["rows"]
    assert (page.number, page.total, page.first) == (case["number"], case["total"], case["first"])


@pytest.mark.parametrize("name", VIEWS)
def test_all_pages_together_have_every_place_once_and_figures_first(
    name: str, crowd: Package
) -> None:
    shown = select(crowd, VIEWS[name])
    first = page_of(shown, 0)
    pages = [page_of(shown, number) for number in range(first.total)]
    listed = [place.place_id for page in pages for place in page.places]
    in_order = [place.place_id for place in shown.places]
    few = [place_id for place_id in in_order if crowd.place.position_of(place_id) is None]
    stated = [f.place_id for f in shown.figures if crowd.place.position_of(f.place_id) is not None]
    lead = [*few, *dict.fromkeys(stated)]
    assert listed == [*lead, *(found for found in in_order if found not in set(lead))]
    numbered = [number for page in pages for number in range(page.first, page.last + 1)]
    assert numbered == list(range(1, len(listed) + 1))


def test_a_page_that_is_not_there_is_the_last_one_that_is(crowd: Package) -> None:
    shown = select(crowd, VIEWS["all"])
    assert page_of(shown, 10_000).number == page_of(shown, 0).total - 1
    assert page_of(shown, -1).number == 0
    assert len(page_of(shown, 3).places) == MOST_ROWS


def test_a_small_package_is_one_page_in_its_own_order(anci: Package) -> None:
    page = page_of(select(anci, View("anci-2022")), 0)
    assert page.total == 1
    assert [place.place_id for place in page.places] == list(anci.place)
