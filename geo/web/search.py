"""What can only the app answer about a crowd of places? Which of them a text finds or may mean, and
where one stands in it.

All addresses carry a hash of the data's state, so their answers never change and may be cached for
ever; any process that serves this state gives the same.
"""

from __future__ import annotations

import gzip
from typing import Any, Final

import numpy as np
import pyarrow.compute as pc
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.blob import COLUMNS, JSON, Blob, digest_of, make_blob
from geo.export.explorer import as_json
from geo.package.package import Package
from geo.served.crowd.message import shown_told
from geo.served.suggestions import place_entry
from geo.store.states import Served
from geo.store.store import Store
from geo.view.link import PARAMETERS
from geo.view.linked import linked
from geo.view.search import clean_query, words
from geo.view.search_texts import all_match, place_search_texts
from geo.view.selection import look
from geo.web.codings import blob_response
from geo.web.query import refuse_faults, stated
from geo.web.responses import not_found
from geo.web.workshop.workshop import Workshop

_QUICK: Final = 4
"""Level of compression; an answer is made once and asked for by few."""
MOST_SUGGESTED: Final = 30
"""Places of a crowd suggested for one text; the browser ranks them among the others."""


def suggestions(package: Package, query: str) -> list[dict[str, Any]]:
    """Return the entries of the crowd's places that `query` may mean, the likeliest first.

    Those whose Chinese name begins with it come before those that hold it elsewhere. An entry also
    has its `position` in the crowd and its `category`, by which the map knows whether it is shown.
    """
    places, wanted = package.place, words(query)
    if not wanted or not places.crowd:
        return []
    search_texts = place_search_texts(package)
    flags = all_match(wanted, search_texts)
    flags[: places.few] = False
    begins = np.asarray(
        pc.starts_with(search_texts, "".join(wanted)).to_numpy(zero_copy_only=False)
    )
    first, rest = np.flatnonzero(flags & begins), np.flatnonzero(flags & ~begins)
    ranked = np.concatenate([first[:MOST_SUGGESTED], rest[:MOST_SUGGESTED]])[:MOST_SUGGESTED]
    return [_of_crowd(package, int(row)) for row in ranked]


def _of_crowd(package: Package, row: int) -> dict[str, Any]:
    places = package.place
    numbers = {"position": row - places.few, "category": int(places.category_of[row])}
    return place_entry(package, places.at(row)) | numbers


class CrowdRoutes:
    """The answers over one store."""

    def __init__(self, store: Store, workshop: Workshop) -> None:
        self._store = store
        self._quick = workshop.quick

    def all(self, prefix: str) -> list[Route]:
        """Return the routes below `prefix`."""
        at = f"{prefix}/layers/{{package}}"
        return [
            Route(f"{at}/found.{{state}}.bin", self._quick(self.found), methods=["GET"]),
            Route(f"{at}/shown.{{state}}.json", self._quick(self.shown), methods=["GET"]),
            Route(f"{at}/suggested.{{state}}.json", self._quick(self.suggested), methods=["GET"]),
        ]

    def found(self, request: Request) -> Response:
        """Answer with one bit a place of the crowd, see docs/served-files.md."""
        served = self._served(request)
        if served is None:
            return not_found()
        found = linked(served.package, stated(request, PARAMETERS))
        refuse_faults(found)
        bits = found.shown.places.crowd_bits()
        blob = Blob(bits, gzip.compress(bits, _QUICK, mtime=0), COLUMNS, digest_of(bits))
        return blob_response(blob, request.headers)

    def shown(self, request: Request) -> Response:
        """Answer with what a link shows; an id that is not there is passed over."""
        served = self._served(request)
        if served is None:
            return not_found()
        found = linked(served.package, stated(request, PARAMETERS))
        shown = look(served.package, found.view)
        content = as_json(shown_told(served.package, shown, found.view.place))
        return blob_response(make_blob(content, JSON), request.headers)

    def suggested(self, request: Request) -> Response:
        """Answer with the places of the crowd that a text may mean, as the find index has them."""
        served = self._served(request)
        if served is None:
            return not_found()
        query = clean_query(stated(request, ("q",)).get("q", ""))
        entries = suggestions(served.package, query)
        return blob_response(make_blob(as_json(entries), JSON), request.headers)

    def _served(self, request: Request) -> Served | None:
        package, state = request.path_params["package"], request.path_params["state"]
        return self._store.state(package, state)
