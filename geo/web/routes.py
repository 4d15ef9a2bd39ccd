"""Which addresses does the server answer itself?

``/layers/…`` and ``/assets/…`` carry a hash of their content and are cached for ever;
``/export/figures.csv`` follows a link's parameters; ``/health`` tells whether the data can be used.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo.errors import PackageError
from geo.export.figures_csv import figures_csv
from geo.language.bilingual import LANGUAGES
from geo.language.texts import text
from geo.map.payload import Blob
from geo.store import Store
from geo.view.link import decode, package_of
from geo.view.selection import known_ids, select
from geo.web.assets import assets
from geo.web.headers import security_headers
from geo.web.shell import first_html, missing_html, preferred_language

_log = logging.getLogger(__name__)
OWN_PREFIXES = ("layers", "assets", "export")
FOREVER = "public, max-age=31536000, immutable"


class Routes:
    """The answers over one store; `page` is Streamlit's first HTML."""

    def __init__(self, store: Store, page: str) -> None:
        self._store = store
        self._page = page

    def all(self, prefix: str, pages: tuple[str, ...]) -> list[Route]:
        """Return all routes below `prefix` (empty, or like ``/city``)."""
        shells = [Route(f"{prefix}/{path}", self.shell, methods=["GET"]) for path in pages]
        return [
            *shells,
            Route(f"{prefix}/layers/{{package}}/{{name}}", self.layer, methods=["GET"]),
            Route(f"{prefix}/assets/{{name}}", self.asset, methods=["GET"]),
            Route(f"{prefix}/export/figures.csv", self.figures, methods=["GET"]),
            Route(f"{prefix}/health", self.health, methods=["GET"]),
            # Streamlit answers any address with its page, and complains in English.
            Route(f"{prefix}/{{name:page}}", self.missing, methods=["GET"]),
            # Below our own prefixes nothing else is, and Streamlit would answer with its page.
            *(Route(f"{prefix}/{own}/{{rest:path}}", _not_found) for own in OWN_PREFIXES),
        ]

    def layer(self, request: Request) -> Response:
        """Answer with one file of a package's payload."""
        package, name = request.path_params["package"], request.path_params["name"]
        for payload in self._store.payloads(package):
            blob = payload.blobs.get(f"{package}/{name}")
            if blob is not None:
                return blob_response(blob, request.headers)
        return _not_found()

    def asset(self, request: Request) -> Response:
        """Answer with one of the map's constant files."""
        blob = assets().blobs.get(f"assets/{request.path_params['name']}")
        return _not_found() if blob is None else blob_response(blob, request.headers)

    def figures(self, request: Request) -> Response:
        """Answer with the figures that a link shows, as CSV."""
        query = dict(request.query_params)
        try:
            ids, default = self._store.package_ids(), self._store.default_id()
            package = self._store.serve(package_of(query, ids, default)).package
        except PackageError as error:
            return self._unavailable(error)
        view, ignored = decode(query, known_ids(package, ids, default))
        if ignored:
            # A script that asks for something unknown must not be given everything.
            body = {"status": "bad request", "not understood": list(ignored)}
            return JSONResponse(body, status_code=400, headers=_UNCACHED)
        content = figures_csv(package, select(package, view).figures)
        name = f"{package.package_id}-figures.csv"
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-cache",
        }
        return Response(content, media_type="text/csv; charset=utf-8", headers=headers)

    def health(self, _: Request) -> Response:
        """Answer 200 if every package loads and its payload builds, else 503 with an id."""
        versions = {}
        try:
            self._store.default_id()
            for package_id in self._store.package_ids():
                versions[package_id] = self._store.serve(package_id).package.version
                faults = self._store.faults(package_id)
                if faults:
                    raise PackageError(package_id, faults)
        except PackageError as error:
            return self._unavailable(error)
        return JSONResponse({"status": "ok", "packages": versions}, headers=_UNCACHED)

    def missing(self, request: Request) -> Response:
        """Answer 404 to the name of a page that does not exist, in the reader's language."""
        lang = _language(request)
        title, words = text("missing.title", lang), text("missing.home", lang)
        html = missing_html(lang=lang, title=title, words=words, home="./")
        return Response(html, 404, media_type="text/html; charset=utf-8", headers=_UNCACHED)

    def shell(self, request: Request) -> Response:
        """Answer with the first HTML of a page, in the reader's language."""
        query = dict(request.query_params)
        lang = _language(request)
        title, description = text("app.title", lang), text("app.description", lang)
        try:
            ids, default = self._store.package_ids(), self._store.default_id()
            package = self._store.serve(package_of(query, ids, default)).package
            title = f"{package.title.get(lang)} · {title}"
            description = package.description.get(lang)
        except PackageError as error:
            # The page itself says what is wrong; the first HTML only lacks the package's name.
            _log.warning("first HTML without a package: %s", error)
        style = f"./{assets().page_style}"
        html = first_html(self._page, lang=lang, title=title, description=description, style=style)
        headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language"}
        return Response(html, media_type="text/html; charset=utf-8", headers=headers)

    def _unavailable(self, error: Exception) -> Response:
        """Answer 503 with an id under which the log says what is wrong."""
        error_id = log_error(error)
        return JSONResponse({"status": "error", "id": error_id}, status_code=503, headers=_UNCACHED)


