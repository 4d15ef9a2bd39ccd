"""Which sheets and pictures are made on request? ``/export/sheet.pdf`` and ``/share/card.png``.

Both follow a link's parameters; what does not matter to a sheet or a picture is left out, so that
one that was made is found again.
"""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.routing import Route

from geo.export.printed import Card, Sheet, sheet_view
from geo.export.sheet.sheet import KINDS
from geo.language.bilingual import Bilingual
from geo.store.store import Store
from geo.view.link import address
from geo.web.query import Asked, asked, choice, day
from geo.web.responses import BadRequestError
from geo.web.settings import map_approval, public_url
from geo.web.workshop.sending import Order
from geo.web.workshop.workshop import Workshop

PAPERS: Final = ("portrait", "landscape")


class PrintRoutes:
    """Sheets and preview pictures of what a link shows."""

    def __init__(self, store: Store, workshop: Workshop) -> None:
        self._store = store
        self._workshop = workshop
        self._prefix = ""

    def all(self, prefix: str) -> list[Route]:
        """Return the routes below `prefix`."""
        self._prefix = prefix
        made = self._workshop.made
        return [
            Route(f"{prefix}/export/sheet.pdf", made(self.sheet), methods=["GET"]),
            Route(f"{prefix}/share/card.png", made(self.card), methods=["GET"]),
        ]

    def sheet(self, request: Request) -> Order:
        """Order an A4 sheet of the view, of its place or of its workstream."""
        found = asked(self._store, request, ("of", "paper", "on"))
        kind, paper = choice(found, "of", KINDS, "view"), choice(found, "paper", PAPERS, PAPERS[0])
        view, known = found.opened.view, found.opened.known
        if (kind == "place" and view.place is None) or (
            kind == "workstream" and len(view.chosen) != 1
        ):
            raise _lacking(kind)
        product = Sheet(
            view=view,
            kind=kind,
            lang=found.lang,
            landscape=paper == "landscape",
            link=address(public_url(request, self._prefix), sheet_view(view, kind), known),
            on=day(found),
            approval=map_approval(),
        )
        return Order(product, found.opened.served, _name(found, kind), inline=True)

    def card(self, request: Request) -> Order:
        """Order the picture that a chat shows beside a link."""
        found = asked(self._store, request)
        opened = found.opened
        return Order(Card(opened.view, found.lang), opened.served, "card.png", inline=True)


def _name(found: Asked, kind: str) -> str:
    """Return a file name that says what the sheet is about; ids are plain ASCII words."""
    about = {
        "view": "view",
        "place": found.opened.view.place,
        "workstream": "".join(found.opened.view.chosen),
    }
    return f"{found.opened.package.package_id}-{about[kind]}.pdf"


def _lacking(kind: str) -> BadRequestError:
    if kind == "place":
        said = Bilingual("of=place 要有 place=", "of=place needs place=")
        return BadRequestError(said, ("of", "place"))
    said = Bilingual(
        "of=workstream 要有 w=，且只有一个", "of=workstream needs w= with exactly one id"
    )
    return BadRequestError(said, ("of", "w"))
