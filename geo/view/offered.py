"""How many places would each workstream show, the other filters as they are?

Of figures, :attr:`geo.view.selection.Shown.offered` tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from geo.package.package import Package
from geo.view.selection import select
from geo.view.views import View


def places_offered(package: Package, view: View) -> Mapping[str, int]:
    """Return the number of places of each workstream, a place of two in both.

    Where a text is searched for, a place that it finds by a figure alone counts for each
    workstream it has.
    """
    places = package.place
    found = select(package, replace(view, story=None, workstreams=())).places
    few = found.rows[: np.searchsorted(found.rows, places.few)]
    counts = found.crowd_counts + np.bincount(
        places.category_of[few], minlength=len(places.categories)
    )
    return {
        workstream: sum(
            int(count)
            for category, count in zip(places.categories, counts, strict=True)
            if workstream in category.workstreams
        )
        for workstream in package.workstreams
    }
