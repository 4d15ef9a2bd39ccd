"""Which figures concern a place, and how far does each of them reach?

Its own first, then those of the groups that it belongs to from the narrowest to the widest, then
what its line of work has for the whole district: a number of five compounds together is told with
each of the five, under the name of the five. Asked place by place, so that a crowd costs nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from geo.language.bilingual import Bilingual
from geo.language.texts import text
from geo.records import Area, Figure, Group, Place, Scope

_DISTRICT: Final = "district"
Box = tuple[float, float, float, float]


class Spot(NamedTuple):
    """What has to be known of a place to say which figures concern it."""

    place_id: str
    name: Bilingual
    code: str
    area: str
    workstream: str
    precision: str
    box: Box

    @classmethod
    def of_place(cls, place: Place) -> Spot:
        """Return it of a record."""
        return cls(
            place.place_id,
            place.name,
            place.code or "",
            place.area,
            place.workstream or "",
            place.precision,
            place.geometry.bounds,
        )

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Spot:
        """Return it of a row of :data:`geo.package.places.place_table.SCHEMA`."""
        return cls(
            row["place_id"],
            Bilingual(row["name_zh"], row["name_en"]),
            row["code"] or "",
            row["area"] or "",
            row["workstream"] or "",
            row["precision"],
            (row["west"], row["south"], row["east"], row["north"]),
        )


class Scopes:
    """Which figures concern which place of a package.

    Parameters
    ----------
    figures, groups, areas
        Those of the package.
    headlines : collection of str
        Ids of the figures that stand for a workstream each.
    named : iterable of Spot
        The places that figures or groups name; others may be left out.
    """

    def __init__(
        self,
        figures: Iterable[Figure],
        groups: Mapping[str, Group],
        areas: Mapping[str, Area],
        headlines: Collection[str],
        named: Iterable[Spot],
    ) -> None:
        self._areas = areas
        self._headlines = headlines
        spots = {spot.place_id: spot for spot in named}
        self._own: dict[str, list[Figure]] = {}
        together: dict[str, list[Figure]] = {}
        for figure in sorted(figures, key=lambda found: found.figure_id not in headlines):
            home = together if figure.group else self._own
            home.setdefault(figure.group or figure.place_id, []).append(figure)
        told = [
            _Together.of(groups[each], found, spots, areas)
            for each, found in together.items()
            if each in groups
        ]
        self._groups = sorted(told, key=lambda found: found.width)
        self._wide = [
            figure
            for place_id, found in self._own.items()
            if place_id in spots and spots[place_id].precision == _DISTRICT
            for figure in found
        ]
        self._named = frozenset(self._own).union(*(each.members for each in told))
        self._around = frozenset[str]().union(*(each.around for each in told))
        self._alike: dict[tuple[str, str, bool, bool], tuple[Scope, ...]] = {}

    def own(self, place_id: str) -> tuple[Figure, ...]:
        """Return the figures of a place alone, those that stand for a workstream first."""
        return tuple(self._own.get(place_id, ()))

    def of(self, spot: Spot) -> tuple[Scope, ...]:
        """Return the figures that concern a place, from the narrowest scope to the widest.

        What nobody names is told by its workstream and its area alone; of a crowd, that is most.
        """
        if spot.place_id in self._named:
            return tuple(self._of(spot))
        is_area = spot.area in self._around and _is_area(spot, self._areas)
        key = (spot.workstream, spot.area, spot.precision == _DISTRICT, is_area)
        found = self._alike.get(key)
        if found is None:
            found = self._alike[key] = tuple(self._of(spot))
        return found

    def _of(self, spot: Spot) -> Iterator[Scope]:
        own = self._own.get(spot.place_id, [])
        if own:
            yield Scope("place", None, spot.name, tuple(own))
        streams = frozenset({spot.workstream, *(figure.workstream for figure in own)} - {""})
        is_district = _is_district(spot)
        if is_district:  # all works concern it
            streams = frozenset()
        for each in self._groups:
            found = each.figures
            if spot.place_id not in each.members:
                reached = each.reaches(spot, self._areas)
                found = [f for f in found if reached and (not streams or f.workstream in streams)]
            if found:
                yield Scope("group", each.group, each.group.name, tuple(found))
        wide = tuple(self._wide) if is_district else self._of_district(streams)
        if own:
            wide = tuple(figure for figure in wide if figure not in own)
        if wide:
            yield Scope("district", None, whole_district(), wide)

    def _of_district(self, streams: frozenset[str]) -> tuple[Figure, ...]:
        """Return the district's own figures of some lines of work; of none, its headlines."""
        if streams:
            return tuple(figure for figure in self._wide if figure.workstream in streams)
        return tuple(figure for figure in self._wide if figure.figure_id in self._headlines)


class _Together(NamedTuple):
    """The figures of a group, and which places they concern.

    `width` is how much ground its members cover, and how many they are; `inside` are the areas
    that lie in a member that is one itself, `around` those in which all members lie.
    """

    group: Group
    figures: list[Figure]
    members: frozenset[str]
    width: tuple[float, int]
    everywhere: bool
    inside: frozenset[str]
    around: frozenset[str]

    @classmethod
    def of(
        cls,
        group: Group,
        figures: list[Figure],
        spots: Mapping[str, Spot],
        areas: Mapping[str, Area],
    ) -> _Together:
        """Return a group with its figures, as its members lie."""
        members = [spots[each] for each in group.members if each in spots]
        whole = {member.area for member in members if _is_area(member, areas)}
        lines = [frozenset(lineage(member.area, areas)) for member in members]
        return cls(
            group,
            figures,
            frozenset(group.members),
            (_ground([member.box for member in members]), len(members)),
            any(map(_is_district, members)),
            frozenset(each for each in areas if whole.intersection(lineage(each, areas))),
            frozenset.intersection(*lines) if lines else frozenset(),
        )

    def reaches(self, spot: Spot, areas: Mapping[str, Area]) -> bool:
        """Tell whether these figures concern a place that is no member.

        They do where it lies in a member that is an area itself, and where it is an area in which
        all members lie.
        """
        if self.everywhere or _is_district(spot) or spot.area in self.inside:
            return True
        return spot.area in self.around and _is_area(spot, areas)


def _ground(boxes: list[Box]) -> float:
    """Return how much ground the box around some boxes covers, in square degrees."""
    if not boxes:
        return 0.0
    west, south, east, north = zip(*boxes, strict=True)
    return float((max(east) - min(west)) * (max(north) - min(south)))


def _is_district(spot: Spot) -> bool:
    """Tell whether a place is the district itself, rather than something spread over it."""
    return spot.precision == _DISTRICT and not spot.workstream


def _is_area(spot: Spot, areas: Mapping[str, Area]) -> bool:
    """Tell whether a place is the area that it names, by its code or else its name."""
    area = areas.get(spot.area)
    if area is None:
        return False
    return spot.code == area.code if spot.code and area.code else spot.name.zh == area.name.zh


def whole_district() -> Bilingual:
    """Return what the district is called as a scope."""
    return Bilingual(text("scope.district", "zh"), text("scope.district", "en"))


def lineage(area_id: str, areas: Mapping[str, Area]) -> list[str]:
    """Return an area and those that hold it, the narrowest first."""
    found: list[str] = []
    while area_id in areas and area_id not in found:
        found.append(area_id)
        area_id = areas[area_id].parent
    return found
