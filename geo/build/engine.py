"""Who does the parts of a build: this process, several of this machine, or a cluster?

Every part is a function of its task alone and writes files named by their content, so it does not
matter who does it, in which order, or whether it is done twice: a task that dies with a worker of
a cluster is given to another one.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, Protocol, TypeVar

_T = TypeVar("_T")
_R = TypeVar("_R")


class Engine(Protocol):
    """Does work on tasks and gives the results in the order of the tasks."""

    def map(self, work: Callable[[_T], _R], tasks: Sequence[_T]) -> Iterator[_R]:
        """Yield ``work(task)`` for each task."""


class Serial:
    """One task after the other, in this process."""

    def map(self, work: Callable[[_T], _R], tasks: Sequence[_T]) -> Iterator[_R]:
        """Yield ``work(task)`` for each task."""
        return map(work, tasks)


class Processes:
    """Several processes of this machine.

    Parameters
    ----------
    count : int
        How many; 0 means as many as there are processors.
    """

    def __init__(self, count: int = 0) -> None:
        self._count = count or os.cpu_count() or 1

    def map(self, work: Callable[[_T], _R], tasks: Sequence[_T]) -> Iterator[_R]:
        """Yield ``work(task)`` for each task."""
        # A fork would copy the threads' locks of the libraries; processes begin anew.
        with ProcessPoolExecutor(self._count, mp_context=get_context("spawn")) as pool:
            yield from pool.map(work, tasks)


class Cluster:
    """The workers of a Dask scheduler, which do the same tasks on the same folders.

    The package and the folder of builds must lie where every worker sees them under the same path.
    A layer that is a folder of GeoParquet parts, as dask-geopandas writes them, is read part by
    part.

    Parameters
    ----------
    scheduler : str or distributed.LocalCluster
        Its address (``tcp://…``), or a cluster of this machine.

    Raises
    ------
    ImportError
        If Dask is not there, an optional package.
    OSError, ValueError
        If nobody answers there, or it is no address.
    """

    def __init__(self, scheduler: object) -> None:
        import distributed  # noqa: PLC0415  # an optional package

        if isinstance(scheduler, str):
            asyncio.run(_answered(scheduler))
        client: Any = distributed.Client  # has no types
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
    from distributed.comm.core import connect  # noqa: PLC0415
    from distributed.security import Security  # noqa: PLC0415

    to: Any = connect  # has no types, like the other
    security: Any = Security
    comm = await to(address, **security().get_connection_args("client"))
    await comm.close()
