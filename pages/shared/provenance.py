"""What stands behind the data? Sources, files, licences, gaps, and whom to tell of an error."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import streamlit as st
from markupsafe import Markup

from geo.datum import DATUM_NAMES
from geo.figures.wording import number
from geo.language.texts import text
from geo.view.source_words import SourceUse, source_uses
from pages.shared.markup import outside_link
from pages.shared.state import Visit

_TITLE = Markup('<h2 class="section">{}</h2><p class="quiet">{}</p>')
_RECORD = Markup('<article class="record"><h3>{}</h3><dl>{}</dl>{}</article>')
_DEFINITIONS = Markup("<dl>{}</dl>")
_FOLD = Markup("<details><summary>{title}</summary>{body}</details>")
HASH_SHOWN: Final = 8
"""Digits of a hash that are shown; the whole one is its title."""
_ENTRY = Markup("<dt>{}</dt><dd>{}</dd>")
_LIST = Markup('<div class="records">{}</div>')
_NOTHING = Markup("")


def sources(visit: Visit) -> None:
    """Draw a record a source, those that most figures rest on first."""
    lang = visit.lang
    st.html(_TITLE.format(text("sources.title", lang), text("sources.intro", lang)))
    records = _NOTHING.join(_source(found, lang) for found in source_uses(visit.package))
    st.html(_LIST.format(records))


def _source(found: SourceUse, lang: str) -> Markup:
    source = found.source
    entries = (
        ("used", found.used.get(lang)),
        ("publisher", source.publisher.get(lang)),
        ("published", source.published or text("sources.unknown_date", lang)),
        ("check", found.check.get(lang)),
        ("accuracy", source.accuracy.get(lang)),
        ("licence", source.licence.get(lang)),
    )
    linked = outside_link(source.url, source.title.get(lang))
    technical = _entries((("id", source.source_id), ("covers", source.covers)), lang)
    fold = _FOLD.format(title=text("sources.technical", lang), body=_DEFINITIONS.format(technical))
    return _RECORD.format(linked, _entries(entries, lang), fold)


def _entries(entries: Iterable[tuple[str, str]], lang: str) -> Markup:
    return _NOTHING.join(
        _ENTRY.format(text(f"sources.{name}", lang), value) for name, value in entries if value
    )


def data_files(visit: Visit) -> None:
    """Draw the package's files with their size and hash, folded: few readers want them."""
    lang = visit.lang
    head = _NOTHING.join(
        Markup("<th>{}</th>").format(text(f"sources.{name}", lang))
        for name in ("file", "bytes", "from", "datum", "hash")
    )
    row = Markup(
        '<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td><code title="{}">{}</code></td></tr>'
    )
    unknown = text("sources.hash_unknown", lang)
    rows = _NOTHING.join(
        row.format(
            found.path,
            f"{found.bytes:,}",
            _origin(visit, found.path),
            _datum(visit, found.path),
            found.sha256 or unknown,
            found.sha256[:HASH_SHOWN] or unknown,
        )
        for found in visit.package.files
    )
    table = Markup(
        '<div class="scroll" tabindex="0"><table><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>"
    )
    note = Markup('<p class="quiet">{}</p>').format(text("sources.files_note", lang))
    fold = _FOLD.format(title=text("sources.files", lang), body=note + table.format(head, rows))
    st.html(Markup('<div class="files">{}</div>').format(fold))


def _origin(visit: Visit, path: str) -> str:
    """Return where a file's content comes from; what no source covers, the project wrote."""
    titles = [source.title.get(visit.lang) for source in visit.package.sources_of(path)]
    return "; ".join(titles) or text("sources.own", visit.lang)


def _datum(visit: Visit, path: str) -> str:
    """Return what a layer's coordinates came on and how far off they may be; "" of other files."""
    lang = visit.lang
    for layer in visit.package.layers.values():
        if path == layer.path or path.startswith(f"{layer.path}/"):  # a part of a folder
            named = [name for datum, name in DATUM_NAMES.items() if datum == layer.datum]
            name = named[0] if named else text("sources.datum_unknown", lang)
            metres = number(layer.accuracy_m)
            within = text("sources.within", lang, datum=name, metres=metres)
            return within if layer.accuracy_m else name
    return ""


def licences(visit: Visit) -> None:
    """Draw what covers the data."""
    items = _NOTHING.join(
        Markup("<li>{}</li>").format(each.get(visit.lang)) for each in visit.package.licences
    )
    st.html(_TITLE.format(text("sources.licences", visit.lang), ""))
    st.html(Markup("<ul>{}</ul>").format(items))


def gaps(visit: Visit) -> None:
    """Draw what is not known, and why; nothing, not even a title, where all is known."""
    if not visit.package.gaps:
        return
    lang = visit.lang
    st.html(_TITLE.format(text("sources.gaps", lang), ""))
    entry = Markup('<div class="figure"><dt>{}</dt><dd>{}</dd></div>')
    items = _NOTHING.join(
        entry.format(gap.what.get(lang), gap.why.get(lang)) for gap in visit.package.gaps
    )
    st.html(Markup('<div class="wide"><dl class="figures">{}</dl></div>').format(items))


def report_an_error(visit: Visit) -> None:
    """Say how to report an error with the record's id."""
    lang, contact = visit.lang, visit.package.contact
    whom = (
        text("sources.report_contact", lang, contact=contact)
        if contact
        else text("sources.report_nobody", lang)
    )
    st.html(_TITLE.format(text("sources.report", lang), text("sources.report_how", lang) + whom))
