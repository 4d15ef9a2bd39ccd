"""What does the package of a district begin with, when a page is given its name and year?

What is published of every district of China is large: it is read by ``python -m geo new`` in a
process of its own, which gives its memory back, not by the server.
"""

from __future__ import annotations

import os
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
_LISTED: Final = re.compile(r"(\d{6}) (.+?)(?= or \d{6} |[、。.]|$)", re.MULTILINE)
"""How the command lists the districts that a name may mean: code and name."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What a package begins with: no contents where nobody knows its outline, and why.

    Parameters
    ----------
    package_id : str
        Its name, as ``python -m geo new`` gives it; "" without contents.
    said : tuple of str
        For the reader: that there is an outline, or how to get one.
    choices : mapping of str to str
        The districts that the name may mean, by code.
    """

    package_id: str = ""
    contents: Mapping[str, bytes] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)


def begun(title: str, builds: Path, lang: str, *, code: str = "") -> Begun:
    """Return what the package of a title such as 洪山区2024 begins with.

    Parameters
    ----------
    code : str
        Which of several districts of that name is meant.
    """
    match = _NAMED.fullmatch(title.strip())
    if match is None:
        return Begun(said=(text("edit.outline_year", lang),))
    try:
        need_all()
    except GeographyError:
        return Begun(said=(text("edit.outline_missing", lang),))
    folder = builds / ".brought" / secrets.token_hex(16)
    try:
        done = _made(code or match["name"], match["year"], folder, lang)
        if done.returncode == 0:
            (made,) = files.folders(folder)
            return Begun(made, read_contents(folder / made), (text("edit.outline", lang),))
    except subprocess.TimeoutExpired:
        return Begun(said=(text("edit.outline_box", lang),))
    finally:
        files.remove_folder(folder)
    choices = dict(_LISTED.findall(done.stderr))
    why = [] if choices else [line.strip() for line in done.stderr.splitlines() if line.strip()]
    return Begun(said=(*why, text("edit.outline_box", lang)), choices=choices)


def _made(name: str, year: str, root: Path, lang: str) -> subprocess.CompletedProcess[str]:
    """Make the package below a folder, named as the command names it."""
    command = [sys.executable, "-m", "geo", "new", "--year", year, "--lang", lang, "--", name]
    return subprocess.run(  # noqa: S603  # our own module; a name that begins with - stays a name
        command,
        cwd=_ROOT,
        env=os.environ | {"ONEMAP_DATA": str(root.resolve())},
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=_MOST_SECONDS,
    )
