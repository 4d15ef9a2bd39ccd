"""Which district of China does somebody mean by a name or a six-digit code?"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from geo.geography.names import english, short
from geo.geography.sources import GeographyError, read_units
from geo.language.bilingual import Bilingual

_MOST_NEAR: Final = 5
_CODE: Final = re.compile(r"\d{6}")


@dataclass(frozen=True, slots=True)
class District:
    """A district of China: 区, 县, 市 or 旗.

    Parameters
    ----------
    code : str
        Six digits (GB/T 2260).
    name, city, province : str
        In Chinese; `city` is empty where it lies below no city.
    """

    code: str
    name: str
    city: str
    province: str

    @property
    def names(self) -> Bilingual:
        """Its name in both languages."""
        return Bilingual(self.name, english(self.name))

    @property
    def holder(self) -> Bilingual:
        """The city that it belongs to, or the province."""
        above = self.city or self.province
        return Bilingual(above, english(above))

    @property
    def listed(self) -> Bilingual:
        """How it is told from its namesakes: province, name and code."""
        above = dict.fromkeys(part for part in (self.province, self.city) if part)
        zh = f"{self.code} {''.join(above)}{self.name}"
        en = ", ".join(english(part) for part in (self.name, *reversed(above)))
        return Bilingual(zh, f"{self.code} {en}")


@cache
def every_district() -> tuple[District, ...]:
    """Return all districts, by code; read once a process, without their outlines."""
    cities = {code[:4]: name for code, name, _ in read_units("city")}
    provinces = {code[:2]: name for code, name, _ in read_units("province")}
    found = (
        District(code, name, cities.get(code[:4], ""), provinces.get(code[:2], ""))
        for code, name, _ in read_units("district")
    )
    return tuple(sorted(found, key=lambda district: district.code))


def find(wanted: str, districts: Iterable[District] | None = None) -> District:
    """Return the district of a code or a name: 420111, 洪山区, 洪山, 武汉市洪山区.

    Raises
    ------
    GeographyError
        If there is none, or several: then all of them are named with province and code.
    """
    every = every_district() if districts is None else tuple(districts)
    said = re.sub(r"\s+", "", unicodedata.normalize("NFKC", wanted))
    if _CODE.fullmatch(said):
        found = [district for district in every if district.code == said]
    else:
        found = [district for district in every if said in _whole_names(district)]
        found = found or [district for district in every if said in _short_names(district)]
    if len(found) == 1:
        return found[0]
    raise _several(wanted, found) if found else _none(wanted, said, every)


def _whole_names(district: District) -> set[str]:
    above = {"", district.city, district.province, district.province + district.city}
    return {part + district.name for part in above}


def _short_names(district: District) -> set[str]:
    """Return how a district is called by who leaves out 区 and 市."""
    name, city, province = map(short, (district.name, district.city, district.province))
    above = {"", city, province, province + city}
    return {part + last for part in above for last in (name, district.name)}


def _several(wanted: str, found: list[District]) -> GeographyError:
    zh = "\n".join(f"  {district.listed.zh}" for district in found)
    en = "\n".join(f"  {district.listed.en}" for district in found)
    return GeographyError(
        f"有 {len(found)} 个地方叫“{wanted}”，请写六位代码：\n{zh}",
        f"{len(found)} districts are called “{wanted}”; give the six-digit code:\n{en}",
    )


def _none(wanted: str, said: str, every: Sequence[District]) -> GeographyError:
    by_name = {district.name: district for district in every}
    near = difflib.get_close_matches(said, by_name, n=_MOST_NEAR, cutoff=0.5)
    zh = "；是不是：" + "、".join(by_name[name].listed.zh for name in near) if near else ""
    en = "; is it " + " or ".join(by_name[name].listed.en for name in near) if near else ""
    return GeographyError(
        f"找不到“{wanted}”{zh}。请写区、县、市、旗的全名或六位代码。",
        f"There is no district “{wanted}”{en}. Give its whole Chinese name or its six-digit code.",
    )
