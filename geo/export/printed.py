"""Which sheets and pictures are printed and shown beside links, and what does each follow from?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from geo.blob import Payload
from geo.export.products import filter_of
from geo.export.sheet.card import card_png
from geo.export.sheet.sheet import sheet_pdf
from geo.package.package import Package
from geo.view.selection import select
from geo.view.views import View


def sheet_view(view: View, kind: str) -> View:
    """Return what of a view matters to a sheet of a kind, and to the link that stands on it.

    The sheet of a place tells all that is known of it, wherever the map was and whatever was
    filtered; that of a workstream follows no other filter.
    """
    said = View(view.data, version=view.version, lang=view.lang, place=view.place)
    if kind == "place":
        return said
    said = replace(said, workstreams=view.chosen, centre=view.centre)
    if kind == "workstream":
        return said
    return replace(said, layers=view.layers, query=view.query)


@dataclass(frozen=True)
class Sheet:
    """A sheet of a view, a place or a workstream, with the link that is printed on it."""

    view: View
    kind: str
    lang: str
    landscape: bool
    link: str
    on: date
    approval: str
    media_type: ClassVar[str] = "application/pdf"
    compressible: ClassVar[bool] = False
    seconds: ClassVar[float] = 0.3

    def __post_init__(self) -> None:
        plain = replace(sheet_view(self.view, self.kind), version=None, lang=None)
        object.__setattr__(self, "view", plain)

    def parts(self, package: Package, payload: Payload) -> Iterator[bytes]:
        """Yield its bytes."""
        del payload
        yield sheet_pdf(
            package,
            self.view,
            select(package, self.view),
            kind=self.kind,
            lang=self.lang,
            landscape=self.landscape,
            link=self.link,
            on=self.on,
            approval=self.approval,
        )


@dataclass(frozen=True)
class Card:
    """The picture beside a link: of its filter and place, wherever its map is moved to."""

    view: View
    lang: str
    media_type: ClassVar[str] = "image/png"
    compressible: ClassVar[bool] = False
    seconds: ClassVar[float] = 0.2

    def __post_init__(self) -> None:
        seen = replace(filter_of(self.view), place=self.view.place)
        object.__setattr__(self, "view", seen)

    def parts(self, package: Package, payload: Payload) -> Iterator[bytes]:
        """Yield its bytes."""
        del payload
        yield card_png(package, self.view, select(package, self.view), self.lang)
