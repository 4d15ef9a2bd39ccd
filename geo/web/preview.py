"""What does a chat show of a link? Title, description and picture of the view behind it.

The Open Graph protocol (https://ogp.me), which chats and search engines read from the first HTML.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from typing import Final

from geo.language.texts import text
from geo.package.package import Package
from geo.records import Figure, Scope
from geo.view.link import address, encode
from geo.view.selection import select
from geo.view.views import Known, View

CARD_SIZE: Final = (1200, 630)
"""Width and height of the picture in pixels, what most services ask for."""
MOST_FIGURES: Final = 3
"""Figures named in a description; chats show about two lines."""
_LOCALES: Final = {"zh": "zh_CN", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Preview:
    """What is said of a page before any script has run; addresses are absolute or empty."""

    lang: str
    title: str
    description: str
    url: str = ""
    image: str = ""

    def head(self) -> str:
        """Return the elements for the head of a page, every text escaped."""
        width, height = CARD_SIZE
        facts = {
            "og:type": "website",
            "og:title": self.title,
            "og:description": self.description,
            "og:locale": _LOCALES[self.lang],
            "og:url": self.url,
            "og:image": self.image,
            "og:image:width": f"{width}" if self.image else "",
            "og:image:height": f"{height}" if self.image else "",
        }
        lines = [
            f"<title>{escape(self.title)}</title>",
            f'<meta name="description" content="{escape(self.description)}" />',
            '<meta name="twitter:card" content="summary_large_image" />',
        ]
        lines += [
            f'<meta property="{name}" content="{escape(value)}" />'
            for name, value in facts.items()
            if value
        ]
        return "\n    ".join(lines)


def preview_of(
    package: Package, view: View, known: Known, *, lang: str, base: str, page: str = ""
) -> Preview:
    """Return the preview of a view on a page.

    Parameters
    ----------
    base : str
        Address of the map's page, with a slash at its end.
    page : str
        Path of the page below that; empty for the map.
    """
    app = f"{package.title.get(lang)} · {text('app.title', lang)}"
    subject = _subject(package, view, lang)
    pictured = replace(view, lang=lang, version=None, centre=None)
    return Preview(
        lang=lang,
        title=f"{subject} · {app}" if subject else app,
        description=_description(package, view, lang),
        url=address(base + page, view, known),
        image=f"{base}share/card.png?{encode(pictured, known)}",
    )


def _subject(package: Package, view: View, lang: str) -> str:
    """Return what a view is about: its place, else its workstreams; nothing for the whole map."""
    if view.place is not None:
        return package.place[view.place].name.get(lang)
    named = (package.workstreams[key].name.get(lang) for key in view.chosen)
    return text("cite.and", lang).join(named)


def _description(package: Package, view: View, lang: str) -> str:
    """Return the figures that say most of a view; of the whole map its own description."""
    scope, figures = _telling(package, view)
    if not figures:
        return package.description.get(lang)
    stated = text("cite.and", lang).join(
        f"{f.measure.get(lang)} {package.phrase(f).get(lang)}" for f in figures[:MOST_FIGURES]
    )
    if scope is None or scope.kind == "place":
        return stated
    said = text("scope.said", lang, scope=scope.name.get(lang), figures=stated)
    return said[:1].upper() + said[1:]  # a sentence of its own


def _telling(package: Package, view: View) -> tuple[Scope | None, list[Figure]]:
    """Return what is said of a view: of a place, what is shown of its narrowest scope.

    As in the popup of the map: what it has in common with others is said only where nothing is
    shown of its own. Without a place, the workstreams' headlines, of no scope.
    """
    shown = select(package, view).figure_ids
    if view.place is not None:
        for scope in package.figures_of(package.place[view.place]):
            found = [figure for figure in scope.figures if figure.figure_id in shown]
            if found:
                return scope, found
        return None, []
    headlines = (package.workstreams[key].headline for key in view.chosen)
    return None, [package.figure[key] for key in headlines if key in shown]
