"""How does a link become a QR code? ISO/IEC 18004, made here by segno; nothing is sent anywhere."""

from __future__ import annotations

import io
from typing import Final, Literal

import segno

QUIET_ZONE: Final = 4
"""Modules of white around the code, as the standard asks for."""
PNG_SCALE: Final = 10
"""Pixels a module: sharp in print, and large enough to be sent in a chat."""


def qr_code(link: str, kind: Literal["svg", "png"]) -> bytes:
    """Return the QR code of `link` as an SVG or PNG file, black on white.

    The lowest error correction is asked for, since links can be long; segno raises it as far as
    it costs no larger code.

    Raises
    ------
    segno.DataOverflowError
        If the link is too long for any code (some 2,900 bytes).
    """
    code = segno.make(link, error="l", micro=False)
    stream = io.BytesIO()
    if kind == "png":
        code.save(stream, kind="png", scale=PNG_SCALE, border=QUIET_ZONE)
    else:
        code.save(stream, kind="svg", border=QUIET_ZONE, omitsize=True, light="#fff", nl=False)
    return stream.getvalue()
