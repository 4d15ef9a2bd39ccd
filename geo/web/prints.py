"""Which sheets and pictures are made on request? ``/export/sheet.pdf`` and ``/share/card.png``.

Both follow a link's parameters. Making one takes some tens of milliseconds of a processor, so what
was made is kept for a while, and a crowd is asked to come again rather than let everyone wait.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.export.sheet.card import card_png
from geo.export.sheet.sheet import KINDS, NothingToPrintError, sheet_pdf
from geo.language.bilingual import Bilingual
from geo.store import Store
from geo.view.link import address
from geo.web.answers import BadRequestError, answering, made_response
from geo.web.asking import Asked, asked, choice, day
from geo.web.settings import map_approval, public_url
from geo.web.streams import Gate

PAPERS: Final = ("portrait", "landscape")
KEPT_BYTES: Final = 16_000_000
"""Room for what was made: some hundred sheets."""


class Press:
    """Makes what was not made yet, a few at a time, and keeps it; safe for many threads.

    Parameters
    ----------
    kept_bytes : int
        Bytes that are kept; what was asked for longest ago goes first.
    """

    def __init__(self, kept_bytes: int = KEPT_BYTES) -> None:
        self._kept_bytes = kept_bytes
        self._made: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._gate = Gate()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return what was made under `key`, else make it; `key` says all that matters.

        Raises
        ------
        CrowdedError
            If too many are waiting already.
        """
        found = self._found(key)
        if found is not None:
            return found
        with self._gate.passed():
            # Somebody may have made it while this one waited.
            found = self._found(key)
            return self._kept(key, make()) if found is None else found

    def _found(self, key: Hashable) -> bytes | None:
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
            return self._made.get(key)

    def _kept(self, key: Hashable, made: bytes) -> bytes:
        with self._lock:
            self._made[key] = made
            while sum(map(len, self._made.values())) > self._kept_bytes:
                self._made.popitem(last=False)
        return made


class PrintRoutes:
    """Sheets and preview pictures of what a link shows."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._prefix = ""
        self._press = Press()

    def all(self, prefix: str) -> list[Route]:
        """Return the routes below `prefix`."""
        self._prefix = prefix
        return [
            Route(f"{prefix}/export/sheet.pdf", self.sheet, methods=["GET"]),
            Route(f"{prefix}/share/card.png", self.card, methods=["GET"]),
        ]

    @answering
    def sheet(self, request: Request) -> Response:
        """Answer with an A4 sheet of the view, of its place or of its workstream."""
        found = asked(self._store, request, ("of", "paper", "on"))
        kind, paper = choice(found, "of", KINDS, "view"), choice(found, "paper", PAPERS, PAPERS[0])
        on = day(found)
        link = address(public_url(request, self._prefix), found.view, found.known)

        def make() -> bytes:
            return sheet_pdf(
                found.package,
                found.view,
                found.shown,
                kind=kind,
                lang=found.lang,
                landscape=paper == "landscape",
                link=link,
                on=on,
                approval=map_approval(),
            )

        data = (found.package.content_hash, found.view, found.lang)
        key = (*data, kind, paper, link, on, map_approval())
        try:
            content = self._press.get(key, make)
        except NothingToPrintError as error:
            raise _lacking(kind) from error
        return made_response(
            request, content, "application/pdf", name=_name(found, kind), inline=True
        )

    @answering
    def card(self, request: Request) -> Response:
        """Answer with the picture that a chat shows beside a link."""
        found = asked(self._store, request)
        view = found.view
        key = (
            found.package.content_hash,
            found.lang,
            (view.chosen, view.layers, view.query, view.place),
        )
        content = self._press.get(
            key, lambda: card_png(found.package, view, found.shown, found.lang)
        )
        return made_response(request, content, "image/png", name="card.png", inline=True)


def _name(found: Asked, kind: str) -> str:
    """Return a file name that says what the sheet is about; ids are plain ASCII words."""
    about = {
        "view": "view",
        "place": found.view.place,
        "workstream": "".join(found.view.chosen),
    }
    return f"{found.package.package_id}-{about[kind]}.pdf"


def _lacking(kind: str) -> BadRequestError:
    if kind == "place":
        said = Bilingual("of=place 要有 place=", "of=place needs place=")
        return BadRequestError(said, ("of", "place"))
    said = Bilingual(
        "of=workstream 要有 w=，且只有一个", "of=workstream needs w= with exactly one id"
    )
    return BadRequestError(said, ("of", "w"))
