"""What does the package of a district begin with, when a page is given its name and year?

What is published of every district of China is large: it is read by ``python -m geo new`` in a
process of its own, which gives its memory back, not by the server.
"""

from __future__ import annotations

import re
import secrets
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from geo import files
from geo.geography.sources import GeographyError, need_all
from geo.language.texts import text
from geo.package.read import read_contents

_ROOT: Final = Path(__file__).parents[2]
_MOST_SECONDS: Final = 120
_NAMED: Final = re.compile(r"(?P<name>.*?\S)\s*(?P<year>(?:19|20)\d\d)\s*年?")


@dataclass(frozen=True, slots=True)
class Begun:
    """What a package begins with: no contents where nobody knows its outline, and why.

    Parameters
    ----------
    said : tuple of str
        For the reader: that there is an outline, or how to get one.
    """

    contents: Mapping[str, bytes] = field(default_factory=dict)
    said: tuple[str, ...] = ()


def begun(title: str, package_id: str, builds: Path, lang: str) -> Begun:
    """Return what the package of a title such as 洪山区2024 begins with."""
    match = _NAMED.fullmatch(title.strip())
    if match is None:
        return Begun(said=(text("edit.outline_year", lang),))
    try:
        need_all()
    except GeographyError:
        return Begun(said=(text("edit.outline_missing", lang),))
    folder = builds / ".brought" / secrets.token_hex(16)
    try:
        done = _made(match["name"], match["year"], folder / package_id, lang)
        if done.returncode == 0:
            return Begun(read_contents(folder / package_id), (text("edit.outline", lang),))
    except subprocess.TimeoutExpired:
        return Begun(said=(text("edit.outline_box", lang),))
    finally:
        files.remove_folder(folder)
    why = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    return Begun(said=(*why, text("edit.outline_box", lang)))


def _made(name: str, year: str, folder: Path, lang: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "geo", "new", "--year", year, "--into", str(folder)]
    return subprocess.run(  # noqa: S603  # our own module; a name that begins with - stays a name
        [*command, "--lang", lang, "--", name],
        cwd=_ROOT,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=_MOST_SECONDS,
    )
