"""Does each colour of ours stand in one place, and do all who draw take it from there?"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from geo.export.sheet import typesetting
from geo.export.sheet.facts import overview
from geo.look import DAY, LOOK, NIGHT
from geo.package.package import Package
from geo.web.streamlit.first_html import missing_html
from tests import ROOT
from tests.each import each_of

WRITTEN = [
    path
    for folder in ("geo", "pages")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".css", ".js", ".mjs", ".py", ".typ", ".json"}
    and "dist" not in path.parts
    # Colours that somebody may choose for a workstream, and the API's examples, are data.
    and path.name not in {"cells.py", "row_words.py", "openapi.json", "look.json"}
]
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b(?!-)")
PLAIN = {"#fff", "#000", "#ffffff", "#000000", "#808080"}
"""White, black and what is between are no choice of ours: they stand on a colour, or mix one."""


@each_of(WRITTEN)
def test_no_colour_is_written_elsewhere(path: Path) -> None:
    found = {colour.lower() for colour in COLOUR.findall(path.read_text("utf-8"))}
    assert found <= PLAIN, path


def test_the_ink_stands_once() -> None:
    written = [(ROOT / "geo" / "look.json").read_text("utf-8")]
    written += [path.read_text("utf-8") for path in WRITTEN]
    assert sum(words.count(DAY["ink"]) for words in written) == 1


def test_day_and_night_name_the_same() -> None:
    assert list(DAY) == list(NIGHT)


SIZE = re.compile(r"(font-size|border(?:-[a-z]+)*-radius): ([^;{}]+)")


def pixels(size: str) -> float | None:
    found = re.fullmatch(r"(\d*\.?\d+)(px|rem)", size)
    return float(found[1]) * (16 if found[2] == "rem" else 1) if found else None


@each_of([path for path in WRITTEN if path.suffix == ".css"])
def test_no_size_that_has_a_name_is_written_as_a_number(path: Path) -> None:
    named = {
        kind: {pixels(size): token for token, size in LOOK[kind].items()}
        for kind in ("type", "radius")
    }
    for attribute, value in SIZE.findall(path.read_text("utf-8")):
        kind = "type" if attribute == "font-size" else "radius"
        for size in value.split():
            token = named[kind].get(pixels(size))
            assert token is None or pixels(size) is None, f"{size} is var(--{kind}-{token})"


def test_every_size_that_a_style_sheet_names_is_there() -> None:
    sheets = "".join(p.read_text("utf-8") for p in WRITTEN if p.suffix == ".css")
    used = re.findall(r"var\(--(type|radius)-(\w+)\)", sheets)
    assert used
    assert not [(kind, token) for kind, token in used if token not in LOOK[kind]]


@pytest.mark.parametrize("name", ["map.css", "page.css"])
def test_the_style_sheets_have_every_token(name: str) -> None:
    sheet = (ROOT / "geo" / "browser" / "dist" / name).read_text("utf-8")
    prefixes = {"day": "", "night": "night-", "always": "", "radius": "radius-", "type": "type-"}
    assert set(prefixes) == set(LOOK)
    for group, prefix in prefixes.items():
        for token, value in LOOK[group].items():
            assert f"--{prefix}{token}: {value.removeprefix('0')}" in sheet


def test_streamlit_is_set_to_the_same() -> None:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    names = {
        "primaryColor": "primary",
        "backgroundColor": "page",
        "secondaryBackgroundColor": "wash",
        "textColor": "ink",
    }
    for mode, colours in (("light", DAY), ("dark", NIGHT)):
        assert theme[mode] == {key: colours[name] for key, name in names.items()}
    assert theme["baseRadius"] == LOOK["radius"]["usual"]


def test_what_python_draws_has_them(anci: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = missing_html(lang="zh", home="/", paths=("",))
    assert all(colours[name] in missing for colours in (DAY, NIGHT) for name in ("ink", "page"))
    svg = overview(anci, anci.place["minghua-road"])
    assert all(DAY[name] in svg for name in ("ground", "district", "outline", "line"))
    given: dict[str, str] = {}
    monkeypatch.setattr(
        typesetting.typst, "compile", lambda *_, sys_inputs, **__: given.update(sys_inputs) or b""
    )
    typesetting.png("card.typ", {})
    assert json.loads(given["look"]) == DAY
