"""Which words of columns, totals and units are known, and what is their English?

The words themselves are data: ``columns.json`` says what headings mean, ``glossary.json`` what is
known of English, units, symbols and colours. Nothing else holds a list of them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from geo import files

_HERE: Final = Path(__file__).parent
_ASIDE: Final = re.compile(r"[*＊]|[(（\[【](必填|选填|可不填|required|optional)[)）\]】]")
_IN_HEADINGS: Final = (
    *("高德", "腾讯", "百度", "gcj-02", "gcj02", "bd-09", "bd09", "wgs84", "wgs-84", "cgcs2000"),
)
_UNIT_BEHIND: Final = re.compile(
    r"(?P<what>.+?)\s*(?:[(（\[【]\s*(?:单位\s*[:：]\s*)?(?P<inside>[^()（）\[\]【】]+?)\s*[)）\]】]"
    r"|[:：/、_]\s*(?P<behind>[^:：/、_]+))"
)


@cache
def _data(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(files.read_bytes(_HERE / name))
    return found


def plain(heading: str) -> str:
    """Return a heading without capitals, marks and spaces that mean nothing.

    >>> plain("经度 *"), plain("Name（必填）"), plain("point_x")
    ('经度', 'name', 'point x')
    """
    folded = unicodedata.normalize("NFKC", _ASIDE.sub("", heading)).casefold()
    spaced = re.sub(r"[\s_\-]+", " ", folded).strip(" :：")
    return re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", spaced)


@cache
def _roles() -> Mapping[str, str]:
    """Return the role of every heading that is known."""
    return {
        plain(word): role
        for role, words in _data("columns.json")["roles"].items()
        for word in words
    }


def role_of(heading: str) -> str | None:
    """Return what a column holds by its heading; None where the heading does not tell.

    >>> role_of("小区名称"), role_of("Longitude"), role_of("经度(GCJ-02)"), role_of("户数")
    ('name', 'longitude', 'longitude', None)
    """
    known = _roles()
    whole = plain(heading)
    if whole in known:
        return known[whole]
    what, _ = with_unit(heading)
    if plain(what) in known:
        return known[plain(what)]
    for role, endings in reversed(_data("columns.json")["ends"].items()):
        if any(whole.endswith(ending) for ending in endings):
            return str(role)
    return None


def with_unit(heading: str) -> tuple[str, str]:
    """Return what a heading measures and the unit that stands behind it, "" where none does.

    >>> with_unit("建筑面积(万㎡)"), with_unit("投资：万元"), with_unit("户数")
    (('建筑面积', '万㎡'), ('投资', '万元'), ('户数', ''))
    """
    text = _ASIDE.sub("", heading).strip()
    match = _UNIT_BEHIND.fullmatch(text)
    if match is None:
        return text, ""
    return match["what"].strip(), (match["inside"] or match["behind"] or "").strip()


def counted_by(measure: str) -> str:
    """Return the word that counts what a measure names (户 for 户数); "" where none is known."""
    counted: Mapping[str, str] = _data("columns.json")["counted"]
    found = counted.get(plain(measure), "")
    if found:
        return found
    match = re.fullmatch(
        r".*?(户|人|栋|幢|套|座|处|条|盏|株|辆|台|个|部|家|所|件|块)数量?", measure
    )
    return match[1] if match else ""


def datum_of(word: str) -> str | None:
    """Return the datum that a word such as 高德 stands for."""
    said = plain(word)
    for datum, words in _data("columns.json")["datums"].items():
        if said in map(plain, words):
            return str(datum)
    return None


def datum_in(heading: str) -> str | None:
    """Return the datum that a heading names.

    >>> datum_in("高德经度"), datum_in("经度(GCJ-02)"), datum_in("经度")
    ('gcj02', 'gcj02', None)
    """
    folded = heading.casefold()
    found = (word for word in _IN_HEADINGS if word in folded)
    return next((datum_of(word) for word in found), None)


def is_total(cell: str) -> bool:
    """Tell whether a cell marks its row as a total.

    >>> is_total("合 计"), is_total("小计（20个）"), is_total("合计小区")
    (True, True, False)
    """
    said = re.sub(r"\s|[(（].*[)）]$|[:：]$", "", cell).casefold()
    return said in _data("columns.json")["totals"] or plain(cell) in _data("columns.json")["totals"]


def is_remark(cell: str) -> bool:
    """Tell whether a text is a remark below a table: 注：…, 填表人：…."""
    words = "|".join(map(re.escape, _data("columns.json")["remarks"]))
    return re.match(rf"\s*({words})\S{{0,6}}\s*[:：]", cell, re.IGNORECASE) is not None


def subject_of(name: str) -> str:
    """Return what a ledger is about, by its name.

    >>> subject_of("2023年老旧小区台账"), subject_of("Sheet1"), subject_of("老旧小区改造清单(1)")
    ('老旧小区', '', '老旧小区改造')
    >>> subject_of("表1"), subject_of("明细表"), subject_of("附表2：棚改")
    ('', '', '附表2：棚改')
    """
    text = re.sub(r"[(（]\d+[)）]$|[_\-\s]*\d{6,8}$", "", name.strip())
    text = re.sub(r"(19|20)\d\d\s*(年度?)?", "", text).strip(" _-—")
    for word in _data("columns.json")["ledgers"]:
        text = re.sub(rf"{re.escape(word)}$", "", text, flags=re.IGNORECASE).strip(" _-—")
    return (
        ""
        if re.fullmatch(r"(sheet|工作表|表格?|layer|图层|导出|export|table)?\s*\d*", text, re.I)
        else text
    )


def english(chinese: str) -> str | None:
    """Return the English of a word that the glossary has; None where it has not."""
    found: str | None = _data("glossary.json")["words"].get(chinese)
    return found


def unit_row(word: str) -> tuple[str, str, str] | None:
    """Return id and English (one, many) of a word that counts; None where it is not known."""
    found = _data("glossary.json")["units"].get(word)
    return tuple(found) if found else None


def symbol_for(name: str) -> str:
    """Return the symbol that goes with a line of work by its name."""
    for symbol, words in _data("glossary.json")["symbols"].items():
        if any(word in name.casefold() for word in words):
            return str(symbol)
    return "flag"


def colours() -> tuple[str, ...]:
    """Return the colours that lines of work are given, in this order."""
    return tuple(f"#{digits}" for digits in _data("glossary.json")["colours"])
