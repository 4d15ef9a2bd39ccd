"""How does a plain page say figures: what, how much, in which source, and what it means?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from geo.export.plain.document import NOTHING
from geo.figures.derived import Derived
from geo.language.texts import text
from geo.package.package import Package
from geo.records import Figure, Source
from geo.view.by_workstream import by_workstream
from geo.view.context_words import context_lines, sources_words
from geo.view.source_words import Marks, printed_words, says_more

_LIST = Markup('<dl class="figures">{}</dl>')
_FIGURE = Markup(
    '<div class="figure" id="{id}"><dt>{measure}&nbsp;<sup>{mark}</sup></dt>'
    '<dd class="number">{phrase}</dd>{context}<dd class="quiet">{printed}</dd></div>'
)
_CONTEXT = Markup('<dd class="context">{} <b>{}</b> {}</dd>')
_LINK = Markup('<a href="{}" rel="noopener">{}</a>')
_SECTION = Markup("<section><h2>{}</h2>{}{}</section>")
_SOURCES = Markup('<p class="quiet sources">{}</p>')
_NOTE = Markup('<p class="quiet">{}</p>')


def section(title: str, body: Markup, note: str = "") -> Markup:
    """Return a part of the page under its title."""
    return _SECTION.format(title, _NOTE.format(note) if note else NOTHING, body)


def figure_list(package: Package, figures: Iterable[Figure], lang: str) -> Markup:
    """Return figures one after the other, those of a workstream together, then their sources."""
    marks, held = Marks(), by_workstream(package, figures)
    if len(held) < 2:
        listed = _list(package, [each for _, own in held for each in own], marks, lang)
    else:
        heading = Markup("<h3>{}</h3>{}")
        listed = NOTHING.join(
            heading.format(workstream.name.get(lang), _list(package, own, marks, lang))
            for workstream, own in held
        )
    return listed + _sources(package, marks, lang)


def _list(package: Package, figures: Sequence[Figure], marks: Marks, lang: str) -> Markup:
    return _LIST.format(NOTHING.join(_figure(package, each, marks, lang) for each in figures))


def _figure(package: Package, figure: Figure, marks: Marks, lang: str) -> Markup:
    context = NOTHING.join(
        _CONTEXT.format(found.said.get(lang), found.text.get(lang), found.aside.get(lang))
        for found in context_lines(package, figure)
    )
    printed = [printed_words(package, figure, lang)] if says_more(package, figure) else []
    return _FIGURE.format(
        id=f"figure-{figure.figure_id}",
        measure=figure.measure.get(lang),
        mark=marks.mark(figure),
        phrase=package.phrase(figure).get(lang),
        context=context,
        printed=Markup(" · ").join([figure.period, *printed]),
    )


def _sources(package: Package, marks: Marks, lang: str) -> Markup:
    """Return the sources of a list, each once, with what the marks stand for."""
    named = [
        Markup("{}{}{}").format(source_link(source, lang), text("context.colon", lang), places)
        for source, places in marks.named(package, lang)
    ]
    return _SOURCES.format(Markup("<br>").join(named)) if named else NOTHING


def source_link(source: Source, lang: str) -> Markup:
    """Return a source's title, linked to its page if that is a web address."""
    title = source.title.get(lang)
    if not source.url.startswith(("https://", "http://")):
        return Markup("{}").format(title)
    return _LINK.format(source.url, title)


def derived_list(package: Package, derived: Iterable[Derived], lang: str) -> Markup:
    """Return numbers that follow from others, with how they do."""
    item = Markup(
        '<div class="figure"><dt>{}</dt><dd class="number">{}</dd><dd class="quiet">{}</dd>'
        '<dd class="quiet">{}</dd></div>'
    )
    return _LIST.format(
        NOTHING.join(
            item.format(
                found.recipe.measure.get(lang),
                found.text.get(lang),
                found.formula.get(lang),
                sources_words(package, found.terms).get(lang),
            )
            for found in derived
        )
    )
