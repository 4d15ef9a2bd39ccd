"""How does the whole explorer become one HTML file that needs no network?

The map's own code and payload, as the live app serves them, with ``geo/browser/file`` around them.
Data lie in the file as JSON that no browser takes for markup or code; a Content-Security-Policy
admits the file's own scripts by their hashes, and no request at all.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from html import escape

from geo.blob import COLUMNS, Blob, Payload
from geo.export.explorer import WORDS, as_json, data_element, opening, page_title
from geo.export.limits import check_one_file
from geo.language.bilingual import HTML_LANGUAGE, LANGUAGES
from geo.language.texts import TEXTS, text
from geo.package.package import Package
from geo.served.catalogue import has_crowd
from geo.served.crowd.texts import text_files
from geo.served.facts import has_all_facts
from geo.served.scripts import bundled, file_script, leaflet
from geo.view.link import encode
from geo.view.selection import known_ids
from geo.view.views import DEFAULT_PARTS, View


def one_file(package: Package, payload: Payload, view: View, *, approval: str = "") -> bytes:
    """Return the explorer of a package as one HTML file; the same view gives the same bytes.

    Parameters
    ----------
    view : View
        What the file opens with; without a language it follows the reader's browser.
    approval : str
        Line of the map's approval number, shown on the map as it is.

    Raises
    ------
    TooManyPlacesError
        If the package has more places than such a file holds.
    """
    check_one_file(len(package.place))
    room = [bundled("crowd.js")] if has_crowd(payload) else []
    scripts = [_script(code) for code in (leaflet(".js"), *room, file_script(WORDS))]
    styles = [_text(code) for code in (leaflet(".css"), bundled("map.css"), bundled("file.css"))]
    is_whole = has_all_facts(package)
    searched, texts = (None, {}) if is_whole else text_files(package)
    data = [
        data_element(f"layers/{path}", _as_json(blob, packed=not is_whole))
        for path, blob in sorted({**payload.blobs, **texts}.items())
    ]
    setup = "setup.json" if approval else None
    link = encode(opened_with(view), known_ids(package))
    asked = None if searched is None else {"texts": searched}
    begins = opening(package, payload, link=link, setup=setup, asked=asked)
    data.append(data_element("opening", as_json(begins)))
    if setup:
        added = as_json({"basemaps": [], "approval": approval})
        data.append(data_element(f"layers/{setup}", added))
    lang = view.lang or LANGUAGES[0]
    lines = [
        f'<!DOCTYPE html>\n<html lang="{HTML_LANGUAGE[lang]}">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(scripts, styles)}">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escape(page_title(package).get(lang))}</title>",
        *(f"<style>{style}</style>" for style in styles),
        "</head>\n<body>",
        *(f"<noscript><p>{escape(text('file.no_script', each))}</p></noscript>" for each in TEXTS),
        *data,
        *(f"<script>{script}</script>" for script in scripts),
        "</body>\n</html>\n",
    ]
    return "\n".join(lines).encode()


def opened_with(view: View) -> View:
    """Return what of a view such a file opens with.

    It holds one version of one package and all its parts, but tells no story.
    """
    return replace(
        view,
        version=None,
        story=None,
        base=None,
        workstreams=view.chosen,
        parts=DEFAULT_PARTS,
        locked=False,
    )


def file_name(package: Package) -> str:
    """Return the name under which the file is saved."""
    return f"{package.package_id}-{package.version}.html"


def _as_json(blob: Blob, *, packed: bool) -> bytes:
    """Return a file of the payload as JSON: columns of numbers, and all that is packed, gzipped as
    a text in base64, which a browser reads when it is needed.
    """
    if blob.media_type != COLUMNS and not packed:
        return blob.content
    return as_json(base64.b64encode(blob.gzipped).decode("ascii"))


def _script(code: bytes) -> str:
    return _text(code).rstrip()


def _text(code: bytes) -> str:
    """Return constant code as it stands in the page; browsers read line ends as LF there."""
    return code.decode().replace("\r\n", "\n")


def _policy(scripts: list[str], styles: list[str]) -> str:
    """Return the policy of the file: its own code and style, pictures that lie in it, no more."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hashes(scripts)}",
            f"style-src {_hashes(styles)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hashes(codes: list[str]) -> str:
    digests = (hashlib.sha256(code.encode()).digest() for code in codes)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode('ascii')}'" for digest in digests)
