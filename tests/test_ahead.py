"""Does the first HTML name what the map page's elements will need?"""

from __future__ import annotations

import re
from pathlib import Path

import streamlit

from geo.web.ahead import ELEMENTS, FOLDER, with_modules

MODULES = Path(streamlit.__file__).parent / "static" / "static" / "js"
NAMES = frozenset(path.name for path in MODULES.iterdir())
PAGE = (MODULES.parents[1] / "index.html").read_text("utf-8")


def preloaded(page: str) -> list[str]:
    return re.findall(r'<link rel="modulepreload"[^>]*href="[^"]*/([^"/]+)"', page)


def test_modules_bring_what_they_import_and_nothing_twice() -> None:
    texts = {
        "Html.a.js": 'import{x}from"./purify.b.js";import"./shared.c.js"',
        "purify.b.js": 'import x from "./shared.c.js"',
        "shared.c.js": 'import("./lazy.d.js")',
        "lazy.d.js": "",
        "Slider.e.js": "",
        "known.f.js": "",
        "Button.g.js": 'import"./known.f.js"',
    }
    page = '<head><link rel="modulepreload" crossorigin href="./static/js/known.f.js"></head><body>'
    found = with_modules(page, texts.keys(), texts.__getitem__)
    added = ["Button.g.js", "Html.a.js", "purify.b.js", "shared.c.js"]
    assert preloaded(found) == ["known.f.js", *added]
    assert found.replace("".join(re.findall(r"  <link[^>]*>\n", found)), "") == page


def test_the_installed_streamlit_has_all_these_elements() -> None:
    # A new version may name them otherwise; then nothing breaks, but the page opens later.
    assert {name.split(".")[0] for name in NAMES} >= set(ELEMENTS)
    found = preloaded(with_modules(PAGE, NAMES, lambda name: (MODULES / name).read_text("utf-8")))
    assert {name.split(".")[0] for name in found} >= set(ELEMENTS)
    assert set(found) <= NAMES
    assert len(found) == len(set(found))
    assert FOLDER in PAGE, "where the page itself has its modules"
