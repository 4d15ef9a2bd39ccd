"""What is a file that is served? It is named by its content, so that it can be kept for ever."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

GEOJSON: Final = "application/geo+json"
COLUMNS: Final = "application/octet-stream"
"""Numbers in columns, gzipped already (:mod:`geo.served.crowd.columns_file`)."""
JSON: Final = "application/json"
Keep = Callable[[str, str, bytes, str], str]
"""Keeps a file, given its name, ending, content and media type; returns its path."""


@dataclass(frozen=True, slots=True)
class Blob:
    """A file ready to be served: its bytes plain and gzipped, its kind and its entity tag."""

    content: bytes
    gzipped: bytes
    media_type: str
    etag: str


@dataclass(frozen=True, slots=True)
class Payload:
    """The files of one package by path below ``layers/``, and the paths of some of them: the
    catalogue, what can be found (:mod:`geo.served.suggestions`), and the rest that an explorer on
    its own has to know (:mod:`geo.served.facts`).
    """

    catalogue: str
    find: str
    facts: str
    blobs: Mapping[str, Blob]


def make_blob(content: bytes, media_type: str) -> Blob:
    """Return `content` ready to be served; the same bytes always give the same blob."""
    return Blob(content, gzipped(content, media_type), media_type, digest_of(content))


def gzipped(content: bytes, media_type: str) -> bytes:
    """Return `content` gzipped; itself if it is gzipped anyway."""
    return content if media_type == COLUMNS else gzip.compress(content, 9, mtime=0)


def digest_of(content: bytes) -> str:
    """Return what a file is named by: the beginning of its SHA-256."""
    return hashlib.sha256(content).hexdigest()[:16]


def keeper(package_id: str, blobs: dict[str, Blob]) -> Keep:
    """Return what keeps files of a package in `blobs`, by their paths."""

    def keep(name: str, ending: str, content: bytes, media_type: str) -> str:
        blob = make_blob(content, media_type)
        path = path_of(package_id, name, blob.etag, ending)
        blobs[path] = blob
        return path

    return keep


def path_of(package_id: str, name: str, digest: str, ending: str) -> str:
    """Return the path of a file below ``layers/``."""
    return f"{package_id}/{name}.{digest}.{ending}"
