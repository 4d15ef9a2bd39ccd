"""How are figures listed beside the map? Measure and number a row, and where they stand once."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from markupsafe import Markup

from geo.figures.wording import locator_phrase, number
from geo.language.texts import text
from geo.package.package import Package
from geo.records import Figure
from pages.shared.markup import context_notes, outside_link, printed_words

_NOTHING = Markup("")
_ROW = Markup(
    '<div class="figure ws-{workstream}"><dt>{measure} <sup>{mark}</sup></dt>'
    "<dd><b>{number}</b>"
    '<button type="button" class="copy" data-figure="{figure_id}" aria-label="{cite_of}">{cite}'
    "</button>{printed}{context}</dd></div>"
)
_LIST = Markup(
    '<dl class="figures rows" data-cite="share/citation.txt?{query}&amp;figure=" '
    'data-done="{done}" data-failed="{failed}">{items}</dl>'
)
_PRINTED = Markup('<span class="quiet printed-as">{}</span>')
_SOURCES = Markup('<p class="quiet sources-line">{}</p>')

Spot = tuple[str, str]
"""A source's id, and the place in it."""


class Marks:
    """Numbers for the places in sources that a list refers to, in the order they come up."""

    def __init__(self) -> None:
        """Begin with none."""
        self.spots: dict[Spot, int] = {}

    def mark(self, figure: Figure) -> str:
        """Return the mark of a figure's place in its source, such as ``[1]``."""
        spot = (figure.source_id, figure.locator)
        return f"[{self.spots.setdefault(spot, len(self.spots) + 1)}]"


def figure_rows(package: Package, figures: Sequence[Figure], lang: str, marks: Marks) -> Markup:
    """Return figures as rows; where they stand is in the marks, for :func:`sources_line`."""
    return _LIST.format(
        query=urlencode({"data": package.package_id, "lang": lang}),
        done=text("copy.done", lang),
        failed=text("copy.failed", lang),
        items=_NOTHING.join(_row(package, figure, lang, marks) for figure in figures),
    )


def sources_line(package: Package, marks: Marks, lang: str) -> Markup:
    """Return the sources of a list, each named once with the marked places in it."""
    spots: dict[str, list[str]] = {}
    for (source_id, locator), mark in marks.spots.items():
        where = locator_phrase(locator).get(lang)
        spots.setdefault(source_id, []).append(text("figure.spot", lang, mark=mark, where=where))
    named = (
        Markup("{}{}{}").format(
            outside_link(package.sources[key].url, package.sources[key].title.get(lang)),
            text("context.colon", lang),
            text("cite.and", lang).join(found),
        )
        for key, found in spots.items()
    )
    return _SOURCES.format(Markup("<br>").join(named)) if spots else _NOTHING


def says_more(package: Package, figure: Figure) -> bool:
    """Tell whether a figure's wording says anything that the number shown does not."""
    shown = package.phrase(figure)
    said = (shown.zh, shown.en, number(figure.value))
    return _plain(figure.as_published) not in map(_plain, said)


def _row(package: Package, figure: Figure, lang: str, marks: Marks) -> Markup:
    measure = figure.measure.get(lang)
    printed = _NOTHING
    if says_more(package, figure):
        printed = _PRINTED.format(printed_words(package, figure, lang))
    return _ROW.format(
        workstream=figure.workstream,
        measure=measure,
        mark=marks.mark(figure),
        number=package.phrase(figure).get(lang),
        figure_id=figure.figure_id,
        cite=text("cite.button", lang),
        cite_of=text("cite.one", lang, measure=measure),
        printed=printed,
        context=context_notes(package, figure, lang),
    )


def _plain(words: str) -> str:
    """Return a wording without what is only a way of writing it: commas, blanks, signs."""
    folded = unicodedata.normalize("NFKC", words.replace("㎡", "平方米")).casefold()
    return "".join(sign for sign in folded if not (sign.isspace() or sign == ","))


def every_mark(package: Package, lists: Iterable[Sequence[Figure]], lang: str) -> list[Markup]:
    """Return several lists that share their marks, and behind them their sources."""
    marks = Marks()
    made = [figure_rows(package, figures, lang, marks) for figures in lists]
    return [*made, sources_line(package, marks, lang)]
