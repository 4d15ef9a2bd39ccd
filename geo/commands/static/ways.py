"""Where does a page of a static site find what it names? By files beside it, on any host."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from geo.export.plain.ways import Kind
from geo.language.bilingual import LANGUAGES
from geo.package.package import Package
from geo.view.link import encode
from geo.view.selection import known_ids
from geo.view.views import View

MOST_PAGES: Final = 5000
"""Places that have a page each: a folder of more files is no use to anybody."""


def in_language(path: str, lang: str, ending: str = "html") -> str:
    """Return the name of a file in a language: ``x.html`` in the first one, else ``x.en.html``."""
    return f"{path}.{ending}" if lang in {"", LANGUAGES[0]} else f"{path}.{lang}.{ending}"


@dataclass(frozen=True, slots=True)
class SiteWays:
    """Ways of one page.

    Parameters
    ----------
    url : str
        Address of the site with a slash at its end; empty where it is not known.
    here : str
        The page's path below the root, without language and ending.
    package : Package or None
        What it is about; None for the page of all packages.
    sheets : frozenset of str
        Paths of the sheets that are made, without language and ending.
    """

    url: str
    here: str
    lang: str
    package: Package | None = None
    sheets: frozenset[str] = frozenset()

    def whole(self, lang: str) -> str:
        """Return the page's own absolute address in a language, if the site's is known."""
        return self.url + in_language(self.here, lang) if self.url else ""

    def other(self, lang: str) -> str:
        """Return where the same page is in another language."""
        return in_language(self.here.rpartition("/")[2], lang)

    def subject(self, kind: Kind, subject_id: str) -> str:
        """Return where another plain page is; empty where there is none of it."""
        if self.package is None:
            return ""
        if kind == "place" and (self.package.place.row_of(subject_id) or 0) >= MOST_PAGES:
            return ""
        at = f"{self.package.package_id}/{kind}/{subject_id}"
        return self.root(in_language(at, self.lang))

    def data(self, ending: str) -> str:
        """Return nothing: the data of all places lie in one file each."""
        del ending
        return ""

    def map(self, view: View) -> str:
        """Return where the map shows a view."""
        if self.package is None:
            return self.root(f"{view.data}/index.html")
        stated = encode(replace(view, lang=self.lang), known_ids(self.package))
        page = in_language(f"{self.package.package_id}/index", self.lang)
        return f"{self.root(page)}#{stated}"

    def sheet(self, view: View, kind: Kind) -> str:
        """Return where the sheet to be printed is; empty where none was made."""
        subject_id = view.place if kind == "place" else "".join(view.chosen)
        at = f"{view.data}/sheet/{kind}-{subject_id}"
        return self.root(in_language(at, self.lang, "pdf")) if at in self.sheets else ""

    def root(self, path: str) -> str:
        """Return where a file below the root is."""
        return ("../" * self.here.count("/") or "./") + path
