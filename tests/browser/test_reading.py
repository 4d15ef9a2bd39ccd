"""Does a reader see the same after the same steps, in the full page, the light page and the file?

One table of walks. A walk begins with a link; a step says what is done and what the view then is.
All that must be seen of it (address, chips, list, map, legend, popup, panel, notices) is counted
from the tables of the package (tests/browser/counted.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.counted import BASES, Tables, Wanted
from tests.browser.file_reader import Reader
from tests.browser.hands import ExplorerHands, FullHands, Hands
from tests.browser.tiles import HOSTS, answer
from tests.browser.visitor import WAIT_MS, Visitor
from tests.running import serve


@dataclass(frozen=True)
class Step:
    """What is done, and what of the view is another then."""

    verb: str
    what: str
    becomes: dict[str, Any]


def do(verb: str, what: str = "", **becomes: Any) -> Step:
    return Step(verb, what, becomes)


LANGUAGES = {"zh", "en", "xx"}
HIDDEN = {
    "zh": "已取消选中的“明华路”：它不在现在的筛选之内。",
    "en": "No longer selected: Minghua Road. It lies outside the present filter.",
}
MARKETS_HIDDEN = (
    "No longer selected: Farmers' and general markets of Anci. It lies outside the present filter."
)
FOUND = "为显示所选的内容，已取消工作类别“市场秩序”。"
NOTHING = "没有地点与“没有这个”相符。"
WRONG = "链接中有无法识别的内容，已忽略：工作类别、图层、语言、地点、底图、地图位置"
UNREADABLE = (
    "The search text in this link cannot be read; it was probably changed on its way."
    " Please type it again."
)
NO_ROADS = "old-compounds,villages,markets,district"
RESURFACED = {
    **{"q": "id:minghua-resurfacing", "finds": "minghua-road", "figures": 1, "w": ""},
    **{"place": "minghua-road", "lines": "14,000平方米|在城区内，具体位置不详"},
    "notice": "为显示所选的内容，已取消工作类别“乡村人居”。",
}
MINGHUA = "14,000平方米|在城区内，具体位置不详"
LOOKED_FOR = {"q": "minghua", "finds": "minghua-road", "figures": 1}
SHUNAN = "over 5,000 m²|34 flags|10 boards|area shown is approximate"
WALKS: dict[str, tuple[str, Wanted, list[Step]]] = {
    "filters": (
        "",
        Wanted(),
        [
            do("chip", "rural", w="rural", pale=10),
            do("layer", "roads", l="old-compounds,villages,markets,district", pale=8),
            do("layer", "roads", l=None, pale=10),
            do("chip", "markets", w="markets", pale=None),
            do("chip", "markets", w=""),
            do("layer", "old-compounds", l="roads,villages,markets,district"),
            do("chip", "streetscape", w="streetscape"),
            do("layer", "district", l="roads,villages,markets"),
            do("chip", "publicity", w="publicity", empty="显示的图层里没有地点。"),
            do("everything", w="", l=None, empty=""),
        ],
    ),
    "several": (
        "w=rural,streetscape",
        Wanted(w="streetscape,rural"),
        [
            do("chip", "markets", w="streetscape,markets,rural"),
            do("chip", "rural", w="streetscape,markets"),
            do("chip", "streetscape", w="markets"),
            do("chip", "rural", w="rural"),
        ],
    ),
    "a place that goes and comes back": (
        "place=minghua-road",
        Wanted(place="minghua-road", lines=MINGHUA),
        [
            do("chip", "markets", w="markets", place="", notice=HIDDEN["zh"]),
            do("notice", "go", w="", place="minghua-road", notice="", lines=MINGHUA),
            do("layer", "roads", l=NO_ROADS, place="", notice=HIDDEN["zh"]),
            do("language", "English", lang="en", notice=HIDDEN["en"]),
            do("notice", "close", notice=""),
            do("everything", l=None),
            do("row", "shunan-street", place="shunan-street", lines=SHUNAN),
            do("language", "中文", lang="zh", lines=None),
        ],
    ),
    "place after place": (
        "",
        Wanted(),
        [
            do("symbol", "dishili-village", place="dishili-village"),
            do("press", ".om-popup .om-details", reads=True),
            do("press", ".leaflet-popup-close-button", place="", reads=None),
            do("row", "songwangwu-village", place="songwangwu-village"),
            do("close", place=""),
            do("press", ".om-buttons > button >> nth=0"),
            do("chip", "streetscape", w="streetscape"),
            do("row", "minghua-road", place="minghua-road", lines=MINGHUA),
            do("next", place="shunan-street", reads=True),
            do("next", place="anci"),
            do("next", place="minghua-road", lines=MINGHUA),
            do("copy", reads=None),
        ],
    ),
    "suggestions": (
        "c=39.30000,116.60000,14",
        Wanted(),
        [
            do("suggested", "sczx", w="markets"),
            do("enter", "minhgua", w="", place="minghua-road", notice=FOUND),
            do("notice", "go", w="markets", place="", notice=""),
            do("everything", w=""),
            do("enter", "dishili", place="dishili-village"),
            do("insight", "dishili-village"),
            do("chip", "rural", w="rural"),
            do("suggested", "第什里"),
            do("suggested", "重铺路", **RESURFACED),
            do("everything", q="", finds=None, figures=None, notice=""),
        ],
    ),
    "near me": (
        "w=rural",
        Wanted(w="rural"),
        [
            do("near", "39.423111,116.725277,您在这些地点所在的范围内：宋王务村。"),
            do("press", ".om-near-place >> nth=0", place="songwangwu-village", reads=None),
        ],
    ),
    "search": (
        "q=户厕&place=anci",
        Wanted(
            q="户厕", finds="anci", figures=2, place="anci", lines="3,051座|67,090户|不对应具体地点"
        ),
        [
            do("close", place=""),
            do("search", "没有这个", q="没有这个", finds="", figures=0, empty=NOTHING),
            do("everything", q="", finds=None, figures=None, empty=""),
        ],
    ),
    "by keyboard": (
        "",
        Wanted(),
        [
            do("ask_for", "minghua-road", place="minghua-road", lines=MINGHUA, keyboard="name"),
            do("keys", "Escape", place="", keyboard="minghua-road"),
            do("keys", "Enter", place="minghua-road", lines=MINGHUA, keyboard="name"),
            do("close", place="", keyboard="minghua-road"),
            do("row", "shunan-street", place="shunan-street", keyboard="name"),
            do("next", place="yinhe-south-road-subdistrict", keyboard="name"),
            do("keys", "Escape", place="", keyboard="shunan-street"),
            do("keys", "Enter", place="shunan-street", keyboard="name"),
            do("ask_for", "shunan-street", place="", keyboard="shunan-street"),
            do("chip", "streetscape", w="streetscape", keyboard=None),
            do("scope", place="minghua-road", lines=MINGHUA, keyboard="name"),
            do("keys", "Escape", place="", keyboard="map"),
            do("lift", w="", keyboard="field"),
        ],
    ),
    "letter by letter": (
        "",
        Wanted(),
        [
            do("letters", "minghua Escape Escape", keyboard="field", options=False),
            do("letters", "minghua Tab", keyboard=None, options=None, **LOOKED_FOR),
            do("search_field", keyboard="field"),
            do("keys", "Escape", q="", finds=None, figures=None),
            do("letters", "dishili ArrowDown Enter", place="dishili-village"),
            do("half", "ming", typed="ming"),
            do("whole", "明华路 Enter", typed="", place="minghua-road", lines=MINGHUA),
        ],
    ),
    "a basemap": (
        "base=amap&w=markets&lang=en",
        Wanted(base="amap", w="markets", lang="en"),
        [
            do("base", "osm", base="osm"),
            do("chip", "rural", w="rural"),
            do("row", "songwangwu-village", place="songwangwu-village"),
            do("copy"),
            do("language", "中文", lang="zh"),
            do("base", "", base=""),
            do("step", "back", base="osm"),
            do("everything", w=""),
        ],
    ),
    "back and forward": (
        "",
        Wanted(),
        [
            do("chip", "markets", w="markets"),
            do("row", "anci-markets", place="anci-markets"),
            do("language", "English", lang="en"),
            do("chip", "streetscape", w="streetscape", place="", notice=MARKETS_HIDDEN),
            do("step", "back", w="markets", place="anci-markets", notice=""),
            do("step", "back", lang="zh"),
            do("step", "back", place=""),
            do("step", "back", w=""),
            do("step", "forward", w="markets"),
        ],
    ),
    "a link with all": (
        "w=streetscape&l=roads,district&place=shunan-street&c=39.55000,116.66000,12&lang=en",
        Wanted(
            **{"w": "streetscape", "l": "roads,district", "place": "shunan-street"},
            **{"c": "39.55000,116.66000,12", "lang": "en", "lines": SHUNAN},
        ),
        [do("chip", "streetscape", w="", lines=SHUNAN), do("copy")],
    ),
    "a link out of a message": (
        "lang=en&amp;w=streetscape&amp;place=shunan-street）。",
        Wanted(w="streetscape", place="shunan-street", lang="en", lines=SHUNAN),
        [],
    ),
    "a link that hides what it names": (
        "place=minghua-road&w=markets",
        Wanted(w="markets", notice="链接里选中的“明华路”，被链接自己的筛选挡住了。"),
        [do("notice", "go", w="", place="minghua-road", notice="")],
    ),
    "a wrong link": (
        "w=nobody,markets&l=roads,nothing&place=gone&base=moon&c=91,400,99&lang=xx",
        Wanted(w="markets", l="roads", ignored=WRONG, empty="显示的图层里没有地点。"),
        [do("everything", w="", l=None, ignored="", empty="")],
    ),
    "a text in pieces": (
        "lang=en&q=%E6%98%8E%E5%8D",
        Wanted(lang="en", ignored=UNREADABLE),
        [],
    ),
    "a text in GBK": (
        "q=%C3%F7%BB%AA%C2%B7",
        Wanted(q="明华路", finds="minghua-road", figures=1),
        [],
    ),
}
IN_THE_FILE: dict[str, tuple[str, Wanted, list[Step]]] = {
    # A file is opened where there is no network: it offers no basemap, and says that it has none.
    "a basemap": (
        "base=amap&w=markets&lang=en",
        Wanted(
            **{"w": "markets", "lang": "en"},
            ignored="Parts of the link were not understood and left out: basemap",
        ),
        [do("chip", "rural", w="rural", ignored="")],
    ),
}
"""What is otherwise there, and how."""


@pytest.fixture(scope="module")
def based(anci_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app with basemaps."""
    log = tmp_path_factory.mktemp("based") / "log"
    with serve(anci_root.parent, log, ONEMAP_BASEMAPS=" ".join(BASES)) as served:
        yield served


