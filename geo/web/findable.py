"""How are the pages found? ``/robots.txt``, ``/sitemap.xml``, and the icons of tabs and phones."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.blob import Payload
from geo.errors import PackageError
from geo.export.icon import ICONS
from geo.export.plain.sitemap import count_of, index, listed, subjects
from geo.language.bilingual import LANGUAGES, Bilingual
from geo.package.package import Package
from geo.store.store import Store
from geo.view.link import address
from geo.view.selection import known_ids
from geo.view.views import View
from geo.web.query import stated
from geo.web.responses import BadRequestError, made_response
from geo.web.settings import public_url
from geo.web.workshop.sending import Order
from geo.web.workshop.workshop import Workshop

XML = "application/xml"
_NOTHING = Bilingual("没有这一项", "there is no such thing")


@dataclass(frozen=True)
class Sitemap:
    """One part of the list of a package's pages.

    Parameters
    ----------
    base : str
        Address of the map's page, with a slash at its end.
    pages : tuple of Bilingual
        Addresses of the pages of the map, which the first part begins with.
    """

    base: str
    part: int
    pages: tuple[Bilingual, ...]
    media_type: ClassVar[str] = XML
    compressible: ClassVar[bool] = True
    seconds: ClassVar[float] = 0.3

    def parts(self, package: Package, payload: Payload) -> Iterator[bytes]:
        """Yield its bytes."""
        del payload
        root = f"{self.base}{package.package_id}/"
        plain = (
            Bilingual(*(f"{root}{kind}/{subject_id}?lang={lang}" for lang in LANGUAGES))
            for kind, subject_id in subjects(package, self.part)
        )
        return listed(chain(self.pages, plain))


class FindableRoutes:
    """What search engines and browsers ask for by themselves; `paths` are the map's pages."""

    def __init__(self, store: Store, workshop: Workshop, paths: Collection[str]) -> None:
        self._store = store
        self._workshop = workshop
        self._paths = tuple(paths)
        self._prefix = ""

    def all(self, prefix: str) -> list[Route]:
        """Return the routes below `prefix`."""
        self._prefix = prefix
        quick, made = self._workshop.quick, self._workshop.made
        part = f"{prefix}/sitemap-{{packageId}}.{{part:int}}.xml"
        return [
            Route(f"{prefix}/robots.txt", self.robots, methods=["GET"]),
            Route(f"{prefix}/sitemap.xml", quick(self.sitemaps), methods=["GET"]),
            Route(part, made(self.sitemap), methods=["GET"]),
            *(Route(f"{prefix}/{name}", self.icon, methods=["GET"]) for name in ICONS),
        ]

    def robots(self, request: Request) -> Response:
        """Answer with what search engines may read: all but what is made on request."""
        sitemap = f"{public_url(request, self._prefix)}sitemap.xml"
        lines = ("User-agent: *", f"Disallow: {self._prefix}/export/", f"Sitemap: {sitemap}", "")
        return made_response(request, "\n".join(lines).encode(), "text/plain; charset=utf-8")

    def sitemaps(self, request: Request) -> Response:
        """Answer with the list of the sitemaps of all packages that can be used."""
        base = public_url(request, self._prefix)
        found = [
            f"{base}sitemap-{package.package_id}.{part}.xml"
            for package in self._packages()
            for part in range(1, count_of(package) + 1)
        ]
        return made_response(request, index(found), XML)

    def sitemap(self, request: Request) -> Order:
        """Order one part of a package's sitemap.

        Raises
        ------
        BadRequestError
            If the package has no such part.
        """
        stated(request, ())
        package_id, part = request.path_params["packageId"], request.path_params["part"]
        if package_id not in self._store.package_ids():
            raise BadRequestError(_NOTHING, status=404)
        served = self._store.serve(package_id)
        if not 1 <= part <= count_of(served.package):
            raise BadRequestError(_NOTHING, status=404)
        base = public_url(request, self._prefix)
        pages = self._pages(served.package, base) if part == 1 else ()
        name = f"sitemap-{package_id}.{part}.xml"
        return Order(Sitemap(base, part, pages), served, name, inline=True)

    def icon(self, request: Request) -> Response:
        """Answer with an icon."""
        media_type, make = ICONS[request.url.path.rpartition("/")[2]]
        return made_response(request, make(), media_type)

    def _packages(self) -> Iterator[Package]:
        for package_id in self._store.package_ids():
            try:
                yield self._store.serve(package_id).package
            except PackageError:  # the store has written it into the log
                continue

    def _pages(self, package: Package, base: str) -> tuple[Bilingual, ...]:
        """Return the addresses of the map's pages about a package."""
        store, package_id = self._store, package.package_id
        known = known_ids(package, store.package_ids(), store.default_id())
        return tuple(
            Bilingual(
                *(address(base + path, View(package_id, lang=lang), known) for lang in LANGUAGES)
            )
            for path in self._paths
        )
