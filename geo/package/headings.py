"""Which column of a file is which of its table?

Columns are taken by name, in any order. A heading may be written with blanks, in capitals, or in
plain Chinese. One that is nearly a missing column is asked about, any other is left aside and said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Final

from geo.package.schema import TABLES

_ASIDE: Final = re.compile(r"[*＊:：]|[(（](必填|选填|required|optional)[)）]")
_LIKE: Final = 0.6
_VERY_LIKE: Final = 0.8
_LONG: Final = 64
"""Signs of the longest heading that is remembered; the cells of a table are asked for as well."""


@dataclass(frozen=True, slots=True)
class Headings:
    """A header as it was understood.

    Parameters
    ----------
    columns : dict of str to int
        Where each column of the table stands.
    renamed : list of (heading, column)
        Those that another word was written for.
    extra, missing, twice : list of str
        Headings that are no column, columns without a heading, columns with two.
    meant : dict of str to str
        Missing columns by the heading that is nearly theirs.
    """

    columns: dict[str, int]
    renamed: list[tuple[str, str]]
    extra: list[str]
    missing: list[str]
    twice: list[str]
    meant: dict[str, str]


def understood(table: str, header: Sequence[str]) -> Headings:
    """Return which column of `table` each heading of a file stands for."""
    words = _words(table)
    columns: dict[str, int] = {}
    renamed: list[tuple[str, str]] = []
    extra: list[str] = []
    twice: list[str] = []
    for at, heading in enumerate(header):
        column = words.get(_plain(heading))
        if column is None:
            extra.append(heading)
        elif column in columns:
            twice.append(column)
        else:
            columns[column] = at
            if column != heading:
                renamed.append((heading, column))
    absent = [field for field in TABLES[table] if field.name not in columns]
    missing = [field.name for field in absent if not field.omissible]
    omitted = [field.name for field in absent if field.omissible]
    meant = _meant(extra, missing, _LIKE) | _meant(extra, omitted, _VERY_LIKE)
    return Headings(columns, renamed, extra, missing, twice, meant)


def known(table: str, header: Sequence[str]) -> int:
    """Return how many columns of `table` a header names."""
    words = _words(table)
    return len({words[plain] for plain in map(_plain, header) if plain in words})


def in_chinese(table: str, column: str) -> str:
    """Return the Chinese heading of a column that stands for it and for no other.

    >>> in_chinese("figures", "locator"), in_chinese("figures", "measure_zh")
    ('出处', '指标')
    """
    return CHINESE[table][column][0]


def other_table(table: str, header: Sequence[str]) -> str | None:
    """Return another table whose columns a header names, all of them."""
    for name, fields in TABLES.items():
        if name != table and known(name, header) >= sum(not field.omissible for field in fields):
            return name
    return None


def _meant(extra: Sequence[str], missing: Sequence[str], likeness: float) -> dict[str, str]:
    found: dict[str, str] = {}
    for heading in extra:
        left = [name for name in missing if name not in found.values()]
        for name in get_close_matches(_plain(heading), left, n=1, cutoff=likeness):
            found[heading] = name
    return found


@cache
def _words(table: str) -> Mapping[str, str]:
    """Return what is written for the columns of a table; each line of a file is looked up there."""
    words = {field.name: field.name for field in TABLES[table]}
    for column, chinese in CHINESE[table].items():
        words |= dict.fromkeys(map(_plain, chinese), column)
    return words


def _plain(heading: str) -> str:
    """Return a heading without what programs and people add to it."""
    return _folded(heading) if len(heading) <= _LONG else _folded.__wrapped__(heading)


@lru_cache(maxsize=4096)
def _folded(heading: str) -> str:
    folded = unicodedata.normalize("NFKC", heading).casefold()
    return re.sub(r"[\s_\ufeff\u200b-]+", "_", _ASIDE.sub("", folded).strip()).strip("_")


def _pair(name: str, *words: str) -> dict[str, tuple[str, ...]]:
    """Return the headings of a column in two languages."""
    chinese = [f for word in words for f in (word, f"{word}(中文)", f"中文{word}", f"{word}中文")]
    english = [f for word in words for f in (f"{word}(英文)", f"英文{word}", f"{word}英文")]
    return {f"{name}_zh": tuple(chinese), f"{name}_en": tuple(english)}


CHINESE: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "units": {
        "unit": ("单位编号", "编号"),
        "kind": ("类别", "种类", "类型"),
        "zh": ("中文", "单位", "单位名称", "中文名"),
        "en_one": ("英文单数", "英文(单数)"),
        "en_many": ("英文复数", "英文(复数)"),
    },
    "sources": {
        "source_id": ("来源编号", "出处编号", "编号"),
        "kind": ("类别", "种类", "类型"),
        **_pair("title", "标题", "题名"),
        **_pair("publisher", "发布者", "发布单位", "发布机构"),
        "published": ("日期", "发布日期"),
        "url": ("网址", "链接"),
        **_pair("licence", "许可", "使用条件"),
        **_pair("accuracy", "准确度", "可信程度"),
        "covers": ("用于", "涉及文件"),
    },
    "areas": {
        "area_id": ("区域编号", "编号"),
        **_pair("name", "名称", "区域名称", "区域"),
        "parent": ("上级", "上级区域", "所在区域"),
        "bounded": ("范围依据", "边界依据"),
        "source_id": ("来源编号", "来源", "出处编号"),
        "code": ("代码", "区划代码"),
    },
    "groups": {
        "group_id": ("组编号", "合计编号", "编号"),
        **_pair("name", "名称", "合计名称"),
        "members": ("成员", "地点编号", "包含的地点"),
        "source_id": ("来源编号", "来源", "出处编号"),
        **_pair("known", "依据", "怎样得知"),
    },
    "workstreams": {
        "workstream_id": ("条线编号", "工作条线编号", "编号"),
        **_pair("name", "名称", "工作条线", "工作类别"),
        **_pair("about", "说明", "简介"),
        "colour": ("颜色", "color"),
        "symbol": ("图标", "符号"),
        "headline": ("关键数字", "主要数字"),
    },
    "layers": {
        "layer_id": ("图层编号", "编号"),
        **_pair("name", "名称", "图层名称", "图层"),
        "path": ("文件", "路径", "文件路径"),
        "datum": ("坐标系", "坐标取自", "基准"),
        "accuracy_m": ("精度", "精度(米)", "误差", "误差(米)"),
    },
    "figures": {
        "figure_id": ("数字编号", "编号", "id"),
        "workstream": ("工作条线", "工作类别", "条线"),
        "place_id": ("地点编号", "地点"),
        **_pair("measure", "指标", "指标名称"),
        "value": ("数值", "值"),
        "qualifier": ("限定", "限定词", "程度"),
        "unit": ("单位", "计量单位"),
        "as_published": ("原文", "原文写法", "原文表述"),
        "period": ("年份", "年度", "时期"),
        "source_id": ("来源编号", "来源", "出处编号"),
        "locator": ("出处", "段落", "所在段落"),
        "group": ("组", "合计", "合计编号", "组编号"),
    },
    "derived": {
        "derived_id": ("编号", "计算编号"),
        "workstream": ("工作条线", "工作类别", "条线"),
        "kind": ("类别", "种类", "算法"),
        **_pair("measure", "指标", "指标名称"),
        "of": ("分子", "各项"),
        "per": ("分母",),
        "unit": ("单位", "计量单位"),
    },
    "charts": {
        "chart_id": ("图编号", "图表编号", "编号"),
        "workstream": ("工作条线", "工作类别", "条线"),
        "kind": ("图型", "类别", "种类"),
        **_pair("title", "标题", "图题"),
        "of": ("数字", "各项"),
    },
    "gaps": {
        "gap_id": ("编号",),
        **_pair("what", "不知道什么", "事项"),
        **_pair("why", "原因", "为什么"),
    },
    "aliases": {
        "alias": ("旧编号", "曾用编号"),
        "place_id": ("地点编号", "地点"),
        **_pair("name", "名称", "别名"),
    },
}
"""Words by table and column; a column that a table has not is of no matter."""