@pytest.fixture(scope="module")
def tables(anci_root: Path) -> Tables:
    return Tables(anci_root)


@pytest.fixture(scope="module", params=["file", "light", "full"])
def hands(request: pytest.FixtureRequest, browser: Browser, tables: Tables) -> Iterator[Hands]:
    """One page of each kind, for all walks."""
    streams = [row["workstream_id"] for row in tables.streams]
    if request.param == "file":
        address = request.getfixturevalue("file").as_uri()
        found: Hands = ExplorerHands(Reader(browser, address), address + "#", streams)
    else:
        served = request.getfixturevalue("based")
        if request.param == "full":
            visitor = Visitor(browser, served, "/", hosts=HOSTS, tiles=answer)
            found = FullHands(visitor, served + "/?", streams)
        else:
            address = served + "/light/anci-2022"
            found = ExplorerHands(Reader(browser, address, hosts=HOSTS), address + "?", streams)
        found.bases = tuple(BASES)
    yield found
    found.end()


def met(hands: Hands, tables: Tables, view: Wanted, said: str) -> None:
    """Let the browser go on until all is seen that must be; else say what is not."""
    wanted = tables.seen(view) | {"base": tables.ground(view, hands.bases)}
    for _ in range(WAIT_MS // 20):
        seen = {key: value for key, value in hands.seen().items() if key in wanted}
        address = seen.get("address", {})
        assert address.pop("lang", view.lang) in LANGUAGES
        if not view.c:
            address.pop("c", None)
        if seen == wanted:
            return
        hands.page.wait_for_timeout(20)
    differ = {
        key: (seen.get(key), value) for key, value in wanted.items() if seen.get(key) != value
    }
    assert differ == {}, said


@pytest.mark.parametrize("walk", WALKS)
def test_all_pages_show_the_same_after_the_same_steps(
    hands: Hands, tables: Tables, walk: str
) -> None:
    link, view, steps = WALKS[walk] if hands.bases else (WALKS | IN_THE_FILE)[walk]
    hands.open(link)
    met(hands, tables, view, f"the link {link}")
    for step in steps:
        getattr(hands, step.verb)(step.what)
        view = replace(view, lines=None) if "place" in step.becomes else view
        view = replace(view, **step.becomes)
        met(hands, tables, view, f"{step.verb} {step.what}")
