"""For what is a source used, and how can somebody else look it up?"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from geo.figures.wording import locator_phrase, number
from geo.language.bilingual import Bilingual
from geo.language.texts import text
from geo.package.package import Package
from geo.records import Figure, Source


@dataclass(frozen=True, slots=True)
class SourceUse:
    """A source, with what is said of its use.

    Parameters
    ----------
    check : Bilingual
        How to look it up; empty for one that only the map rests on and that has no address.
    """

    source: Source
    used: Bilingual
    check: Bilingual


Spot = tuple[str, str]
"""A source's id, and the place in it."""


class Marks:
    """Numbers for the places in sources that a list refers to, in the order they come up."""

    def __init__(self) -> None:
        """Begin with none."""
        self._spots: dict[Spot, int] = {}

    def mark(self, figure: Figure) -> str:
        """Return the mark of a figure's place in its source, such as ``[1]``."""
        spot = (figure.source_id, figure.locator)
        return f"[{self._spots.setdefault(spot, len(self._spots) + 1)}]"

    def named(self, package: Package, lang: str) -> Iterator[tuple[Source, str]]:
        """Yield each source once, with the marked places in it in words."""
        spots: dict[str, list[str]] = {}
        for (source_id, locator), mark in self._spots.items():
            where = locator_phrase(locator).get(lang)
            said = text("figure.spot", lang, mark=mark, where=where)
            spots.setdefault(source_id, []).append(said)
        for source_id, found in spots.items():
            yield package.sources[source_id], text("cite.and", lang).join(found)


def printed_words(package: Package, figure: Figure, lang: str) -> str:
    """Return the wording, called printed only where the source's own text was read."""
    is_report = package.sources[figure.source_id].kind == "report"
    if is_report:
        return text("figure.as_published", lang, wording=figure.as_published)
    return text("figure.as_noted", lang, wording=figure.as_published)


def says_more(package: Package, figure: Figure) -> bool:
    """Tell whether a figure's wording says anything that the number shown does not."""
    shown = package.phrase(figure)
    said = (shown.zh, shown.en, number(figure.value))
    return _plain(figure.as_published) not in map(_plain, said)


def _plain(words: str) -> str:
    """Return a wording without what is only a way of writing it: commas, blanks, signs."""
    folded = unicodedata.normalize("NFKC", words.replace("㎡", "平方米")).casefold()
    return "".join(sign for sign in folded if not (sign.isspace() or sign == ","))


def source_uses(package: Package) -> Iterator[SourceUse]:
    """Yield every source, those that most figures rest on first."""
    figures = Counter(figure.source_id for figure in package.figures)
    places = Counter(place.source_id for place in package.place.few_places)
    for found in sorted(package.sources.values(), key=lambda each: -figures[each.source_id]):
        own, placed = figures[found.source_id], places[found.source_id]
        zh, en = (_used(own, placed, lang) for lang in ("zh", "en"))
        checked = (_way_to_check(found, own, lang) for lang in ("zh", "en"))
        yield SourceUse(found, Bilingual(zh, en), Bilingual(*checked))


def _used(figures: int, places: int, lang: str) -> str:
    """Return for what a source is used; places may stand in others as well."""
    used = [
        text("sources.for_figures", lang, count=figures) if figures else "",
        text("sources.for_places", lang, count=places) if places else "",
    ]
    return text("map.comma", lang).join(filter(None, used)) or text("sources.for_map", lang)


def _way_to_check(source: Source, figures: int, lang: str) -> str:
    """Return how somebody else can look it up; without an address that is said plainly."""
    if source.url:
        return text("sources.check_link", lang)
    return text("sources.check_no_link", lang) if figures else ""
