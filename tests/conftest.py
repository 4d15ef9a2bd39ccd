"""What do all tests share?"""

from __future__ import annotations

import gc
import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import settings
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from geo.files import write_bytes
from geo.package.audit import sealed
from geo.package.faults import Faults
from geo.package.package import Package
from geo.package.places.categories import Categories
from geo.package.places.place_table import SCHEMA
from geo.package.places.places import Places
from geo.package.read import read_contents, read_package
from geo.package.schema import DESCRIPTOR
from geo.store.store import Store
from geo.web.headers import SecurityHeaders
from geo.web.routes import Routes
from geo.web.streamlit.first_html import inline_hashes
from geo.web.workshop.hand import write
from geo.web.workshop.hands import Making
from geo.web.workshop.workshop import Workshop
from tests import ROOT

# ---- Hypothesis: the same examples at each run, and no test depends on the clock. -------------

settings.register_profile("project", deadline=None, derandomize=True, database=None)
settings.load_profile("project")

# ---- What `make unit` leaves to `make test`, known by its room and by what it asks for. ----------

WHOLE_ROOMS = ("build", "commands", "pages", "store")
"""Rooms whose tests run something from end to end: a page, a command, a build, a state."""
WHOLE_FIXTURES = {"contents", "make_package"}
"""The real package, changed and read anew for each test."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Import nothing of a room of which every test would be left out."""
    chosen = config.option.markexpr
    room = collection_path.name if collection_path.parent == ROOT / "tests" else None
    left = (room in WHOLE_ROOMS and "not whole" in chosen) or (
        room == "browser" and "not browser" in chosen
    )
    return (left and " or " not in chosen) or None


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what is slow by what it is."""
    room = item.path.relative_to(ROOT / "tests").parts[0]
    if room in WHOLE_ROOMS or not WHOLE_FIXTURES.isdisjoint(getattr(item, "fixturenames", ())):
        item.add_marker(pytest.mark.whole)


# ---- What is collected stays to the end: Python need not search it for garbage. -----------------


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Import and collect without a search, then have none go through it again.

    A page searches everything there is at each of its runs; a quarter of a second goes into ten
    thousand tests and what they import.
    """
    gc.disable()
    try:
        yield
        gc.collect()
        gc.freeze()
    finally:
        gc.enable()


# ---- In which order: what waits first, and small files last. ------------------------------------

SMALL = 10
"""Tests of a file that is over soon."""


@pytest.hookimpl(trylast=True)  # when those of a browser have their mark
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start with files that wait for servers, and end with short ones: no worker is left with a
    long file when the others are done.
    """
    tests = Counter(item.path for item in items)

    def turn(item: pytest.Item) -> int:
        if item.get_closest_marker("process"):
            return 0
        if item.get_closest_marker("browser"):
            return 2
        return 1 if tests[item.path] >= SMALL else 3

    items.sort(key=turn)


# ---- Commands speak English, whoever runs the tests. -------------------------------------------

os.environ["LC_ALL"] = "C.UTF-8"


@pytest.fixture(scope="session", autouse=True)
def _own_builds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing is published from a test into the project's own folder of builds."""
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv("ONEMAP_BUILD", raising=False)
        at = tmp_path_factory.mktemp("build") / "packages"
        patched.setattr("geo.build.folder.DEFAULT_ROOT", at)
        yield


@pytest.fixture(autouse=True)
def _own_main() -> Iterator[None]:
    """A page that runs in a test is `__main__` for its run, and would stay so for new processes."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(scope="session")
def installed() -> Iterator[None]:
    """What is installed does not change while tests run: Streamlit's test bench looked through all
    of it for each page, which took nine times as long as the page.
    """
    from streamlit.components.v2 import manifest_scanner  # noqa: PLC0415  # for tests of pages only

    found = cache(manifest_scanner.scan_component_manifests)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


# ---- The domain: the real package, whole or broken on purpose. --------------------------------

Edit = bytes | None | Callable[[bytes], bytes]
"""New bytes of a file, None to remove it, or what makes the new bytes of the old ones."""


@pytest.fixture(scope="session", autouse=True)
def anci_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Copy the package of Anci to a folder of its own, and let the app find that one alone.

    What is said of one package would else change with each that comes into ``data``.
    """
    root = tmp_path_factory.mktemp("anci") / "data" / "anci-2022"
    shutil.copytree(ROOT / "data" / "anci-2022", root)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("ONEMAP_DATA", str(root.parent))
        yield root


