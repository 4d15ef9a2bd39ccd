"""Does a guard stand first in both pages, and does no listener of ours go without its question?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import streamlit_folium
from streamlit import file_util

from geo.web.streamlit.first_html import inline_hashes
from geo.web.streamlit.own_files import guarded_frame, guarded_page
from tests import ROOT

GEO = ROOT / "geo"
SHELL = Path(file_util.get_static_dir()) / "index.html"
FRAME = Path(streamlit_folium.__file__).parent / "frontend" / "build" / "index.html"


@pytest.mark.parametrize(
    ("page", "guarded"), [(SHELL, guarded_page), (FRAME, guarded_frame)], ids=["page", "frame"]
)
def test_the_guard_is_the_first_script(page: Path, guarded) -> None:
    plain = page.read_text("utf-8")
    made = guarded(plain)
    first = re.search("<script.*?</script>", made, re.DOTALL)
    assert first is not None
    assert first[0].startswith("<script>")
    assert "stopImmediatePropagation" in first[0]
    assert made.replace(first[0], "", 1) == plain
    assert len(inline_hashes(made)) == len(inline_hashes(plain)) + 1
    assert "</script" not in first[0][:-9], "its own text does not end it"


@pytest.mark.parametrize("page", ["", "<p>no head</p>", "<script>x()</script><head></head>"])
def test_a_page_that_cannot_be_guarded_is_not_served(page: str) -> None:
    for guarded in (guarded_page, guarded_frame):
        with pytest.raises(ValueError, match="cannot be guarded"):
            guarded(page)


def test_every_listener_of_ours_asks_who_speaks() -> None:
    listening = re.compile(r"addEventListener\(\s*['\"]message|\bonmessage\b|BroadcastChannel")
    found = {}
    for script in (path for path in GEO.rglob("*.js") if path.parent.name != "dist"):
        text = script.read_text("utf-8")
        if listening.search(text):
            found[script.relative_to(GEO).as_posix()] = text
    assert set(found) == {
        *(
            "web/streamlit/guards/frame.js",
            "web/streamlit/guards/page.js",
            "browser/map/streamlit-host.js",
            "browser/page/connection.js",
            "browser/file/offline.js",
            "browser/worker/main.js",
        )
    }, "a new listener needs the question too, and an attack in tests/browser/test_messages.py"
    for text in found.values():
        assert "event.origin" in text
        assert "location.origin" in text
