"""What does a deployment say about itself? Read from the environment, once per question."""

from __future__ import annotations

import logging
import os
import re
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request

from geo.served.basemaps import BASEMAP_IDS, Basemap, enabled_basemaps
from geo.view.search import clean_text

_log = logging.getLogger(__name__)
APPROVAL_LENGTH: Final = 120
MOST_FILE_PROCESSES: Final = 32
_NUMBER: Final = re.compile(r"[0-9]{1,2}")
_ORIGIN: Final = re.compile(r"\*|https?://[A-Za-z0-9.*:\[\]-]+")
_FOLDER: Final = re.compile(
    r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?"  # no credentials, nothing to escape
    r"(/(?!\.{1,2}(/|$))[a-z0-9._~-]+)*/?",  # no query, no way up
    re.IGNORECASE,
)
"""A folder on a host, which a Content-Security-Policy can name and a path be put behind."""


def public_url(request: Request, prefix: str = "") -> str:
    """Return the address of the map's page, with a slash at its end.

    ``ONEMAP_PUBLIC_URL`` where it is set; behind a proxy that ends TLS it has to be, since the
    request does not know how the reader wrote the address. Else what the request says.
    """
    stated = os.environ.get("ONEMAP_PUBLIC_URL", "").strip().rstrip("/")
    if stated:
        return f"{stated}/"
    return f"{request.url.scheme}://{request.url.netloc}{prefix}/"


def public_name() -> str | None:
    """Return the name of the host in ``ONEMAP_PUBLIC_URL``; None where it states none."""
    try:
        return urlsplit(os.environ.get("ONEMAP_PUBLIC_URL", "").strip()).hostname
    except ValueError:
        return None


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


def data_url() -> str | None:
    """Return where browsers fetch the map's data: ``ONEMAP_DATA_URL``, with a slash at its end.

    A folder on another host that holds the files that are otherwise below ``layers/``. None where
    it is not set or is no such address: then they come from the app itself.
    """
    return _data_url(os.environ.get("ONEMAP_DATA_URL", "").strip())


@lru_cache(maxsize=4)
def _data_url(stated: str) -> str | None:
    """Return the address as it is used, and say once if it cannot be; never repeat it."""
    if not stated:
        return None
    if not _FOLDER.fullmatch(stated):
        _log.warning(
            "ONEMAP_DATA_URL is not used: it has to be https://host/path/ (or http), without a "
            "name and password, a query or '..'. The data come from the app itself."
        )
        return None
    return stated.rstrip("/") + "/"


def data_origin() -> str | None:
    """Return the host of :func:`data_url` with its scheme and port, as a policy names it."""
    found = data_url()
    if found is None:
        return None
    parts = urlsplit(found)
    return f"{parts.scheme}://{parts.netloc}".lower()


def light_first() -> bool:
    """Return whether the map's page opens with the light explorer: yes, but ``ONEMAP_LIGHT=0``."""
    return os.environ.get("ONEMAP_LIGHT", "").strip() != "0"


def map_approval() -> str:
    """Return the line of the map's approval number, as it is to be shown: ``ONEMAP_MAP_APPROVAL``.

    Shown literally, on one line of at most :data:`APPROVAL_LENGTH` characters.
    """
    return clean_text(os.environ.get("ONEMAP_MAP_APPROVAL", ""), APPROVAL_LENGTH)


def keeps_for_later() -> bool:
    """Tell whether browsers keep visited maps for when there is no network: unless
    ``ONEMAP_OFFLINE`` is ``0``.
    """
    return os.environ.get("ONEMAP_OFFLINE", "").strip() != "0"


def file_processes() -> int:
    """Return how many processes make files: ``ONEMAP_FILE_PROCESSES``, else as the machine has it.

    Never fewer than two, one for large files and one for the others; by default one core stays for
    the readers' pages, and more than four would only want memory.
    """
    stated = os.environ.get("ONEMAP_FILE_PROCESSES", "").strip()
    if _NUMBER.fullmatch(stated) and 2 <= int(stated) <= MOST_FILE_PROCESSES:
        return int(stated)
    if stated:
        _log.warning("ONEMAP_FILE_PROCESSES is not used: it has to be 2 to %d", MOST_FILE_PROCESSES)
    return max(2, min(4, (os.cpu_count() or 1) - 1))
