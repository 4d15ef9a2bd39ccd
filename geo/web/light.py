"""Where is the explorer as a page of its own, which needs no session?

One HTML page a package and language, which no filter changes: what is looked at stands in the
address, and the browser reads it there. All else that it needs never changes under its name.

A service worker (``geo/browser/worker``) keeps what was visited for a visit without a network, of
these pages alone. It answers for no page of a session, but leads from the first of all to a map
that is kept where the server does not answer. Where an operator switched it off, the same address
has one that removes what was kept, and itself.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from geo.blob import JSON, Blob, make_blob
from geo.errors import NoSuchPackageError
from geo.export.addresses import Addresses, Held, Worker
from geo.export.explorer import as_json
from geo.export.formats import shared_by_app
from geo.export.light_page import light_page
from geo.export.story_steps import told_steps
from geo.language.texts import text
from geo.remembered import Remembered
from geo.served.catalogue import has_crowd
from geo.served.crowd.message import shown_path, suggested_path
from geo.served.scripts import worker_script
from geo.store.states import Opened
from geo.store.store import Store
from geo.web.assets import assets
from geo.web.codings import blob_response
from geo.web.headers import HELD, LIGHT
from geo.web.map_settings import setup_path
from geo.web.query import language, opened_soon, query_of
from geo.web.responses import UNCACHED, answering, answering_soon
from geo.web.settings import basemap_ids, data_url, keeps_for_later
from geo.web.streamlit.first_html import missing_html

MOST_KNOWN: Final = 64
"""Pages that are remembered: a state of a package in a language each."""
_STORY: Final = "story.json"
_HTML: Final = "text/html; charset=utf-8"
WORKER: Final = "worker.js"


class LightRoutes:
    """The light pages of all packages, beside the map's pages at `paths`."""

    def __init__(self, store: Store, paths: Collection[str]) -> None:
        self._store = store
        self._paths = paths
        self._prefix = ""
        self._pages: Remembered[Blob] = Remembered(MOST_KNOWN)
        self._stories: Remembered[Blob] = Remembered(MOST_KNOWN)

    def all(self, prefix: str) -> list[Route]:
        """Return the routes below `prefix`."""
        self._prefix = prefix
        return [
            Route(f"{prefix}/{LIGHT}", answering(self.lead), methods=["GET"]),
            Route(f"{prefix}/{LIGHT}/{{package}}", answering_soon(self.page), methods=["GET"]),
            Route(f"{prefix}/{LIGHT}/{{package}}/{_STORY}", answering(self.story), methods=["GET"]),
            Route(f"{prefix}/{WORKER}", worker_file, methods=["GET"]),
        ]

    def lead(self, request: Request) -> Response:
        """Lead to the page of the package that a link is about, which shows the same view."""
        query = dict(query_of(request))
        named = query.pop("data", None) or self._store.default_id()
        at = f"{self._prefix}/{LIGHT}/{quote(named, safe='')}"
        return RedirectResponse(f"{at}?{urlencode(query)}", headers=dict(UNCACHED))

    async def page(self, request: Request) -> Response:
        """Answer with the page of a package; with a way to another page where there is none."""
        lang, package_id = language(request), request.path_params["package"]
        query = {**dict(query_of(request)), "data": package_id}
        try:
            opened = await opened_soon(self._store, query)
        except NoSuchPackageError:
            return self._missing(lang, text("gone.title", lang))
        if opened.view.version not in {None, opened.package.version}:
            present = urlencode({**_others(query), "lang": lang})
            way = (f"./{package_id}?{present}", text("outdated.open", lang))
            return self._missing(lang, text("outdated.title", lang), way)
        return await self.shown(request, opened, "../", embedded=is_embedded(request))

    def story(self, request: Request) -> Response:
        """Answer with the steps of the story, which the page of a package asks for."""
        lang, package_id = language(request), request.path_params["package"]
        opened = self._store.open({"data": package_id})
        key = (opened.payload.facts, opened.payload.catalogue, lang)
        told = self._stories.of(key, lambda: make_blob(as_json(_told(opened, lang, "../")), JSON))
        return html_response(request, told)

    def _missing(self, lang: str, title: str, way: tuple[str, str] | None = None) -> Response:
        html = missing_html(lang=lang, home="../", paths=self._paths, title=title, way=way)
        return Response(html, 404, media_type=_HTML, headers=dict(UNCACHED))

    async def embedded(self, request: Request) -> Response:
        """Answer with what a page of others frames.

        Whatever page a link names, what is framed is its map.

        Raises
        ------
        PackageError
            If the package cannot be used.
        """
        lang, query = language(request), dict(query_of(request))
        try:
            opened = await opened_soon(self._store, query)
        except NoSuchPackageError:
            title, words = text("gone.title", lang), text("missing.home", lang)
            return _not_framed(lang, _others(query), title, words)
        if opened.view.version not in {None, opened.package.version}:
            present = {"data": opened.package.package_id, **_others(query)}
            title, words = text("outdated.title", lang), text("outdated.open", lang)
            return _not_framed(lang, present, title, words)
        return await self.shown(request, opened, "./", embedded=True)

    async def shown(
        self, request: Request, opened: Opened, root: str, *, embedded: bool
    ) -> Response:
        """Answer with the page of a package that has one; `root` leads to the app's root."""
        lang, payload = language(request), opened.payload
        of_settings = (data_url(), setup_path(), basemap_ids(), worker_at(root))
        is_told = embedded and opened.view.story is not None
        held = None if embedded else self._held(request, opened)
        key = (payload.facts, payload.catalogue, lang, root, embedded, is_told, held, *of_settings)
        page = self._pages.get(key)
        if page is None:
            page = await run_in_threadpool(
                _page, opened, lang, root, embedded=embedded, is_told=is_told, held=held
            )
            self._pages.keep(key, page)
        return html_response(request, page)

    def _held(self, request: Request, opened: Opened) -> Held | None:
        """Return what the full page's top has, if that page asks for this one as its frame."""
        if dict(query_of(request)).get(HELD) is None:
            return None
        return Held(tuple(self._paths), len(opened.known.packages) > 1)


