"""What stands behind the data? Sources, files, licences, gaps, and whom to tell of an error."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st
from markupsafe import Markup

from geo.datum import DATUM_NAMES
from geo.figures.wording import number
from geo.language.texts import text
from geo.records import Source
from pages.shared.markup import outside_link
from pages.shared.state import Visit

_TITLE = Markup('<h2 class="section">{}</h2><p class="quiet">{}</p>')
_RECORD = Markup('<article class="record"><h3>{}</h3><dl>{}</dl></article>')
_ENTRY = Markup("<dt>{}</dt><dd>{}</dd>")
_LIST = Markup('<div class="records">{}</div>')
_NOTHING = Markup("")


def sources(visit: Visit) -> None:
    """Draw a record a source."""
    lang = visit.lang
    st.html(_TITLE.format(text("sources.title", lang), text("sources.intro", lang)))
    records = _NOTHING.join(_source(found, lang) for found in visit.package.sources.values())
    st.html(_LIST.format(records))


def _source(source: Source, lang: str) -> Markup:
    entries = (
        ("publisher", source.publisher.get(lang)),
        ("published", source.published or text("sources.unknown_date", lang)),
        ("licence", source.licence.get(lang)),
        ("accuracy", source.accuracy.get(lang)),
        ("covers", source.covers),
        ("id", source.source_id),
    )
    return _RECORD.format(outside_link(source.url, source.title.get(lang)), _entries(entries, lang))


def _entries(entries: Iterable[tuple[str, str]], lang: str) -> Markup:
    return _NOTHING.join(
        _ENTRY.format(text(f"sources.{name}", lang), value) for name, value in entries if value
    )


def data_files(visit: Visit) -> None:
    """Draw the package's files with their size and hash."""
    lang = visit.lang
    st.html(_TITLE.format(text("sources.files", lang), text("sources.files_note", lang)))
    head = _NOTHING.join(
        Markup("<th>{}</th>").format(text(f"sources.{name}", lang))
        for name in ("file", "bytes", "from", "datum", "hash")
    )
    row = Markup("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td><code>{}</code></td></tr>")
    unknown = text("sources.hash_unknown", lang)
    rows = _NOTHING.join(
        row.format(
            found.path,
            f"{found.bytes:,}",
            _origin(visit, found.path),
            _datum(visit, found.path),
            found.sha256 or unknown,
        )
        for found in visit.package.files
    )
    table = Markup(
        '<div class="scroll" tabindex="0"><table><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>"
    )
    st.html(table.format(head, rows))


def _origin(visit: Visit, path: str) -> str:
    """Return where a file's content comes from; what no source covers, the project wrote."""
    titles = [source.title.get(visit.lang) for source in visit.package.sources_of(path)]
    return "; ".join(titles) or text("sources.own", visit.lang)


def _datum(visit: Visit, path: str) -> str:
    """Return what a layer's coordinates came on and how far off they may be; "" of other files."""
    lang = visit.lang
    for layer in visit.package.layers.values():
        if path == layer.path or path.startswith(f"{layer.path}/"):  # a part of a folder
            name = dict[str, str](DATUM_NAMES).get(layer.datum, text("sources.datum_unknown", lang))
            metres = number(layer.accuracy_m)
            within = text("sources.within", lang, datum=name, metres=metres)
            return within if layer.accuracy_m else name
    return ""


def licences(visit: Visit) -> None:
    """Draw what covers the data."""
    items = _NOTHING.join(Markup("<li>{}</li>").format(words) for words in visit.package.licences)
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
