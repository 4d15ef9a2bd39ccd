"""Where does a plain page find what it names: other pages, its data, the map?

The app and a folder of static files have other addresses for the same things; a page is told them.
"""

from __future__ import annotations

from typing import Literal, Protocol

from geo.view.views import View

Kind = Literal["place", "workstream"]
KINDS: tuple[Kind, ...] = ("place", "workstream")


class Ways(Protocol):
    """Addresses as one plain page writes them, most of them relative to it."""

    def whole(self, lang: str) -> str:
        """Return the page's own absolute address in a language, without one in the reader's; empty
        where nobody knows it.
        """

    def other(self, lang: str) -> str:
        """Return where the same page is in another language."""

    def subject(self, kind: Kind, subject_id: str) -> str:
        """Return where another plain page is; empty where there is none of it."""

    def data(self, ending: str) -> str:
        """Return where the same is as data, ``json`` or ``geojson``; empty for nowhere."""

    def map(self, view: View) -> str:
        """Return where the map shows a view."""

    def sheet(self, view: View, kind: Kind) -> str:
        """Return where the sheet to be printed is; empty where there is none."""

    def root(self, path: str) -> str:
        """Return where a file below the root is."""
