"""Which products misbehave? Made up to try the processes that make files."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from geo.blob import Payload
from geo.export.limits import check_places
from geo.package.package import Package


@dataclass(frozen=True)
class Odd:
    """A product that does as it is called."""

    what: str
    media_type: ClassVar[str] = "text/plain"
    compressible: ClassVar[bool] = False
    seconds: ClassVar[float] = 0.1

    def parts(self, package: Package, payload: Payload) -> Iterator[bytes]:
        """Yield its bytes, if it comes to that."""
        del payload
        yield package.package_id.encode()
        if self.what == "endless":
            while True:
                time.sleep(0.01)
        if self.what == "breaks":
            raise ZeroDivisionError
        if self.what == "exits":
            os._exit(3)
        if self.what == "prints":
            print("this must not fall among the bytes")
        if self.what == "too many":
            check_places(3, 2)
        yield b" " * 300_000
