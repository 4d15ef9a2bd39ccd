"""What do the made places say: names, workstreams, layers, figures? All invented."""

from __future__ import annotations

from typing import Final

WORKSTREAMS: Final = (
    ("housing", "老旧小区改造", "Old-compound renovation", "#a83152", "apartments"),
    ("streets", "市容环境", "Streetscape", "#6257ba", "road"),
    ("markets", "市场秩序", "Markets", "#956e03", "stall"),
    ("rural", "乡村人居", "Rural settlements", "#2e5b00", "sprout"),
    ("upkeep", "社区管护", "Community upkeep", "#1b7f95", "wrench"),
    ("services", "便民服务", "Public services", "#8a156f", "heart"),
)
"""Id, names, colour and symbol of each workstream."""

LAYERS: Final = (
    ("compounds", "老旧小区", "Old compounds"),
    ("facilities", "便民设施", "Facilities"),
    ("streets", "道路", "Streets"),
    ("sites", "整治片区", "Sites"),
)
"""Id and names of each layer: two of points, one of lines, one of polygons."""

COMPOUNDS, FACILITIES, STREETS, SITES = range(4)

TOWNS: Final = tuple(
    (f"{a}{c}", f"{b}{d}", f"{b}{d}")
    for a, b in (("新", "Xīn"), ("永", "Yǒng"), ("安", "Ān"), ("长", "Cháng"), ("清", "Qīng"))
    for c, d in (("平", "píng"), ("丰", "fēng"), ("河", "hé"), ("兴", "xīng"), ("泰", "tài"))
)
STREET_NAMES: Final = (
    ("和平", "Heping", "Hépíng"),
    ("建设", "Jianshe", "Jiànshè"),
    ("解放", "Jiefang", "Jiěfàng"),
    ("光明", "Guangming", "Guāngmíng"),
    ("文化", "Wenhua", "Wénhuà"),
    ("胜利", "Shengli", "Shènglì"),
    ("新华", "Xinhua", "Xīnhuá"),
    ("人民", "Renmin", "Rénmín"),
)
KINDS: Final = (
    ("号院", "Compound", "hào Yuàn"),
    ("号便民站", "Service Point", "hào Biànmín Zhàn"),
    ("路段", "Stretch", "Lùduàn"),
    ("号片区", "Site", "hào Piànqū"),
)
KNOWN: Final = {
    "exact": ("位置由生成程序给出，仅供测速。", "The position was made up, for measuring speed."),
    "line": ("走向由生成程序给出，仅供测速。", "The line was made up, for measuring speed."),
    "township": (
        "只知道在这个乡镇，具体位置不详；由生成程序给出。",
        "Only known to lie in this township; made up, for measuring speed.",
    ),
    "district": ("轮廓由生成程序给出。", "The outline was made up."),
}
UNITS: Final = (
    ("m", "length", "米", "m", "m"),
    ("m2", "area", "平方米", "m²", "m²"),
    ("household", "count", "户", "household", "households"),
    ("building", "count", "栋", "building", "buildings"),
)
SOURCES: Final = (
    ("made-report", "report", "测速用报告", "A report for measuring"),
    ("made-geography", "geography", "测速用图形", "Shapes for measuring"),
)
LICENCE: Final = ("生成的数据，可随意使用", "made data, free to use")
ACCURACY: Final = ("数字和位置都是编造的。", "Numbers and positions are made up.")
PUBLISHER: Final = ("本项目", "this project")


def plain(pinyin: str) -> str:
    """Return `pinyin` without its tone marks.

    >>> plain("Yǒngpíng")
    'Yongping'
    """
    marked = "āáǎàēéěèīíǐìōóǒòūúǔù"
    return pinyin.translate({ord(sign): "aeiou"[at // 4] for at, sign in enumerate(marked)})
