"""What does a request to the interface ask for, about which data, and which links answer it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, TypeVar
from urllib.parse import quote, urlencode

from starlette.requests import Request

from geo.errors import NoSuchPackageError, PackageError
from geo.language.bilingual import Bilingual
from geo.language.texts import text
from geo.package.package import Package
from geo.package.schema import is_id
from geo.records import Layer
from geo.store.states import Opened
from geo.store.store import Store
from geo.view.link import permalink
from geo.view.selection import known_ids
from geo.view.views import Known, View
from geo.web.api.definition import media_type, query_parameters
from geo.web.api.paging import whole_number
from geo.web.api.records import HTML, Links, link
from geo.web.query import language, opened, stated
from geo.web.responses import BadRequestError
from geo.web.settings import basemap_ids, public_url

NO_QUERY: Final[Mapping[str, str]] = MappingProxyType({})
_T = TypeVar("_T")


class NotFoundError(BadRequestError):
    """What the path names is not there (404).

    Parameters
    ----------
    what : Bilingual
        The kind of thing.
    named : str
        Its id as the path has it; told only where it has the form of one.
    """

    def __init__(self, what: Bilingual, named: str) -> None:
        shown = named if all(is_id(part) for part in named.split(".")) else ""
        said = Bilingual(
            f"没有这个{what.zh}" + (f"：{shown}" if shown else ""),
            f"there is no {what.en} {shown}" if shown else f"there is no such {what.en}",
        )
        super().__init__(said, status=404)


@dataclass(frozen=True)
class Call:
    """A request whose parameters are known to the definition.

    Parameters
    ----------
    base : str
        Address of the map's page, with a slash at its end.
    here : str
        Path that was asked for, below the interface's own address.
    named : mapping of str to str
        What stands in the variable parts of the path.
    query : mapping of str to str
        The parameters.
    lang : str
        Language of the titles in the answer.
    """

    store: Store
    base: str
    here: str
    named: Mapping[str, str]
    query: Mapping[str, str]
    lang: str

    @cached_property
    def served(self) -> tuple[list[str], str]:
        """Ids of the packages, and that of the one shown first; looked up once a request."""
        return self.store.package_ids(), self.store.default_id()

    def address(self, path: str, query: Mapping[str, str] = NO_QUERY) -> str:
        """Return the address of a path of the interface; a language that was stated is kept."""
        kept = {"lang": self.query["lang"]} if "lang" in self.query else {}
        joined = urlencode({**query, **kept}, quote_via=quote, safe=",:/")
        return f"{self.base}api{path}" + (f"?{joined}" if joined else "")

    def page(self, package: Package, view: View) -> str:
        """Return the address of the map's page that shows `view`."""
        return f"{self.base}?{permalink(view, self.known(package))}"

    def packages(self) -> list[Package]:
        """Return the packages that can be used; ``/health`` tells of the others.

        Raises
        ------
        PackageError
            If there is none.
        """
        found, failed = [], None
        for package_id in self.served[0]:
            try:
                found.append(self.store.serve(package_id).package)
            except PackageError as error:  # the store has written it into the log
                failed = error
        if failed is not None and not found:
            raise failed
        return found

    def opened(self, package_id: str | None = None) -> Opened:
        """Return what the link's parameters open; of the package that the path names, if it does.

        Raises
        ------
        BadRequestError
            If any is not understood (400); if there is no such package, or not in that version
            (404).
        PackageError
            If it cannot be used.
        """
        if package_id is None:
            return opened(self.store, self.query)
        if package_id not in self.served[0]:
            named = package_id if is_id(package_id) else None
            raise BadRequestError(NoSuchPackageError(named).told, status=404)
        return opened(self.store, {**self.query, "data": package_id})

    def known(self, package: Package) -> Known:
        """Return what a link about `package` may name."""
        return known_ids(package, *self.served, basemaps=basemap_ids())


def read_call(store: Store, request: Request, path: str, prefix: str) -> Call:
    """Read a request to a `path` of the definition.

    Raises
    ------
    BadRequestError
        If a parameter is not in the definition, or stands there twice
        (``/req/core/query-param-unknown``).
    """
    schemas = query_parameters(path)
    query = stated(request, schemas)
    for name in ("lang", "f"):  # also where no link is read
        choices = schemas[name]["enum"]
        if query.get(name, choices[0]) not in choices:
            allowed = ", ".join(choices)
            said = Bilingual(f"{name} 可取：{allowed}", f"{name} can be: {allowed}")
            raise BadRequestError(said, (name,))
    return Call(
        store=store,
        base=public_url(request, prefix),
        here=request.url.path.removeprefix(f"{prefix}/api").rstrip("/"),
        named=request.path_params,
        query=query,
        lang=language(request),
    )


def named_collection(call: Call) -> tuple[Opened, Layer]:
    """Return the package and the layer that the path names.

    Raises
    ------
    NotFoundError
        If there is no such collection.
    """
    named = call.named["collectionId"]
    package_id, _, layer_id = named.partition(".")
    found = call.opened(package_id)
    if layer_id not in found.package.layers:
        raise NotFoundError(Bilingual("图层", "collection"), named)
    return found, found.package.layers[layer_id]


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
