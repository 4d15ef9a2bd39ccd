"""What is an administrative name in English, and as an id? Pinyin, with the word for its kind.

A rule, no dictionary of names: who knows the accepted English of a name corrects it in the package.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_KINDS: Final = {
    "特别行政区": "Special Administrative Region",
    "自治区": "Autonomous Region",
    "自治州": "Autonomous Prefecture",
    "自治县": "Autonomous County",
    "自治旗": "Autonomous Banner",
    "街道办事处": "Subdistrict",
    "街道": "Subdistrict",
    "林区": "Forestry District",
    "特区": "Special District",
    "新区": "New Area",
    "风景名胜区": "Scenic Area",
    "风景区": "Scenic Area",
    "开发区": "Development Zone",
    "高新区": "High-tech Zone",
    "工业园区": "Industrial Park",
    "园区": "Park",
    "管理区": "Administrative Area",
    "地区": "Prefecture",
    "省": "Province",
    "市": "City",
    "区": "District",
    "县": "County",
    "旗": "Banner",
    "盟": "League",
    "镇": "Town",
    "乡": "Township",
    "苏木": "Sum",
}
"""Ends of names, the longer before what they end in."""
_OWN: Final = {
    "内蒙古自治区": "Inner Mongolia",
    "广西壮族自治区": "Guangxi",
    "宁夏回族自治区": "Ningxia",
    "新疆维吾尔自治区": "Xinjiang",
    "西藏自治区": "Xizang",
    "陕西省": "Shaanxi Province",
    "香港特别行政区": "Hong Kong",
    "澳门特别行政区": "Macao",
}
"""Names whose English is no pinyin, or would be that of another."""
_PEOPLES: Final = {
    "哈萨克": "Kazakh",
    "维吾尔": "Uyghur",
    "柯尔克孜": "Kyrgyz",
    "塔吉克": "Tajik",
    "蒙古": "Mongol",
    "藏": "Tibetan",
    "朝鲜": "Korean",
    "鄂温克": "Evenki",
    "达斡尔": "Daur",
    "鄂伦春": "Oroqen",
    "保安": "Bonan",
    "撒拉": "Salar",
    "锡伯": "Xibe",
    "各": "Multi-ethnic",
}
"""Peoples whose English is not their pinyin."""
_PINYIN_PEOPLES: Final = (
    "土家|回|苗|壮|侗|瑶|彝|羌|满|畲|白|傣|黎|水|土|佤|景颇|傈僳|哈尼|拉祜|布朗|布依|仡佬|仫佬|毛南|东乡|裕固"
    "|纳西|普米|怒|独龙|阿昌|基诺|德昂|京|赫哲|俄罗斯|塔塔尔|乌孜别克|高山|门巴|珞巴"
)
_PEOPLE: Final = f"(?:{'|'.join(_PEOPLES)}|{_PINYIN_PEOPLES})族"
_SIGNS: Final = {"长": "cháng", "都": "dū", "漯": "luò"}
"""How signs are read in the names of places, other than in words of every day."""
_READ: Final = {
    "长子县": "zhǎng zǐ xiàn",
    "六合": "lù hé",
    "单县": "shàn xiàn",
    "单城": "shàn chéng",
    "浚县": "xùn xiàn",
    "繁峙": "fán shì",
    "大城县": "dài chéng xiàn",
    "涡阳": "guō yáng",
    "洪洞": "hóng tóng",
    "什邡": "shí fāng",
}
"""How names are read where signs alone do not tell."""
_TONES: Final = "\u0300\u0301\u0304\u030c"
_LONG_NAME: Final = 3
"""Signs from which on the word for the kind is no part of the name: 洪山区, but not 城区."""


def kind_of(name: str) -> str:
    """Return the end of a name that says what it is; empty where none does."""
    return next((end for end in _KINDS if name.endswith(end) and name != end), "")


def english(name: str) -> str:
    """Return a name in English.

    >>> english("洪山区"), english("西安市"), english("城区"), english("峨边彝族自治县")
    ('Hongshan District', "Xi'an City", 'Chengqu District', 'Ebian Yi Autonomous County')
    """
    if name in _OWN:
        return _OWN[name]
    kind = kind_of(name)
    said = _syllables(name)
    stem = _stem(name, kind)
    words = [_KINDS[kind]] if kind else []
    inner = kind_of(stem) if kind else ""
    if len(inner) > 1:  # 东湖风景区街道, but not 城区街道
        words.insert(0, _KINDS[inner])
        stem = stem.removesuffix(inner)
    own, peoples = _by_people(stem) if kind else (stem, [])
    return " ".join(part for part in [_joined(said[: len(own)]), *peoples, *words] if part)


def slug(name: str) -> str:
    """Return an id for a name, without the words for its kind and peoples.

    >>> slug("洪山区"), slug("西安市"), slug("城区"), slug("朝阳区"), slug("吕梁市")
    ('hongshan', 'xian', 'chengqu', 'chaoyang', 'lvliang')
    """
    latin = "".join(map(_plain, _syllables(name)[: len(short(name))]))
    return re.sub("[^a-z0-9]", "", latin.replace("ü", "v").casefold())


def short(name: str) -> str:
    """Return a name without the words for its kind and peoples, as people say it.

    >>> short("洪山区"), short("峨边彝族自治县"), short("叶县")
    ('洪山', '峨边', '叶县')
    """
    stem = _stem(name, kind_of(name))
    return _by_people(stem)[0] or stem


def tones(name: str) -> str:
    """Return the pinyin of a name with its tones, as a label shows it.

    >>> tones("洪山区"), tones("长宁区"), tones("西安市")
    ('Hóngshān Qū', 'Chángníng Qū', "Xī'ān Shì")
    """
    stem, said = _stem(name, kind_of(name)), _syllables(name)
    place = len(_by_people(stem)[0])
    parts = said[:place], said[place : len(stem)], said[len(stem) :]
    return " ".join(_marked(part) for part in parts if part)


def _stem(name: str, kind: str) -> str:
    return name.removesuffix(kind) if len(name) >= _LONG_NAME else name


def _by_people(stem: str) -> tuple[str, list[str]]:
    """Part a name from the peoples that it is named for: 峨边, Yi."""
    match = re.fullmatch(rf"(.*?)((?:{_PEOPLE})+)", stem)
    if match is None:
        return stem, []
    peoples = match[2].removesuffix("族").split("族")
    return match[1], [_PEOPLES.get(each) or _joined(_syllables(each)) for each in peoples]


def _syllables(name: str) -> list[str]:
    """Return how each sign of a name is read, with its tone.

    The whole name is read at once: 朝阳区 is Chaoyang, though 朝阳 by itself may be Zhaoyang.
    """
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415  # 55 MB, which few commands need

    parts = re.findall("[\u4e00-\u9fff]+|.", name)  # any other sign stays what it is
    found = [said for part in parts for said in lazy_pinyin(part, style=Style.TONE)]
    found = [_SIGNS.get(sign, said) for sign, said in zip(name, found, strict=True)]
    for word, said in _READ.items():
        at = name.find(word)
        if at >= 0:
            found[at : at + len(word)] = said.split()
    return found


def _plain(syllable: str) -> str:
    """Return a syllable without its tone."""
    parted = unicodedata.normalize("NFD", syllable)
    return unicodedata.normalize("NFC", "".join(sign for sign in parted if sign not in _TONES))


def _joined(syllables: list[str]) -> str:
    """Return syllables as a name without tones."""
    return _marked([_plain(syllable) for syllable in syllables])


def _marked(syllables: list[str]) -> str:
    """Return syllables as one word, an apostrophe before one that begins with a vowel."""
    first, *others = syllables or [""]
    marked = (f"'{each}" if _plain(each)[:1] in tuple("aoe") else each for each in others)
    return "".join([first, *marked]).capitalize()
