"""How does a Dask cluster build a package? Its workers do the same tasks, on the same folders.

The package and the folder of builds must lie where every worker sees them under the same path. A
layer that is a folder of GeoParquet parts, as dask-geopandas writes them, is read part by part.
A task that dies with its worker is given to another one; files are named by their content and
appear in one step, so doing it twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from distributed import Client

_T = TypeVar("_T")
_R = TypeVar("_R")


class Cluster:
    """The workers of a Dask scheduler.

    Parameters
    ----------
    scheduler : str or distributed.LocalCluster
        Its address (``tcp://…``), or a cluster of this machine.
    """

    def __init__(self, scheduler: object) -> None:
        connect: Any = Client  # has no types
        self._client = connect(scheduler)

    def map(self, work: Callable[[_T], _R], tasks: Sequence[_T]) -> Iterator[_R]:
        """Yield ``work(task)`` for each task, in their order."""
        # Dask would take two equal tasks for one, and scatter large ones by itself.
        futures = self._client.map(work, tasks, pure=False)
        for future in futures:
            yield future.result()

    def close(self) -> None:
        """Leave the cluster."""
        self._client.close()
