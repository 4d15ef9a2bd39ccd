"""Which links stand in an answer, and what are they called?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from geo.language.texts import text
from geo.package.package import Package
from geo.view.views import View
from geo.web.api.call import NO_QUERY, Call
from geo.web.api.definition import media_type

HTML: Final = "text/html"
Links = list[dict[str, Any]]


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
