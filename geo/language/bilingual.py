"""How does one piece of wording travel in both languages at once?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LANGUAGES: Final = ("zh", "en")
"""Languages of the project, the first one being the default."""

HTML_LANGUAGE: Final = {"zh": "zh-CN", "en": "en"}
"""What the languages are called in HTML (BCP 47)."""


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same wording in Chinese and in English."""

    zh: str
    en: str

    def get(self, lang: str) -> str:
        """Return the wording in `lang`; anything but ``en`` gives Chinese, the first language."""
        return self.en if lang == "en" else self.zh

    @property
    def whole(self) -> str:
        """Both wordings in one line, for readers whose language nobody knows."""
        return self.zh if self.zh == self.en else f"{self.zh} / {self.en}"

    def as_dict(self) -> dict[str, str]:
        """Return the pair as JSON-ready data."""
        return {"zh": self.zh, "en": self.en}
