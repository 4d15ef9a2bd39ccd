"""Is a table read in whichever code a program of East Asia writes, or is its code named?

Told apart by what each gives when it is read as another.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Final

import pytest

from geo.package.encoding import decoded_text
from geo.package.faults import Faults
from geo.package.layers.refused import RefusedError
from geo.package.read import build_package

DATA: Final = Path(__file__).parents[2] / "data" / "anci-2022"
Contents = dict[str, bytes]
SIMPLIFIED = "编号,名称\na,明华路铺设道路与整治市容环境\nb,老旧小区改造二十个\n"
TRADITIONAL = "編號,名稱\na,明華路鋪設道路與整治市容環境\nb,老舊社區改造二十個\n"
JAPANESE = "編号,名称\na,この道路の舗装は令和四年に完了しました\nb,サクラ通り\n"
KOREAN = (
    "번호,이름\na,중앙로 보도 포장 공사\nb,노후 주택 단지 스무 곳 정비\n",
    "구간,연장\n1,시장 앞 도로를 새로 포장하였다\n",
    "마을 회관 앞 주차장과 공중 화장실을 고쳤습니다\n",
)
READ = {
    "utf-8": (SIMPLIFIED, "utf-8"),
    "utf-8-sig": (SIMPLIFIED, "utf-8"),
    "gbk": (SIMPLIFIED, "gb18030"),
    "gb18030": (SIMPLIFIED + "c,㐀㐁𠀀\n", "gb18030"),
    "big5": (TRADITIONAL, "big5"),
    "cp950": (TRADITIONAL, "big5"),
    "big5hkscs": (TRADITIONAL + "c,深水埗\n", "big5-hkscs"),
    "utf-16": (SIMPLIFIED, "utf-16"),
    "utf-16-le": (SIMPLIFIED, "utf-16"),
    "utf-16-be": (SIMPLIFIED, "utf-16"),
    "utf-32": (SIMPLIFIED, "utf-32"),
}
"""By the code: a text, and the name that is told."""


@pytest.mark.parametrize("code", READ)
def test_a_table_is_read_in_its_code(code: str) -> None:
    text, name = READ[code]
    for given in (text, text.replace("\n", "\r\n"), text * 300):
        found = decoded_text(given.encode(code))
        assert (found.text, found.encoding) == (given, name)


@pytest.mark.parametrize(("code", "name"), [("shift_jis", "Shift-JIS"), ("euc_jp", "EUC-JP")])
def test_a_code_of_japanese_is_named(code: str, name: str) -> None:
    for text in (JAPANESE, JAPANESE * 300):
        with pytest.raises(RefusedError) as refused:
            decoded_text(text.encode(code))
        assert refused.value.code == "E_ENCODING"
        assert all(name in words for words in refused.value.said)


@pytest.mark.parametrize("code", ["euc_kr", "cp949"])
@pytest.mark.parametrize("text", KOREAN)
def test_a_code_of_korean_is_named(text: str, code: str) -> None:
    for given in (text, text * 300):
        with pytest.raises(RefusedError) as refused:
            decoded_text(given.encode(code))
        assert refused.value.code == "E_ENCODING"
        assert all("EUC-KR" in words for words in refused.value.said)


def test_no_line_of_chinese_is_taken_for_another_code() -> None:
    """Every line of the data, and lines of those signs whose bytes are syllables in EUC-KR."""
    lines = [line for table in DATA.glob("*.csv") for line in table.read_text("utf-8").splitlines()]
    signs = [bytes((lead, at)) for lead in range(0xB0, 0xC9) for at in range(0xA1, 0xFF)]
    Random(7).shuffle(signs)
    lines += [b"".join(signs[at : at + 8]).decode("gb2312") for at in range(0, len(signs), 8)]
    for line in lines:
        raw = line.encode("gb18030")
        if sum(sign > "\x7f" for sign in line) >= 8:
            assert decoded_text(raw).text == line.removeprefix("\ufeff")


@pytest.mark.parametrize("text", ["d,café,naïve,über,Ærø\n", "a,£5,€7,±2°,½\n", "Łódź,Żółw,Ćma\n"])
@pytest.mark.parametrize("code", ["latin-1", "cp1252", "cp1250", "mac_roman", "cp1251", "koi8_r"])
def test_a_western_text_is_none_of_these(text: str, code: str) -> None:
    raw = text.encode(code, "ignore")
    if raw.isascii():
        return
    with pytest.raises(RefusedError) as refused:
        decoded_text(raw)
    assert refused.value.code in {"E_ENCODING", "E_CUT_OFF"}
    assert "像是" not in refused.value.said[0]


@pytest.mark.parametrize("code", ["gbk", "big5", "utf-16", "utf-16-le", "utf-32"])
def test_a_text_that_ends_within_a_sign_was_cut_off(code: str) -> None:
    text = (TRADITIONAL if code == "big5" else SIMPLIFIED).removesuffix("\n")
    text = text[: text.rindex("十") + 1]
    with pytest.raises(RefusedError) as refused:
        decoded_text(text.encode(code)[:-1])
    assert refused.value.code == "E_CUT_OFF"


@pytest.mark.parametrize("code", ["big5", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_package_with_such_a_table_says_how_it_was_read(
    contents: Contents, code: str, mark: str
) -> None:
    rows = [["gap_id", "what_zh", "what_en", "why_zh", "why_en"]]
    rows += [["a-gap", "還沒有明華路的位置", "where it lies", "報道沒有說明", "nobody said"]]
    text = "\n".join(mark.join(row) for row in rows)
    faults = Faults()
    package = build_package("anci-2022", contents | {"gaps.csv": text.encode(code)}, faults)
    assert package is not None
    assert package.gaps[0].what.zh == "還沒有明華路的位置"
    (told,) = faults
    assert (told.code, told.level) == ("I_ENCODING", "info")
    names: Mapping[str, str] = {"big5": "Big5", "utf-16-be": "UTF-16", "utf-32": "UTF-32"}
    assert f"{names[code]} 编码" in told.fault.zh
