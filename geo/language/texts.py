"""Which words does the interface use? They lie in ``zh.json`` and ``en.json``, one key each.

Values are filled in by name and stay data: a text is a format string of ours, what is filled in is
never read as one. ``{count}`` is the value, and ``{count:place|places}`` the word that goes with
it: the first for one, the second for any other number. ``geo/browser/shared/filled.js`` does the
same in a browser.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Formatter
from typing import Any, Final

from geo import files
from geo.language.bilingual import LANGUAGES

TEXTS: Final[dict[str, dict[str, str]]] = {
    lang: json.loads(files.read_bytes(Path(__file__).with_name(f"{lang}.json")))
    for lang in LANGUAGES
}
_YEAR: Final = re.compile(r"\s*((?:19|20)\d{2})\Z")


class _Words(Formatter):
    """Fills in values, and the words that go with their numbers."""

    def format_field(self, value: Any, format_spec: str) -> str:
        one, choice, many = format_spec.partition("|")
        if choice:
            return one if str(value) == "1" else many
        return str(super().format_field(value, format_spec))


_WORDS: Final = _Words()


def text(key: str, lang: str, **values: object) -> str:
    """Return the text of `key` in `lang` with `values` filled in.

    Raises
    ------
    KeyError
        If there is no such text, or a value it names is not given.
    """
    return _WORDS.vformat(TEXTS[lang][key], (), values)


def template(key: str, lang: str) -> str:
    """Return the text of `key` in `lang` with its fields, for a browser to fill in."""
    return TEXTS[lang][key]


def with_prefix(prefix: str, lang: str) -> dict[str, str]:
    """Return all texts whose key begins with `prefix`, by the rest of the key."""
    return {
        key.removeprefix(prefix): value
        for key, value in TEXTS[lang].items()
        if key.startswith(prefix)
    }


def leading(title: str, lang: str) -> str:
    """Return a package's title as the begin of a longer one.

    >>> leading("安次区 2022", "zh"), leading("某区城市更新", "zh"), leading("Anci 2022", "en")
    ('安次区2022年', '某区城市更新', 'Anci 2022')
    """
    return _YEAR.sub(r"\1年", title) if lang == "zh" else title
