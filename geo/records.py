"""What are the things that the project talks about?

Frozen records, changed by nobody. A number has one home: a figure carries no geometry, a place no
figure. Which concern a place is asked of :meth:`geo.package.package.Package.figures_of` alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from geo.language.bilingual import Bilingual

Qualifier = Literal["exact", "over", "under", "about"]
QUALIFIERS: Final[tuple[str, ...]] = ("exact", "over", "under", "about")

UNIT_KINDS: Final[tuple[str, ...]] = (
    *("length", "area", "volume", "count", "share"),
    *("money", "mass", "power", "energy", "duration"),
)
"""What a unit measures."""

PRECISIONS: Final = ("exact", "line", "zone", "township", "urban-area", "district")
"""How well a place is located, from the best to the least known."""

KNOWN_PRECISIONS: Final = frozenset({"exact", "line"})
"""Precisions whose geometry is the place itself; all others give the area it lies in."""

BOUNDED: Final[tuple[str, ...]] = ("outline", "boxes", "circle")
"""How the bounds of an area are known: a generalised outline, boxes around it, or a radius."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure.

    Lengths are in m, areas in m2 or mu, volumes in m3, shares in percent, money in yuan; the other
    measured units are in :mod:`geo.figures.measures`. Whatever else there is counts things.
    """

    unit_id: str
    kind: str
    zh: str
    en_one: str
    en_many: str


@dataclass(frozen=True, slots=True)
class Workstream:
    """One of the report's lines of work, with its colour (``#rrggbb``) and symbol.

    `headlines` are ids of the figures that say most of it, the first one first; there may be none.
    """

    workstream_id: str
    name: Bilingual
    about: Bilingual
    colour: str
    symbol: str
    headlines: tuple[str, ...]

    @property
    def headline(self) -> str:
        """Id of the figure that says most; "" where there is none yet."""
        return self.headlines[0] if self.headlines else ""


@dataclass(frozen=True, slots=True)
class Layer:
    """A kind of place, kept in one file at `path` inside the package.

    Parameters
    ----------
    datum : str
        What the coordinates in the file are said to be, of :data:`geo.datum.DATUM_NAMES`; empty
        where nobody said it. Places are held in WGS-84 whatever it is.
    accuracy_m : float
        How far off they may be, in metres, as stated; 0 where nothing is.
    """

    layer_id: str
    name: Bilingual
    path: str
    datum: str = ""
    accuracy_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures or locations come from, with what may be relied on."""

    source_id: str
    kind: str
    title: Bilingual
    publisher: Bilingual
    published: str
    url: str
    licence: Bilingual
    accuracy: Bilingual
    covers: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One published number.

    Parameters
    ----------
    value : Decimal
        In base units: metres, square metres, yuan, or single counted things; as its cell has it.
    qualifier : {"exact", "over", "under", "about"}
        ``over`` for the report's 余 and 以上, ``under`` for 不足 and 近, ``about`` for 约.
    as_published : str
        The number as printed, for instance ``1.6万余方``.
    locator : str
        Section and paragraph in the source.
    place_id, group : str
        What it belongs to: a place, or several places together. One of them is empty.
    """

    figure_id: str
    workstream: str
    place_id: str
    measure: Bilingual
    value: Decimal
    qualifier: Qualifier
    unit: str
    as_published: str
    period: str
    source_id: str
    locator: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a derived number is computed: the ids of its terms, never the number itself."""

    derived_id: str
    workstream: str
    kind: Literal["share", "ratio", "sum"]
    measure: Bilingual
    of: tuple[str, ...]
    per: str
    unit: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not known, and why."""

    gap_id: str
    what: Bilingual
    why: Bilingual


@dataclass(frozen=True, slots=True)
class Area:
    """Where places are known to lie, no better: a subdistrict, the surroundings of a bridge.

    Parameters
    ----------
    parent : str
        Id of the area that holds it; empty for the district's own.
    bounded : str
        How its bounds are known, of :data:`BOUNDED`. None of them is a surveyed border.
    geometry : shapely geometry
        Polygons in degrees WGS-84, longitude before latitude (RFC 7946).
    """

    area_id: str
    name: Bilingual
    parent: str
    bounded: str
    source_id: str
    code: str
    geometry: Any


@dataclass(frozen=True, slots=True)
class Town:
    """A town whose name helps to recognise the map; degrees WGS-84."""

    name: Bilingual
    longitude: float
    latitude: float
    population: int


@dataclass(frozen=True, slots=True)
class Group:
    """Places that a source counts together; `known` says how it is known that they are these."""

    group_id: str
    name: Bilingual
    members: tuple[str, ...]
    source_id: str
    known: Bilingual


@dataclass(frozen=True, slots=True)
class Scope:
    """Figures that concern a place, and how far they reach: the place, a group, the district."""

    kind: Literal["place", "group", "district"]
    group: Group | None
    name: Bilingual
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A named place or area; `geometry` is WGS-84, longitude before latitude (RFC 7946).

    `area` is the id of the area that it is known to lie in; empty where its package names none.
    """

    place_id: str
    name: Bilingual
    pinyin: str
    layer: str
    workstream: str | None
    code: str | None
    parent: Bilingual
    precision: str
    known: Bilingual
    source_id: str
    geometry: Any
    area: str = ""

    @property
    def is_located(self) -> bool:
        """Whether the geometry is the place itself rather than the area it lies in."""
        return self.precision in KNOWN_PRECISIONS

    @property
    def is_named_place(self) -> bool:
        """Whether figures tied to it say more than "somewhere in the district"."""
        return self.precision != "district"


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of the package: its path inside it, its size and its SHA-256."""

    path: str
    bytes: int
    sha256: str
