"""How do Streamlit's own page and files reach a browser, and what is added to them?

Its scripts and styles are compressed once and kept for ever, as ours are: it would send them as
they are, some megabytes, and says nothing of keeping the map component's. Files whose name carries
a hash of their content never change under that name.

Its page loads the code of each kind of element when the first one of it arrives, half a second
after the page began. Named in the first HTML, it comes together with the rest.

Any page may send a message to any window it can name (``window.postMessage``): one that it opened,
one that it lies in, and every frame in those. Streamlit's page acts on some, the map's component
evaluates code in others, and neither asks who sent them. So a first script in both pages stops
what others send, see ``geo/web/streamlit/guards``. It stands in the page itself: a file could fail
to come, and the page would go on without it.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from geo import files
from geo.blob import Blob, Payload, make_blob
from geo.remembered import Remembered
from geo.served.catalogue import has_crowd
from geo.served.first_files import files_ahead, map_files
from geo.web.assets import assets
from geo.web.codings import FOREVER, blob_response
from geo.web.headers import MAP_COMPONENT
from geo.web.responses import not_found
from geo.web.settings import data_url

ELEMENTS: Final = (
    *("Html", "PageLink", "Button", "ButtonGroup", "TextInput", "LinkButton"),
    *("ComponentInstance",),
)
"""Kinds of elements on the map page, as Streamlit's files are named."""
_IMPORTED: Final = re.compile(r"""(?:from|import)\s*["']\./([\w.-]+\.js)["']""")


_NAMED: Final = re.compile(r"js/([\w.-]+\.js)")
FOLDER: Final = "./static/js/"
"""Where the modules are asked for, relative to a page."""
_GUARDS: Final = Path(__file__).parent / "guards"
_COMMENT: Final = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_HEAD: Final = "<head>"
_HASHED: Final = re.compile(r".+\.[\w-]{8,}\.\w+")
MOST_KNOWN: Final = 64
"""States of packages of which it is remembered what their maps fetch first."""
KEPT_FILES: Final = 256
"""Files kept compressed in memory; a page asks for some dozens."""
Change = Callable[[str], str]
_AHEAD: Final = re.compile(r"\s*<link\s[^>]*\bas=\"font\"[^>]*>")
_FACES: Final = re.compile(r"@font-face\s*{[^}]*(?:Material Symbols|Source Sans)[^}]*}")


def with_modules(page: str, names: Collection[str], read: Callable[[str], str]) -> str:
    """Return Streamlit's first HTML with the modules of the map page's elements named in it.

    Parameters
    ----------
    names : collection of str
        Names of all modules, ``<element>.<hash>.js``.
    read : callable
        Returns the text of a module.
    """
    modules = sorted(_needed(names, read) - set(_NAMED.findall(page)))
    links = "".join(f'  <link rel="modulepreload" href="{FOLDER}{name}">\n' for name in modules)
    return page.replace("</head>", f"{links}</head>", 1)


def _needed(names: Collection[str], read: Callable[[str], str]) -> set[str]:
    """Return the modules of the elements and all that they import."""
    waiting = [name for name in names if name.split(".", 1)[0] in ELEMENTS]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in names and name not in found:
            found.add(name)
            waiting.extend(_IMPORTED.findall(read(name)))
    return found


def frame_folder() -> Path:
    """Return where the files of the map's frame lie, without importing their package.

    Imported outside a page's run, the component says that it misses one.
    """
    spec = find_spec("streamlit_folium")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("streamlit_folium")
    return Path(spec.origin).parent / "frontend" / "build"


@lru_cache(maxsize=1)
def frame_scripts() -> tuple[str, ...]:
    """Return the scripts of the map's frame, as paths below the root."""
    names = sorted(files.walk(frame_folder()))
    return tuple(f"{MAP_COMPONENT}/{name}" for name in names if name.endswith(".js"))


