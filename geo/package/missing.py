"""What is named and is nowhere, and which rows need it? One missing id is one message.

A row that was deleted is missed wherever it was named: in other tables, and in the features of
layers. So all that name it are gathered first, and told together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from geo.errors import Fault
from geo.language.bilingual import Bilingual
from geo.package.faults import Faults, quoted
from geo.package.remedies import PLACES, Meant, add_words, meant_words
from geo.package.schema import DESCRIPTOR, is_id

APART: Final = 2
"""Missing ids of a table that are told one by one; more have one cause."""
_MOST_IDS: Final = 1_000
"""Ids that are kept; of others only how many rows need one."""
_ROWS_NAMED: Final = 5
_FILES_NAMED: Final = 3
_IDS_NAMED: Final = 5
Said = tuple[str, str]


@dataclass(slots=True)
class _Need:
    """Who needs one id: the column that names it first, and rows by file."""

    column: str
    rows: dict[str, list[int]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def first(self) -> tuple[str, int]:
        file = next(iter(self.rows))
        return file, self.rows[file][0]


class Missing:
    """What is named in a package and is not there, by the table that should have it."""

    def __init__(self) -> None:
        self._needs: dict[tuple[str, str], _Need] = {}
        self._others: Counter[str] = Counter()

    def need(
        self, target: str, name: str, file: str, column: str, row: int, count: int = 1
    ) -> None:
        """Keep that `count` rows of a file, of which `row` is one, name what is not there.

        Parameters
        ----------
        target : str
            The table that should have it, or :data:`geo.package.remedies.PLACES`.
        """
        key = (target, name)
        if key not in self._needs and len(self._needs) >= _MOST_IDS:
            self._others[target] += count
            return
        found = self._needs.setdefault(key, _Need(column))
        found.counts[file] += count
        rows = found.rows.setdefault(file, [])
        if len(rows) <= _ROWS_NAMED:
            rows.append(row)

    def add(self, other: Missing) -> None:
        """Keep what another has kept."""
        for (target, name), found in other._needs.items():
            for file, rows in found.rows.items():
                more = found.counts[file] - len(rows)
                for row in rows[:-1]:
                    self.need(target, name, file, found.column, row)
                self.need(target, name, file, found.column, rows[-1], 1 + more)
        self._others.update(other._others)

    def collect(self, faults: Faults) -> None:
        """Take over what was said of features that name what is not there."""
        for fault in faults:
            if fault.names is not None and fault.row is not None:
                self.need(*fault.names, fault.file, "area", fault.row)
        faults[:] = [fault for fault in faults if fault.names is None]

    def leave_out(self, targets: Collection[str]) -> None:
        """Say nothing of tables that could not be read: that is told already."""
        self._needs = {key: need for key, need in self._needs.items() if key[0] not in targets}

    def names(self) -> frozenset[tuple[str, str]]:
        """Return every missing id with the table that should have it."""
        return frozenset(self._needs)

    def told(self, meant: Mapping[tuple[str, str], Meant], paths: Collection[str]) -> Faults:
        """Return what is to be said: one fault an id, where many are missing one of all.

        Parameters
        ----------
        meant : mapping
            What may be meant by an id that is missing, where anything may.
        paths : collection of str
            Files of the layers.
        """
        groups: defaultdict[tuple[str, bool], list[str]] = defaultdict(list)
        for key in self._needs:
            groups[key[0], key in meant].append(key[1])
        found = Faults()
        for (target, is_meant), ids in groups.items():
            more = 0 if is_meant else self._others[target]
            # Of places nobody can tell whether each was deleted or their layer was.
            apart = len(ids) <= APART and not more and (is_meant or target != PLACES)
            alone = [[name] for name in ids] if apart else [ids]
            for names in alone:
                needs = [self._needs[target, name] for name in names]
                some = {name: meant[target, name] for name in names} if is_meant else {}
                found.append(_Group(target, names, needs, some, more).fault(paths))
        return found


@dataclass(frozen=True, slots=True)
class _Group:
    """Missing ids that are told together; `more` rows need others that were not kept."""

    target: str
    names: list[str]
    needs: list[_Need]
    meant: Mapping[str, Meant]
    more: int

    def fault(self, paths: Collection[str]) -> Fault:
        """Return the one fault, where it is to be mended: in the table, or where the id stands."""
        count = self.more + sum(need.counts.total() for need in self.needs)
        file, row = self.needs[0].first()
        sources = {file for need in self.needs for file in need.rows}
        table = f"{self.target}.csv"
        also = sources | (self._homes(paths) if self.target == PLACES else {table})
        # What cannot be an id was never a row of the table: it is mended where it stands.
        are_ids = all(map(is_id, self.names))
        lacks = count > 1 and are_ids and not self.meant and self.target != PLACES
        said = self._one(table) if count == 1 else self._many(table, count, in_table=lacks)
        remedy = (
            meant_words(self.meant, self.target, many=count > 1)
            if self.meant
            else add_words(self.target, self.names, many=count > 1)
        )
        return Fault(
            "E_REFERENCE",
            table if lacks else file,
            None if lacks else row,
            Bilingual(*said),
            Bilingual(*remedy),
            also=tuple(sorted(also)),
        )

    def _homes(self, paths: Collection[str]) -> set[str]:
        """Return where a place may have been deleted from."""
        return {*paths, "layers.csv", DESCRIPTOR}

    def _one(self, table: str) -> Said:
        column = self.needs[0].column
        chinese, english = _before(self.target, table)
        shown = quoted(self.names[0])
        return f"{column}：{chinese} {shown}", f"{column}: {english} {shown}"

    def _many(self, table: str, count: int, *, in_table: bool) -> Said:
        chinese, english = ("没有", "it has no") if in_table else _before(self.target, table)
        if len({need.column for need in self.needs}) == 1 and not in_table:
            column = self.needs[0].column
            chinese, english = f"{column}：{chinese}", f"{column}: {english}"
        some = list(map(quoted, self.names[:_IDS_NAMED]))
        rest = len(self.names) - len(some)
        zh, en = "、".join(some), ", ".join(some)
        if rest or self.more:
            zh += f" 等 {len(self.names):,} 个编号" if not self.more else " 等许多编号"
            en += f" and {rest:,} more ids" if not self.more else " and many more ids"
        where = self._places()
        return (
            f"{chinese} {zh}，却有 {count:,} 行用到：{where[0]}",
            f"{english} {en}, which {count:,} rows name: {where[1]}",
        )

    def _places(self) -> Said:
        """Return the first places that need one of the ids, file by file."""
        rows: defaultdict[str, list[int]] = defaultdict(list)
        counts: Counter[str] = Counter()
        for need in self.needs:
            counts += need.counts
            for file, some in need.rows.items():
                rows[file] += some
        chinese, english = [], []
        for file, some in list(rows.items())[:_FILES_NAMED]:
            shown = sorted(set(some))[:_ROWS_NAMED]
            more = counts[file] > len(shown)
            zh, en = "、".join(map(str, shown)), ", ".join(map(str, shown))
            of_all = f" {counts[file]:,} 行" if len(rows) > 1 else ""
            chinese.append(f"{file} 第 {zh} 行{f'等{of_all}' if more else ''}")
            word = "row" if counts[file] == 1 else "rows"
            english.append(f"{file} {word} {en}{', …' if more else ''}")
        more_files = len(rows) - len(chinese)
        if more_files:
            chinese.append(f"另有 {more_files} 个文件")
            english.append(f"and {more_files} more file{'s' if more_files > 1 else ''}")
        return "；".join(chinese), "; ".join(english)


def _before(target: str, table: str) -> Said:
    """Return what stands before an id that nothing has, where another file is at fault."""
    if target == PLACES:
        return "图层中没有地点", "no layer has the place"
    if target == "figures":
        return "没有数字", "there is no figure"
    return f"{table} 中没有", f"{table} has no"


def unmet_area(file: str, row: int, area: str) -> Fault:
    """Return what is said of one feature that names an area which is not there, until all are."""
    said = f"areas.csv 中没有 {quoted(area)}", f"areas.csv has no {quoted(area)}"
    remedy = add_words("areas", [area], many=False)
    named = ("areas", area)
    return Fault("E_REFERENCE", file, row, Bilingual(*said), Bilingual(*remedy), names=named)
