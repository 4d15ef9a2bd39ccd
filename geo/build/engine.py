"""Who does the parts of a build: this process, several of this machine, or a cluster?

Every part is a function of its task alone and writes files named by their content, so it does not
matter who does it, in which order, or whether it is done twice.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Protocol, TypeVar

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
