"""What does a deployment say about itself? Read from the environment, once per question."""

from __future__ import annotations

import logging
import os
import re
from functools import lru_cache
from typing import Final

from starlette.requests import Request

from geo.map.basemaps import BASEMAP_IDS, Basemap, enabled_basemaps
from geo.view.search import clean_text

_log = logging.getLogger(__name__)
APPROVAL_LENGTH: Final = 120
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
    if not stated or not all(_ORIGIN.fullmatch(found) for found in stated):
        return "'self'"
    # The map's frame lies in a page of ours, which has to be allowed beside the others.
    return "*" if "*" in stated else " ".join(["'self'", *stated])


def api_origin() -> str:
    """Return which other site's pages may read the data: ``ONEMAP_API_ORIGIN``, else any."""
    return os.environ.get("ONEMAP_API_ORIGIN", "*").strip() or "*"


def basemaps() -> tuple[Basemap, ...]:
    """Return the basemaps that are enabled: ``ONEMAP_BASEMAPS``, else none.

    Those of Tianditu need ``ONEMAP_TIANDITU_KEY`` too.
    """
    key = os.environ.get("ONEMAP_TIANDITU_KEY", "").strip()
    return _basemaps(os.environ.get("ONEMAP_BASEMAPS", ""), key)


@lru_cache(maxsize=4)
def _basemaps(stated: str, key: str) -> tuple[Basemap, ...]:
    """Return what is enabled, and say once if that is less than was stated; never the key."""
    found, strange = enabled_basemaps(stated, key)
    if strange:
        _log.warning(
            "ONEMAP_BASEMAPS: %d of its names are not enabled. There are: %s; "
            "those of Tianditu need ONEMAP_TIANDITU_KEY.",
            strange,
            ", ".join(BASEMAP_IDS),
        )
    return found


def basemap_ids() -> tuple[str, ...]:
    """Return the ids of the basemaps that a link may name."""
    return tuple(found.basemap_id for found in basemaps())


def basemap_hosts() -> tuple[str, ...]:
    """Return the hosts of the basemaps that are enabled, each once."""
    return tuple(dict.fromkeys(host for found in basemaps() for host in found.hosts()))


def map_approval() -> str:
    """Return the line of the map's approval number, as it is to be shown: ``ONEMAP_MAP_APPROVAL``.

    Shown literally, on one line of at most :data:`APPROVAL_LENGTH` characters.
    """
    return clean_text(os.environ.get("ONEMAP_MAP_APPROVAL", ""), APPROVAL_LENGTH)
