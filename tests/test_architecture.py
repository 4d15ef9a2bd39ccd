"""Are the rooms of the house kept apart?"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests import ROOT
from tests.each import each_of, name_of

GEO = sorted((ROOT / "geo").rglob("*.py"))
PAGES = sorted((ROOT / "pages").rglob("*.py"))
BROWSER_ROOMS = ("shared", "crowd", "map", "page", "file", "site", "worker")
"""Rooms of the browser's half: each may import from those before it, but `file` not from `page`."""
BROWSER = sorted(
    p for room in BROWSER_ROOMS for p in (ROOT / "geo" / "browser" / room).rglob("*.js")
)
STYLES = sorted((ROOT / "geo" / "browser" / "styles").rglob("*.css"))
CODE = [*GEO, *PAGES, ROOT / "app.py"]

ROOMS = [
    {"files", "spool", "sqlite", "blob", "remembered"},
    {"made_by"},
    {"language"},
    {"errors", "records", "symbols", "look", "datum"},
    {"figures"},
    {"package"},
    {"view"},
    {"geography"},
    {"intake"},
    {"served", "picture"},
    {"export"},
    {"build"},
    {"store"},
    {"web"},
    {"commands"},
    {"__main__"},
]
"""A room may import from those before it and from itself. `files` comes first: even the texts of
the two languages are read through it.
"""
DISK = re.compile(
    r"(read|write)_(text|bytes)|open|fdopen|mkdir|makedirs|unlink|rmdir|rename|touch|stat|iterdir|"
    r"glob|rglob|walk|listdir|scandir|exists|is_file|is_dir|mkstemp|mkdtemp|rmtree|read_file|to_file"
)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Full names of what a module imports, wherever in it; many rules ask for them."""
    found: list[str] = []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: relative import"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return tuple(found)


def top(name: str) -> str:
    return name.split(".", maxsplit=1)[0]


def room_of(path: Path) -> str:
    return path.relative_to(ROOT / "geo").parts[0].removesuffix(".py")


@cache
def calls(path: Path) -> tuple[tuple[str, str, int], ...]:
    """Calls of a module: what stands before the last dot, the name called, the line."""
    found: list[tuple[str, str, int]] = []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found.append((ast.unparse(node.func.value), node.func.attr, node.lineno))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.append(("", node.func.id, node.lineno))
    return tuple(found)


def test_there_is_a_house() -> None:
    assert len(GEO) > 30
    assert len(PAGES) > 10
    assert len(BROWSER) > 5
    known = set().union(*ROOMS) | {"__init__"}
    assert {room_of(path) for path in GEO} == known, "a new room needs its place in the order"


@each_of(GEO)
def test_the_domain_knows_nothing_of_its_pages(path: Path) -> None:
    assert not {top(n) for n in imports(path)} & {"streamlit", "streamlit_folium", "pages", "app"}


@each_of(CODE)
def test_folium_stays_in_one_module(path: Path) -> None:
    if name_of(path) != "geo/served/folium_map.py":
        assert not {top(name) for name in imports(path)} & {"folium", "branca", "jinja2"}


@each_of([p for p in GEO if room_of(p) != "__init__"])
def test_rooms_import_one_way(path: Path) -> None:
    order = {room: at for at, rooms in enumerate(ROOMS) for room in rooms}
    own = room_of(path)
    for name in imports(path):
        if top(name) == "geo":
            room = name.split(".")[1]
            assert room == own or order[room] < order[own], f"{own} imports {name}"


@each_of(CODE)
def test_one_module_touches_the_disk(path: Path) -> None:
    if name_of(path) in {"geo/files.py", "geo/spool.py"}:
        return
    assert not {top(name) for name in imports(path)} & {"tempfile", "shutil", "glob", "fileinput"}
    for owner, called, line in calls(path):
        if owner not in {
            "files",
            "geo.files",
            "store",
            "shared_store()",
            "self._store",
        }:  # opens a link
            assert not DISK.fullmatch(called), f"line {line}: {owner}.{called}"


@each_of(CODE)
def test_no_package_data_goes_through_gdal_or_unpickles(path: Path) -> None:
    refused = {"fiona", "pyogrio", "osgeo", "pickle", "shelve", "marshal", "requests", "urllib3"}
    if name_of(path) == "geo/web/workshop/wire.py":  # between processes of ours, by a pipe
        refused -= {"pickle"}
    if name_of(path) == "geo/export/geopackage.py":  # writes what was read and found sound
        refused -= {"pyogrio"}
        used = {called for owner, called, _ in calls(path) if owner.startswith("pyogrio")}
        assert used == {"write", "set_gdal_config_options"}
    assert not {top(name) for name in imports(path)} & refused
    assert not {"eval", "exec", "compile", "__import__"} & {
        called for owner, called, _ in calls(path) if not owner
    }


@each_of([p for p in PAGES if p.parent.name == "pages"])
def test_pages_are_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) < 60


@each_of([*CODE, *BROWSER])
def test_modules_are_short_and_say_what_they_answer(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 250
    if path.suffix == ".py":
        assert ast.get_docstring(tree_of(path)), "the first line says what question it answers"


TESTS = sorted(p for p in (ROOT / "tests").rglob("*.py") if p.name != "__init__.py")


@each_of(TESTS)
def test_tests_are_short_and_say_what_they_ask(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400, "cut it by what it asks about"
    said = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert said, "the first line says what the file is for"
    assert "?" in said or not path.name.startswith("test_"), "and what its tests ask"


def test_tests_lie_in_the_rooms_that_they_ask_about() -> None:
    folders = {
        path.relative_to(ROOT / "tests").parts[0] for path in TESTS if path.parent != ROOT / "tests"
    }
    assert folders <= set().union(*ROOMS) | {"browser", "pages"}


THE_PLACES = {"geo/package/told.py", "geo/store/shelf.py"}
"""Where whatever a reader raises becomes a fault of its file, and whatever is left one of its
package; both are logged whole.
"""


@each_of(CODE)
def test_no_error_is_swallowed_wholesale(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"line {node.lineno}: bare except"
            names = {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)}
            assert "Exception" not in names or name_of(path) in THE_PLACES, f"line {node.lineno}"
            again = isinstance(node.body[-1], ast.Raise)
            assert "BaseException" not in names or again, f"line {node.lineno}"


def modules_of(path: Path) -> list[Path]:
    """The modules that a module of the browser's half imports or hands on, as files."""
    named = re.findall(
        r"""^(?:import|export)\s(?:[^;"']*\sfrom\s)?["']([^"']+)["'];""",
        path.read_text("utf-8"),
        re.M,
    )
    return [(path.parent / name).resolve() for name in named]


