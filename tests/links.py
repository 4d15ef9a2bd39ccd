"""The table of links as they arrive, for Python and for the browser's code."""

from __future__ import annotations

import json
from typing import NamedTuple

from tests import ROOT


class Case(NamedTuple):
    """A query as it arrives, and the parameters that it means."""

    query: str
    means: dict[str, str]


def _cases() -> list[Case]:
    table = json.loads((ROOT / "tests" / "cases" / "links.json").read_text("utf-8"))
    marked = [
        Case(link["query"] + mark, link["means"])
        for link in table["links"]
        for mark in ("", *table["marks"])
    ]
    return [*marked, *(Case(**case) for case in table["cases"])]


CASES = _cases()
