"""In which encoding is the text of a file, and what does it say?

UTF-8 first. A mark at the begin tells UTF-16, as Excel writes its "Unicode text". What is neither
is GB18030 (GBK is a part of it) or Big5, if it reads as Chinese then; anything else is refused,
and a code of Japanese or Korean by its name.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from geo.package.layers.refused import RefusedError

SAVE_AGAIN: Final = (
    "请在表格软件中另存为“CSV UTF-8（逗号分隔）”",
    "Save it as “CSV UTF-8 (comma delimited)” in the spreadsheet program",
)
_KINDS: Final = {
    b"PK\x03\x04": ("Excel 工作簿或压缩包", "a workbook or an archive"),
    b"\xd0\xcf\x11\xe0": ("旧版 Excel 工作簿", "an old Excel workbook"),
    b"%PDF": ("PDF", "a PDF"),
    b"SQLite format": ("数据库", "a database"),
}
"""How other files begin that are given the ending of a table."""
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
"""Marks at the begin; that of UTF-32 begins as that of UTF-16 does."""
_HEAD: Final = 4096
"""Bytes by which UTF-16 without a mark is told."""
_UNMARKED: Final = 0.9
"""Share of plain signs in them, at least."""
_PLAIN: Final = 0.8
"""Share of everyday signs in a text, at least; another code read as this one gives rare signs."""
_CERTAIN: Final = 0.97
"""Share from which on no other code is tried."""
_FEW: Final = 8
"""Signs that are too few to be sure of a code that is refused."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and its encoding, ``utf-8``, ``utf-16``, ``utf-32``, ``gb18030`` or ``big5``."""

    text: str
    encoding: str


