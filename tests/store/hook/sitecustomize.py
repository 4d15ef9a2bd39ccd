"""What does a disk refuse, and what does a process die of? Python looks for this at its start.

``DISK_DENIES`` is a file that cannot be opened for reading while its ``.denied`` lies beside its
folder; that is so for a process of root, too. ``DISK_KILLS`` is a file: whoever would put it in its
place is ended at that moment, as a power cut ends it, while a ``.killing`` lies beside its folder.
"""

import os
import signal
import sys

DENIED, FATAL = os.environ.get("DISK_DENIES", ""), os.environ.get("DISK_KILLS", "")


def lies_beside(file: str, ending: str) -> bool:
    return os.path.exists(os.path.dirname(file) + ending)


def watched(event: str, given: tuple[object, ...]) -> None:
    if event == "open" and str(given[0]) == DENIED and lies_beside(DENIED, ".denied"):
        raise PermissionError(13, "Permission denied", DENIED)
    if event == "os.rename" and str(given[1]) == FATAL and lies_beside(FATAL, ".killing"):
        os.kill(os.getpid(), signal.SIGKILL)


sys.addaudithook(watched)
