"""Which columns do the three sheets of the template 一张图.xlsx have?

The one home of them: the workbook is written by it, and what is taken back is looked for under
these headings. A heading that must be filled in has a star behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from geo.language.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    Parameters
    ----------
    role : str
        What it holds, in the words of what takes it back.
    heading, note : Bilingual
        What stands above it, and what is said to whoever fills it in.
    required : bool
        Whether a row without it says nothing.
    choices : str
        Where its drop-down comes from: a list by its name in :data:`CHOICES`, ``area`` or
        ``workstream`` of the package, or the role of another sheet's column; empty for none.
    width : int
        In digits, as spreadsheets count.
    """

    role: str
    heading: Bilingual
    note: Bilingual
    required: bool = False
    choices: str = ""
    width: int = 16

    def titled(self, lang: str) -> str:
        """Return its heading, marked where it is required."""
        return f"{self.heading.get(lang)}{' *' if self.required else ''}"


@dataclass(frozen=True, slots=True)
class SheetColumns:
    """One sheet: its name and its columns."""

    name: Bilingual
    columns: tuple[Column, ...]


CHOICES: Final = {
    "datum": {
        "gcj02": Bilingual("高德、腾讯", "GCJ-02"),
        "bd09": Bilingual("百度", "BD-09"),
        "cgcs2000": Bilingual("天地图、国土", "CGCS2000"),
        "wgs84": Bilingual("GPS、奥维", "WGS-84"),
    },
    "progress": {
        "planned": Bilingual("未开工", "not begun"),
        "begun": Bilingual("在建", "under way"),
        "done": Bilingual("已完工", "finished"),
    },
}
"""Drop-downs that are the same in every package."""


def _column(
    role: str, heading: tuple[str, str], note: tuple[str, str], *, choices: str = "", **more: int
) -> Column:
    return Column(
        role,
        Bilingual(*heading),
        Bilingual(*note),
        required=bool(more.get("required")),
        choices=choices,
        width=more.get("width", 16),
    )


_OPTIONAL: Final = ("可不填。", "May be left empty.")
_DEGREES: Final = ("十进制度，如 114.3432；没有可不填。", "Decimal degrees; may be left empty.")
_WORKSTREAM: Final = _column(
    "workstream",
    ("工作类别", "Workstream"),
    ("可以从列表中选，也可以写新的。", "Choose one of the list, or write a new one."),
    choices="workstream",
    required=True,
)
PLACES: Final = SheetColumns(
    Bilingual("地点", "Places"),
    (
        _column(
            "name",
            ("名称", "Name"),
            ("小区、道路、市场等的名称，一行一个。", "An estate, road or market, one a row."),
            required=True,
            width=26,
        ),
        _WORKSTREAM,
        _column(
            "layer",
            ("图层", "Layer"),
            ("不填就按工作类别分。", "Left empty it follows the workstream."),
        ),
        _column(
            "area",
            ("所属街道", "Subdistrict"),
            (
                "没有坐标时，先画在这个街道的范围里；也不填，就画在全区。",
                "Without coordinates the place is drawn in it; without either, in the district.",
            ),
            choices="area",
        ),
        _column("longitude", ("经度", "Longitude"), _DEGREES, width=12),
        _column("latitude", ("纬度", "Latitude"), _DEGREES, width=12),
        _column(
            "datum",
            ("坐标取自", "Coordinates from"),
            (
                "填了坐标就要选：各家地图的同一点可相差 500 米。",
                "AMap has GCJ-02, Baidu BD-09, a GPS WGS-84; they differ by 500 metres.",
            ),
            choices="datum",
        ),
        _column("progress", ("进度", "Progress"), _OPTIONAL, choices="progress", width=10),
        _column("started", ("开工", "Started"), _OPTIONAL, width=10),
        _column("finished", ("完工", "Finished"), _OPTIONAL, width=10),
        _column(
            "known",
            ("位置依据", "How located"),
            (
                "怎么知道它在这里，如“报告写明在白沙洲街道”。",
                "How its position is known, such as “the report names the subdistrict”.",
            ),
            width=30,
        ),
        _column(
            "name_en",
            ("英文名", "English name"),
            ("可不填，英文页面就显示中文名。", "May be left empty; the Chinese is shown then."),
            width=26,
        ),
    ),
)
FIGURES: Final = SheetColumns(
    Bilingual("数据", "Figures"),
    (
        _column(
            "measure",
            ("指标", "Measure"),
            ("数的是什么，如“开工老旧小区”。", "What is counted, such as “estates begun”."),
            required=True,
            width=30,
        ),
        _column(
            "as_published",
            ("原文写法", "As printed"),
            (
                "照原文抄，连同“余”“约”和单位：5400余万元。",
                "As the source prints it, with its unit: 5,400万元, over 20 km.",
            ),
            required=True,
        ),
        _column(
            "name",
            ("地点", "Place"),
            ("不填就是全区的数。", "Left empty it is a figure of the whole district."),
            choices="name",
            width=26,
        ),
        _WORKSTREAM,
        _column(
            "source",
            ("出处", "Source"),
            (
                "“出处”表里的标题；只有一个出处时可不填。",
                "A title of the sheet Sources.",
            ),
            required=True,
            choices="title",
            width=30,
        ),
        _column(
            "locator",
            ("段落", "Paragraph"),
            ("如“第3部分第1段”。", "Such as “section 3, paragraph 1”."),
            width=24,
        ),
        _column(
            "period",
            ("年份", "Year"),
            ("不填就是数据包的年份。", "Left empty it is the package's year."),
            width=8,
        ),
    ),
)
SOURCES: Final = SheetColumns(
    Bilingual("出处", "Sources"),
    (
        _column(
            "title",
            ("标题", "Title"),
            ("报告、网页或台账的名称。", "Of the report, the page or the ledger."),
            required=True,
            width=44,
        ),
        _column(
            "publisher",
            ("发布者", "Publisher"),
            ("单位或网站。", "An office or a site."),
            required=True,
            width=24,
        ),
        _column(
            "published",
            ("日期", "Date"),
            ("如 2023-12-21，可只写年。", "Such as 2023-12-21, or the year alone."),
            width=12,
        ),
        _column("url", ("网址", "Link"), ("可不填。", "May be left empty."), width=40),
    ),
)
LISTS: Final = Bilingual("下拉选项", "Drop-downs")
"""Name of the sheet behind them that is not shown: what drop-downs offer."""
SHEETS: Final = (PLACES, FIGURES, SOURCES)
"""In the order in which they stand in the workbook."""
