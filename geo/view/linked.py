"""What does a link say of a package: which view, and what of it was not understood?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geo.package.package import Package
from geo.view.link import decode
from geo.view.selection import Shown, known_ids, select
from geo.view.views import Known, View


@dataclass(frozen=True)
class Linked:
    """A package as a link shows it.

    Parameters
    ----------
    known : Known
        What a link about the package may name.
    ignored : tuple of str
        Names of the link's parameters that were not understood, see :func:`geo.view.link.decode`.
    """

    package: Package
    known: Known
    view: View
    ignored: tuple[str, ...]

    @property
    def shown(self) -> Shown:
        """What the view shows; worked out only where somebody wants to know."""
        return select(self.package, self.view)


def linked(package: Package, query: Mapping[str, str], known: Known | None = None) -> Linked:
    """Return what a link's parameters say of a package; of it alone where nothing else is known."""
    known = known or known_ids(package)
    return Linked(package, known, *decode(query, known))
