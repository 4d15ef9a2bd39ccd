"""How do figures and charts become HTML? Every text is escaped where it enters, by markupsafe."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from markupsafe import Markup, escape

from geo.figures.wording import locator_phrase
from geo.language.texts import TEXTS, text
from geo.package.package import Package
from geo.picture.charts.pictures import ChartPicture
from geo.records import Figure
from geo.view.by_workstream import by_workstream
from geo.view.context_words import context_lines
from geo.view.source_words import printed_words

_NOTHING = Markup("")

_FIGURE = Markup(
    '<div class="figure ws-{workstream}"><dt>{measure}</dt><dd><b>{number}</b>'
    '<span class="quiet">{printed} · {where}</span> '
    '<button type="button" class="copy" data-figure="{figure_id}">{cite}</button>'
    "{context}</dd></div>"
)
_FIGURES = Markup(
    '<dl class="figures" data-cite="share/citation.txt?{query}&amp;figure=" data-done="{done}" '
    'data-failed="{failed}">{items}</dl>'
)
_PICTURES = Markup('<div class="pictures" role="group" tabindex="0" aria-label="{}">{}</div>')
_CHART = Markup(
    '<figure class="chart"><img src="data:image/svg+xml;base64,{svg}" alt="{alt}" width="360">'
    '<figcaption>{words} <a href="export/chart.png?{query}" aria-label="{png}">PNG</a> '
    '<a href="export/chart.svg?{query}" aria-label="{svg_of}">SVG</a></figcaption></figure>'
)
_COPY = Markup(
    '<span class="copies" data-done="{done}" data-failed="{failed}" aria-live="polite">'
    '<button type="button" class="copy strong" data-copy-of="{field}">{words}</button></span>'
)
_CONTEXT = Markup('<p class="context">{said} <b>{number}</b> <small>{aside}</small></p>')
_LINK = Markup('<a href="{url}" target="_blank" rel="noopener noreferrer">{words}</a>')


def figure_list(package: Package, figures: Iterable[Figure], lang: str) -> Markup:
    """Return figures as a list: measure, number, as printed, where it is printed, and what puts it
    in context.
    """
    items = _NOTHING.join(
        _FIGURE.format(
            workstream=figure.workstream,
            measure=figure.measure.get(lang),
            number=package.phrase(figure).get(lang),
            printed=printed_words(package, figure, lang),
            where=source_words(package, figure, lang),
            figure_id=figure.figure_id,
            cite=text("cite.button", lang),
            context=context_notes(package, figure, lang),
        )
        for figure in figures
    )
    return _FIGURES.format(
        query=urlencode({"data": package.package_id, "lang": lang}),
        done=text("copy.done", lang),
        failed=text("copy.failed", lang),
        items=items,
    )


def context_notes(package: Package, figure: Figure, lang: str) -> Markup:
    """Return a line for each derived number that puts a figure in context, if there are any."""
    return _NOTHING.join(
        _CONTEXT.format(
            said=line.said.get(lang), number=line.text.get(lang), aside=line.aside.get(lang)
        )
        for line in context_lines(package, figure)
    )


def chart_figures(package: Package, pictures: Iterable[ChartPicture], lang: str) -> Markup:
    """Return pictures as HTML, each with its words and its files; nothing where there are none."""
    shown = [_chart(package, found, lang) for found in pictures]
    label = text("figures.charts", lang)
    return _PICTURES.format(label, _NOTHING.join(shown)) if shown else _NOTHING


def _chart(package: Package, found: ChartPicture, lang: str) -> Markup:
    stated = {"data": package.package_id, "lang": lang, "chart": found.name}
    words = text("chart.download", lang)
    return _CHART.format(
        svg=b64encode(found.svg.encode()).decode(),
        alt=found.words,
        words=words,
        png=f"{words} PNG: {found.title}",
        svg_of=f"{words} SVG: {found.title}",
        query=urlencode(stated),
    )


def copy_button(field: str, words: str, lang: str) -> Markup:
    """Return a button that copies the content of the field with the id `field`."""
    done, failed = text("copy.done", lang), text("copy.failed", lang)
    return _COPY.format(field=field, words=words, done=done, failed=failed)


def grouped_figures(package: Package, figures: Sequence[Figure], lang: str) -> Markup:
    """Return figures as lists under the names of their workstreams, if there are several."""
    held = by_workstream(package, figures)
    if len(held) == 1:
        return figure_list(package, figures, lang)
    group = Markup("<h3>{}</h3>{}")
    return _NOTHING.join(
        group.format(workstream.name.get(lang), figure_list(package, own, lang))
        for workstream, own in held
    )


def source_words(package: Package, figure: Figure, lang: str) -> Markup:
    """Return a figure's source and the place in it, linked where the source has an address."""
    source = package.sources[figure.source_id]
    locator = locator_phrase(figure.locator).get(lang)
    linked = outside_link(source.url, source.title.get(lang))
    return escape(TEXTS[lang]["map.where"]).format(source=linked, locator=locator)


def outside_link(url: str, words: str) -> Markup:
    """Return `words` linked to `url` if it is a web address, else the words alone."""
    if not url.startswith(("https://", "http://")):
        return Markup("{}").format(words)
    return _LINK.format(url=url, words=words)
