"""Which number do digits say, Arabic or Chinese?

12,300 and 1.2e3; 一百二十, 两万三千, 一点五, 廿三, 壹佰. Numerals that are two numbers at once
(三五 is three to five) are no number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from geo.figures.words import Words

_DIGITS: Final = {sign: at for at, sign in enumerate("零一二三四五六七八九")} | {
    **{sign: at for at, sign in enumerate("〇壹贰叁肆伍陆柒捌玖") if at},
    **{"〇": 0, "两": 2, "貳": 2, "參": 3, "陸": 6, "兩": 2},
}
_TENS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG: Final = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
MOST_DECIMALS: Final = 3
"""With more of them, a number is written in full rather than in 万 or millions."""
_TWENTY: Final = str.maketrans({"廿": "二十", "卅": "三十"})

_ARABIC: Final = re.compile(
    r"""
    (?: [1-9]\d{0,2}(?:,\d{3})+ | [1-9]\d{0,2}(?:[ ]\d{3})+ | 0 | [1-9]\d* ) (?: \.\d+ )?
    (?: [eE][+]?\d{1,2} )?
    (?! [.,]?\d | [eE]\d )
    """,
    re.ASCII | re.VERBOSE,
)
_SIGNS: Final = "".join(_DIGITS) + "".join(_TENS) + "".join(_BIG) + "廿卅"
_HAN: Final = re.compile(f"[{_SIGNS}]+")
_POINT: Final = re.compile(f"点([{''.join(_DIGITS)}]+)")
_HALF: Final = re.compile("半(?![数半])")
_THEN_TEN_THOUSANDS: Final = re.compile(r"\s?[余馀多来]?\s?[万萬]")

SCALES: Final = Words(
    {
        sign + big: Decimal(small * large)
        for sign, small in {"": 1, "十": 10, "百": 100, "千": 1000, "佰": 100, "仟": 1000}.items()
        for big, large in {"": 1, **_BIG}.items()
        if sign + big and sign + big != "十"
    }
    | {"万亿": Decimal(10**12)}
    | {"hundred": Decimal(100), "thousand": Decimal(1000), "million": Decimal(10**6)}
    | {"mn": Decimal(10**6), "bn": Decimal(10**9), "tn": Decimal(10**12)}
    | {"billion": Decimal(10**9), "trillion": Decimal(10**12)}
)
"""Words that multiply the number before them."""
MONEY_SCALES: Final = Words(
    {"k": Decimal(1000), "K": Decimal(1000)}
    | dict.fromkeys(("m", "M"), Decimal(10**6))
    | dict.fromkeys(("b", "B"), Decimal(10**9))
)
"""Letters that multiply only behind a sign of a currency: else 3 m is a length."""


def scaled_by(scale: str) -> Decimal:
    """Return what the word of a scale, or a letter behind a currency, multiplies by."""
    return SCALES.meaning(scale) or MONEY_SCALES.meaning(scale) or Decimal(1)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in digits.

    Parameters
    ----------
    value : Decimal
    scale : str
        The 万 or 亿 among Chinese digits; the value holds it.
    needs_mark : bool
        Whether it is a number only with a mark: 百余, 近千.
    is_half : bool
        Whether it is a 半, which is a number only of what is measured.
    holds : int
        The largest 万 or 亿 among its digits, 1 where there is none: no lower scale multiplies it.
    end : int
        Where it ends in the text.
    """

    value: Decimal
    scale: str
    end: int
    needs_mark: bool = False
    is_half: bool = False
    holds: int = 1


def number_at(text: str, position: int) -> Number | None:
    """Return the number that begins at `position`; None where there is none, or no single one.

    >>> number_at("两万三千户", 0).value
    Decimal('23000')
    >>> number_at("三五户", 0) is None
    True
    """
    arabic = _ARABIC.match(text, position)
    if arabic is not None:
        value = Decimal(arabic[0].replace(",", "").replace(" ", ""))
        return Number(value, "", arabic.end())
    half = _HALF.match(text, position)
    if half is not None:
        return Number(Decimal("0.5"), "", half.end(), is_half=True)
    return _han_at(text, position)


def numeral_at(text: str, position: int) -> bool:
    """Tell whether a numeral stands at `position`, be it a single number or not."""
    return text[position : position + 1].isdecimal() or _HAN.match(text, position) is not None


