"""Which files make a package a site? Map, pages, tables, sheets and pictures, each made late."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from itertools import islice
from typing import Final

from markupsafe import Markup

from geo.blob import Payload
from geo.commands.static.maps import ONE_FILE, File, map_pages
from geo.commands.static.ways import MOST_PAGES, SiteWays, in_language
from geo.export.formats import FORMATS, held_by_file
from geo.export.plain.listing import Links, Offer, figures_page, sources_page
from geo.export.plain.place import place_page
from geo.export.plain.workstream import workstream_page
from geo.export.printed import Card, Sheet
from geo.export.product import Product
from geo.export.products import (
    FiguresTable,
    PlacesGeoJson,
    PlacesGeoPackage,
    PlacesParquet,
    ReadersTable,
    Workbook,
)
from geo.language.bilingual import LANGUAGES
from geo.language.texts import text
from geo.package.package import Package
from geo.view.selection import known_ids
from geo.view.views import View
from geo.web.preview import preview_of

PLACES: Final = 200
"""Places with a sheet and a picture of their own, unless somebody wants more or fewer."""


@dataclass(frozen=True)
class Site:
    """A package as static files.

    Parameters
    ----------
    url : str
        Address of the whole site with a slash at its end. Where it is not known, nothing is made
        that states it: sheets, pictures for chats, sitemaps.
    places : int
        How many places have a sheet and a picture.
    on : date
        Day that is printed on the sheets.
    approval : str
        Line of the map's approval number.
    keeps : bool
        Whether browsers keep the map for when there is no network.
    """

    package: Package
    payload: Payload
    url: str
    places: int
    on: date
    approval: str = ""
    keeps: bool = True

    def files(self) -> Iterator[File]:
        """Yield all files, what is pointed to before what points."""
        yield from self._tables()
        yield from self._printed()
        for lang in LANGUAGES:
            yield from self._subjects(lang)
            yield from self._lists(lang)
        yield from self._map()

    def offer(self, lang: str) -> Offer:
        """Return what the page of all packages says of this one."""
        package = self.package
        return Offer(
            package.package_id,
            package.title.get(lang),
            package.description.get(lang),
            self._links(SiteWays(self.url, "index", lang, package)),
            self.left(lang),
        )

    def left(self, lang: str) -> tuple[str, ...]:
        """Return what is not made of so many places, and what there is instead."""
        count = len(self.package.place)
        facts = {"count": f"{count:,}", "most": f"{MOST_PAGES:,}"}
        held = held_by_file(count)
        names = [form.label for name, form in FORMATS.items() if name not in held]
        joined = ("、" if lang == LANGUAGES[0] else ", ").join(names)
        return (
            *((text("site.left_pages", lang, **facts),) if count > MOST_PAGES else ()),
            *((text("site.left_files", lang, files=joined),) if names else ()),
        )

    def subject_paths(self) -> Iterator[str]:
        """Yield the paths of all pages, without language and ending."""
        root = self.package.package_id
        yield from (f"{root}/{name}" for name in ("index", "figures", "sources"))
        yield from (f"{root}/workstream/{key}" for key in self.package.workstreams)
        yield from (f"{root}/place/{key}" for key in islice(self.package.place, MOST_PAGES))

    @cached_property
    def _printable(self) -> dict[str, View]:
        """Views that have a sheet and a picture, by what their files are called."""
        root = self.package.package_id
        found = {"view": View(root)}
        found |= {
            f"workstream-{key}": View(root, workstreams=(key,)) for key in self.package.workstreams
        }
        first = islice(self.package.place, self.places)
        found |= {f"place-{key}": View(root, place=key) for key in first}
        return found if self.url else {}

    def _ways(self, here: str, lang: str) -> SiteWays:
        sheets = frozenset(f"{self.package.package_id}/sheet/{name}" for name in self._printable)
        return SiteWays(self.url, here, lang, self.package, sheets)

    def _subjects(self, lang: str) -> Iterator[File]:
        package, root = self.package, self.package.package_id
        sheets = self._ways("", lang)
        for key in package.workstreams:
            ways = replace(sheets, here=f"{root}/workstream/{key}")
            head = self._head(ways, View(root, workstreams=(key,)), f"workstream-{key}")
            yield in_language(ways.here, lang), partial(self._workstream, key, ways, head)
        for key in islice(package.place, MOST_PAGES):
            ways = replace(sheets, here=f"{root}/place/{key}")
            head = self._head(ways, View(root, place=key), f"place-{key}")
            yield in_language(ways.here, lang), partial(self._place, key, ways, head)

    def _workstream(self, key: str, ways: SiteWays, head: Callable[[], Markup]) -> bytes:
        stream = self.package.workstreams[key]
        return workstream_page(self.package, stream, ways, lang=ways.lang, head=head())

    def _place(self, key: str, ways: SiteWays, head: Callable[[], Markup]) -> bytes:
        return place_page(self.package, self.package.place[key], ways, lang=ways.lang, head=head())

    def _lists(self, lang: str) -> Iterator[File]:
        for name, page in (("figures", figures_page), ("sources", sources_page)):
            ways = self._ways(f"{self.package.package_id}/{name}", lang)
            yield in_language(ways.here, lang), partial(self._list, page, ways)

    def _list(self, page: Callable[..., bytes], ways: SiteWays) -> bytes:
        head = self._head(ways, View(self.package.package_id), "view")()
        return page(self.package, ways, lang=ways.lang, head=head, links=self._links(ways))

    def _links(self, ways: SiteWays) -> Links:
        """Return where a package's map, lists and tables lie."""
        root, lang = self.package.package_id, ways.lang
        to_map = ways.map(View(root)), text("plain.open_map", lang)
        pages = [
            (in_language(f"{root}/figures", lang), text("page.figures", lang)),
            (in_language(f"{root}/sources", lang), text("page.sources", lang)),
        ]
        tables = [(in_language(f"{root}/export/table", lang, "csv"), "CSV")]
        held = held_by_file(len(self.package.place))
        if "figures.xlsx" in held:
            tables.append((in_language(f"{root}/export/figures", lang, "xlsx"), "Excel"))
        if "places.geojson" in held:
            tables.append((f"{root}/export/places.geojson", "GeoJSON"))
        if "onemap.html" in held:
            tables.append((f"{root}/{ONE_FILE}", text("site.one_file", lang)))
        if self.url:
            words = text("plain.sheet", lang)
            tables.append((in_language(f"{root}/sheet/view", lang, "pdf"), words))
        return to_map, *((ways.root(path), words) for path, words in pages + tables)

    def _head(self, ways: SiteWays, view: View, card: str) -> Callable[[], Markup]:
        """Return what makes the title, the description and the card of a page."""

        def made() -> Markup:
            package, lang = self.package, ways.lang
            preview = preview_of(package, view, known_ids(package), lang=lang, base=self.url)
            pictured = card in self._printable
            at = in_language(f"{self.url}{package.package_id}/card/{card}", lang, "png")
            address = ways.whole(lang)
            preview = replace(preview, url=address, image=at if pictured else "")
            link = Markup('\n<link rel="canonical" href="{}">').format(address)
            # The head is HTML of ours in which every text is escaped.
            return Markup(preview.head()) + (link if address else "")  # noqa: S704

        return made

    def _tables(self) -> Iterator[File]:
        at, held = f"{self.package.package_id}/export", held_by_file(len(self.package.place))
        view = View(self.package.package_id)
        for lang in LANGUAGES:
            yield in_language(f"{at}/table", lang, "csv"), self._made(ReadersTable(view, "", lang))
            if "figures.xlsx" in held:
                workbook = self._made(Workbook(view, "", lang))
                yield in_language(f"{at}/figures", lang, "xlsx"), workbook
        yield f"{at}/figures.csv", self._made(FiguresTable(view, ""))
        if "places.geojson" in held:
            yield f"{at}/places.geojson", self._made(PlacesGeoJson(view, "", "wgs84"))
        if "places.gpkg" in held:
            yield f"{at}/places.gpkg", self._made(PlacesGeoPackage(view, "", "wgs84"))
        yield f"{at}/places.parquet", self._made(PlacesParquet(view, ""))

    def _printed(self) -> Iterator[File]:
        root = self.package.package_id
        for lang in LANGUAGES:
            for name, view in self._printable.items():
                kind = name.partition("-")[0]
                here = f"{root}/{name.replace('-', '/', 1)}" if kind != "view" else f"{root}/index"
                sheet = Sheet(
                    view=view,
                    kind=kind,
                    lang=lang,
                    landscape=False,
                    link=self.url + in_language(here, lang if kind != "view" else ""),
                    on=self.on,
                    approval=self.approval,
                )
                yield in_language(f"{root}/sheet/{name}", lang, "pdf"), self._made(sheet)
                yield in_language(f"{root}/card/{name}", lang, "png"), self._made(Card(view, lang))

    def _made(self, product: Product) -> Callable[[], bytes]:
        return lambda: b"".join(product.parts(self.package, self.payload))

    def _map(self) -> Iterator[File]:
        root = self.package.package_id
        yield from map_pages(
            self.package,
            self.payload,
            self._ways,
            lambda ways: self._head(ways, View(root), "view")(),
            sheets=tuple(self._printable),
            approval=self.approval,
            keeps=self.keeps,
        )
