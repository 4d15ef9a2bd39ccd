"""What becomes of whatever is raised while a file of a package is read?

A fault of that file, here and nowhere else. The libraries below the readers (SQLite, Arrow, GEOS,
Python's own decoders) raise for hostile bytes whatever their authors did not think of, and no list
of classes is ever whole: a list that lacked one took every page of the site down.
"""

from __future__ import annotations

import hashlib
import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Final

from geo.errors import printable
from geo.package.faults import Faults
from geo.package.layers.refused import EXPORT_AGAIN, RefusedError

_log = logging.getLogger(__name__)
_LONGEST: Final = 500
"""Signs of one line of a traceback in the log."""


@contextmanager
def told(file: str, faults: Faults) -> Iterator[None]:
    """Turn whatever the block raises into the one fault of a file.

    A refusal says itself what is wrong. Anything else is told with the id under which the log
    holds its traceback; the message names no folder of the server.

    Parameters
    ----------
    file : str
        Path inside the package.
    faults : Faults
        Receives the fault; what the block had added before is withdrawn, since it may mean nothing.
    """
    before = len(faults)
    try:
        yield
    except RefusedError as error:
        refusal = error
    except Exception as error:  # noqa: BLE001 - the one place, see above; it is logged whole
        refusal = _unforeseen(file, error)
    else:
        return
    faults.withdraw(before)
    faults.add(refusal.code, file, None, refusal.said, refusal.remedy)


def _unforeseen(file: str, error: Exception) -> RefusedError:
    """Log an error and return what is told of it."""
    if isinstance(error, RecursionError):
        return RefusedError("E_TOO_DEEP", "嵌套过深", "nested too deeply")
    lines = "".join(traceback.format_exception(error, limit=-20))
    # Of the error itself, so that the same one has the same id each time the file is read.
    error_id = hashlib.sha256(f"{file}\n{lines}".encode("utf-8", "replace")).hexdigest()[:8]
    shown = "\n".join(printable(line, longest=_LONGEST) for line in lines.split("\n")[-100:])
    _log.error("error %s while %s was read\n%s", error_id, printable(file), shown)
    if isinstance(error, MemoryError):
        return RefusedError(
            "E_TOO_LARGE",
            f"内存不够，读不下（日志编号 {error_id}）",
            f"there is not enough memory to read it (log id {error_id})",
            ("请分成几个文件", "Split it into several files"),
        )
    where = _where(error)
    return RefusedError(
        "E_UNREADABLE",
        f"读取中断（{where}，日志编号 {error_id}）",
        f"reading it broke off ({where}, log id {error_id})",
        EXPORT_AGAIN,
    )


def _where(error: Exception) -> str:
    """Return the kind of an error and the line that raised it, without its folder."""
    frames = traceback.extract_tb(error.__traceback__)
    at = f" {PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{at}"
