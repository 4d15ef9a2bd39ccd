"""What is the map told of a crowd at each run of the page? Which categories are shown."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable
from typing import Any

import numpy as np

from geo.package.package import Package
from geo.view.selection import Shown


def few_mask(shown: Shown) -> str:
    """Return the mask of the places drawn as symbols, see :func:`mask`."""
    few = shown.places.of.few
    rows = set(shown.places.rows[:few].tolist())
    return mask_of_flags(row in rows for row in range(few))


def crowd_message(
    package: Package, shown: Shown, place_id: str | None, query: str | None
) -> dict[str, Any] | None:
    """Return the part of a message that is about the crowd; None where there is none.

    Parameters
    ----------
    query : str
        The filter as the query of a link; where a text decides, the map asks for its answer. None
        where no link holds the filter; the answer then is in the message.
    """
    places = package.place
    if not places.crowd:
        return None
    return {
        "categories": mask_of_flags(shown.categories),
        "counts": shown.places.crowd_counts.tolist(),
        "found": _found(package, shown, query) if shown.by_text else None,
        "at": None if place_id is None else places.position_of(place_id),
    }


def _found(package: Package, shown: Shown, query: str | None) -> str:
    if query is not None:
        return f"{found_path(package)}?{query}"
    return f"bits:{mask_of_bits(shown.places.crowd_bits())}"


def shown_told(package: Package, shown: Shown, place_id: str | None) -> dict[str, Any]:
    """Return what an explorer is told that asks what a link shows: the masks of a message, and how
    many figures each workstream would show.
    """
    return {
        "shown": few_mask(shown),
        "figures": mask(package.figure, shown.figure_ids),
        "offered": dict(shown.offered),
        "crowd": crowd_message(package, shown, place_id, None),
    }


def found_path(package: Package) -> str:
    """Return the path, below ``layers/``, of what a text finds in this very state of the data."""
    return f"{package.package_id}/found.{package.state}.bin"


def shown_path(package: Package) -> str:
    """Return the path of what a link shows, for an explorer that does not know all texts itself."""
    return f"{package.package_id}/shown.{package.state}.json"


def suggested_path(package: Package) -> str | None:
    """Return the path of what may be meant by a text, of the crowd; None where there is none."""
    return f"{package.package_id}/suggested.{package.state}.json" if package.place.crowd else None


def mask(every: Iterable[str], shown: Collection[str]) -> str:
    """Return which of all ids are shown: base64 of one bit an id in order.

    The first id is the highest bit of the first byte; the last byte is padded with zeros.
    """
    return mask_of_flags(found in shown for found in every)


def mask_of_flags(shown: Iterable[bool]) -> str:
    """Return which of a row of things are shown, as :func:`mask` does."""
    return mask_of_bits(np.packbits(np.fromiter(shown, dtype=bool)).tobytes())


def mask_of_bits(bits: bytes) -> str:
    """Return bits as they travel in a message, see :func:`mask`."""
    return base64.b64encode(bits).decode("ascii")
