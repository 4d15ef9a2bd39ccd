"""How does a Dask cluster build a package? Its workers do the same tasks, on the same folders.

The package and the folder of builds must lie where every worker sees them under the same path. A
layer that is a folder of GeoParquet parts, as dask-geopandas writes them, is read part by part.
A task that dies with its worker is given to another one; files are named by their content and
appear in one step, so doing it twice changes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from distributed import Client
from distributed.comm.core import connect
from distributed.security import Security

_T = TypeVar("_T")
_R = TypeVar("_R")


class Cluster:
    """The workers of a Dask scheduler.

    Parameters
    ----------
    scheduler : str or distributed.LocalCluster
        Its address (``tcp://…``), or a cluster of this machine.

    Raises
    ------
    OSError, ValueError
        If nobody answers there, or it is no address.
    """

    def __init__(self, scheduler: object) -> None:
        if isinstance(scheduler, str):
            asyncio.run(_answered(scheduler))
        client: Any = Client  # has no types
        self._client = client(scheduler)

    def map(self, work: Callable[[_T], _R], tasks: Sequence[_T]) -> Iterator[_R]:
        """Yield ``work(task)`` for each task, in their order."""
        # Dask would take two equal tasks for one, and scatter large ones by itself.
        futures = self._client.map(work, tasks, pure=False)
        for future in futures:
            yield future.result()

    def close(self) -> None:
        """Leave the cluster."""
        self._client.close()


async def _answered(address: str) -> None:
    """Return once somebody answers at an address.

    A client that fails while it is made stays half open. It closes itself whenever memory is
    tidied, in whichever thread; if that one is just starting the next client, it waits for ever.
    """
    to: Any = connect  # has no types, like the other
    security: Any = Security
    comm = await to(address, **security().get_connection_args("client"))
    await comm.close()
