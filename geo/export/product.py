"""What is it that can be taken away?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Protocol

from geo.blob import Payload
from geo.package.package import Package


class Product(Protocol):
    """What is made; frozen, so that it can be compared and sent to another process."""

    media_type: ClassVar[str]
    compressible: ClassVar[bool]
    seconds: ClassVar[float]
    """What it takes where there is much of it, until it is known better."""

    def parts(self, package: Package, payload: Payload) -> Iterator[bytes]:
        """Yield its bytes.

        Raises
        ------
        TooManyPlacesError
            If it would hold more places than a file of its kind may.
        """
        ...
