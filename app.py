"""The ASGI application: Streamlit's pages, our data routes, security headers.

Started by ``streamlit run app.py`` or by any ASGI server (``uvicorn app:app``).
"""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit_folium
from starlette.middleware import Middleware
from streamlit import config, file_util
from streamlit.starlette import App

from geo import files
from geo.web.answers import unexpected
from geo.web.folders import Folders
from geo.web.headers import SecurityHeaders
from geo.web.routes import Routes
from geo.web.shell import inline_hashes
from geo.web.sockets import OwnSockets
from pages.shared.errors import on_script_error
from pages.shared.serving import PAGES, store

ROOT = Path(__file__).parent
SHELL = Path(file_util.get_static_dir())
PAGE = files.read_bytes(SHELL / "index.html").decode("utf-8")
FOLDERS = {
    "static": SHELL / "static",
    "component/streamlit_folium.st_folium": Path(streamlit_folium.__file__).parent
    / "frontend"
    / "build",
}
"""Streamlit's own files by the path that its pages ask for them."""


@asynccontextmanager
async def warm(_: App) -> AsyncIterator[dict[str, Any]]:
    """Load the packages before the first visitor, then keep what is loaded out of collections.

    Streamlit collects garbage after every script run; frozen, the imported libraries are not
    walked through each time, which is worth more than ten times the reruns a second.
    """
    serving = store()
    for package_id in serving.package_ids():
        serving.faults(package_id)
    gc.collect()
    gc.freeze()
    yield {}


_prefix = f"/{str(config.get_option('server.baseUrlPath')).strip('/')}".rstrip("/")
app = App(
    ROOT / "pages" / "index.py",
    lifespan=warm,
    routes=Routes(store(), PAGE).all(_prefix, PAGES),
    middleware=[
        Middleware(SecurityHeaders, inline_hashes=inline_hashes(PAGE), prefix=_prefix),
        Middleware(Folders, folders=FOLDERS, prefix=_prefix),
        *([Middleware(OwnSockets)] if config.get_option("server.enableCORS") else []),
    ],
    on_script_error=on_script_error,
    exception_handlers={Exception: unexpected},
)
