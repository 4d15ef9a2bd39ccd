"""What do the pages say that list: all figures of a package, its sources, and all packages?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from geo.export.plain.document import NOTHING, Page, data_line, document
from geo.export.plain.figures import derived_list, figure_list, section, source_link
from geo.export.plain.heading import heading
from geo.export.plain.ways import Ways
from geo.language.texts import text
from geo.look import NEUTRAL_COLOUR
from geo.package.package import Package
from geo.records import Source
from geo.view.views import View

Links = tuple[tuple[str, str], ...]
"""Addresses and the words that lead there."""
_ENTRY = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
_FACTS = Markup('<dl class="facts">{}</dl>')
_NOTE = Markup('<p class="quiet">{}</p>')
_LINKS = Markup('<p class="actions">{}</p>')
_LINK = Markup('<a href="{}">{}</a>')


@dataclass(frozen=True, slots=True)
class Offer:
    """A package among all: its name, what it is, where it is to be had, first its map, and what is
    not there of it.
    """

    package_id: str
    title: str
    description: str
    links: Links
    left: tuple[str, ...] = ()


def figures_page(package: Package, ways: Ways, *, lang: str, head: Markup, links: Links) -> bytes:
    """Return the page of all figures, by workstream, then what follows from them."""
    parts = [
        section(
            stream.name.get(lang),
            figure_list(package, (f for f in package.figures if f.workstream == key), lang),
            stream.about.get(lang),
        )
        for key, stream in package.workstreams.items()
    ]
    if package.derived:
        listed = derived_list(package, package.derived, lang)
        parts.append(section(text("figures.derived", lang), listed))
    title = text("page.figures", lang)
    return _page(package, ways, lang=lang, head=head, title=title, links=links, parts=parts)


def sources_page(package: Package, ways: Ways, *, lang: str, head: Markup, links: Links) -> bytes:
    """Return the page of all sources, of what is not known, and of licences."""
    parts = [_source(package, each, lang) for each in package.sources.values()]
    if package.gaps:
        gaps = NOTHING.join(
            _ENTRY.format(gap.what.get(lang), gap.why.get(lang)) for gap in package.gaps
        )
        parts.append(section(text("sources.gaps", lang), _FACTS.format(gaps)))
    licences = NOTHING.join(_NOTE.format(each) for each in package.licences)
    parts.append(section(text("sources.licences", lang), licences))
    if package.contact:
        told = text("sources.report_contact", lang, contact=package.contact)
    else:
        told = text("sources.report_nobody", lang)
    report = _NOTE.format(text("sources.report_how", lang) + told)
    parts.append(section(text("sources.report", lang), report))
    title = text("page.sources", lang)
    return _page(package, ways, lang=lang, head=head, title=title, links=links, parts=parts)


def home_page(offers: Iterable[Offer], ways: Ways, *, lang: str, head: Markup) -> bytes:
    """Return the page that leads to all packages."""
    parts = [
        section(
            each.title,
            _LINKS.format(_offered(each)) + NOTHING.join(map(_NOTE.format, each.left)),
            each.description,
        )
        for each in offers
    ]
    top = heading(
        kind="",
        symbol="",
        name=text("app.title", lang),
        said=text("app.description", lang),
        links=(),
    )
    body = NOTHING.join([top, *parts])
    page = Page(lang, head, trail=(), colour=NEUTRAL_COLOUR, body=body, linked_data={}, data="")
    return document(page, ways)


def _page(
    package: Package,
    ways: Ways,
    *,
    lang: str,
    head: Markup,
    title: str,
    links: Links,
    parts: Iterable[Markup],
) -> bytes:
    top = heading(
        kind=package.title.get(lang),
        symbol="",
        name=title,
        said=package.description.get(lang),
        links=links,
    )
    page = Page(
        lang=lang,
        head=head,
        trail=[(ways.map(View(package.package_id, lang=lang)), package.title.get(lang))],
        colour=NEUTRAL_COLOUR,
        body=NOTHING.join([top, *parts]),
        linked_data={},
        data=data_line(package, lang),
    )
    return document(page, ways)


def _source(package: Package, source: Source, lang: str) -> Markup:
    used = sum(figure.source_id == source.source_id for figure in package.figures)
    entries = (
        (text("sources.used", lang), text("sources.for_figures", lang, count=used) if used else ""),
        (text("sources.publisher", lang), source.publisher.get(lang)),
        (
            text("sources.published", lang),
            source.published or text("sources.unknown_date", lang),
        ),
        (text("sources.accuracy", lang), source.accuracy.get(lang)),
        (text("sources.licence", lang), source.licence.get(lang)),
    )
    listed = NOTHING.join(_ENTRY.format(name, said) for name, said in entries if said)
    return Markup("<section><h2>{}</h2>{}</section>").format(
        source_link(source, lang), _FACTS.format(listed)
    )


def _offered(offer: Offer) -> Markup:
    """Return the links of a package, the first marked for the script that leads links on."""
    (to_map, words), *others = offer.links
    first = Markup('<a href="{}" data-map="{}">{}</a>').format(to_map, offer.package_id, words)
    return first + _joined(others)


def _joined(links: Iterable[tuple[str, str]]) -> Markup:
    return NOTHING.join(_LINK.format(address, words) for address, words in links)
