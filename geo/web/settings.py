"""What does a deployment say about itself? Read from the environment, once per question."""

from __future__ import annotations

import os
import re
from typing import Final

from starlette.requests import Request

_ORIGIN: Final = re.compile(r"\*|https?://[A-Za-z0-9.*:\[\]-]+")


def public_url(request: Request, prefix: str = "") -> str:
    """Return the address of the map's page, with a slash at its end.

    ``ONEMAP_PUBLIC_URL`` where it is set; behind a proxy that ends TLS it has to be, since the
    request does not know how the reader wrote the address. Else what the request says.
    """
    stated = os.environ.get("ONEMAP_PUBLIC_URL", "").strip().rstrip("/")
    if stated:
        return f"{stated}/"
    return f"{request.url.scheme}://{request.url.netloc}{prefix}/"


def frame_ancestors() -> str:
    """Return who may show an embedded page in a frame: ``ONEMAP_FRAME_ANCESTORS``, else anyone.

    The page has no accounts and changes nothing, so there is nothing that a frame could steal.
    A value that is no list of origins means nobody but the page's own origin.
    """
    stated = os.environ.get("ONEMAP_FRAME_ANCESTORS", "*").split()
    sound = stated and all(_ORIGIN.fullmatch(found) for found in stated)
    return " ".join(stated) if sound else "'self'"


def api_origin() -> str:
    """Return which other site's pages may read the data: ``ONEMAP_API_ORIGIN``, else any."""
    return os.environ.get("ONEMAP_API_ORIGIN", "*").strip() or "*"
