"""What keeps maps for a visit without a network, and how does an operator switch it off?

A service worker (``geo/browser/worker``) for the light pages alone: pages of sessions lie outside
its scope. Switched off, the same address has one that removes what was kept, and itself.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from geo.blob import Blob, make_blob
from geo.export.light_page import Worker
from geo.served.scripts import worker_script
from geo.web.codings import blob_response
from geo.web.headers import LIGHT
from geo.web.settings import keeps_for_later

WORKER: Final = "worker.js"


def worker_at(root: str) -> Worker | None:
    """Return the worker for a page from which `root` leads to the app's; None if switched off."""
    return Worker(f"{root}{WORKER}", f"{root}{LIGHT}/") if keeps_for_later() else None


def worker_file(request: Request) -> Response:
    """Answer with the script; browsers ask for it anew whenever a page of its scope is opened."""
    return blob_response(_script(keeps=keeps_for_later()), request.headers, "no-cache")


@lru_cache(maxsize=2)
def _script(*, keeps: bool) -> Blob:
    return make_blob(worker_script(keeps=keeps), "text/javascript; charset=utf-8")
