"""Is a file made once, however many want it, and kept within its room?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

from geo.spool import Spool
from geo.store.store import Store
from geo.web.workshop import shelf as shelves
from geo.web.workshop.shelf import Made, Shelf
from tests.web.workshop.makers import Counting, app_of


@pytest.fixture
def asking(anci_store: Store, counting: Counting) -> TestClient:
    return TestClient(app_of(anci_store, counting))


SAME = {
    "places.geojson": [
        *("w=rural&lang=en", "w=rural&c=39.5,116.7,11", "w=rural&c=39.6,116.7,12"),
        *("w=rural&place=minghua-road", "w=rural&v=1.3.3", "w=rural&data=anci-2022"),
        *("story=rural", "w=rural&datum=wgs84"),
    ],
    "places.gpkg": ["w=rural&c=39.5,116.7,11", "w=rural&lang=en"],
    "places.parquet": ["w=rural&c=39.5,116.7,11", "w=rural&lang=en"],
    "figures.csv": ["w=rural&c=39.5,116.7,11", "w=rural&lang=en"],
    "figures.xlsx": ["w=rural&c=39.5,116.7,11", "w=rural&place=minghua-road"],
    "onemap.html": ["w=rural&v=1.3.3", "story=rural", "w=rural&data=anci-2022"],
    "card.png": ["w=rural&c=39.5,116.7,11", "story=rural", "w=rural&c=1,2,3"],
    "sheet.pdf": ["w=rural&paper=portrait", "w=rural&of=view"],
    "sheet.pdf?of=place&place=minghua-road": [
        *("w=rural&c=39.5,116.7,11", "w=streetscape", "q=a", "l="),
    ],
    "sheet.pdf?of=workstream": ["w=rural&q=a", "w=rural&l="],
}
"""What changes nothing of a file, by the file; ``w=rural`` is asked for first."""


OTHER = {
    "places.geojson": ["w=rural&datum=gcj02", "q=a", "l="],
    "card.png": ["w=rural&place=minghua-road", "w=rural&lang=en"],
    "sheet.pdf": ["w=rural&c=39.5,116.7,11", "w=rural&on=2026-11-22", "w=rural&lang=en"],
    "onemap.html": ["w=rural&c=39.5,116.7,11"],
    "figures.xlsx": ["w=rural&lang=en"],
}
"""What does."""


def ask(client: TestClient, file: str, query: str) -> bytes:
    path, _, more = file.partition("?")
    folder = "share" if path == "card.png" else "export"
    on = "&on=2026-11-23" if path == "sheet.pdf" and "on=" not in query else ""
    answer = client.get(f"/{folder}/{path}?{query}&{more}{on}".replace("?&", "?"))
    assert answer.status_code == 200, answer.text
    return answer.content


@pytest.mark.parametrize(("file", "query"), [(f, q) for f, found in SAME.items() for q in found])
def test_what_does_not_matter_to_a_file_has_none_made(
    asking: TestClient, counting: Counting, file: str, query: str
) -> None:
    assert ask(asking, file, query) == ask(asking, file, "w=rural")
    assert sum(counting.made.values()) == 1


@pytest.mark.parametrize(("file", "query"), [(f, q) for f, found in OTHER.items() for q in found])
def test_what_matters_to_a_file_has_another_made(
    asking: TestClient, counting: Counting, file: str, query: str
) -> None:
    assert ask(asking, file, query) != ask(asking, file, "w=rural")
    assert sum(counting.made.values()) == 2


def test_twenty_who_want_the_same_have_it_made_once(asking: TestClient, counting: Counting) -> None:
    with ThreadPoolExecutor(20) as threads:
        found = set(threads.map(lambda _: asking.get("/export/places.gpkg").content, range(20)))
    assert len(found) == 1
    assert counting.made == {"PlacesGeoPackage": 1}


def test_what_was_made_is_kept_within_its_room() -> None:
    shelf = Shelf(kept_bytes=25)

    def made(length: int) -> Made:
        spool = Spool()
        spool.write(b"x" * length)
        return Made(spool, length, gzipped=False)

    first = shelf.keep("a", made(10))
    shelf.keep("b", made(10))
    assert shelf.get("a") is first
    shelf.keep("c", made(10))
    assert [shelf.get(key) is not None for key in "abc"] == [True, False, True]
    assert first.content.read(0, 99) == b"x" * 10
    large = shelf.keep("d", made(26))
    assert large.content.size == 26, "is sent, and not kept"
    assert [shelf.get(key) is not None for key in "abcd"] == [True, False, True, False]
    assert shelves.KEPT_BYTES <= 1 << 28
