"""How is a chart taken away? As SVG, and as a picture for slides and chats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from geo.blob import Payload
from geo.export.sheet.typesetting import png
from geo.package.package import Package
from geo.picture.charts.pictures import picture

SVG: Final = "image/svg+xml"
TIMES: Final = 3
"""Pixels of the picture for one of the drawing: wide enough for a slide."""
_SIZE: Final = re.compile(r'width="(\d+)" height="(\d+)"')


@dataclass(frozen=True)
class ChartSvg:
    """A chart of a package as SVG."""

    name: str
    lang: str
    media_type: ClassVar[str] = SVG
    compressible: ClassVar[bool] = True
    seconds: ClassVar[float] = 0.1

    def parts(self, package: Package, payload: Payload) -> Iterator[bytes]:
        """Yield its bytes."""
        del payload
        yield picture(package, self.name, self.lang).svg.encode()


@dataclass(frozen=True)
class ChartPng:
    """A chart of a package as PNG, :data:`TIMES` as wide as it is drawn, by day."""

    name: str
    lang: str
    media_type: ClassVar[str] = "image/png"
    compressible: ClassVar[bool] = False
    seconds: ClassVar[float] = 0.2

    def parts(self, package: Package, payload: Payload) -> Iterator[bytes]:
        """Yield its bytes."""
        del payload
        svg = picture(package, self.name, self.lang).svg
        found = _SIZE.search(svg)
        width, height = (int(side) for side in found.groups()) if found else (0, 0)
        yield png("chart.typ", {"svg": svg, "width": width * TIMES, "height": height * TIMES})