def decoded_text(content: bytes) -> Decoded:
    """Return the text of a file without a byte order mark.

    Raises
    ------
    RefusedError
        If it is no text, in another encoding, or cut off within a sign.
    """
    for begin, (chinese, english) in _KINDS.items():
        if content.startswith(begin):
            said = (f"不是文字，是{chinese}", f"is no text but {english}")
            raise RefusedError("E_NOT_TEXT", *said, SAVE_AGAIN)
    for mark, code, name in _MARKS:
        if content.startswith(mark):
            return _wide(content, code, name)
    wide = _unmarked(content)
    if wide is not None:
        return _wide(content, wide, "utf-16")
    try:
        return Decoded(content.decode("utf-8-sig"), "utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise _cut_off() from None
        found = _of_two_bytes(content)
        if found is not None:
            return found
        line = content.count(b"\n", 0, error.start) + 1
        said = (
            f"不是 UTF-8，也不是 GBK 或 Big5（第 {line} 行，第 {error.start} 字节）",
            f"is neither UTF-8 nor GBK nor Big5 (row {line}, byte {error.start} is not UTF-8)",
        )
        raise RefusedError("E_ENCODING", *said, SAVE_AGAIN) from None


def _unmarked(content: bytes) -> str | None:
    """Return which UTF-16 a text without a mark is in; None where it is in another encoding.

    Ids, separators and the ends of lines have a zero byte each there.
    """
    head = content[:_HEAD]
    if len(head) < 8 or head.count(0) < len(head) / 10:
        return None
    for code in ("utf-16-le", "utf-16-be"):
        text = head.decode(code, "ignore")
        plain = sum(" " <= sign < "\x7f" or sign in "\r\n\t" or _in_gb2312(sign) for sign in text)
        if plain >= _UNMARKED * len(text):
            return code
    return None


def _wide(content: bytes, code: str, name: str) -> Decoded:
    try:
        return Decoded(content.decode(code), name)
    except UnicodeDecodeError:
        raise _cut_off() from None


def _of_two_bytes(content: bytes) -> Decoded | None:
    """Return what is written in the code of East Asia in which it reads best; None: in none.

    Raises
    ------
    RefusedError
        If it is cut off within a sign, or in a code of Japanese or Korean, which has not all
        signs needed.
    """
    if content.count(0) * 10 > len(content):
        return None  # no text at all
    if _is_korean(content):
        raise _foreign("EUC-KR", ("韩文", "Korean"))
    best, share, text = "", 0.0, ""
    for code, is_everyday in _CODES.items():
        try:
            made = content.decode(code)
        except UnicodeDecodeError as error:
            if error.end < len(content) or not error.start:
                continue
            if _share(content[: error.start].decode(code), is_everyday) >= _PLAIN:
                raise _cut_off() from None
            continue
        found = _share(made, is_everyday)
        if found > share:
            best, share, text = code, found, made
        if share >= _CERTAIN:
            break
    if share < _PLAIN:
        return None
    if best in _JAPANESE:
        if sum(sign > "\x7f" for sign in text) < _FEW:
            return None
        raise _foreign(_JAPANESE[best], ("日文", "Japanese"))
    return Decoded(text, _NAMES.get(best, best))


def _share(text: str, is_everyday: Callable[[str], bool]) -> float:
    """Return which share of the signs beyond ASCII are such as a code has for every day."""
    signs = Counter(sign for sign in text if sign > "\x7f")
    return sum(signs[sign] for sign in signs if is_everyday(sign)) / max(1, signs.total())


def _in_gb2312(sign: str) -> bool:
    """Tell whether GB 2312 has a sign, other than kana, which no Chinese text has."""
    return len(sign.encode("gb2312", "ignore")) == 2 and not _is_kana(sign)


def _in_big5(sign: str) -> bool:
    """Tell whether a sign is one of the 5,401 that Big5 lists first, or a mark of punctuation."""
    raw = sign.encode("big5", "ignore")
    return len(raw) == 2 and 0xA1 <= raw[0] <= 0xC6 and not _is_kana(sign)


def _in_japanese(sign: str) -> bool:
    """Tell whether a sign is kana of full width, or of the 2,965 that JIS X 0208 lists first."""
    raw = sign.encode("euc_jp", "ignore")
    return len(raw) == 2 and 0xA1 <= raw[0] <= 0xCF


def _is_kana(sign: str) -> bool:
    return "\u3041" <= sign <= "\u30fe"


def _is_korean(content: bytes) -> bool:
    """Tell whether a text is Korean in EUC-KR or in cp949, which has more syllables.

    All its syllables lie where GB 2312 has the first half of its everyday signs, so it reads as
    Chinese of rare words. Nearly all signs are syllables then, and many of them the commonest.
    """
    try:
        signs = [sign for sign in content.decode("cp949") if sign > "\x7f"]
    except UnicodeDecodeError:
        return False
    if len(signs) < _FEW:
        return False
    syllables = sum("가" <= sign <= "힣" for sign in signs) / len(signs)
    common = sum(sign in _COMMON for sign in signs) / len(signs)
    return syllables >= _CERTAIN and common >= _OFTEN


def _foreign(code: str, language: tuple[str, str]) -> RefusedError:
    chinese, english = language
    said = (f"像是{chinese}编码 {code}", f"seems to be in {code}, a code of {english}")
    return RefusedError("E_ENCODING", *said, SAVE_AGAIN)


def _cut_off() -> RefusedError:
    said = ("文件末尾的字不完整，可能没有存完", "ends within a sign; it may be half written")
    return RefusedError("E_CUT_OFF", *said, ("请重新保存或复制", "Save or copy it again"))


_CODES: Final = {
    "gb18030": _in_gb2312,
    "cp950": _in_big5,
    "big5hkscs": _in_big5,
    "cp932": _in_japanese,
    "euc_jp": _in_japanese,
}
"""Codes of two bytes a sign, with what tells the signs of every day: read in a code that it is not
in, a text has rare ones. Of two that fit as well the first is taken."""
_NAMES: Final = {"cp950": "big5", "big5hkscs": "big5-hkscs"}
"""As what a descriptor names a code, where Python has another name."""
_JAPANESE: Final = {"cp932": "Shift-JIS", "euc_jp": "EUC-JP"}
_COMMON: Final = frozenset(
    "이다는에의가고하을지로시도사기서리한대어나자인아를은스정일해들수보전제부주그상라구동비원장"
    "조유여성으과만적있국것관공마진중교용호화오면소무생모우연방선신경거세름위물안년치문계발개번"
)
"""Some hundred of the commonest syllables of Korean; as signs of GB 2312 nearly all are rare."""
_OFTEN: Final = 0.4
"""Share of them in a text, at least; half in what one writes, a twentieth by chance."""
