"""What is added to Streamlit's page: which files it will ask for soon, and a guard of its messages?

Streamlit's page loads the code of each kind of element when the first one of it arrives, half a
second after the page began. Named in the first HTML, it comes together with the rest.

Any page may send a message to any window it can name (``window.postMessage``): one that it opened,
one that it lies in, and every frame in those. Streamlit's page acts on some, the map's component
evaluates code in others, and neither asks who sent them. So a first script in both pages stops
what others send, see ``geo/web/streamlit/guards``. It stands in the page itself: a file could fail
to come, and the page would go on without it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final

from geo import files
from geo.blob import Payload

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


MOST_CHUNKS: Final = 4
"""Chunks of a crowd fetched ahead; of a larger one the map asks for those that it shows."""


def map_files(payload: Payload) -> list[str]:
    """Return the files that the map fetches first, as paths below ``layers/``."""
    catalogue = json.loads(payload.blobs[payload.catalogue].content)
    layers = [layer["url"] for layer in catalogue["layers"] if layer["url"]]
    areas = {area["url"] for area in catalogue["areas"]}  # all in one file
    found = [payload.catalogue, catalogue["context"], *sorted(areas), *layers]
    if catalogue["crowd"]:
        index = json.loads(payload.blobs[catalogue["crowd"]].content)
        chunks = [chunk["path"] for chunk in index["chunks"]]
        found += [catalogue["crowd"], *(chunks if len(chunks) <= MOST_CHUNKS else [])]
    return found


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
