"""How is the interface below ``/api`` asked, and what do its answers share?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from geo.language.bilingual import Bilingual
from geo.store.store import Store
from geo.web.api.call import Call, NotFoundError, read_call
from geo.web.api.definition import media_type
from geo.web.responses import UNCACHED, answering, made_response, readable_by_others
from geo.web.workshop.workshop import Endpoint, Workshop

Answers = Mapping[str, Callable[[Call], dict[str, Any]]]
"""What answers each path of the definition."""
_SLASHES: Final = re.compile("//+")
READING: Final = "GET, HEAD, OPTIONS"


class ApiRoutes:
    """The interface over one store; `answers` says what answers each of its paths."""

    def __init__(self, store: Store, workshop: Workshop, answers: Answers) -> None:
        self._store = store
        self._workshop = workshop
        self._answers = answers
        self._prefix = ""

    def all(self, prefix: str) -> list[Route]:
        """Return the routes below `prefix`."""
        self._prefix = prefix
        root = f"{prefix}/api"
        written = ("POST", "PUT", "PATCH", "DELETE")
        return [
            Route(root, self._endpoint("/"), methods=["GET"]),
            *(Route(root + path, self._endpoint(path), methods=["GET"]) for path in self._answers),
            Route(f"{root}/{{rest:path}}", self._elsewhere, methods=["GET"]),
            *(Route(root + rest, preflight, methods=["OPTIONS"]) for rest in ("", "/{rest:path}")),
            *(Route(root + rest, read_only, methods=written) for rest in ("", "/{rest:path}")),
        ]

    def _elsewhere(self, request: Request) -> Response:
        """Lead to the address without a slash too many, which clients add; else answer 404."""
        rest = request.path_params["rest"]
        meant = _SLASHES.sub("/", rest).strip("/")
        if meant == rest:
            return nothing(request)
        at = f"{self._prefix}/api" + (f"/{quote(meant)}" if meant else "")
        query = request.scope["query_string"].decode("latin-1")
        headers = {**UNCACHED, **readable_by_others()}
        return RedirectResponse(f"{at}?{query}" if query else at, 308, headers=headers)

    def _endpoint(self, path: str) -> Endpoint:
        """Return what answers requests to a path of the definition."""

        def endpoint(request: Request) -> Response:
            call = read_call(self._store, request, path, self._prefix)
            return _sent(request, call, self._answers[path](call), media_type(path))

        return self._workshop.quick(endpoint, kind=path)


def _sent(request: Request, call: Call, data: dict[str, Any], kind: str) -> Response:
    """Answer with JSON; its titles are in the language asked for."""
    content = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    answer = made_response(request, content, kind)
    answer.headers["Content-Language"] = call.lang
    answer.headers["Access-Control-Expose-Headers"] = "ETag"
    return answer


@answering
def nothing(_: Request) -> Response:
    """Answer 404 to a path that the definition does not have."""
    raise NotFoundError(Bilingual("地址", "path"), "")


def preflight(_: Request) -> Response:
    """Tell the browser of another site's page what it may send (Fetch Standard, CORS preflight)."""
    headers = {
        "Access-Control-Allow-Methods": READING,
        "Access-Control-Allow-Headers": "If-None-Match",
        "Access-Control-Max-Age": "86400",
        "Allow": READING,
    }
    return Response(status_code=204, headers=readable_by_others() | headers)


def read_only(_: Request) -> Response:
    """Answer 405: nothing can be changed here."""
    said = Bilingual("接口只读，请用 GET", "this interface can only be read; use GET")
    body = {"code": "MethodNotAllowed", "description": said.en, "description_zh": said.zh}
    headers = {**UNCACHED, **readable_by_others(), "Allow": READING}
    return JSONResponse(body, status_code=405, headers=headers)