class _PageName(Convertor[str]):
    """A path of one word, as pages have; files of Streamlit's own have a point in theirs.

    Its address for a login's return is left to it, for deployments that use one.
    """

    regex = "(?!oauth2callback$)[A-Za-z0-9_-]+"

    def convert(self, value: str) -> str:
        """Return the word of a path."""
        return value

    def to_string(self, value: str) -> str:
        """Return the path of a word."""
        return value


register_url_convertor("page", _PageName())


def _language(request: Request) -> str:
    """Return the language that a request asks for: in the link, else by the browser."""
    wanted = request.query_params.get("lang", "")
    accepted = preferred_language(request.headers.get("accept-language"))
    return wanted if wanted in LANGUAGES else accepted


_UNCACHED: Mapping[str, str] = {"Cache-Control": "no-store"}


def unexpected(request: Request, error: Exception) -> Response:
    """Answer 500 with an id of the log.

    Starlette sends this from outside all middleware, so the headers are set here.
    """
    body = {"status": "error", "id": log_error(error)}
    headers = {**_UNCACHED, **security_headers(request.url.path)}
    return JSONResponse(body, status_code=500, headers=headers)


def log_error(error: BaseException) -> str:
    """Write an error into the log and return the id under which it stands there."""
    error_id = secrets.token_hex(4)
    _log.error("error %s", error_id, exc_info=error)
    return error_id


def blob_response(blob: Blob, request_headers: Mapping[str, str]) -> Response:
    """Answer with a file that never changes: 304 if the browser has it, gzip if it takes it."""
    gzipped = takes_gzip(request_headers.get("accept-encoding", ""))
    etag = f'"{blob.etag}-gzip"' if gzipped else f'"{blob.etag}"'
    headers = {"Cache-Control": FOREVER, "ETag": etag, "Vary": "Accept-Encoding"}
    known = request_headers.get("if-none-match", "")
    if known == "*" or etag in known:
        return Response(status_code=304, headers=headers)
    if gzipped:
        headers["Content-Encoding"] = "gzip"
    content = blob.gzipped if gzipped else blob.content
    return Response(content, media_type=blob.media_type, headers=headers)


def takes_gzip(accepted: str) -> bool:
    """Tell whether an ``Accept-Encoding`` admits gzip (RFC 9110, section 12.5.3).

    >>> takes_gzip("br, gzip;q=0.5"), takes_gzip("gzip;q=0"), takes_gzip("")
    (True, False, False)
    """
    for part in accepted.lower().split(","):
        coding, _, quality = part.replace(" ", "").partition(";q=")
        if coding in {"gzip", "*"}:
            return quality.rstrip("0.") != "" or quality == ""
    return False


def _not_found(_: Request | None = None) -> Response:
    return JSONResponse({"status": "not found"}, status_code=404, headers=_UNCACHED)
