"""Is the order of those who wait fair, and does nobody wait for ever?"""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.web.workshop.errors import CrowdedError
from geo.web.workshop.turns import Turns
from tests.loops import run

Wish = tuple[str, float]


async def settled() -> None:
    """Let everybody who can do something do it."""
    for _ in range(20):
        await asyncio.sleep(0)


def served(first: Wish, then: Sequence[Wish], *, waiting: int = 64) -> list[str]:
    """Have one begin, others come while it works, and return who was served, in order."""
    turns, order = Turns(1, waiting), []

    async def work(client: str, cost: float, until: asyncio.Event) -> None:
        try:
            async with turns.turn(client, cost):
                await until.wait()
                order.append(client)
        except CrowdedError:
            order.append(f"{client} is sent away")

    async def come() -> None:
        go = asyncio.Event()
        tasks = [asyncio.ensure_future(work(*first, go))]
        for wish in then:
            await settled()
            tasks.append(asyncio.ensure_future(work(*wish, go)))
        await settled()
        go.set()
        await asyncio.gather(*tasks)

    run(come())
    return order


def test_a_reader_passes_twenty_who_ask_for_large_files() -> None:
    files = [(f"client {number}", 4.0) for number in range(1, 20)]
    order = served(("client 0", 4.0), [*files, ("reader", 0.2)])
    assert order[:2] == ["client 0", "reader"]
    assert len(order) == 21


def test_one_who_asks_for_much_waits_for_itself_alone() -> None:
    order = served(("greedy", 1.0), [("greedy", 1.0)] * 9 + [("other", 1.0)] * 2)
    assert order[1:4].count("other") >= 1
    assert order[1:6].count("other") == 2, "two of ten are not behind all ten"
    assert order.count("greedy") == 10


def test_those_who_ask_alike_take_turns() -> None:
    order = served(("a", 1.0), [("a", 1.0)] * 4 + [("b", 1.0)] * 4)
    shares = [order[: number + 1].count("b") for number in range(8)]
    assert all(abs(2 * share - number) <= 2 for number, share in enumerate(shares, start=1))


def test_who_is_alone_has_all_the_room_there_is() -> None:
    assert served(("a", 1.0), [("a", 1.0)] * 64) == ["a"] * 65


def test_where_there_is_no_room_those_go_who_would_be_done_last() -> None:
    order = served(("a", 1.0), [("a", 1.0), ("a", 1.0), ("reader", 0.2)], waiting=2)
    assert order == ["a is sent away", "a", "reader", "a"]
    order = served(("a", 1.0), [("b", 1.0), ("c", 1.0), ("d", 9.0)], waiting=2)
    assert order == ["d is sent away", "a", "b", "c"]


def test_who_is_sent_away_hears_when_to_come_again() -> None:
    async def come() -> None:
        turns = Turns(1, waiting=1)
        async with turns.turn("a", 2.0):
            waiting = asyncio.ensure_future(hold(turns, "b", 3.0))
            await settled()
            with pytest.raises(CrowdedError) as met:
                await hold(turns, "c", 4.0)
            assert met.value.seconds == 3.0
        await waiting

    run(come())


async def hold(turns: Turns, client: str, cost: float) -> None:
    async with turns.turn(client, cost):
        pass


def test_who_leaves_takes_no_turn() -> None:
    async def come() -> None:
        turns = Turns(1)
        async with turns.turn("a", 1.0):
            leaving = [asyncio.ensure_future(hold(turns, "b", 1.0)) for _ in range(5)]
            await settled()
            for task in leaving:
                task.cancel()
            await settled()
        # Called and gone in the same moment:
        async with turns.turn("a", 1.0):
            last = asyncio.ensure_future(hold(turns, "b", 1.0))
            await settled()
        last.cancel()
        await settled()
        await asyncio.wait_for(hold(turns, "c", 1.0), 30)
        assert turns._free == 1
        assert not turns._waiting
        assert not turns._working

    run(come())


def test_a_client_works_at_no_more_than_it_may() -> None:
    """What is free stays free for others, and who must wait for itself holds nobody up."""

    async def come() -> None:
        turns, order, go = Turns(3, each=1), [], asyncio.Event()

        async def work(client: str) -> None:
            async with turns.turn(client, 1.0):
                order.append(client)
                await go.wait()

        tasks = []
        for client in "aaabcd":
            tasks.append(asyncio.ensure_future(work(client)))
            await settled()
        assert order == ["a", "b", "c"]
        go.set()
        await asyncio.wait_for(asyncio.gather(*tasks), 60)
        assert Counter(order) == Counter("aaabcd")
        assert (turns._free, turns._waiting, turns._working) == (3, [], {})

    run(come())


def test_nothing_is_remembered_of_clients_that_are_gone() -> None:
    async def come() -> None:
        turns = Turns(2)
        for number in range(1000):
            await hold(turns, f"client {number}", 1.0)
        assert len(turns._last) <= 1

    run(come())


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from([0.01, 1.0, 7.0])),
        min_size=1,
        max_size=30,
    ),
    st.integers(1, 3),
    st.integers(1, 3),
)
def test_everybody_is_served_and_never_too_many_at_once(
    wishes: list[Wish], at_once: int, each: int
) -> None:
    turns, order, working = Turns(at_once, each=each), [], Counter[str]()
    most = most_of_one = 0

    async def work(client: str, cost: float) -> None:
        nonlocal most, most_of_one
        async with turns.turn(client, cost):
            working[client] += 1
            most, most_of_one = max(most, working.total()), max(most_of_one, working[client])
            await asyncio.sleep(0)
            working[client] -= 1
            order.append(client)

    async def come() -> None:
        await asyncio.gather(*(work(*wish) for wish in wishes))

    run(come())
    assert Counter(order) == Counter(client for client, _ in wishes)
    assert most <= at_once
    assert most_of_one <= each


def test_turns_are_shared_by_loops_of_several_threads() -> None:
    turns, lock, working, most, done = Turns(2), threading.Lock(), 0, 0, 0

    async def work() -> None:
        nonlocal working, most, done
        async with turns.turn(threading.get_ident(), 1.0):
            with lock:
                working += 1
                most = max(most, working)
            await asyncio.sleep(0.001)
            with lock:
                working, done = working - 1, done + 1

    async def come() -> None:
        await asyncio.gather(*(work() for _ in range(15)))

    threads = [threading.Thread(target=asyncio.run, args=(come(),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (done, most) == (60, 2)
