"""Which part of a long list stands in an answer, and where are the parts before and after it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from geo.language.texts import text
from geo.web.api.call import Call
from geo.web.api.definition import query_parameters
from geo.web.api.links import Links, own_link
from geo.web.api.paging import whole_number

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Page:
    """The part of a list that is asked for: `limit` records from number `offset` on."""

    limit: int
    offset: int

    def of(self, every: Sequence[_T]) -> Sequence[_T]:
        """Return the part of `every`."""
        return every[self.offset : self.offset + self.limit]


def asked_page(call: Call, path: str) -> Page:
    """Return what a request to a path of the definition asks for; bounds and defaults are there.

    Raises
    ------
    BadRequestError
        If ``limit`` or ``offset`` is none.
    """

    def number(name: str) -> int:
        schema = query_parameters(path)[name]
        stated = call.query.get(name, str(schema["default"]))
        return whole_number(name, stated, schema["minimum"], schema["maximum"])

    return Page(number("limit"), number("offset"))


def neighbours(call: Call, path: str, page: Page, matched: int) -> Links:
    """Return the links to the next page and the one before, with all that was asked for."""
    starts = []
    if page.offset + page.limit < matched:
        starts.append(("next", page.offset + page.limit, text("api.link.next", call.lang)))
    if page.offset > 0:
        before = max(0, min(page.offset, matched) - page.limit)
        starts.append(("prev", before, text("api.link.prev", call.lang)))
    return [
        own_link(call, rel, call.here, path, title, {**call.query, "offset": str(start)})
        for rel, start, title in starts
    ]