class Ahead:
    """What the map of a link fetches first, worked out once for each state of a package."""

    def __init__(self) -> None:
        self._known: Remembered[tuple[bool, list[str]]] = Remembered(MOST_KNOWN)

    def of(self, payload: Payload, *, light: bool) -> list[str]:
        """Return the addresses, relative to a page: scripts, the crowd's if there is one, data.

        Where the `light` explorer is framed, the map reads in its page what lies there.
        """
        base, first = data_url() or "./layers/", files_ahead if light else map_files
        key = (payload.catalogue, light)
        has_room, data = self._known.of(key, lambda: (has_crowd(payload), first(payload)))
        room = [assets().crowd_script] if has_room else []
        own = [
            f"./{path}" for path in (*frame_scripts(), *assets().scripts, *room, *assets().styles)
        ]
        return [*own, *(base + path for path in data)]


def guarded_page(page: str) -> str:
    """Return a page of Streamlit's that takes messages of its own origin alone."""
    return _guarded(page, "page.js")


def guarded_frame(page: str) -> str:
    """Return the page of a component that takes messages of the page around it alone."""
    return _guarded(page, "frame.js")


def _guarded(page: str, name: str) -> str:
    """Return `page` with a script before all others.

    Raises
    ------
    ValueError
        If it has no head to put the script into: better no page than one without a guard.
    """
    before, head, rest = page.partition(_HEAD)
    if not head or "<script" in before:
        raise ValueError("this page cannot be guarded: it does not begin with a head")
    script = _COMMENT.sub("", files.read_bytes(_GUARDS / name).decode("utf-8"))
    return f"{before}{head}<script>{script}</script>{rest}"


class Folders:
    """ASGI middleware that sends the files of some folders before Streamlit does.

    Streamlit keeps these paths to itself, so they cannot be routes.

    Parameters
    ----------
    folders : mapping of str to Path
        Folders by the path below the root at which their files are asked for; what lies in them
        is named once, when the server starts.
    changed : mapping of str to callable
        What makes of the text of a file what is sent in its place, by its path below the root.
    closed : collection of str
        Paths below which nothing else is answered: no other name of a changed file leads to it.
    """

    def __init__(
        self,
        app: ASGIApp,
        folders: Mapping[str, Path],
        prefix: str = "",
        *,
        changed: Mapping[str, Change] | None = None,
        closed: Collection[str] = (),
    ) -> None:
        self._app = app
        self._files = {
            f"{prefix}/{at}/{name}": folder / name
            for at, folder in folders.items()
            for name in files.walk(folder)
        }
        self._changed = {f"{prefix}/{at}": change for at, change in (changed or {}).items()}
        self._closed = tuple(f"{prefix}/{at}/" for at in closed)
        self._held: Remembered[Blob] = Remembered(KEPT_FILES)
        for at in self._changed:
            self._read(at)  # what cannot be changed is known before anybody asks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        answer = await self._answer(scope) if scope["type"] == "http" else None
        await (answer or self._app)(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response | None:
        at = scope["path"]
        path = self._files.get(at)
        is_closed = at.startswith(self._closed)
        if path is None or scope["method"] not in ({"GET", "HEAD"} if is_closed else {"GET"}):
            return not_found() if is_closed else None
        blob = self._held.get(at)
        if blob is None:
            blob = await run_in_threadpool(self._read, at)
        cached = FOREVER if _HASHED.fullmatch(path.name) else "no-cache"
        return blob_response(blob, Headers(scope=scope), cached)

    def _read(self, at: str) -> Blob:
        path, change = self._files[at], self._changed.get(at)
        kind, _ = mimetypes.guess_type(path.name)
        content = files.read_bytes(path)
        if change is not None:
            content = change(content.decode("utf-8")).encode()
        return self._held.keep(at, make_blob(content, kind or "application/octet-stream"))


def without_font_ahead(page: str) -> str:
    """Return Streamlit's first HTML without the font that it has fetched ahead."""
    return _AHEAD.sub("", page)


def without_fonts(style: str) -> str:
    """Return a style sheet of Streamlit's that leaves text and icons to ours."""
    return _FACES.sub("", style)
