"""Which icons do the pages need of Streamlit's font of four thousand?

Its font has 375 kB, more than all code of ours. Here it is cut to the icons that our pages name and
those that Streamlit itself draws around them, a few kilobytes, which lie in the pages' own style
sheet: no request is made for them, and no word is seen where an icon will be. An icon that is
missing is an empty space, not its name.

Run by hand after another icon or another version of Streamlit (``python -m scripts.cut_icons``,
then ``make scripts``); ``tests/pages/test_icons.py`` says when. Material Symbols are Google's,
under the Apache License 2.0, which the cut font names.
"""

from __future__ import annotations

import re
from pathlib import Path
from string import ascii_lowercase, digits
from typing import Final

from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from streamlit import file_util

ROOT: Final = Path(__file__).parents[1]
TO: Final = ROOT / "geo" / "browser" / "styles" / "streamlit" / "icons.woff2"
SHELL: Final = Path(file_util.get_static_dir()) / "static"
KINDS: Final = ("index", "FileUploader", "TextInput", "Selectbox", "Spinner", "AlertElement")
"""Modules of Streamlit's whose icons are seen on our pages, as its files are named."""
LICENCE: Final = "https://www.apache.org/licenses/LICENSE-2.0"
_ICON: Final = re.compile(r":material/([a-z0-9_]+):")
_LETTERS: Final = ascii_lowercase + digits + "_"


def wanted() -> set[str]:
    """Return the names of all icons that our pages may show."""
    ours = [path for folder in ("pages", "geo") for path in (ROOT / folder).rglob("*.py")]
    theirs = [path for kind in KINDS for path in (SHELL / "js").glob(f"{kind}.*.js")]
    return {name for path in (*ours, *theirs) for name in _ICON.findall(path.read_text("utf-8"))}


def icons_of(font: TTFont) -> dict[str, str]:
    """Return the glyph of each icon of a font by its name, the letters that it is drawn for."""
    letters = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    return {
        "".join(
            letters.get(glyph, " ") for glyph in (first, *ligature.Component)
        ): ligature.LigGlyph
        for lookup in font["GSUB"].table.LookupList.Lookup
        for table in lookup.SubTable
        for first, found in getattr(getattr(table, "ExtSubTable", table), "ligatures", {}).items()
        for ligature in found
    }


def cut(whole: TTFont, names: set[str]) -> TTFont:
    """Return a font of some icons of another, whose letters take no room.

    Raises
    ------
    ValueError
        If the other font lacks one of them; it says which.
    """
    glyphs = icons_of(whole)
    if missing := sorted(names - set(glyphs)):
        raise ValueError(f"icons that this font does not have: {', '.join(missing)}")
    drawn = {f"icon_{name}": glyphs[name] for name in sorted(names)}
    empty = TTGlyphPen(None).glyph
    made = FontBuilder(unitsPerEm=whole["head"].unitsPerEm)
    letters = {ord(letter): f"letter_{letter}" for letter in _LETTERS}
    made.setupGlyphOrder([".notdef", *letters.values(), *drawn])
    made.setupCharacterMap(letters)
    made.setupGlyf(
        {name: empty() for name in (".notdef", *letters.values())}
        | {name: whole["glyf"][glyph] for name, glyph in drawn.items()}
    )
    none = dict.fromkeys((".notdef", *letters.values()), (0, 0))
    made.setupHorizontalMetrics(none | {name: whole["hmtx"][at] for name, at in drawn.items()})
    height = whole["hhea"]
    made.setupHorizontalHeader(ascent=height.ascent, descent=height.descent)
    made.setupOS2(sTypoAscender=height.ascent, sTypoDescender=height.descent)
    made.setupNameTable(
        {
            "copyright": whole["name"].getDebugName(0),
            "familyName": "Material Symbols Rounded",
            "styleName": "Regular",
            "description": "Cut to the icons that one app uses; other letters are empty.",
            "licenseDescription": "Apache License, Version 2.0",
            "licenseInfoURL": LICENCE,
        }
    )
    made.setupPost(keepGlyphNames=False)
    made.font["head"].created = made.font["head"].modified = whole["head"].created
    addOpenTypeFeaturesFromString(made.font, _rules(names))
    return made.font


def _rules(names: set[str]) -> str:
    rules = (
        f"sub {' '.join(f'letter_{letter}' for letter in name)} by icon_{name};"
        for name in sorted(names)
    )
    return f"feature rlig {{ {' '.join(rules)} }} rlig;"


def main() -> None:
    """Write the cut font."""
    (found,) = (SHELL / "media").glob("MaterialSymbols-Rounded.*.woff2")
    names = wanted()
    font = cut(TTFont(found, recalcTimestamp=False), names)
    font.recalcTimestamp = False  # the same icons make the same file
    font.flavor = "woff2"
    font.save(TO)
    print(f"{len(names)} icons, {TO.stat().st_size} bytes: {', '.join(sorted(names))}")


if __name__ == "__main__":
    main()
