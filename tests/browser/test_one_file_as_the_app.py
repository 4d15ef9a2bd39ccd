"""Does the one file filter, suggest and draw as the live app does?"""

from __future__ import annotations

import itertools
from dataclasses import fields

from geo.package.package import Package
from geo.served.crowd.message import mask
from geo.served.folium_map import Message
from geo.view.search import clean_query, normalise
from geo.view.selection import select
from geo.view.views import View
from tests.browser.file_reader import OpenFile
from tests.node_side import in_node

QUERIES = (
    *("id:compounds-renovated", "id:minghua-resurfacing", "id:nothing", "id:", "id: x"),
    *("", "明华路", "mínghuá lù", "MINGHUA", "minghualu", "Road", "shun'an", "顺安 5000", "14000"),
    *("14,000", "1.6万", "1.6", "199300", "m²", "131002", "老旧小区 街道", "market village"),
    *(
        "　全区　",
        "...",
        "!!",
        "no such thing",
        "streetscape",
        "路",
        "over 5",
        "ﬁ",
        "Ｒｏａｄ",
        "２０２２",
    ),
    *("mhl", "hl", "id:minghua-road", "id:minghua-resurfacing", "id:nobody", "sczx", "acq"),
    *("section", "dishili-village", "什里", "xīn", "a" * 80, "3051座", "  road  shun "),
)


HELD = """import { clean, mask, shownIn } from "./shared/filter.js";
import { records } from "./shared/records.js";
import { messageOf } from "./file/message.js";
const opened = (parts) => {
  const read = (path) => parts["layers/" + path];
  return records(read(parts.opening.facts), read(parts.opening.message.catalogue), read);
};"""


def test_the_filter_answers_as_the_live_app_does(open_file: OpenFile, anci: Package) -> None:
    reader = open_file()
    workstreams = [(), *((found,) for found in anci.workstreams), ("rural", "markets")]
    layers: list[tuple[str, ...] | None] = [None, (), ("roads",), ("villages", "district")]
    views = [
        View("anci-2022", workstreams=w, layers=kept, query=clean_query(query))
        for w, kept, query in itertools.product(workstreams, layers, QUERIES)
    ]
    asked = [[v.workstreams, v.layers, v.query] for v in views]
    found = in_node(
        HELD,
        """const held = opened(given.parts);
        const ids = (records) => records.map((record) => record.id);
        return given.asked.map(([workstreams, layers, query]) => {
          const shown = shownIn({ workstreams, layers, query: clean(query) }, held);
          return [ids(shown.places), ids(shown.figures), Object.fromEntries(shown.offered),
            mask(held.places, shown.placeIds), mask(held.figures, shown.figureIds)];
        });""",
        {"parts": reader.parts(), "asked": asked},
    )
    for view, answer in zip(views, found, strict=True):
        shown = select(anci, view)
        assert answer == [
            [place.place_id for place in shown.places],
            [figure.figure_id for figure in shown.figures],
            dict(shown.offered),
            mask(anci.place, shown.place_ids),
            mask(anci.figure, shown.figure_ids),
        ], view
    assert len({str(answer) for answer in found}) > 60


def test_texts_are_normalised_as_in_the_live_app() -> None:
    signs = [chr(code) for code in (*range(0x600), *range(0x1E00, 0x3400), *range(0xFF00, 0xFFF0))]
    signs.remove("ı")  # Turkish, dotless: the two languages fold it differently
    han = [chr(code) for code in range(0x4E00, 0x9FA6, 7)]
    typed = [*signs, *han, "1.5", "a.5", "5.", "1.6万 m²", "Straße ΣΑΣ", "ǅ.１.２"]
    normal = 'import { normalise } from "./shared/normalise.js";'
    answers = in_node(normal, "return given.map(normalise);", typed)
    assert dict(zip(typed, answers, strict=True)) == {text: normalise(text) for text in typed}
    lines = [*QUERIES, "a\tb\nc", "\u200bx\ufeff", "a" * 59 + " b", "🙂" * 70, "\u2003y\xa0z "]
    answers = in_node(HELD, "return given.map(clean);", lines)
    assert answers == [clean_query(line) for line in lines]


def test_the_map_is_told_what_python_tells_it(open_file: OpenFile, anci: Package) -> None:
    reader = open_file()
    told = in_node(
        HELD,
        """const held = opened(given);
        const view = { lang: "zh", base: null, centre: null, workstreams: ["markets"],
          layers: null, query: "", place: "anci-markets" };
        return messageOf(view, shownIn(view, held), held, given.opening.message);""",
        reader.parts(),
    )
    assert set(told) == {field.name for field in fields(Message)}
    shown = select(anci, View("anci-2022", workstreams=("markets",)))
    assert told["figures"] == mask(anci.figure, shown.figure_ids)
    assert told["shown"] == mask(anci.place, shown.place_ids)
    assert (told["lang"], told["place"]) == ("zh", "anci-markets")
