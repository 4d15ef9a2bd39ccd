"""``site``: how do packages become static files that any host can hand out?"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from markupsafe import Markup

from geo.commands.folder import add_language, contents_of
from geo.commands.static.folder import ForeignFileError, write
from geo.commands.static.maps import File, code_files, lead_script
from geo.commands.static.pages import PLACES, Site
from geo.commands.static.ways import SiteWays, in_language
from geo.errors import printable
from geo.export.icon import ICONS
from geo.export.plain.listing import home_page
from geo.export.plain.sitemap import index, listed
from geo.language.bilingual import LANGUAGES, Bilingual
from geo.language.texts import text
from geo.package.audit import audit
from geo.package.faults import Faults
from geo.package.package import Package
from geo.package.read import build_package
from geo.served.catalogue import build_payload
from geo.web.preview import Preview
from geo.web.settings import map_approval

EVERY_S: Final = 3.0
"""Seconds after which a command that goes on says how far it is."""
LARGE: Final = 5_000_000
"""Bytes of a package from which on it takes a while to check."""
_STOPPED: Final = 130
"""Exit code of a command that somebody stopped."""
_ADDRESS: Final = re.compile(r"https?://[^\s?#<>\"'\\]+")


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command's grammar."""
    parser = commands.add_parser("site", help="write packages as static files for any host")
    parser.add_argument("package", type=Path, nargs="+", help="folder of a package")
    parser.add_argument("-o", "--out", type=Path, required=True, help="folder to be written")
    parser.add_argument(
        "--url",
        type=_address,
        help="address that the site will have; without it no sheets, pictures and sitemaps",
    )
    parser.add_argument(
        "--places",
        type=_count,
        default=PLACES,
        metavar="N",
        help=f"places with a sheet and a picture of their own (else {PLACES})",
    )
    parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="day on the sheets")
    parser.add_argument(
        "--no-offline",
        action="store_true",
        help="let browsers keep nothing for when there is no network",
    )
    add_language(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check all packages, then write the folder, and say what became of it."""
    try:
        return _run(options, options.lang)
    except KeyboardInterrupt:
        print(printable(text("site.stopped", options.lang)), file=sys.stderr)
        return _STOPPED


def _run(options: argparse.Namespace, lang: str) -> int:
    roots, out = [root.resolve() for root in options.package], options.out.resolve()
    names = [root.name for root in roots]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        print(printable(text("site.twice", lang, package=twice)), file=sys.stderr)
        return 2
    if any(out == root or root in out.parents for root in roots):
        print(printable(text("build.inside", lang, folder=options.out)), file=sys.stderr)
        return 2
    found = [_checked(root, lang) for root in roots]
    packages = [each for each in found if isinstance(each, Package)]
    if len(packages) < len(found):
        return max(each for each in found if isinstance(each, int))
    say = _saying()
    sites = [*_sites(packages, options, say)]
    listed = [*_files(sites, options.url or "")]
    total = f"{len(listed):,}"
    try:
        done = write(
            out, listed, lambda at: say(text("site.progress", lang, done=f"{at:,}", total=total))
        )
    except ForeignFileError as error:
        said = text("site.foreign", lang, folder=options.out, file=error.path)
        print(printable(said), file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename or options.out}: {error.strerror}", file=sys.stderr)
        return 2
    facts = {"files": done.files, "changed": done.changed, "removed": done.removed}
    print(printable(text("site.done", lang, folder=options.out, **facts)))
    for site in sites:
        for left in site.left(lang):
            print(printable(f"{site.package.package_id}: {left}"))
    if not options.url:
        print(text("site.no_address", lang))
    return 0


def _sites(
    packages: Sequence[Package], options: argparse.Namespace, say: Callable[[str], None]
) -> Iterator[Site]:
    on, url, keeps = options.on or date.today(), options.url or "", not options.no_offline
    for each in packages:
        say(text("site.preparing", options.lang, package=each.package_id))
        payload = build_payload(each)
        yield Site(each, payload, url, options.places, on, map_approval(), keeps=keeps)


def _saying() -> Callable[[str], None]:
    """Return what says how far the command is, where it has been silent for a while."""
    said = time.monotonic()

    def say(words: str) -> None:
        nonlocal said
        if time.monotonic() - said >= EVERY_S:
            print(printable(words), file=sys.stderr, flush=True)
            said = time.monotonic()

    return say


def _address(stated: str) -> str:
    """Return an address with a slash at its end."""
    if not _ADDRESS.fullmatch(stated):
        raise ValueError
    return f"{stated.rstrip('/')}/"


def _count(stated: str) -> int:
    """Return a number, not less than 0."""
    count = int(stated)
    if count < 0:
        raise ValueError
    return count


def _checked(root: Path, lang: str) -> Package | int:
    """Return the package in a folder, or the exit code where there is none, said why."""
    contents = contents_of(root, lang)
    if contents is None:
        return 2
    if sum(map(len, contents.values())) > LARGE:
        said = text("site.checking", lang, folder=root.name)
        print(printable(said), file=sys.stderr, flush=True)
    errors = audit(root.name, contents, {}).errors
    for fault in errors:
        print(fault.line(lang), file=sys.stderr)
    package = None if errors else build_package(root.name, contents, Faults())
    return package or 1


def _files(sites: Sequence[Site], url: str) -> Iterator[File]:
    """Yield the files of all packages, then those that lead to them."""
    yield from code_files(keeps=all(site.keeps for site in sites))
    for site in sites:
        yield from site.files()
    for name, (_, make) in ICONS.items():
        yield name, make
    if url:
        for site in sites:
            yield f"sitemap-{site.package.package_id}.xml", partial(_sitemap, site)
        yield "sitemap.xml", partial(_sitemaps, sites, url)
        robots = f"User-agent: *\nSitemap: {url}sitemap.xml\n"
        yield "robots.txt", robots.encode
    for lang in LANGUAGES:
        yield in_language("index", lang), partial(_home, sites, url, lang)


def _sitemap(site: Site) -> bytes:
    pages = (
        Bilingual(*(site.url + in_language(path, lang) for lang in LANGUAGES))
        for path in site.subject_paths()
    )
    return b"".join(listed(pages))


def _sitemaps(sites: Sequence[Site], url: str) -> bytes:
    return index(f"{url}sitemap-{site.package.package_id}.xml" for site in sites)


def _home(sites: Sequence[Site], url: str, lang: str) -> bytes:
    ways = SiteWays(url, "index", lang)
    preview = Preview(
        lang, text("app.title", lang), text("app.description", lang), ways.whole(lang)
    )
    head = Markup(preview.head())  # noqa: S704  # HTML of ours, every text in it escaped
    head += Markup('\n<script src="{}" defer></script>').format(ways.root(lead_script()))
    return home_page([site.offer(lang) for site in sites], ways, lang=lang, head=head)
