"""Which words does the interface use? They lie in ``zh.json`` and ``en.json``, one key each.

Values are filled in by name and stay data: a text is a format string of ours, what is filled in is
never read as one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from geo import files
from geo.language.bilingual import LANGUAGES

TEXTS: Final[dict[str, dict[str, str]]] = {
    lang: json.loads(files.read_bytes(Path(__file__).with_name(f"{lang}.json")))
    for lang in LANGUAGES
}


def text(key: str, lang: str, **values: object) -> str:
    """Return the text of `key` in `lang` with `values` filled in.

    Raises
    ------
    KeyError
        If there is no such text, or a value it names is not given.
    """
    return TEXTS[lang][key].format(**values)


def with_prefix(prefix: str, lang: str) -> dict[str, str]:
    """Return all texts whose key begins with `prefix`, by the rest of the key."""
    return {
        key.removeprefix(prefix): value
        for key, value in TEXTS[lang].items()
        if key.startswith(prefix)
    }
