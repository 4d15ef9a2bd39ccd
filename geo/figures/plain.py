"""What is a printed wording in plain signs, without its remarks, and is it a quantity at all?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from geo.figures.counting import COUNTING
from geo.figures.marks import BEFORE, BEHIND
from geo.figures.measures import EITHER, SIZES, base_of
from geo.figures.numerals import SCALES
from geo.figures.words import Words
from geo.language.bilingual import Bilingual
from geo.records import Unit

_BRACKETS: Final = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】|〔([^〔〕]*)〕")
_SQUARED: Final = re.compile(r"(?<=[mM米])[²³]")
_NO_VALUE: Final = re.compile(
    r"[-—–―/\\…?*.]+|无|無|空|空白|缺|缺失|暂无|暂缺|没有|无数据|无记录|无统计|未知|不详|不明|未定|保密|不适用"
    r"|待(定|补|补充|查|核|核实|统计|确认|明确|报|填|公布)|(暂)?未(填|统计|公布|公开|提供|报|上报)"
    r"|#?n/?a|n\.a\.?|none|null|nil|nan|tbd|tba|tbc|unknown|pending|missing|no data"
    r"|not (available|applicable|known|stated|given)",
    re.IGNORECASE,
)
_NUMERALS: Final = "0-9〇零一二两三四五六七八九十百千万亿廿卅半壹贰叁肆伍陆柒捌玖拾"
_NUMERAL: Final = re.compile(f"[{_NUMERALS}]")
_BEFORE_A_UNIT: Final = re.compile(f"[{_NUMERALS}萬億余多+]\\s*$")
_VAGUE: Final = re.compile(
    "几|若干|(?<![户人件总])数(?=[十百千万亿])|上[百千万亿]|成[百千](?=上)|无数|许多|大量|^多"
    r"|\b(dozens|hundreds|thousands|millions|several|many)\b",
    re.IGNORECASE,
)
_IN_WORDS: Final = re.compile(
    r"\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty"
    r"|dozen|hundred|thousand|million|billion|half)\b",
    re.IGNORECASE,
)
_QUANTITY: Final[tuple[Words[Any], ...]] = (BEFORE, BEHIND, SCALES, SIZES, EITHER, COUNTING)
_ABOUT_UNITS: Final = re.compile(
    r"单位|\bunits?\b|\bin (thousand|million|billion)|\b000s\b|'000\b|10,?000\b"
    r"|[×x*]\s*\d|\d\s*\^|10[⁰¹²³⁴⁵⁶⁷⁸⁹]|^含?(以上|以下|以内)$|^(近似|约数|概数)值?$",
    re.IGNORECASE,
)
_HAN: Final = "[〇零一二两三四五六七八九十百]"
_DAY: Final = rf"(\d{{1,2}}|{_HAN}{{1,3}})"
_YEAR: Final = r"((19|20)\d\d|[〇零一二三四五六七八九]{4})"
_NO_QUANTITY: Final = tuple(
    (re.compile(pattern, re.ASCII | re.IGNORECASE), Bilingual(*said))
    for pattern, *said in (
        (rf"([-−–—]|minus\b)\s*\d.*|负\s*(\d|{_HAN}).*", "是负数", "is negative"),
        (
            rf"{_YEAR}\s*年(度|底|末|初|前|以来)?|({_YEAR}\s*年)?\s*{_DAY}\s*月(份|底|初|{_DAY}\s*[日号])?"
            rf"|{_DAY}\s*[日号]|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|(19|20)\d\d[-/](0?[1-9]|1[0-2])"
            r"|(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"
            r"|(19|20)\d\d\s*[-~–—至到]\s*(19|20)?\d\d\s*年?",
            "是日期",
            "is a date",
        ),
        (rf"\d{{1,2}}:\d\d(:\d\d)?|{_DAY}[时点](\d+分?|半|整|钟)?", "是钟点", "is a time of day"),
        (r"[\d.]+\s*[:∶比]\s*[\d.]+", "是比例", "is a ratio"),
        (
            rf"第\s*(\d|{_HAN})+\S{{0,2}}|(no\.?|#|№)\s*\d+|\d+(st|nd|rd|th)\b.*",
            "是序数",
            "is an ordinal",
        ),
        (
            rf"\d+\s*/\s*\d+.*|(?![百千万]分之)({_HAN}|\d)+分之.*|一半|半数.*",
            "是分数",
            "is a fraction",
        ),
        (r".*倍.*|.*翻.{0,3}番.*|.*\d-?fold\b.*", "是倍数", "is a multiple"),
        (
            r"(\+?86[- ]?)?1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8}",
            "像是电话号码",
            "looks like a telephone number",
        ),
        (r"[+-]?(true|false|inf|infinity)|0x.*", "不是数字", "is no number"),
    )
)


@dataclass(frozen=True, slots=True)
class Plain:
    """A wording in plain signs, and what stood in brackets in it."""

    text: str
    remark: str


def plain(wording: str) -> Plain:
    """Return a wording in plain signs.

    Full-width signs become plain ones, but a raised number is none of the others: 10² is not 102.
    A remark in brackets is taken out, unless what stands there is a part of the quantity.
    """
    text = "".join(map(_plain_sign, _SQUARED.sub(_unraised, wording)))
    text = " ".join(text.split())
    remarks: list[str] = []

    def kept(match: re.Match[str]) -> str:
        inside = next(found for found in match.groups() if found is not None).strip()
        needs_unit = _BEFORE_A_UNIT.search(match.string[: match.start()])
        beside = () if needs_unit else (COUNTING,)  # 50台（套）
        if _consists_of(inside, _QUANTITY) and not _consists_of(inside, beside):
            return inside
        remarks.append(inside)
        return ""

    said = _BRACKETS.sub(kept, text).strip()
    if _holds_number(text) and not _holds_number(said):
        return Plain(text, "")  # what stands in brackets is no remark if nothing else does
    said = re.sub(r"(?<=[^\s.。，,;；、])[。，,;；、]+$|(?<=\w\w)\.$", "", said)
    return Plain(said.strip(), "; ".join(filter(None, remarks)))


def is_missing(text: str) -> bool:
    """Tell whether a wording says that there is no value; a zero is one."""
    return not text or _NO_VALUE.fullmatch(text) is not None


def no_quantity(text: str) -> Bilingual | None:
    """Return why a wording is no quantity, a date say; None where it may be one."""
    for pattern, why in _NO_QUANTITY:
        if pattern.fullmatch(text):
            return why
    if not _holds_number(text) and not is_vague(text):
        return Bilingual("里没有数字", "holds no number")
    return None


def is_vague(text: str) -> bool:
    """Tell whether a wording speaks of many without saying how many, or only in English words."""
    return bool(_VAGUE.search(text)) or (
        not _holds_number(text) and _IN_WORDS.search(text) is not None
    )


def _holds_number(text: str) -> bool:
    """Tell whether a text has a numeral of any kind."""
    return any(_NUMERAL.match(sign) or unicodedata.category(sign)[0] == "N" for sign in text)


def unit_in(measure: str, row: Unit | None = None) -> str | None:
    """Return the unit that a measure names as headings of tables do: 投资（万元）, 长度:公里.

    None where it speaks of a unit that is not known, or of one that only may be meant (投资万元);
    "" where it speaks of none. Outside of brackets only another size of the row's unit counts.
    """
    said = "".join(map(_plain_sign, _SQUARED.sub(_unraised, measure)))
    for match in _BRACKETS.finditer(said):
        inside = next(found for found in match.groups() if found is not None)
        inside = inside.strip().removeprefix("单位:").strip()
        first = re.split("[,;]", inside, maxsplit=1)[0].strip()
        for named in (inside, first):
            if _consists_of(named, (SCALES, SIZES, EITHER, COUNTING)):
                return named
        if is_about_units(inside):
            return None
    return "" if row is None else _size_named(_BRACKETS.sub(" ", said), row)


def _size_named(measure: str, row: Unit) -> str | None:
    """Return the size of the row's unit that a measure names behind a sign, None if with none."""
    sizes = [word for word, size in SIZES.all.items() if size.unit == base_of(row)[0]]
    words = "|".join(map(re.escape, sorted(sizes, key=len, reverse=True))) or "(?!)"
    named = rf"(?P<sign>[:,/]\s*(?:单位:?\s*)?)?(?P<size>[百千]?[万亿]?(?:{words}))"
    for match in re.finditer(named, measure):
        behind = measure[match.end() : match.end() + 1]
        if match["sign"] and (not behind or behind in " ,;"):
            return match["size"]
        if match["size"] not in sizes:
            return None
    return ""


def is_about_units(remark: str) -> bool:
    """Tell whether a remark says in which unit the number is, which nobody can pass over."""
    return _ABOUT_UNITS.search(remark) is not None


def _plain_sign(sign: str) -> str:
    """Return a sign without its width; numbers in circles or raised stay what they are."""
    kind = unicodedata.category(sign)
    if kind == "Cf":
        return ""
    return sign if kind in ("No", "Nl") else unicodedata.normalize("NFKC", sign)


def _unraised(match: re.Match[str]) -> str:
    return {"²": "2", "³": "3"}[match[0]]


def _consists_of(text: str, tables: Iterable[Words[Any]]) -> bool:
    """Tell whether a text is made of words of these vocabularies, and of nothing else."""
    at = 0
    while at < len(text):
        found = [taken[0] for table in tables if (taken := table.at(text, at))]
        if not found:
            return False
        at += max(map(len, found))
    return bool(text)
