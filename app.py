"""The ASGI application: Streamlit's pages, our data routes, security headers.

Started by ``streamlit run app.py`` or by any ASGI server (``uvicorn app:app``).
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from starlette.middleware import Middleware
from streamlit import config, file_util
from streamlit.runtime import get_instance
from streamlit.starlette import App

from geo import files
from geo.store.store import shared_store
from geo.web.connections import Patience, refuse_with_headers, set_up_connections
from geo.web.editing import OwnUploads
from geo.web.headers import MAP_COMPONENT, SecurityHeaders
from geo.web.responses import unexpected
from geo.web.routes import Routes
from geo.web.streamlit.admitted import OwnHosts, OwnSockets, Spoken, is_own, limit_frames
from geo.web.streamlit.first_html import inline_hashes
from geo.web.streamlit.own_files import (
    Folders,
    frame_folder,
    guarded_frame,
    guarded_page,
    with_modules,
    without_font_ahead,
    without_fonts,
)
from geo.web.workshop.workshop import workshop
from pages.shared.errors import on_script_error
from pages.shared.messages import is_heard, obey_environment, take_files, without_path
from pages.shared.page_list import PATHS

ROOT = Path(__file__).parent
SCRIPT = ROOT.resolve() / "pages" / "index.py"
SHELL = Path(file_util.get_static_dir())
MODULES = SHELL / "static" / "js"
PAGE = guarded_page(
    with_modules(
        without_font_ahead(files.read_bytes(SHELL / "index.html").decode("utf-8")),
        frozenset(files.walk(MODULES)),
        lambda name: files.read_bytes(MODULES / name).decode("utf-8"),
    )
)
FOLDERS = {
    "static": SHELL / "static",
    MAP_COMPONENT: frame_folder(),
}
"""Streamlit's own files by the path that its pages ask for them."""
CHANGED = {f"{MAP_COMPONENT}/index.html": guarded_frame} | {
    f"static/css/{name}": without_fonts
    for name in files.walk(SHELL / "static" / "css")
    if name.startswith("index.")
}


COLLECTED_EVERY_SECONDS = 5
"""How long garbage of the pages' runs may lie."""


@asynccontextmanager
async def warm(_: App) -> AsyncIterator[dict[str, Any]]:
    """Load the packages and run the first page before the first visitor, and tend to garbage.

    Streamlit collects garbage after every run of a page, through all that was ever imported. Here
    what is loaded is frozen, out of all collections, and the rest is collected every few seconds:
    that is worth more than ten times the reruns a second, and memory does not grow.
    """
    serving = shared_store()
    for package_id in serving.package_ids():
        serving.faults(package_id)
    await get_instance().does_script_run_without_error()  # what a page imports and remembers
    gc.collect()
    gc.freeze()
    collecting = asyncio.create_task(_collect_now_and_then())
    yield {}
    collecting.cancel()
    workshop().close()
    with suppress(asyncio.CancelledError):
        await collecting


async def _collect_now_and_then() -> None:
    while True:
        await asyncio.sleep(COLLECTED_EVERY_SECONDS)
        gc.collect()


obey_environment()
take_files()
set_up_connections()
refuse_with_headers()
limit_frames()
config.set_option("runner.postScriptGC", value=False)  # see `warm`
_prefix = f"/{str(config.get_option('server.baseUrlPath')).strip('/')}".rstrip("/")
app = App(
    SCRIPT,
    lifespan=warm,
    routes=Routes(shared_store(), PAGE, workshop()).all(_prefix, PATHS),
    middleware=[
        Middleware(Patience),
        Middleware(SecurityHeaders, inline_hashes=inline_hashes(PAGE), prefix=_prefix),
        Middleware(OwnHosts),
        Middleware(OwnUploads, is_own=is_own),
        Middleware(Folders, folders=FOLDERS, prefix=_prefix, changed=CHANGED, closed=["component"]),
        *([Middleware(OwnSockets)] if config.get_option("server.enableCORS") else []),
        Middleware(Spoken, is_heard=is_heard, said=without_path(str(SCRIPT))),
    ],
    on_script_error=on_script_error,
    exception_handlers={Exception: unexpected},
)
