"""Has the pages' font every icon that is asked of it, and is Streamlit's left alone?"""

from __future__ import annotations

from pathlib import Path

from fontTools.ttLib import TTFont
from streamlit import file_util

from geo.web.streamlit.own_files import without_font_ahead, without_fonts
from scripts.cut_icons import TO, icons_of, wanted

SHELL = Path(file_util.get_static_dir())


def test_the_font_has_every_icon_and_no_other() -> None:
    font = TTFont(TO)
    icons = icons_of(font)
    assert set(icons) == wanted(), "run scripts/cut_icons.py, then make scripts"
    assert {"search", "upload", "keyboard_arrow_down"} <= set(icons)  # ours, theirs, and the frame
    assert all(font["glyf"][glyph].numberOfContours > 0 for glyph in icons.values())
    assert len(set(icons.values())) == len(icons)
    assert TO.stat().st_size < 8_000


def test_a_name_without_an_icon_takes_no_room() -> None:
    font = TTFont(TO)
    for glyph in font.getBestCmap().values():
        assert font["hmtx"][glyph] == (0, 0)
        assert font["glyf"][glyph].numberOfContours == 0


def test_streamlits_page_and_style_ask_for_no_font_of_text_or_icons() -> None:
    page = (SHELL / "index.html").read_text("utf-8")
    assert "woff2" in page
    assert "woff2" not in without_font_ahead(page)
    (sheet,) = (SHELL / "static" / "css").glob("index.*.css")
    style = sheet.read_text("utf-8")
    left = without_fonts(style)
    for family in ("Material Symbols", "Source Sans"):
        assert f"font-family:{family}" in style
        assert f"font-family:{family}" not in left
    assert left.count("@font-face") == style.count("@font-face") - 3  # text is upright and italic
