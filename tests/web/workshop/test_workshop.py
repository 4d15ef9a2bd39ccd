"""Is all that is made made through the one gate, and for as long as somebody wants it?"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import StreamingResponse
from starlette.testclient import TestClient

from geo.store.store import Store
from geo.web.api.definition import definition
from geo.web.routes import Routes
from geo.web.settings import file_processes
from geo.web.workshop.errors import CrowdedError, GivenUpError
from geo.web.workshop.hands import Making
from geo.web.workshop.shelf import Flight
from geo.web.workshop.turns import Turns, client_of
from geo.web.workshop.workshop import Workshop
from tests.conftest import FIRST_PAGE, Here
from tests.loops import run
from tests.web.workshop.makers import Counting, app_of


class Holding(Here):
    """Makes nothing until it is told, or nobody wants it."""

    def __init__(self) -> None:
        self.began, self.go = threading.Event(), threading.Event()
        self.given_up = 0
        self.made: list[object] = []

    def make(self, making: Making, keep: Callable[[bytes], object]) -> int:
        making.begin(self.go.set)
        self.began.set()
        assert self.go.wait(60)
        making.over()
        if making._unwanted:
            self.given_up += 1
            raise GivenUpError
        self.made.append(making.product)
        return super().make(making, keep)


FREE = {"/health"}
"""What is answered from memory at once, however many ask."""


def addresses(store: Store) -> Iterator[str]:
    """One address of every path of the definition, and those of the crowd's answers."""
    state = store.serve("anci-2022").package.state
    named = {"collectionId": "anci-2022:roads", "featureId": "minghua-road"}
    named |= {"packageId": "anci-2022", "placeId": "minghua-road", "figureId": "rural-toilets"}
    named |= {"workstreamId": "streetscape"}
    for path in definition()["paths"]:
        found = path.format_map(named)
        served = definition()["paths"][path].get("servers")
        yield found if served else f"/api{found}"
    yield f"/layers/anci-2022/found.{state}.bin?q=a"
    yield f"/layers/anci-2022/suggested.{state}.json?q=a"