@pytest.fixture(scope="session")
def anci(anci_root: Path) -> Package:
    return read_package(anci_root)


@pytest.fixture(scope="session")
def _anci_contents(anci_root: Path) -> dict[str, bytes]:
    return read_contents(anci_root)


@pytest.fixture
def contents(_anci_contents: dict[str, bytes]) -> dict[str, bytes]:
    """The bytes of every file of the real package, to be changed at will."""
    return dict(_anci_contents)


def sealed_as_it_lies(root: Path) -> None:
    """Seal a package, whatever is wrong with it; not one whose descriptor cannot be read."""
    content = sealed(read_contents(root), Faults())
    if content is not None:
        write_bytes(root / DESCRIPTOR, content)


@pytest.fixture
def make_package(tmp_path: Path, anci_root: Path) -> Callable[..., Path]:
    """Copy the real package to ``<temporary folder>/data/<name>``, edit files of it, and seal it.

    What is not sealed is never served.
    """

    def make(
        name: str = "anci-2022", edits: Mapping[str, Edit] | None = None, *, seal: bool = True
    ) -> Path:
        root = tmp_path / "data" / name
        shutil.copytree(anci_root, root)
        for path, edit in (edits or {}).items():
            file = root / path
            if edit is None:
                file.unlink()
            else:
                file.write_bytes(edit if isinstance(edit, bytes) else edit(file.read_bytes()))
        if edits and seal:
            sealed_as_it_lies(root)
        return root

    return make


@pytest.fixture(scope="session")
def with_place() -> Callable[..., Package]:
    """A package in which one place has other fields."""

    def of(package: Package, place_id: str, **fields: str | None) -> Package:
        rows = package.place.table.to_pylist()
        for row in rows:
            if row["place_id"] == place_id:
                row.update(fields)
        table = pa.Table.from_pylist(rows, schema=SCHEMA)
        places = Places.of(table, None, Categories({"all": (table,)}, package.figures))
        return replace(package, place=places)

    return of


@pytest.fixture(scope="session")
def edit_json() -> Callable[[Callable[[Any], object]], Callable[[bytes], bytes]]:
    """Turn a change of JSON data into a change of bytes."""

    def of(change: Callable[[Any], object]) -> Callable[[bytes], bytes]:
        def edited(content: bytes) -> bytes:
            data = json.loads(content)
            change(data)
            return json.dumps(data).encode()

        return edited

    return of


# ---- The server, without Streamlit: our routes under our headers. -----------------------------

FIRST_PAGE = (
    '<!DOCTYPE html>\n<html lang="en"><head><title>Streamlit</title>'
    "<script>window.x = 1</script></head><body></body></html>"
)


@pytest.fixture(scope="session")
def first_page() -> str:
    """What stands for Streamlit's own first HTML."""
    return FIRST_PAGE


class Here:
    """Makes files in this process, where a test can look on; the app has processes for it."""

    def make(self, making: Making, keep: Callable[[bytes], object]) -> int:
        return write(making.product, making.served.package, making.served.payload, keep)

    def close(self) -> None:
        """Have nothing to end."""


@pytest.fixture(scope="session")
def serve() -> Callable[..., TestClient]:
    """Serve the packages of a store below a prefix."""

    def of(store: Store, prefix: str = "") -> TestClient:
        app = Starlette(
            routes=Routes(store, FIRST_PAGE, Workshop([Here()])).all(prefix, ("", "figures")),
            middleware=[Middleware(SecurityHeaders, inline_hashes=inline_hashes(FIRST_PAGE))],
        )
        return TestClient(app)

    return of


@pytest.fixture(scope="session")
def anci_store(anci_root: Path) -> Store:
    return Store(anci_root.parent)


@pytest.fixture(scope="session")
def client(serve: Callable[..., TestClient], anci_store: Store) -> Iterator[TestClient]:
    """A browser before a server of the real package, which runs for all tests: to begin it anew for
    each answer takes a third of the time of one.
    """
    with serve(anci_store) as browser:
        yield browser
