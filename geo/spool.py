"""Where does lie what was made and is being sent? In memory while small, else in a nameless file.

The only place beside :mod:`geo.files` that touches the disk, and none that anybody can name.
"""

from __future__ import annotations

import io
import tempfile
import threading
import weakref
from typing import BinaryIO, cast


class Spool:
    """Bytes that are written once and then read by many at their own pace; safe for threads.

    The first of them are in memory, more lie in a file without a name, which is gone with the
    process. Where no file can be written they stay in memory.
    """

    _MOST_IN_MEMORY = 1 << 20

    def __init__(self) -> None:
        self.size = 0
        self._lock = threading.Lock()
        self._stream: BinaryIO = _nameless(self._MOST_IN_MEMORY)
        weakref.finalize(self, self._stream.close)

    def write(self, content: bytes) -> None:
        """Add bytes to the end."""
        with self._lock:
            self._stream.seek(self.size)
            self._stream.write(content)
            self.size += len(content)

    def read(self, start: int, length: int) -> bytes:
        """Return the bytes from `start` on, as many as are there of `length`."""
        with self._lock:
            self._stream.seek(start)
            return self._stream.read(length)


def _nameless(most_in_memory: int) -> BinaryIO:
    try:
        with tempfile.TemporaryFile():
            pass
    except OSError:
        return io.BytesIO()
    return cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=most_in_memory))
