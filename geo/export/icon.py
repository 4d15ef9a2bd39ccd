"""What stands for the map in a browser's tab, in bookmarks and on a phone's screen?

A house in a pin, drawn by us: as SVG, and as pixels for those who take no SVG.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import cache
from typing import Final

from markupsafe import Markup

from geo.export.sheet.typesetting import png
from geo.look import DAY, NIGHT

SVG: Final = "image/svg+xml"
PNG: Final = "image/png"
ICO: Final = "image/x-icon"
_PIN: Final = (
    "M32 7C21 7 12 16 12 27c0 14 20 31 20 31s20-17 20-31C52 16 43 7 32 7Z"  # the drop
    "M32 15l12 9.5V36h-8v-7h-8v7h-8V24.500Z"  # the house, left free, with a door
)
_PHONE_PX: Final = 180
_TAB_PX: Final = (16, 32, 48)


def icon_svg(*, corner: int = 14) -> bytes:
    """Return the icon; `corner` is the radius of its corners in 64ths of a side."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect width="64" height="64" rx="{corner}" fill="{DAY["primary"]}"/>'
        f'<path fill="#fff" fill-rule="evenodd" d="{_PIN}"/></svg>'
    ).encode()


@cache
def icon_png(size: int = _PHONE_PX, *, corner: int = 0) -> bytes:
    """Return it as pixels; phones round the corners themselves."""
    return png("icon.typ", {"svg": icon_svg(corner=corner).decode(), "size": size})


@cache
def icon_ico() -> bytes:
    """Return it in the sizes of tabs and tool bars, as the oldest format of all has them.

    An ICO file is a table of pictures, each of which may be a PNG (Microsoft, "Icons", 1995 and
    2006): reserved, type, count; for each width, height, colours, reserved, planes, bits, bytes,
    offset.
    """
    pictures = [icon_png(size, corner=14) for size in _TAB_PX]
    table = struct.pack("<HHH", 0, 1, len(pictures))
    at = len(table) + 16 * len(pictures)
    for size, picture in zip(_TAB_PX, pictures, strict=True):
        table += struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return table + b"".join(pictures)


ICONS: Final[dict[str, tuple[str, Callable[[], bytes]]]] = {
    "icon.svg": (SVG, icon_svg),
    "favicon.ico": (ICO, icon_ico),
    "apple-touch-icon.png": (PNG, icon_png),
}
"""Files below the root, by name: media type, and what makes them."""


def marks(root: str) -> Markup:
    """Return the elements that give a page its icon, and the bar around it the page's colour.

    Parameters
    ----------
    root : str
        Where the root lies from the page, ending in a slash.
    """
    return Markup(
        '<link rel="icon" href="{root}favicon.ico" sizes="32x32">\n'
        '<link rel="icon" href="{root}icon.svg" type="image/svg+xml">\n'
        '<link rel="apple-touch-icon" href="{root}apple-touch-icon.png">\n'
        '<meta name="theme-color" media="(prefers-color-scheme: light)" content="{day}">\n'
        '<meta name="theme-color" media="(prefers-color-scheme: dark)" content="{night}">\n'
    ).format(root=root, day=DAY["page"], night=NIGHT["page"])