def _han_at(text: str, position: int) -> Number | None:
    match = _HAN.match(text, position)
    if match is None:
        return None
    run = _up_to_hundred_millions(match[0], text[match.end() :])
    value = _whole(run)
    if value is None and run[-1] in "千仟":  # 一百二十千米 counts in kilometres
        run = run[:-1]
        value = _whole(run)
    if value is None:
        return None
    end = position + len(run)
    point = _POINT.match(text, end)
    if point is not None:
        digits = "".join(str(_DIGITS[sign]) for sign in point[1])
        return Number(Decimal(f"{value}.{digits}"), "", point.end())
    lone = not run.strip("百千佰仟万萬亿億")
    holds = max((_BIG[sign] for sign in run if sign in _BIG), default=1)
    return Number(Decimal(value), _scale(run, Decimal(value)), end, needs_mark=lone, holds=holds)


def _up_to_hundred_millions(run: str, behind: str) -> str:
    """Cut a run behind its 亿 where what follows may be counted in 万: 一亿三千 (多万).

    一亿零三千 is 100,003,000, unless a 万 follows; 一亿三 is 130,000,000.
    """
    head, sign, tail = _split_last(run, "亿億")
    if not sign or len(tail) < 2 or set(tail) & set("万萬"):
        return run
    is_said = tail[0] in "零〇" and not _THEN_TEN_THOUSANDS.match(behind)
    return run if is_said else head + sign


def _scale(run: str, value: Decimal) -> str:
    """Return the 万 or 亿 that a number is written in, as long as that leaves few decimals."""
    for sign in "亿億万萬":
        if sign in run and decimals(value / _BIG[sign]) <= MOST_DECIMALS:
            return "亿" if sign in "亿億" else "万"
    return ""


def decimals(value: Decimal) -> int:
    """Return how many decimals a number has, needless zeros left out."""
    return max(0, -int(value.normalize().as_tuple().exponent))


def _whole(run: str) -> int | None:
    """Return what Chinese digits say; None where they make no single number."""
    run = run.translate(_TWENTY)
    if len(run) > 1 and all(sign in _DIGITS for sign in run):
        # Said digit by digit: 一〇五. Without a zero, 三五 is three to five.
        digits = "".join(str(_DIGITS[sign]) for sign in run)
        return int(digits) if "0" in digits and digits[0] != "0" else None
    total = 0
    rest = run
    for big in ("亿億", "万萬"):
        head, sign, tail = _split_last(rest, big)
        if not sign:
            continue
        if total and len(head) > 1 and head[0] in "零〇" and head[1] not in "零〇":
            head = head[1:]  # 一亿零五百万
        section = _whole(head) if head else 1 if not total else None
        if section is None or not section:
            return None
        total += section * _BIG[sign]
        rest = tail
        if len(rest) == 1 and rest in _DIGITS and _DIGITS[rest]:
            return total + _DIGITS[rest] * _BIG[sign] // 10  # 两万三 is 23,000
    section = _section(rest, is_first=not total)
    return None if section is None else total + section


def _split_last(run: str, signs: str) -> tuple[str, str, str]:
    """Split a run at the last of `signs` in it."""
    at = max(run.rfind(sign) for sign in signs)
    return ("", "", run) if at < 0 else (run[:at], run[at], run[at + 1 :])


def _section(run: str, *, is_first: bool) -> int | None:
    """Return what digits below 万 say; tens and hundreds fall, and each has its digit."""
    total, digit, above, after_zero = 0, None, 10_000, False
    for at, sign in enumerate(run):
        if sign in _DIGITS:
            if digit is not None:
                return None
            if _DIGITS[sign] == 0:
                if after_zero or (is_first and at == 0 and len(run) > 1):
                    return None
                after_zero = True
                continue
            digit = _DIGITS[sign]
            continue
        power = _TENS[sign]
        # 百 and 千 need a digit unless they stand alone, 十 unless it is the first.
        lone = is_first and at == 0 and (power == 10 or len(run) == 1)
        if power >= above or (digit is None and not lone):
            return None
        total, digit, above, after_zero = total + (digit or 1) * power, None, power, False
    if digit is None:
        return total
    # 一百二 is 120, 一百零二 is 102.
    colloquial = not after_zero and above in (100, 1000)
    return total + digit * (above // 10 if colloquial else 1)
