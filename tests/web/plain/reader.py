"""How do tests read a plain page? Its text, its links and its linked data."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

SILENT = {"style", "script", "title"}


class Read(HTMLParser):
    """A page that was read: what is seen of it, where it leads, and what it says to machines."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said = ""
        self.links: list[dict[str, str | None]] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.linked_data: list[Any] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.elements.append((tag, found))
        if tag in SILENT:
            self._open.append("json" if found.get("type") == "application/ld+json" else tag)
        if tag in {"a", "link"}:
            self.links.append({"tag": tag, **found})

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not self._open:
            self.said += data
        elif self._open[-1] == "json":
            self.linked_data.append(json.loads(data))

    def address(self, **wanted: str) -> str:
        """Return where the one link leads that has these attributes."""
        found = [each for each in self.links if wanted.items() <= each.items()]
        assert len(found) == 1, (wanted, found)
        return str(found[0]["href"])