def test_every_answer_that_is_made_waits_for_its_turn(
    anci_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[object] = []
    turn = Turns.turn

    def counted(self: Turns, client: object, cost: float) -> Any:
        taken.append(client)
        return turn(self, client, cost)

    monkeypatch.setattr(Turns, "turn", counted)
    client = TestClient(app_of(anci_store, Here()))
    walked = [path for path in addresses(anci_store) if path not in FREE]
    assert len(walked) > 25
    for path in walked:
        taken.clear()
        client.get(path)
        assert taken == ["testclient"], path


def test_a_sheet_is_made_while_large_files_are(
    anci_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.web.workshop.workshop.MANY_PLACES", 1)
    sheet = "/export/sheet.pdf"

    async def come() -> None:
        large, brief, stays = Holding(), Counting(), asyncio.Event()
        hands = Workshop([large, brief])
        app = Starlette(routes=Routes(anci_store, FIRST_PAGE, hands).all("", ("",)))
        paths = ["places.gpkg", "places.geojson", "figures.xlsx", "places.parquet"]
        files = [asyncio.ensure_future(request(app, f"/export/{path}", stays)) for path in paths]
        await until(large.began)
        for path in (sheet, "/share/card.png", "/export/figures.csv", "/export/onemap.html"):
            assert await asyncio.wait_for(request(app, path, stays), 60) == 200, path
        assert brief.made.total() == 4
        assert large.made == []
        large.go.set()
        assert await asyncio.gather(*files) == [200] * 4
        assert len(large.made) == 4

    run(come())


def test_a_file_of_few_places_waits_for_no_large_one(anci_store: Store, counting: Counting) -> None:
    maker = Holding()
    app = Starlette(
        routes=Routes(anci_store, FIRST_PAGE, Workshop([maker, counting])).all("", ("",))
    )
    client = TestClient(app)
    for file in ("places.gpkg", "places.geojson", "figures.xlsx", "places.parquet"):
        assert client.get(f"/export/{file}").status_code == 200
    assert counting.made.total() == 4
    assert not maker.began.is_set()


def test_a_client_has_one_large_file_made_at_a_time(
    anci_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though another process is free; it takes the next client's."""
    monkeypatch.setattr("geo.web.workshop.workshop.MANY_PLACES", 1)

    async def come() -> None:
        makers, stays = [Holding() for _ in range(4)], asyncio.Event()
        hands = Workshop(makers)
        app = Starlette(routes=Routes(anci_store, FIRST_PAGE, hands).all("", ("",)))
        turns, paths = hands._large.turns, ["places.gpkg", "places.geojson", "figures.xlsx"]
        files = [asyncio.ensure_future(request(app, f"/export/{path}", stays)) for path in paths]
        while len(turns._waiting) + len(turns._working) < len(files):
            await asyncio.sleep(0)
        other = request(app, "/export/places.parquet", stays, client="192.0.2.2")
        files.append(asyncio.ensure_future(other))
        for maker in makers[:2]:
            await until(maker.began)
        for maker in makers:
            maker.go.set()
        assert await asyncio.gather(*files) == [200] * 4
        begun = {type(maker.made[0]).__name__ for maker in makers[:2]}
        assert "PlacesParquet" in begun
        assert not makers[2].made + makers[3].made

    run(come())


def test_a_client_has_so_much_on_its_way_and_others_are_served() -> None:
    flight, arrived = Flight(most=100), asyncio.Event()

    def answer() -> StreamingResponse:
        async def parts() -> AsyncIterator[bytes]:
            yield b"first"
            await arrived.wait()

        return StreamingResponse(parts())

    async def come() -> None:
        async def receive() -> dict[str, Any]:
            await asyncio.Event().wait()
            raise AssertionError

        begun = asyncio.Event()

        async def send(message: Any) -> None:
            if message.get("body") == b"first":
                begun.set()

        large = flight.counted("a", 1000, answer())  # one file may be larger than that
        sending = asyncio.ensure_future(large({"type": "http"}, receive, send))
        await asyncio.wait_for(begun.wait(), 60)
        with pytest.raises(CrowdedError):
            flight.counted("a", 1, answer())
        flight.counted("b", 100, answer())
        arrived.set()
        await asyncio.wait_for(sending, 60)
        flight.counted("a", 1, answer())
        assert not flight._bytes

    run(come())


def test_what_a_reader_leaves_on_its_way_counts_no_more(anci_store: Store) -> None:
    hands = Workshop([Counting()])
    client = TestClient(Starlette(routes=Routes(anci_store, FIRST_PAGE, hands).all("", ("",))))
    assert client.get("/export/figures.csv").status_code == 200
    assert not hands._flight._bytes


async def request(app: Starlette, path: str, gone: asyncio.Event, client: str = "192.0.2.1") -> int:
    """Ask as a reader does who goes away at some time; 0 if there was no answer."""
    status, asked = 0, False

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if not asked:
            asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        nonlocal status
        status = message.get("status", status)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
    scope |= {"client": (client, 5), "server": ("localhost", 80), "scheme": "http"}
    await app(scope, receive, send)
    return status


async def until(event: threading.Event) -> None:
    assert await asyncio.to_thread(event.wait, 60)


def test_what_a_reader_left_before_its_turn_is_never_made(anci_store: Store) -> None:
    async def come() -> None:
        maker = Holding()
        app, stays, goes = app_of(anci_store, maker), asyncio.Event(), asyncio.Event()
        first = asyncio.ensure_future(request(app, "/export/places.gpkg", stays))
        await until(maker.began)
        second = asyncio.ensure_future(request(app, "/export/figures.xlsx", goes))
        await asyncio.sleep(0)
        goes.set()
        await asyncio.wait_for(second, 60)
        maker.go.set()
        assert await first == 200
        assert [type(product).__name__ for product in maker.made] == ["PlacesGeoPackage"]

    run(come())


def test_what_a_reader_left_while_it_was_made_is_given_up(
    anci_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.web.workshop.hands.UNWANTED_SECONDS", 0)

    async def come() -> None:
        maker, goes = Holding(), asyncio.Event()
        asked = asyncio.ensure_future(
            request(app_of(anci_store, maker), "/export/places.gpkg", goes)
        )
        await until(maker.began)
        goes.set()
        await asyncio.wait_for(asked, 60)
        assert maker.given_up == 1

    run(come())


def test_what_was_given_up_is_told_with_an_id(anci_store: Store) -> None:
    class Breaking(Here):
        def make(self, making: Making, keep: Callable[[bytes], object]) -> int:
            raise GivenUpError("it broke")

    answer = TestClient(app_of(anci_store, Breaking())).get("/export/places.gpkg")
    assert answer.status_code == 503
    assert len(answer.json()["id"]) == 8
    assert "broke" not in answer.text


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
    ],
)
def test_a_client_is_an_address_or_what_a_household_has(one: str, other: str, same: bool) -> None:
    first, second = (client_of({"type": "http", "client": (host, 1)}) for host in (one, other))
    assert (first == second) is same


def test_what_a_reader_claims_makes_nobody_another() -> None:
    """The server believes the proxies it is told of, and has put their word into the scope."""
    claims = [(), [(b"x-forwarded-for", b"192.0.2.9")], [(b"forwarded", b"for=192.0.2.9")]]
    peer = {"type": "http", "client": ("198.51.100.1", 1)}
    assert {client_of(peer | {"headers": claim}) for claim in claims} == {"198.51.100.1"}
    assert client_of({"type": "http"}) == client_of({"type": "http", "client": None}) == ""


@pytest.mark.parametrize(
    ("cores", "stated", "expected"),
    [
        *((1, "", 2), (2, "", 2), (4, "", 3), (64, "", 4), (None, "", 2)),
        *((2, "2", 2), (2, " 8 ", 8), (2, "32", 32)),
        *((4, "1", 3), (4, "33", 3), (4, "0200", 3), (4, "-4", 3), (4, "many", 3), (4, "٣", 3)),
    ],
)
def test_there_are_as_many_processes_as_is_said_and_never_one(
    monkeypatch: pytest.MonkeyPatch, cores: int | None, stated: str, expected: int
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    monkeypatch.setenv("ONEMAP_FILE_PROCESSES", stated)
    assert file_processes() == expected
