"""What does a process do that makes files for the app? One after the other, until nobody asks.

``python -m geo.web.workshop.hand``; orders come by its input and go out by its output, see
:mod:`geo.web.workshop.wire`. It gives way to whatever the machine does for readers.
"""

from __future__ import annotations

import os
import signal
import sys
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, Final

from geo.blob import Payload
from geo.export.limits import TooManyPlacesError
from geo.export.product import Product
from geo.package.package import Package
from geo.web.workshop.messages import STATES, Finished, Refused
from geo.web.workshop.wire import BrokenPipelineError, receive, send, send_part

_LEVEL: Final = 4
_GZIP: Final = 16 + zlib.MAX_WBITS
_NICENESS: Final = 3
"""Half of what others get: readers' pages come first, and what is made still gets done."""


def zipped(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Yield parts as one gzip member."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    for part in parts:
        piece = packer.compress(part)
        if piece:
            yield piece
    yield packer.flush()


def work(orders: BinaryIO, answers: BinaryIO) -> None:
    """Do what is ordered until nobody orders any more."""
    known: OrderedDict[str, tuple[Package, Payload]] = OrderedDict()
    while True:
        try:
            _, job = receive(orders)
        except BrokenPipelineError:
            return
        if job.content is not None:
            known[job.state] = job.content
            while len(known) > STATES:
                known.popitem(last=False)
        known.move_to_end(job.state)
        try:
            length = write(job.product, *known[job.state], keep=partial(send_part, answers))
        except TooManyPlacesError as error:
            send(answers, Refused(error.said))
        else:
            send(answers, Finished(length))
        # What it was told is not to be kept while it waits for the next.
        del job


def write(
    product: Product, package: Package, payload: Payload, keep: Callable[[bytes], object]
) -> int:
    """Make a product, give it to `keep` as it is kept, and return its length before compression.

    Raises
    ------
    TooManyPlacesError
        If it would hold more than a file of its kind may.
    """
    length = 0

    def counted() -> Iterator[bytes]:
        nonlocal length
        for part in product.parts(package, payload):
            length += len(part)
            yield part

    for piece in zipped(counted()) if product.compressible else counted():
        keep(piece)
    return length


def main() -> None:
    """Work by the standard streams, behind whatever else the machine does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the app ends it by closing its input
    if hasattr(os, "nice"):  # elsewhere the app starts it with a lower priority
        os.nice(_NICENESS)
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing printed may fall into the answers
    work(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