@each_of(BROWSER)
def test_the_browsers_rooms_import_one_way(path: Path) -> None:
    def room(module: Path) -> str:
        return module.relative_to(ROOT / "geo" / "browser").parts[0]

    own = BROWSER_ROOMS.index(room(path))
    for module in modules_of(path):
        assert module in BROWSER, f"{module} is no module of ours"
        assert BROWSER_ROOMS.index(room(module)) <= own, name_of(module)
        assert {room(path), room(module)} != {"page", "file"}, name_of(module)
        assert room(module) != "crowd" or room(path) == "crowd", "it is a script of its own"
    assert "import(" not in path.read_text("utf-8"), "imports stand at the top, to be read"


def test_the_browsers_modules_have_no_cycle() -> None:
    left = {path: set(modules_of(path)) for path in BROWSER}
    while left:
        ready = {path for path, needs in left.items() if not needs & set(left)}
        assert ready, f"these import each other: {sorted(map(name_of, left))}"
        left = {path: needs for path, needs in left.items() if path not in ready}


def test_the_browsers_half_has_a_small_public_face() -> None:
    code = "\n".join(path.read_text("utf-8") for path in BROWSER)
    uses = re.findall(r"\b(?:window\.|contentWindow\.)(?:oneMap|oneFile|oneFind|oneCrowd)\b", code)
    assert len(uses) <= 6
    face = (ROOT / "geo" / "browser" / "map" / "main.js").read_text("utf-8")
    names = [name for found in re.findall(r"export \{([^}]*)\}", face) for name in found.split(",")]
    names += re.findall(r"export (?:async )?function (\w+)", face)
    assert len(names) <= 10


