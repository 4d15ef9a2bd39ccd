"""What does a request to the interface ask for, and about which data?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import quote, urlencode

from starlette.requests import Request

from geo.errors import PackageError
from geo.language.bilingual import Bilingual
from geo.package.package import Package
from geo.store import Store
from geo.view.link import PARAMETERS, decode, package_of, permalink
from geo.view.selection import Shown, known_ids, select
from geo.view.views import Known, View
from geo.web.answers import BadRequestError
from geo.web.api.definition import query_parameters
from geo.web.asking import language, refuse_other_version

NOTHING: Final = Bilingual("没有这一项", "there is no such thing")


@dataclass(frozen=True)
class Call:
    """A request whose parameters are known to the definition.

    Parameters
    ----------
    base : str
        Address of the map's page, with a slash at its end.
    here : str
        Path that was asked for, below the interface's own address.
    named : mapping of str to str
        What stands in the variable parts of the path.
    query : mapping of str to str
        The parameters.
    lang : str
        Language of the titles in the answer.
    """

    store: Store
    base: str
    here: str
    named: Mapping[str, str]
    query: Mapping[str, str]
    lang: str

    @cached_property
    def served(self) -> tuple[list[str], str]:
        """Ids of the packages, and that of the one shown first; looked up once a request."""
        return self.store.package_ids(), self.store.default_id()

    def address(self, path: str, query: Mapping[str, str] | None = None) -> str:
        """Return the address of a path of the interface; a language that was stated is kept."""
        stated = {"lang": self.query["lang"]} if "lang" in self.query else {}
        wanted = stated if query is None else query
        joined = urlencode(wanted, quote_via=quote, safe=",:/")
        return f"{self.base}api{path}" + (f"?{joined}" if joined else "")

    def page(self, package: Package, view: View) -> str:
        """Return the address of the map's page that shows `view`."""
        return f"{self.base}?{permalink(view, self.known(package))}"

    def packages(self) -> list[Package]:
        """Return the packages that can be used; ``/health`` tells of the others.

        Raises
        ------
        PackageError
            If there is none.
        """
        found, failed = [], None
        for package_id in self.served[0]:
            try:
                found.append(self.store.serve(package_id).package)
            except PackageError as error:  # the store has written it into the log
                failed = error
        if failed is not None and not found:
            raise failed
        return found

    def package(self, package_id: str) -> Package:
        """Return a package that is named in the path, in the version that is asked for.

        Raises
        ------
        BadRequestError
            If there is no such package, or not in that version (404).
        PackageError
            If it cannot be used.
        """
        if package_id not in self.served[0]:
            raise BadRequestError(NOTHING, status=404)
        package = self.store.serve(package_id).package
        self.view(package)
        return package

    def asked_package(self) -> Package:
        """Return the package that ``data`` names, else the one that is shown first."""
        package = self.store.serve(package_of(self.query, *self.served)).package
        self.view(package)
        return package

    def view(self, package: Package) -> View:
        """Return the view that the link's parameters state.

        Raises
        ------
        BadRequestError
            If any is not understood (400), or the version is another one (404).
        """
        stated = {name: self.query[name] for name in PARAMETERS if name in self.query}
        view, ignored = decode({"data": package.package_id} | stated, self.known(package))
        if ignored:
            names = ", ".join(ignored)
            said = Bilingual(f"参数无法识别：{names}", f"not understood: {names}")
            raise BadRequestError(said, ignored)
        refuse_other_version(package, view)
        return view

    def shown(self, package: Package) -> Shown:
        """Return what the link's parameters show of `package`."""
        return select(package, self.view(package))

    def known(self, package: Package) -> Known:
        """Return what a link about `package` may name."""
        return known_ids(package, *self.served)


def read_call(store: Store, request: Request, path: str, prefix: str, base: str) -> Call:
    """Read a request to a `path` of the definition.

    Raises
    ------
    BadRequestError
        If a parameter is not in the definition, or stands there twice
        (``/req/core/query-param-unknown``).
    """
    accepted, given = query_parameters(path), request.query_params
    if any(name not in accepted for name in given):
        # Not repeated: what was sent is not ours to print.
        allowed = ", ".join(accepted)
        said = Bilingual(f"有不认识的参数。可用：{allowed}", f"unknown parameter; known: {allowed}")
        raise BadRequestError(said)
    twice = tuple(name for name in accepted if len(given.getlist(name)) > 1)
    if twice:
        said = Bilingual("同一参数只能出现一次", "a parameter can be stated only once")
        raise BadRequestError(said, twice)
    if given.get("lang", "zh") not in query_parameters("/")["lang"]["enum"]:
        raise BadRequestError(Bilingual("lang 可取：zh, en", "lang can be: zh, en"), ("lang",))
    return Call(
        store=store,
        base=base,
        here=request.url.path.removeprefix(f"{prefix}/api").rstrip("/"),
        named=request.path_params,
        query=dict(given),
        lang=language(request),
    )
