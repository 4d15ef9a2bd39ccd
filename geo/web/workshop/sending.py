"""How does a product leave? As it lies on the shelf, piece by piece, under a tag of its own.

The tag follows from what the product is made of, so that a browser that has it is answered before
anything is made.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from geo import files
from geo.export.product import Product
from geo.store.states import Served
from geo.web.codings import takes
from geo.web.responses import readable_by_others
from geo.web.workshop.shelf import Made

_READ_BYTES: Final = 1 << 18
_GZIP: Final = 16 + zlib.MAX_WBITS
_CODE: Final = (".py", ".typ", ".json", ".js", ".css")


@dataclass(frozen=True, slots=True)
class Order:
    """What a request wants to take away.

    Parameters
    ----------
    name : str
        File name to be saved under.
    inline : bool
        Show it in the browser rather than save it.
    """

    product: Product
    served: Served
    name: str
    inline: bool = False

    @property
    def key(self) -> tuple[str, str, str, Product]:
        """All that the product follows from."""
        package = self.served.package
        return way_of_making(), package.package_id, package.content_hash, self.product


def known(request: Request, order: Order) -> Response | None:
    """Answer 304 if the browser has the product."""
    headers = _headers(request, order)
    has = request.headers.get("if-none-match", "")
    if has == "*" or headers["ETag"] in has:
        return Response(status_code=304, headers=headers)
    return None


def described(request: Request, order: Order, made: Made | None) -> Response:
    """Answer HEAD: nothing is made for it."""
    if made is None:
        return Response(media_type=order.product.media_type, headers=_headers(request, order))
    whole = sent(request, order, made)
    return Response(media_type=order.product.media_type, headers=dict(whole.headers))


def sent(request: Request, order: Order, made: Made) -> StreamingResponse:
    """Answer with a product."""
    headers = _headers(request, order)
    plain = made.gzipped and not _gzipped(request, order.product)
    headers["Content-Length"] = str(made.length if plain else made.content.size)
    content = _unzipped(made) if plain else _pieces(made)
    return StreamingResponse(content, media_type=order.product.media_type, headers=headers)


def _headers(request: Request, order: Order) -> dict[str, str]:
    gzipped = _gzipped(request, order.product)
    digest = hashlib.sha256(repr(order.key).encode()).hexdigest()[:16]
    etag = f'"{digest}-gzip"' if gzipped else f'"{digest}"'
    headers = {"Cache-Control": "no-cache", "ETag": etag} | readable_by_others()
    varies = (headers.get("Vary"), "Accept-Encoding", "Accept-Language")
    headers["Vary"] = ", ".join(filter(None, varies))
    if gzipped:
        headers["Content-Encoding"] = "gzip"
    kind = "inline" if order.inline else "attachment"
    headers["Content-Disposition"] = f'{kind}; filename="{quote(order.name, safe="")}"'
    return headers


def _gzipped(request: Request, product: Product) -> bool:
    return product.compressible and takes(request.headers.get("accept-encoding", ""), "gzip")


async def _pieces(made: Made) -> AsyncIterator[bytes]:
    for start in range(0, made.content.size, _READ_BYTES):
        yield await run_in_threadpool(made.content.read, start, _READ_BYTES)


async def _unzipped(made: Made) -> AsyncIterator[bytes]:
    """Yield a gzipped product as it was before, never much of it at a time."""
    reader = zlib.decompressobj(_GZIP)
    async for piece in _pieces(made):
        while piece:
            yield await run_in_threadpool(reader.decompress, piece, _READ_BYTES)
            piece = reader.unconsumed_tail  # noqa: PLW2901
    yield reader.flush()


@lru_cache(maxsize=1)
def way_of_making() -> str:
    """Return what stands for our own code: as long as it is the same, it makes the same."""
    root = Path(files.__file__).parent
    digest = hashlib.sha256()
    for path in _code(root):
        digest.update(path.encode() + files.read_bytes(root / path))
    return digest.hexdigest()[:16]


def _code(root: Path) -> Iterator[str]:
    return (path for path in files.walk(root) if path.endswith(_CODE))
