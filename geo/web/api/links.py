"""Which links stand in an answer, and what are they called?"""

from __future__ import annotations

from typing import Any, Final

from geo.web.api.call import Call
from geo.web.api.definition import media_type

HTML: Final = "text/html"


def link(rel: str, address: str, kind: str, title: str) -> dict[str, Any]:
    """Return a link; `kind` is the media type of what it leads to."""
    return {"href": address, "rel": rel, "type": kind, "title": title}


def own_link(call: Call, rel: str, path: str, of: str, title: str) -> dict[str, Any]:
    """Return a link to a path of the interface; `of` is that path in the definition."""
    return link(rel, call.address(path), media_type(of), title)


def self_link(call: Call, of: str, title: str) -> dict[str, Any]:
    """Return the link of an answer to itself, with the parameters that it was asked for with."""
    return link("self", call.address(call.here, call.query), media_type(of), title)
