"""Where does a package lie that its officer looks at before it is public?

A draft is a package of its own beside the published ones. Its name cannot be guessed, no list has
it, and every page of it says that it is a draft. After a day it is gone.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from geo import files
from geo.package import descriptor as described
from geo.package.faults import Faults
from geo.package.schema import DESCRIPTOR

_FOLDER: Final = ".drafts"
_NAME: Final = re.compile(r"draft-([0-9a-f]{8})[0-9a-f]{24}")
_KEPT_SECONDS: Final = 86_400
_MARKS: Final = {"zh": "草稿：", "en": "Draft: "}


def is_draft(package_id: str) -> bool:
    """Tell whether a package is a draft, by its name."""
    return _NAME.fullmatch(package_id) is not None


def draft_folder(builds: Path, draft: str) -> Path:
    """Return where the files of a draft lie."""
    return builds / _FOLDER / draft


def keep_draft(builds: Path, contents: Mapping[str, bytes]) -> str:
    """Keep a package as a draft and return its name; drafts of yesterday are removed.

    Parameters
    ----------
    contents : mapping of str to bytes
        Sound and sealed.
    """
    now = int(time.time())
    for old in files.folders(builds / _FOLDER):
        found = _NAME.fullmatch(old)
        if found is None or now - int(found[1], 16) > _KEPT_SECONDS:
            drop_draft(builds, old)
    draft = f"draft-{now:08x}{secrets.token_hex(12)}"
    made = {**contents, DESCRIPTOR: _marked(contents, draft)}
    for path, content in made.items():
        files.write_bytes(draft_folder(builds, draft) / path, content)
    return draft


def drop_draft(builds: Path, draft: str) -> None:
    """Remove a draft with all that was made of it."""
    files.remove_folder(draft_folder(builds, draft))
    if is_draft(draft):
        files.remove_folder(builds / draft)


def _marked(contents: Mapping[str, bytes], draft: str) -> bytes:
    """Return the descriptor with the word draft in its titles."""
    given = described.parse(contents[DESCRIPTOR], Faults())
    title = str(given["title"])
    translations: dict[str, Any] = dict(given.get("translations") or {})
    english = dict(translations.get("en") or {})
    english["title"] = f"{_MARKS['en']}{english.get('title', title)}"
    changed = {
        "name": draft,
        "title": f"{_MARKS['zh']}{title}",
        "translations": {**translations, "en": english},
    }
    return described.seal({**given, **changed}, contents)
