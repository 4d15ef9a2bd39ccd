"""In which language does a command speak? In that of whoever runs it, unless it is told another."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Mapping
from typing import Final

_SETTINGS: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
_CHINESE: Final = 0x04
"""Primary language of Chinese in Windows' language identifiers."""


def readers_language(settings: Mapping[str, str] | None = None) -> str:
    """Return ``zh`` or ``en``, as the locale says; the first setting that is not empty decides."""
    settings = os.environ if settings is None else settings
    stated = next((settings[name] for name in _SETTINGS if settings.get(name)), "")
    if not stated and sys.platform == "win32":
        return "zh" if _windows_is_chinese() else "en"
    return "zh" if stated.lower().startswith(("zh", "chinese")) else "en"


def _windows_is_chinese() -> bool:
    """Tell whether Windows shows its own menus in Chinese."""
    import ctypes  # noqa: PLC0415  # not every Python has it

    library = getattr(ctypes, "windll", None)
    if library is None:
        return (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese"))
    return bool(library.kernel32.GetUserDefaultUILanguage() & 0x3FF == _CHINESE)