STREAMLIT = re.compile(
    r"data-testid|data-test-|streamlit_folium|(?<![\w-])st-(?:key|emotion)|\bst[A-Z]\w*"
)


@each_of([*BROWSER, *STYLES, *GEO])
def test_streamlits_own_names_stand_where_it_is_met(path: Path) -> None:
    """Its next version is met in one module, one folder of style sheets and one room."""
    met = ("geo/browser/shared/streamlit.js", "geo/browser/styles/streamlit/", "geo/web/streamlit/")
    if not name_of(path).startswith(met):
        assert STREAMLIT.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("map.js", 59_200),
        ("crowd.js", 35_800),
        ("file.js", 100_450),
        ("page.js", 30_850),
        ("ahead.js", 10_000),
        ("more.js", 17_600),
    ],
)
def test_what_a_browser_is_sent_stays_small(name: str, most: int) -> None:
    """Bytes of a bundle: who needs more says here how much, and why."""
    size = len((ROOT / "geo" / "browser" / "dist" / name).read_bytes())
    assert most * 0.9 < size <= most, "the bound is lowered with what it bounds"


@each_of(BROWSER)
def test_the_browsers_code_makes_no_markup_of_text(path: Path) -> None:
    code = path.read_text("utf-8")
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert word not in code, word
    assert not re.search(r"new Function|setTimeout\(\s*[\"'`]|srcdoc|javascript:", code)


@each_of(BROWSER)
def test_the_browsers_code_names_no_host(path: Path) -> None:
    hosts = set(re.findall(r"https?://[^/\"'\s]+", path.read_text("utf-8")))
    assert hosts <= {"http://www.w3.org"}, "only the name of the SVG namespace"


@each_of(PAGES)
def test_pages_write_no_unsafe_markup(path: Path) -> None:
    assert "unsafe_allow_html" not in path.read_text("utf-8")


def drawn_rooms_of_code() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Which rooms each room imports from, in Python and in the browser."""
    python: dict[str, set[str]] = {room: set() for rooms in ROOMS for room in rooms}
    for path in (path for path in GEO if room_of(path) != "__init__"):
        named = {name.split(".")[1] for name in imports(path) if top(name) == "geo"}
        python[room_of(path)] |= named - {room_of(path)}
    browser: dict[str, set[str]] = {room: set() for room in BROWSER_ROOMS}
    for path in BROWSER:
        room, *others = (
            module.relative_to(ROOT / "geo" / "browser").parts[0]
            for module in (path, *modules_of(path))
        )
        browser[room] |= {*others} - {room}
    return python, browser


def test_the_drawing_of_the_rooms_is_that_of_the_imports() -> None:
    drawing = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    drawn = {
        room: set(re.findall(r"`(\w+)`", others))
        for room, others in re.findall(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|$", drawing, re.M)
    }
    python, browser = drawn_rooms_of_code()
    assert drawn == python | browser


def module_graph() -> dict[str, set[str]]:
    """Which modules of ours each module imports, wherever in it."""
    named = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in CODE
    }
    return {
        module: {
            found
            for name in imports(path)
            if (found := name if name in named else name.rpartition(".")[0]) in named
        }
        - {module}
        for module, path in named.items()
    }


def test_chains_of_imports_are_short_and_few_modules_have_one_user() -> None:
    graph = module_graph()
    left: dict[str, int] = {}
    while len(left) < len(graph):
        ready = [m for m, needs in graph.items() if m not in left and needs <= left.keys()]
        assert ready, "modules import each other"
        left |= {m: 1 + max((left[need] for need in graph[m]), default=0) for m in ready}
    assert max(left.values()) <= 22
    users = [user for needs in graph.values() for user in needs]
    # Commands, addresses, files that are made and the parts of the map's page stay: each is one of
    # many, named in one list.
    assert sum(users.count(module) == 1 for module in graph) <= 66
