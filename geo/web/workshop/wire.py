"""How do the app and the processes that work for it speak? In frames over a pipe of their own.

The only place that pickles: what is read was written by the process at the other end of the pipe,
which this one started, and which runs the same code. Nothing of a package or a request is read so.
"""

from __future__ import annotations

import pickle
import struct
from typing import Any, BinaryIO, Final

_HEAD: Final = struct.Struct(">cI")
PART: Final = b"p"
"""A piece of what is made."""
VALUE: Final = b"v"
"""Anything else, pickled."""


class BrokenPipelineError(Exception):
    """The process at the other end is gone."""


def send(stream: BinaryIO, value: Any) -> None:
    """Send a value.

    Raises
    ------
    BrokenPipelineError
        If nobody reads it.
    """
    _write(stream, VALUE, pickle.dumps(value, pickle.HIGHEST_PROTOCOL))


def send_part(stream: BinaryIO, part: bytes) -> None:
    """Send a piece of what is made.

    Raises
    ------
    BrokenPipelineError
        If nobody reads it.
    """
    _write(stream, PART, part)


def receive(stream: BinaryIO) -> tuple[bytes, Any]:
    """Return the next frame: :data:`PART` with bytes, or :data:`VALUE` with a value.

    Raises
    ------
    BrokenPipelineError
        If there is none.
    """
    kind, length = _HEAD.unpack(_read(stream, _HEAD.size))
    content = _read(stream, length)
    return kind, content if kind == PART else pickle.loads(content)  # noqa: S301  # see above


def _write(stream: BinaryIO, kind: bytes, content: bytes) -> None:
    try:
        stream.write(_HEAD.pack(kind, len(content)))
        stream.write(content)
        stream.flush()
    except (OSError, ValueError) as error:  # ValueError: closed on this side
        raise BrokenPipelineError from error


def _read(stream: BinaryIO, length: int) -> bytes:
    try:
        found = stream.read(length)
    except (OSError, ValueError) as error:
        raise BrokenPipelineError from error
    if len(found) < length:
        raise BrokenPipelineError
    return found
