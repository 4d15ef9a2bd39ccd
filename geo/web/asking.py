"""What does a request for data ask for? The parameters of a link, and the route's own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from starlette.requests import Request

from geo.language.bilingual import LANGUAGES, Bilingual
from geo.map.payload import Payload
from geo.package.package import Package
from geo.store import Store
from geo.view.link import PARAMETERS, decode, package_of
from geo.view.selection import Shown, known_ids, select
from geo.view.views import Known, View
from geo.web.answers import BadRequestError
from geo.web.shell import preferred_language


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request is about.

    Parameters
    ----------
    options : mapping of str to str
        Parameters that are the route's own, not a link's.
    """

    package: Package
    payload: Payload
    known: Known
    view: View
    shown: Shown
    lang: str
    options: Mapping[str, str]


def asked(store: Store, request: Request, options: Collection[str] = ()) -> Asked:
    """Read the parameters of a request; `options` are the route's own beside those of a link.

    Raises
    ------
    BadRequestError
        If any is not understood: a script that mistypes a filter must not be given everything.
        If the link is pinned to a version that is not served.
    PackageError
        If the package cannot be used.
    """
    query = dict(request.query_params)
    strange = [name for name in query if name not in PARAMETERS and name not in options]
    if strange:
        # Not repeated: what was sent is not ours to print.
        allowed = ", ".join([*PARAMETERS, *options])
        said = Bilingual(f"有不认识的参数。可用：{allowed}", f"unknown parameter; known: {allowed}")
        raise BadRequestError(said)
    ids, default = store.package_ids(), store.default_id()
    served = store.serve(package_of(query, ids, default))
    known = known_ids(served.package, ids, default)
    view, ignored = decode({key: query[key] for key in PARAMETERS if key in query}, known)
    if ignored:
        names = ", ".join(ignored)
        said = Bilingual(f"参数无法识别：{names}", f"not understood: {names}")
        raise BadRequestError(said, ignored)
    refuse_other_version(served.package, view)
    return Asked(
        package=served.package,
        payload=served.payload,
        known=known,
        view=view,
        shown=select(served.package, view),
        lang=language(request),
        options={name: query[name] for name in options if name in query},
    )


def refuse_other_version(package: Package, view: View) -> None:
    """Raise BadRequestError (404) if `view` is pinned to a version that is not served."""
    if view.version not in {None, package.version}:
        said = Bilingual(
            f"所要的数据版本已不提供，现有版本 {package.version}",
            f"that data version is not served; the present one is {package.version}",
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


def language(request: Request) -> str:
    """Return the language that a request asks for: in the link, else by the browser."""
    wanted = request.query_params.get("lang", "")
    accepted = preferred_language(request.headers.get("accept-language"))
    return wanted if wanted in LANGUAGES else accepted
