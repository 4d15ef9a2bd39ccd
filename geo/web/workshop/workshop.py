"""How does a request come by what it wants to take away? The one gate for all that is made.

What lies on the shelf or in the reader's browser is answered at once. Else the request waits for
its turn, fairly by client, and a process apart makes what it wants. Large files have a line and
processes of their own, so that no sheet waits for them; what is quick is done here, in turns of its
own, so that no citation waits for a sheet.
"""

from __future__ import annotations

import asyncio
import functools
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from geo.web.responses import MET, answer_to, answering
from geo.web.settings import file_processes
from geo.web.workshop.hands import Hand, Line, Maker, Making
from geo.web.workshop.sending import Order, described, known, sent
from geo.web.workshop.shelf import Flight, Made, Shelf
from geo.web.workshop.turns import Turns, client_of

MANY_PLACES: Final = 10_000
BRIEF_SECONDS: Final = 0.5
"""Large is a file of more than so many places whose kind takes longer than this."""
QUICK_AT_ONCE: Final = 2
"""Quick answers made at the same time, in threads of the process that serves the pages."""
_QUICK_SECONDS: Final = 0.02
"""What a quick answer is taken to need of whose kind none was made yet."""
_WEIGHT: Final = 0.5
"""How much the last time counts beside all before."""
Answers = Callable[[Request], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


class Workshop:
    """Makes what is ordered, once, and keeps it.

    Parameters
    ----------
    hands : sequence of Maker
        Who makes files, each one at a time. Half of them make the large ones, one for a client at
        a time; a single one makes all.
    """

    def __init__(self, hands: Sequence[Maker]) -> None:
        self.shelf = Shelf()
        self._hands = tuple(hands)
        half = len(hands) // 2
        self._brief = Line(self._hands[half:])
        self._large = Line(self._hands[:half], each=1) if half else self._brief
        self._flight = Flight()
        self._quick = Turns(QUICK_AT_ONCE)
        self._pace: dict[str, float] = {}
        self._lock = threading.Lock()

    def made(self, ordered: Callable[[Request], Order | Response]) -> Endpoint:
        """Return an endpoint that answers with the product that a request orders."""

        @functools.wraps(ordered)
        async def answered(request: Request) -> Response:
            order = await run_in_threadpool(answering(ordered), request)
            if isinstance(order, Response):
                return order
            try:
                return await self._answer(request, order)
            except MET as error:
                return answer_to(error)

        return answered

    def quick(self, answer: Answers, *, kind: str = "") -> Endpoint:
        """Return an endpoint that makes a quick answer when it is its turn.

        `kind` tells answers apart that one function makes, since they take unlike times.
        """
        named = f"{answer.__qualname__} {kind}"

        @functools.wraps(answer)
        async def answered(request: Request) -> Response:
            try:
                async with self._quick.turn(client_of(request.scope), self._guess(named)):
                    began = time.perf_counter()
                    found = await run_in_threadpool(answer, request)
                    self._learn(named, time.perf_counter() - began)
                    return found
            except MET as error:
                return answer_to(error)

        return answered

    def close(self) -> None:
        """End the processes; what they are making is given up."""
        for hand in self._hands:
            hand.close()

    async def _answer(self, request: Request, order: Order) -> Response:
        unchanged = known(request, order)
        if unchanged is not None:
            return unchanged
        found = self.shelf.get(order.key)
        if request.method == "HEAD":
            return described(request, order, found)
        if found is None:
            found = await self._wanted(request, order)
        if found is None:
            return Response()
        client = client_of(request.scope)
        return self._flight.counted(client, found.content.size, sent(request, order, found))

    async def _wanted(self, request: Request, order: Order) -> Made | None:
        """Return a product as long as its reader waits for it, else None."""
        making = Making(order.product, order.served)
        work = asyncio.ensure_future(self._in_turn(client_of(request.scope), order, making))
        gone = asyncio.ensure_future(_gone(request))
        try:
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            gone.cancel()
            if not work.done():
                making.unwanted()
                if not making.begun:
                    work.cancel()
        if work.done() or making.begun:
            return await work
        return None

    async def _in_turn(self, client: str, order: Order, making: Making) -> Made:
        large = is_large(order)
        line = self._large if large else self._brief
        first = order.product.seconds if large else min(order.product.seconds, BRIEF_SECONDS)
        kind = f"{type(order.product).__name__} {large}"
        async with line.turns.turn(client, self._guess(kind, first)):
            # Somebody may have had it made while this one waited.
            found = self.shelf.get(order.key)
            if found is not None:
                return found
            making.begun = True
            began = time.perf_counter()
            loop = asyncio.get_running_loop()
            made = await loop.run_in_executor(line.threads, line.make, making)
            self._learn(kind, time.perf_counter() - began)
            return self.shelf.keep(order.key, made)

    def _guess(self, kind: str, first: float = _QUICK_SECONDS) -> float:
        """Return how long work of a kind is likely to take."""
        return self._pace.get(kind, first)

    def _learn(self, kind: str, seconds: float) -> None:
        with self._lock:
            before = self._pace.get(kind, seconds)
            self._pace[kind] = before + _WEIGHT * (seconds - before)


def is_large(order: Order) -> bool:
    """Tell whether a product may take so long that sheets and pictures should not wait for it."""
    is_slow = order.product.seconds > BRIEF_SECONDS
    return is_slow and len(order.served.package.place) > MANY_PLACES


async def _gone(request: Request) -> None:
    """Return when the reader has gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


@functools.lru_cache(maxsize=1)
def workshop() -> Workshop:
    """Return the workshop of this process, for all that it serves."""
    return Workshop([Hand() for _ in range(file_processes())])
