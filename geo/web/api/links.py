"""Which links stand in an answer, and which part of a long list?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from geo.language.texts import text
from geo.package.package import Package
from geo.view.views import View
from geo.web.api.call import NO_QUERY, Call
from geo.web.api.definition import media_type, query_parameters
from geo.web.api.paging import whole_number
from geo.web.api.records import Links

HTML: Final = "text/html"
_T = TypeVar("_T")


def link(rel: str, address: str, kind: str, title: str) -> dict[str, Any]:
    """Return a link; `kind` is the media type of what it leads to."""
    return {"href": address, "rel": rel, "type": kind, "title": title}


def own_link(
    call: Call, rel: str, path: str, of: str, title: str, query: Mapping[str, str] = NO_QUERY
) -> dict[str, Any]:
    """Return a link to a path of the interface; `of` is that path in the definition."""
    return link(rel, call.address(path, query), media_type(of), title)


def self_link(call: Call, of: str) -> dict[str, Any]:
    """Return the link of an answer to itself, with the parameters that it was asked for with."""
    return own_link(call, "self", call.here, of, text("api.link.self", call.lang), call.query)


def record_link(call: Call, package: Package, path: str, of: str) -> dict[str, Any]:
    """Return the link of a record to itself alone; `of` is its path in the definition."""
    about = {"data": package.package_id}
    return own_link(call, "self", path, of, text("api.link.self", call.lang), about)


def map_link(call: Call, package: Package, view: View) -> dict[str, Any]:
    """Return the link to the map's page that shows `view`."""
    return link("alternate", call.page(package, view), HTML, text("api.link.map", call.lang))


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
