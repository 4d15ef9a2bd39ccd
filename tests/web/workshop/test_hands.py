"""Do the processes that make files make them, and end when they should?"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psutil
import pytest

from geo.build.build import build
from geo.build.folder import BuildFolder
from geo.export.limits import TooManyPlacesError
from geo.export.printed import Card, Sheet
from geo.export.product import Product
from geo.export.products import FiguresTable, PlacesParquet
from geo.store.states import Served
from geo.store.store import Store
from geo.view.views import View
from geo.web.workshop import hands
from geo.web.workshop.errors import GivenUpError
from geo.web.workshop.hands import Hand, Making
from tests import crowds
from tests.conftest import Here
from tests.odd_products import Odd

pytestmark = pytest.mark.process

VIEW = View("anci-2022", workstreams=("rural",))


@pytest.fixture(scope="module")
def served(anci_store: Store) -> Served:
    return anci_store.serve("anci-2022")


@pytest.fixture(scope="module")
def hand() -> Iterator[Hand]:
    made = Hand()
    yield made
    made.close()


def made_by(maker: Hand | Here, product: Product, served: Served) -> bytes:
    parts: list[bytes] = []
    maker.make(Making(product, served), parts.append)
    return b"".join(parts)


PRODUCTS = [
    FiguresTable(VIEW, "w=rural"),
    Card(VIEW, "zh"),
    Sheet(VIEW, "view", "en", False, "https://city.example/", date(2026, 11, 23), ""),
]


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: type(product).__name__)
def test_a_process_apart_makes_the_same(hand: Hand, served: Served, product: Product) -> None:
    made = made_by(hand, product, served)
    assert made
    assert made == made_by(Here(), product, served)


def test_a_package_goes_to_a_process_once(
    hand: Hand, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_by(hand, Odd("plain"), served)
    sent = []
    send = hands.send
    monkeypatch.setattr(hands, "send", lambda to, job: (sent.append(job), send(to, job)))
    made_by(hand, Odd("plain"), served)
    assert [job.content for job in sent] == [None]


def test_a_built_package_is_mapped_by_the_process_and_not_sent(hand: Hand, tmp_path: Path) -> None:
    root = crowds.write(tmp_path / "data" / crowds.NAME, crowds.layers_of(300))
    build(root, BuildFolder(tmp_path / "builds", root.name))
    served = Store(root.parent, builds=tmp_path / "builds").serve(root.name)
    product = PlacesParquet(View(root.name), "")
    assert made_by(hand, product, served) == made_by(Here(), product, served)
    kind, arguments = served.package.place.__reduce__()
    assert arguments == ()
    assert "wkb" not in repr(kind.args), "paths, no rows"


def test_too_many_places_are_told_in_both_languages(hand: Hand, served: Served) -> None:
    with pytest.raises(TooManyPlacesError) as met:
        made_by(hand, Odd("too many"), served)
    assert "/export/places.parquet" in met.value.said.zh
    assert made_by(hand, Odd("plain"), served).startswith(b"anci-2022")


def test_nothing_printed_falls_among_the_bytes(hand: Hand, served: Served) -> None:
    assert made_by(hand, Odd("prints"), served) == b"anci-2022" + b" " * 300_000


@pytest.mark.parametrize("what", ["breaks", "exits"])
def test_a_process_that_breaks_is_replaced(hand: Hand, served: Served, what: str) -> None:
    with pytest.raises(GivenUpError, match="Odd"):
        made_by(hand, Odd(what), served)
    assert made_by(hand, Odd("plain"), served).startswith(b"anci-2022")


def test_what_takes_too_long_is_given_up(
    hand: Hand, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hands, "LONGEST_SECONDS", 0.05)
    with pytest.raises(GivenUpError):
        made_by(hand, Odd("endless"), served)
    monkeypatch.undo()
    assert made_by(hand, Odd("plain"), served).startswith(b"anci-2022")


@pytest.mark.parametrize("early", [True, False])
def test_what_nobody_wants_any_more_is_not_worked_on_for_long(
    hand: Hand, served: Served, monkeypatch: pytest.MonkeyPatch, early: bool
) -> None:
    monkeypatch.setattr(hands, "UNWANTED_SECONDS", 0.05)
    making = Making(Odd("endless"), served)
    if early:
        making.unwanted()
    with pytest.raises(GivenUpError):
        hand.make(making, lambda _: making.unwanted())


def test_what_is_finished_in_time_ends_no_process_later(
    hand: Hand, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_by(hand, Odd("plain"), served)
    process = hand._process
    making = Making(Odd("plain"), served)
    hand.make(making, lambda _: None)
    making.unwanted()
    making._stop()
    made_by(hand, Odd("plain"), served)
    assert hand._process is process


def test_a_process_with_nothing_to_do_is_ended(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    resting, hand = threading.Event(), Hand()
    monkeypatch.setattr(hands, "IDLE_SECONDS", 0)
    end = Hand._end
    monkeypatch.setattr(Hand, "_end", lambda self: (end(self), resting.set()))
    made_by(hand, Odd("plain"), served)
    assert resting.wait(60)
    assert hand._process is None


def test_the_process_ends_with_the_app() -> None:
    """However the app ends, its end of the pipe is closed."""
    command = [sys.executable, "-m", "geo.web.workshop.hand"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert psutil.pid_exists(process.pid)
    out, _ = process.communicate(timeout=60)
    assert (process.returncode, out) == (0, b"")
