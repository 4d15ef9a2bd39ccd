"""Which pages are there for a search engine to read? Sitemaps (https://www.sitemaps.org, 0.9).

A file holds at most 50,000 addresses; each page has one in either language, which name each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from geo.export.plain.ways import Kind
from geo.language.bilingual import HTML_LANGUAGE, LANGUAGES, Bilingual
from geo.package.package import Package

MOST_ADDRESSES: Final = 50_000
MOST_SUBJECTS: Final = MOST_ADDRESSES // len(LANGUAGES) - 100
"""Subjects of a part; the first has room for the pages of the map as well."""
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
_BATCH: Final = 1000


def count_of(package: Package) -> int:
    """Return how many parts the sitemap of a package has."""
    return -(-(len(package.workstreams) + len(package.place)) // MOST_SUBJECTS)


def subjects(package: Package, part: int) -> Iterator[tuple[Kind, str]]:
    """Yield what has a page of its own, of one part counted from 1: workstreams, then places."""
    streams: Iterator[tuple[Kind, str]] = (("workstream", key) for key in package.workstreams)
    places: Iterator[tuple[Kind, str]] = (("place", key) for key in package.place)
    start = (part - 1) * MOST_SUBJECTS
    return islice(chain(streams, places), start, start + MOST_SUBJECTS)


def listed(pages: Iterable[Bilingual]) -> Iterator[bytes]:
    """Yield a sitemap of pages, each by its addresses in both languages."""
    yield _HEAD.format(kind="urlset").encode()
    found = iter(pages)
    while batch := list(islice(found, _BATCH)):
        yield "".join(map(_page, batch)).encode()
    yield b"</urlset>\n"


def index(sitemaps: Iterable[str]) -> bytes:
    """Return the list of all sitemaps by their addresses."""
    entries = "".join(f"<sitemap><loc>{escape(each)}</loc></sitemap>\n" for each in sitemaps)
    return f"{_HEAD.format(kind='sitemapindex')}{entries}</sitemapindex>\n".encode()


def _page(addresses: Bilingual) -> str:
    """Return both entries of a page; each names all languages, itself among them."""
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{HTML_LANGUAGE[lang]}"'
        f" href={quoteattr(addresses.get(lang))}/>"
        for lang in LANGUAGES
    )
    return "".join(
        f"<url><loc>{escape(addresses.get(lang))}</loc>{others}</url>\n" for lang in LANGUAGES
    )