def is_embedded(request: Request) -> bool:
    """Tell whether a page is asked for as one that others may show in theirs."""
    return dict(query_of(request)).get("embed") == "true"


def html_response(request: Request, blob: Blob) -> Response:
    """Answer with a page that is asked for anew each time, and in the reader's language."""
    found = blob_response(blob, request.headers, "no-cache")
    found.headers["Vary"] = "Accept-Encoding, Accept-Language"
    return found


def _page(
    opened: Opened, lang: str, root: str, *, embedded: bool, is_told: bool, held: Held | None
) -> Blob:
    found, layers = assets(), f"{root}layers/"
    scripts = [*([found.crowd_script] if has_crowd(opened.payload) else []), *found.light_scripts]
    package = opened.package
    addresses = Addresses(
        home=root,
        layers=layers,
        styles=[f"{root}{path}" for path in found.light_styles],
        scripts=[f"{root}{path}" for path in scripts],
        icon=f"{root}icon.svg",
        place=lambda place_id: f"{root}{package.package_id}/place/{place_id}?lang={lang}",
        data=data_url(),
        setup=setup_path(),
        basemaps=basemap_ids(),
        story=_told(opened, lang, root) if is_told else None,
        tour=lambda each: f"./{quote(package.package_id, safe='')}/{_STORY}?lang={each}",
        worker=worker_at(root),
        more_script=root + found.more_script,
        more_style=root + found.more_style,
        share=shared_by_app(root),
        held=held,
        asked={"shown": shown_path(package), "suggested": suggested_path(package)},
    )
    page = light_page(package, opened.payload, lang=lang, addresses=addresses, embedded=embedded)
    return make_blob(page, _HTML)


def _told(opened: Opened, lang: str, root: str) -> dict[str, Any]:
    """Return the steps of the story, with addresses below the app's root."""
    package = opened.package
    shown = {"data": package.package_id, "lang": lang}
    pinned = {**shown, "v": package.version}
    return told_steps(
        package,
        lang,
        lambda name: f"{root}export/chart.svg?{urlencode({**pinned, 'chart': name})}",
        lambda name: f"{root}{name}?{urlencode(shown)}",
    )


def _not_framed(lang: str, query: dict[str, str], title: str, words: str) -> Response:
    """Say in a frame why there is no map, with a way to one; the frame holds no other page."""
    way, kept = f"?{urlencode({**query, 'lang': lang})}", urlencode(query)
    html = missing_html(
        lang=lang,
        home="./",
        paths=(),
        title=title,
        way=(way, words),
        kept=f"{kept}&",
    )
    return Response(html, 404, media_type=_HTML, headers=dict(UNCACHED))


def _others(query: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in query.items() if name not in {"data", "v", "lang"}}


def worker_at(root: str) -> Worker | None:
    """Return the worker for a page from which `root` leads to the app's; None if switched off."""
    return Worker(f"{root}{WORKER}", root) if keeps_for_later() else None


def worker_file(request: Request) -> Response:
    """Answer with the script; browsers ask for it anew whenever a page of its scope is opened."""
    return blob_response(_script(keeps=keeps_for_later()), request.headers, "no-cache")


@lru_cache(maxsize=2)
def _script(*, keeps: bool) -> Blob:
    return make_blob(worker_script(keeps=keeps), "text/javascript; charset=utf-8")
