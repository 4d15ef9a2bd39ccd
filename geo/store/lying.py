"""What lies in a folder that may not be there, or not be looked into just now?"""

from __future__ import annotations

import logging
from pathlib import Path

from geo import files

_log = logging.getLogger(__name__)


def folders_of(path: Path) -> list[str]:
    """Return the folders in a folder; none where it cannot be looked into just now."""
    try:
        return files.folders(path)
    except OSError as error:
        _log.warning("the folders of %s cannot be listed: %s", path.name, error.strerror)
        return []


def has_file(path: Path) -> bool:
    """Tell whether there is a file, or something that cannot be looked at: then it is a fault."""
    try:
        return files.is_file(path)
    except OSError:
        return True
