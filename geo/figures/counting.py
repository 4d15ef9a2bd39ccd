"""Which word counts which things? Chinese counts 户, 名 and 栋, English names the thing."""

from __future__ import annotations

from typing import Final

from geo.figures.words import Words
from geo.records import Unit

_THINGS: Final = {
    "household": "户 household households",
    "household-time": "户次",
    "person": "人 名 位 person persons people",
    "person-time": "人次",
    "building": "栋 幢 building buildings",
    "tree": "株 棵 tree trees",
    "vehicle": "辆 vehicle vehicles",
    "road": "road roads",
    "compound": "compound compounds",
}
"""Words that count one thing only, by the id of its unit."""
_ANYTHING: Final = (
    "个 处 条 座 块 项 件 批 组 支 份 本 册 张 幅 片 段 面 根 所 家 间 套 台 盏 扇 期 篇 场 场次 "
    "次 起 例 宗 笔 类 种 层 门 樘 对 副 只 头 艘 架 部 枚 口 眼 孔 道 列 班 趟 届 轮 版 车次 班次 "
    "架次 车 箱 桶 袋"
)
"""Words that count things of many kinds."""
COUNTING: Final = Words(
    {word: thing for thing, words in _THINGS.items() for word in words.split()}
    | dict.fromkeys(_ANYTHING.split(), "")
)
"""Every word that counts, with the thing it counts; "" where it counts many kinds."""
_FOR_ALL: Final = "个"


def counts(word: str, unit: Unit) -> bool:
    """Tell whether `word` counts what a row's unit counts; 个 does wherever no other has to."""
    own = {unit.zh.casefold(), unit.en_one.casefold(), unit.en_many.casefold()}
    if word.casefold() in own:
        return True
    thing = COUNTING.all.get(unit.zh, "")
    if word == _FOR_ALL and unit.kind == "count":
        return not thing
    meant = COUNTING.all.get(word, COUNTING.all.get(word.casefold(), ""))
    return bool(meant) and meant in (thing, unit.unit_id)
