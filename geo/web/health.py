"""How do the packages stand? ``/health``, for probes and for whoever edits the data.

Names of packages, versions, codes, files and rows; no words of the data, no paths of the server.
"""

from __future__ import annotations

from typing import Any, Final

from geo.errors import Fault
from geo.package.faults import Faults
from geo.store.store import Store

MOST_REASONS: Final = 20
"""Faults of a package that are named; ``python -m geo check`` names them all."""


def health(store: Store) -> dict[str, Any]:
    """Return how the packages stand.

    ``status`` is ``ok`` where anything can be served. ``packages`` has the versions that are
    served; ``stale`` names the packages whose folder is not what is served, ``down`` those that
    have no state to be served, ``reasons`` has the faults of both, and ``ignored`` the folders
    whose name no link could use.
    """
    found = store.conditions()
    served = {each.package_id: each.version for each in found if each.version is not None}
    reasons = {each.package_id: _reasons(each.faults) for each in found if each.faults}
    return {
        "status": "ok" if served else "error",
        "packages": served,
        "stale": [name for name in served if name in reasons],
        "down": [each.package_id for each in found if each.version is None],
        "reasons": reasons,
        "ignored": store.ignored(),
    }


def _reasons(faults: tuple[Fault, ...]) -> list[dict[str, Any]]:
    """Return the first faults that refuse a package by code, file and row; no notes on it."""
    errors = Faults(faults).errors
    return [
        {"code": fault.code, "file": fault.file, "row": fault.row}
        for fault in errors[:MOST_REASONS]
    ]
