"""Which files are a package's map on a site? The light pages, their data, and the one file.

The pages are those of the app (:mod:`geo.export.light_page`) with data and code beside them under
names made of their content, so that a page always finds what it was made with. Opened from a disk,
where a page may read no file beside it, they lead on to the one file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from markupsafe import Markup

from geo.blob import JSON, Blob, Payload, digest_of, make_blob
from geo.commands.static.ways import MOST_PAGES, SiteWays, in_language
from geo.export.addresses import Addresses, Worker
from geo.export.explorer import as_json
from geo.export.formats import held_by_file, shared_by_site
from geo.export.light_page import light_page
from geo.export.one_file import one_file
from geo.export.story_steps import told_steps
from geo.language.bilingual import LANGUAGES
from geo.package.package import Package
from geo.picture.charts.pictures import picture, picture_names
from geo.served.catalogue import has_crowd
from geo.served.crowd.texts import text_files
from geo.served.facts import has_all_facts
from geo.served.scripts import bundled, worker_script
from geo.view.views import View
from geo.web.assets import assets

File = tuple[str, Callable[[], bytes]]
"""Path below the root, and what makes its content."""
WORKER: Final = "worker.js"
ONE_FILE: Final = "export/onemap.html"
"""Where the one file lies in the folder of a package: as the app names it."""
_FROM_PACKAGE: Final = "../"


def code_files(*, keeps: bool) -> Iterator[File]:
    """Yield the code that all maps share, and what keeps them for a visit without a network."""
    found = assets()
    more = (found.more_script, found.more_style)
    for path in (found.crowd_script, *found.light_scripts, *found.light_styles, *more):
        yield path, partial(_content, found.blobs[path])
    yield WORKER, partial(worker_script, keeps=keeps)
    yield lead_script(), partial(bundled, "site.js")


def lead_script() -> str:
    """Return the path of the script that leads the app's links from the first page to a map."""
    return f"assets/site.{digest_of(bundled('site.js'))}.js"


def map_pages(
    package: Package,
    payload: Payload,
    ways: Callable[[str, str], SiteWays],
    head: Callable[[SiteWays], Markup],
    *,
    sheets: Sequence[str],
    approval: str,
    keeps: bool,
) -> Iterator[File]:
    """Yield the data of a map, then its pages and the one file.

    Parameters
    ----------
    ways : callable
        Returns the ways of a page by its path and language.
    head : callable
        Returns what makes the title and the preview of a page.
    sheets : sequence of str
        Names of the sheets that are made, without language and ending.
    approval : str
        Line of the map's approval number.
    keeps : bool
        Whether browsers keep the map for when there is no network.
    """
    root = package.package_id
    searched, texts = (None, {}) if has_all_facts(package) else text_files(package)
    for path, blob in sorted({**payload.blobs, **texts}.items()):
        yield f"layers/{path}", partial(_content, blob)
    added = make_blob(as_json({"basemaps": [], "approval": approval}), JSON) if approval else None
    if added:
        yield _setup(added), partial(_content, added)
    yield from _story(package)
    view = View(root)
    has_file = "onemap.html" in held_by_file(len(package.place))
    if has_file:
        yield f"{root}/{ONE_FILE}", partial(one_file, package, payload, view, approval=approval)
    share = _shared(len(package.place), sheets)
    for lang in LANGUAGES:
        found = ways(f"{root}/index", lang)
        addresses = replace(
            _addresses(payload, found, added, keeps=keeps),
            share=share,
            asked=None if searched is None else {"texts": searched},
            file=ONE_FILE if has_file else "",
        )
        make = partial(_page, package, payload, found, addresses, head)
        yield in_language(found.here, lang), make


def _story(package: Package) -> Iterator[File]:
    """Yield the story in each language, and the charts that it shows."""
    root = package.package_id
    for lang in LANGUAGES:
        for name in picture_names(package):
            yield f"{root}/{_chart(name, lang)}", partial(_drawn, package, name, lang)
        yield f"{root}/{_told(lang)}", partial(_steps, package, lang)


def _drawn(package: Package, name: str, lang: str) -> bytes:
    return picture(package, name, lang).svg.encode()


def _steps(package: Package, lang: str) -> bytes:
    chart, page = partial(_chart, lang=lang), partial(in_language, lang=lang)
    return as_json(told_steps(package, lang, chart, page))


def _chart(name: str, lang: str) -> str:
    return in_language(f"chart/{name}", lang, "svg")


def _told(lang: str) -> str:
    return in_language("story", lang, "json")


def _page(
    package: Package,
    payload: Payload,
    ways: SiteWays,
    addresses: Addresses,
    head: Callable[[SiteWays], Markup],
) -> bytes:
    return light_page(package, payload, lang=ways.lang, addresses=addresses, head=head(ways))


def _addresses(payload: Payload, ways: SiteWays, added: Blob | None, *, keeps: bool) -> Addresses:
    found, layers = assets(), f"{_FROM_PACKAGE}layers/"
    scripts = [*([found.crowd_script] if has_crowd(payload) else []), *found.light_scripts]
    return Addresses(
        home=in_language("index", ways.lang),
        layers=layers,
        styles=[_FROM_PACKAGE + path for path in found.light_styles],
        scripts=[_FROM_PACKAGE + path for path in scripts],
        icon=f"{_FROM_PACKAGE}icon.svg",
        place=partial(ways.subject, "place"),
        setup=_FROM_PACKAGE + _setup(added) if added else None,
        worker=Worker(_FROM_PACKAGE + WORKER, _FROM_PACKAGE) if keeps else None,
        tour=_told,
        more_script=_FROM_PACKAGE + found.more_script,
        more_style=_FROM_PACKAGE + found.more_style,
    )


def _shared(count: int, sheets: Sequence[str]) -> dict[str, Any]:
    """Return what a map of `count` places passes on: files, by paths below its own folder."""
    names = held_by_file(count)
    files = {
        lang: {name: f"export/{_in_its_language(name, lang)}" for name in names}
        for lang in LANGUAGES
    }
    plain = {lang: in_language("{kind}/{id}", lang) for lang in LANGUAGES}
    sheet = {lang: in_language("sheet/{name}", lang, "pdf") for lang in LANGUAGES}
    return shared_by_site(files, plain, sheets, sheet, pages=MOST_PAGES)


def _in_its_language(name: str, lang: str) -> str:
    """Return the name of a table's file; one that people read is there in each language."""
    if name not in {"table.csv", "figures.xlsx"}:
        return name
    path, _, ending = name.rpartition(".")
    return in_language(path, lang, ending)


def _setup(added: Blob) -> str:
    return f"assets/setup.{added.etag}.json"


def _content(blob: Blob) -> bytes:
    return blob.content
