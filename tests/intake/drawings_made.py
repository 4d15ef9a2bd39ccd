"""Drawings in DXF as surveyors make them, in pairs of a code and a value."""

from __future__ import annotations

import struct
from typing import Any


def entity(kind: str, layer: str = "图", **codes: Any) -> str:
    """One entity; `codes` are ``c10=…``, a list where a code stands several times."""
    return pairs((0, kind), (8, layer), *((int(code[1:]), value) for code, value in codes.items()))


def pairs(*given: tuple[int, Any]) -> str:
    return "".join(
        f"{code}\n{each}\n"
        for code, value in given
        for each in (value if isinstance(value, list) else [value])
    )


def corners(*points: tuple[float, ...], closed: bool = True, layer: str = "图") -> str:
    """An LWPOLYLINE; a third number of a corner is its bulge."""
    run: list[tuple[int, Any]] = [(0, "LWPOLYLINE"), (8, layer), (90, len(points))]
    run.append((70, int(closed)))
    for x, y, *bulge in points:
        run += [(10, x), (20, y), *((42, each) for each in bulge)]
    return pairs(*run)


def square(x: float, y: float, side: float, layer: str = "图") -> str:
    return corners((x, y), (x + side, y), (x + side, y + side), (x, y + side), layer=layer)


def block(name: str, *inside: str, base: tuple[float, float] = (0, 0)) -> str:
    head = pairs((0, "BLOCK"), (8, "0"), (2, name), (70, 0), (10, base[0]), (20, base[1]))
    return f"{head}{''.join(inside)}{pairs((0, 'ENDBLK'))}"


def drawing(*entities: str, blocks: tuple[str, ...] = ()) -> bytes:
    def section(name: str, inside: str) -> str:
        return f"{pairs((0, 'SECTION'), (2, name))}{inside}{pairs((0, 'ENDSEC'))}"

    whole = section("BLOCKS", "".join(blocks)) + section("ENTITIES", "".join(entities))
    return f"{whole}{pairs((0, 'EOF'))}".encode()


def binary(content: bytes, *, wide: bool = True) -> bytes:
    """Return a drawing in text as a binary one, of release 13 and later or before."""
    lines = content.decode().split("\n")[:-1]
    made = b"AutoCAD Binary DXF\r\n\x1a\x00"
    for code, value in zip(map(int, lines[::2]), lines[1::2], strict=False):
        made += struct.pack("<h" if wide else "<B", code)
        if 10 <= code < 60:
            made += struct.pack("<d", float(value))
        elif 60 <= code < 80:
            made += struct.pack("<h", int(value))
        else:
            made += value.encode() + b"\0"
    return made
