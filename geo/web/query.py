"""What does a request for data ask for? The parameters of a link, and the route's own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from geo.language.bilingual import LANGUAGES, Bilingual
from geo.store.states import Opened
from geo.store.store import Store
from geo.view.arrived import read_query, tidied
from geo.view.link import MAX_LENGTH, PARAMETERS
from geo.view.linked import Linked
from geo.web.responses import BadRequestError
from geo.web.settings import basemap_ids
from geo.web.streamlit.first_html import preferred_language


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request is about.

    Parameters
    ----------
    opened : Opened
        What its link opens, without a fault.
    options : mapping of str to str
        Parameters that are the route's own, not a link's.
    """

    opened: Opened
    lang: str
    options: Mapping[str, str]


def asked(store: Store, request: Request, options: Collection[str] = ()) -> Asked:
    """Read the parameters of a request; `options` are the route's own beside those of a link.

    Raises
    ------
    BadRequestError
        As :func:`stated` and :func:`opened` do.
    NoSuchPackageError
        If there is no such package.
    PackageError
        If the package cannot be used.
    """
    query = stated(request, (*PARAMETERS, *options))
    own = {name: query[name] for name in options if name in query}
    return Asked(opened(store, query), language(request), own)


def opened(store: Store, query: Mapping[str, str]) -> Opened:
    """Return what a link opens whose parameters are among those of a request.

    Raises
    ------
    BadRequestError
        As :func:`refuse_faults` does.
    NoSuchPackageError
        If there is no such package.
    PackageError
        If the package cannot be used.
    """
    found = store.open(of_link(query), basemaps=basemap_ids())
    refuse_faults(found)
    return found


async def opened_soon(store: Store, query: Mapping[str, str]) -> Opened:
    """Return what a link opens, faults and all: at once where that is in memory, else from a
    thread. Nobody else waits for a look at the disk, nor a reader of a full house for a thread.

    Raises
    ------
    NoSuchPackageError
        If there is no such package.
    PackageError
        If the package cannot be used.
    """
    if "v" not in query and store.at_hand(query.get("data") or None):
        return store.open(query, basemaps=basemap_ids())
    return await run_in_threadpool(store.open, query, basemaps=basemap_ids())


def of_link(query: Mapping[str, str]) -> dict[str, str]:
    """Return those parameters of a request that are a link's."""
    return {name: query[name] for name in PARAMETERS if name in query}


def query_of(request: Request) -> list[tuple[str, str]]:
    """Return the parameters of a request as they were meant, in their order."""
    return read_query(request.scope["query_string"].decode("latin-1"))


def stated(request: Request, accepted: Collection[str]) -> dict[str, str]:
    """Return the parameters of a request by name.

    Raises
    ------
    BadRequestError
        If one is not among `accepted`, or stands there twice: a script that mistypes a filter must
        not be given everything.
    """
    given = query_of(request)
    named = [name for name, _ in given]
    if any(name not in accepted for name in named):
        # Not repeated: what was sent is not ours to print.
        allowed = ", ".join(accepted)
        said = Bilingual(f"有不认识的参数。可用：{allowed}", f"unknown parameter; known: {allowed}")
        raise BadRequestError(said)
    twice = tuple(name for name in accepted if named.count(name) > 1)
    if twice:
        said = Bilingual("同一参数只能出现一次", "a parameter can be stated only once")
        raise BadRequestError(said, twice)
    return dict(given)


def refuse_faults(found: Linked) -> None:
    """Refuse a link that is not understood whole: a script must not be given something else.

    Raises
    ------
    BadRequestError
        If any is not understood (400), or the version is one that is not served (404).
    """
    # A basemap changes no data: links go on working where the deployment has another one.
    faults = tuple(name for name in found.ignored if name != "base")
    if "length" in faults:
        said = Bilingual(
            f"链接超过 {MAX_LENGTH} 个字符", f"the link is longer than {MAX_LENGTH} characters"
        )
        raise BadRequestError(said)
    if faults:
        names = ", ".join(faults)
        said = Bilingual(f"参数无法识别：{names}", f"not understood: {names}")
        raise BadRequestError(said, faults)
    present = found.package.version
    if found.view.version not in {None, present}:
        said = Bilingual(
            f"所要的数据版本已不提供，现有版本 {present}",
            f"that data version is not served; the present one is {present}",
        )
        raise BadRequestError(said, ("v",), status=404)


def choice(asked_for: Asked, name: str, choices: Collection[str], default: str) -> str:
    """Return the value of a route's own parameter.

    Raises
    ------
    BadRequestError
        If it is not one of `choices`.
    """
    value = asked_for.options.get(name, default)
    if value not in choices:
        allowed = ", ".join(choices)
        said = Bilingual(f"{name} 可取：{allowed}", f"{name} can be: {allowed}")
        raise BadRequestError(said, (name,))
    return value


def day(asked_for: Asked) -> date:
    """Return the reader's date (`on`), which the server cannot know; without it, the server's own.

    Raises
    ------
    BadRequestError
        If it is no date.
    """
    stated = asked_for.options.get("on")
    if stated is None:
        return date.today()
    try:
        return date.fromisoformat(stated)
    except ValueError as error:
        said = Bilingual("on 应为日期，如 2026-11-23", "on must be a date such as 2026-11-23")
        raise BadRequestError(said, ("on",)) from error


def language(request: Request) -> str:
    """Return the language that a request asks for: in the link, else by the browser."""
    wanted = tidied(dict(query_of(request))).get("lang", "")
    accepted = preferred_language(request.headers.get("accept-language"))
    return wanted if wanted in LANGUAGES else accepted
