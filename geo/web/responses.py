"""How is an answer sent: cached, compressed, refused, or failed?"""

from __future__ import annotations

import functools
import gzip
import logging
import math
import secrets
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, ParamSpec, TypeVar
from urllib.parse import quote

import segno
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from geo.blob import digest_of
from geo.errors import NoSuchPackageError, PackageError
from geo.export.limits import TooManyPlacesError
from geo.language.bilingual import Bilingual
from geo.web.codings import has, tag_of, takes
from geo.web.headers import security_headers
from geo.web.settings import api_origin
from geo.web.workshop.errors import CrowdedError, GivenUpError

_P = ParamSpec("_P")
_T = TypeVar("_T")
SOON_SECONDS: Final = 2
LATE_SECONDS: Final = 60
"""Within these somebody is asked to come again."""
_log = logging.getLogger(__name__)
UNCACHED: Final[Mapping[str, str]] = {"Cache-Control": "no-store"}
_COMPRESSIBLE: Final = (
    *("text/", "application/json", "application/geo+json", "application/vnd.oai.openapi+json"),
    *("image/svg+xml", "application/geopackage+sqlite3"),
)


class BadRequestError(Exception):
    """A request that asks for something that is not there or not understood.

    Parameters
    ----------
    said : Bilingual
        What is wrong and what would be right, for a reader; never repeats what was sent.
    parameters : tuple of str
        Names of our own parameters that are at fault.
    """

    def __init__(
        self, said: Bilingual, parameters: tuple[str, ...] = (), *, status: int = 400
    ) -> None:
        super().__init__(said.en)
        self.said = said
        self.parameters = parameters
        self.status = status


MET: Final = (
    *(BadRequestError, segno.DataOverflowError, TooManyPlacesError),
    *(CrowdedError, GivenUpError, NoSuchPackageError, PackageError),
)
"""Errors that a request may meet, see :func:`answer_to`."""


def answering(answer: Callable[_P, _T]) -> Callable[_P, _T | Response]:
    """Turn the errors a request may meet into answers."""

    @functools.wraps(answer)
    def answered(*args: _P.args, **kwargs: _P.kwargs) -> _T | Response:
        try:
            return answer(*args, **kwargs)
        except MET as error:
            return answer_to(error)

    return answered


def answering_soon(
    answer: Callable[_P, Awaitable[_T]],
) -> Callable[_P, Awaitable[_T | Response]]:
    """Turn the errors a request may meet into answers, where the answer is a coroutine."""

    @functools.wraps(answer)
    async def answered(*args: _P.args, **kwargs: _P.kwargs) -> _T | Response:
        try:
            return await answer(*args, **kwargs)
        except MET as error:
            return answer_to(error)

    return answered


def answer_to(error: Exception) -> Response:
    """Answer for an error of :data:`MET`: the request's own fault, the package's, a crowd."""
    if isinstance(error, BadRequestError):
        return refused(error)
    if isinstance(error, segno.DataOverflowError):
        said = Bilingual("链接太长，放不进二维码", "the link is too long for a QR code")
        return refused(BadRequestError(said))
    if isinstance(error, TooManyPlacesError):
        return _told(413, "TooLarge", error.said)
    if isinstance(error, CrowdedError):
        return _busy(error.seconds)
    if isinstance(error, NoSuchPackageError):
        return refused(BadRequestError(error.told, ("data",), status=404))
    return unavailable(error)


def readable_by_others() -> dict[str, str]:
    """Return the headers that let pages of other sites read an answer (CORS)."""
    origin = api_origin()
    varies = {} if origin == "*" else {"Vary": "Origin"}
    return {"Access-Control-Allow-Origin": origin, **varies}


def refused(error: BadRequestError) -> Response:
    """Answer 4xx with a message in both languages and the names of the parameters at fault."""
    body: dict[str, Any] = {
        "code": "BadRequest" if error.status == 400 else "NotFound",
        "description": error.said.en,
        "description_zh": error.said.zh,
    }
    if error.parameters:
        body["parameters"] = list(error.parameters)
    headers = {**UNCACHED, **readable_by_others()}
    return JSONResponse(body, status_code=error.status, headers=headers)


def unavailable(error: Exception) -> Response:
    """Answer 503 with an id under which the log says what is wrong."""
    body = {"status": "error", "id": log_error(error)}
    return JSONResponse(body, status_code=503, headers={**UNCACHED, **readable_by_others()})


def _busy(seconds: float) -> Response:
    """Answer 503 to somebody who may come again when what is waiting will be done."""
    said = Bilingual(
        "现在取用的人较多，请稍后再试", "many are asking for files just now; please try again"
    )
    after = min(max(math.ceil(seconds), SOON_SECONDS), LATE_SECONDS)
    return _told(503, "Busy", said, {"Retry-After": str(after)})


def _told(
    status: int, code: str, said: Bilingual, more: Mapping[str, str] = MappingProxyType({})
) -> Response:
    """Answer with a message in both languages."""
    body = {"code": code, "description": said.en, "description_zh": said.zh}
    headers = {**UNCACHED, **readable_by_others(), **more}
    return JSONResponse(body, status_code=status, headers=headers)


def unexpected(request: Request, error: Exception) -> Response:
    """Answer 500 with an id of the log.

    Starlette sends this from outside all middleware, so the headers are set here.
    """
    body = {"status": "error", "id": log_error(error)}
    headers = {**UNCACHED, **security_headers(request.url.path)}
    return JSONResponse(body, status_code=500, headers=headers)


def not_found(_: Request | None = None) -> Response:
    """Answer 404."""
    return JSONResponse({"status": "not found"}, status_code=404, headers=UNCACHED)


def log_error(error: BaseException) -> str:
    """Write an error into the log and return the id under which it stands there."""
    error_id = secrets.token_hex(4)
    _log.error("error %s", error_id, exc_info=error)
    return error_id


def made_response(
    request: Request, content: bytes, media_type: str, *, name: str = "", inline: bool = False
) -> Response:
    """Answer with something made for this request: asked for anew each time, 304 if unchanged.

    Parameters
    ----------
    name : str
        File name to be saved under; none for what is not a file.
    inline : bool
        Show it in the browser rather than save it.
    """
    gzipped = takes(request.headers.get("accept-encoding", ""), "gzip")
    gzipped = gzipped and media_type.startswith(_COMPRESSIBLE)
    etag = tag_of(digest_of(content), "gzip" if gzipped else "")
    headers = {"Cache-Control": "no-cache", "ETag": etag} | readable_by_others()
    varies = (headers.get("Vary"), "Accept-Encoding", "Accept-Language")
    headers["Vary"] = ", ".join(filter(None, varies))
    if name:
        kind = "inline" if inline else "attachment"
        headers["Content-Disposition"] = f'{kind}; filename="{quote(name, safe="")}"'
    if has(request.headers, etag):
        return Response(status_code=304, headers=headers)
    if gzipped:
        headers["Content-Encoding"] = "gzip"
        content = gzip.compress(content, 6, mtime=0)
    return Response(content, media_type=media_type, headers=headers)
