"""Does a filter of a package of many places show what plain loops over its files show?

:func:`slow` is the rule in its plainest words: a place is shown for its own workstream, for one of
its figures, or for its name; a figure for its measure or for its place.
"""

from __future__ import annotations

import base64
import gc
import random
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest
from pypinyin import lazy_pinyin

from geo.package.package import Package
from geo.package.read import read_package
from geo.served.crowd.message import crowd_message, few_mask
from geo.view import selection
from geo.view.selection import select
from geo.view.views import View
from tests import crowds

QUERIES = [
    "",
    "明华",
    "小区",
    "建设 小区",
    "minghua",
    "MINGHUA lu",
    "mh",
    "mhxq",
    "m",
    "q",
    "jsh",
    "lzz",
    "lvzu",
    "lüzu",
    "长乐",
    "changle",
    "yongxing-ld",
    "幸福大院",
    "xingfudayuan",
    "xfdy",
    "happy yard",
    "old-home",
    "old-office",
    "No. 3",
    "131009",
    "银河",
    "demo township",
    "落垡",
    "greening",
    "绿化 件",
    "老旧小区改造",
    "ljxqgz",
    "pieces",
    "28",
    "id:demo",
    "id:compound-00007",
    "id:lamp-00068",
    "id:office-00003",
    "id:of-road-00007",
    "id:whole-greening",
    "id:nobody",
    "id:",
    "、。！",
    "，",
    "|m|h",
    "zzz",
    "明华 zzz",
    "street lamps 12",
]


@dataclass(frozen=True)
class Source:
    """What lies in the files, as plain dictionaries."""

    features: list[crowds.Feature]
    figures: list[dict[str, str]]
    search_texts: dict[str, list[str]]
    figure_search_texts: dict[str, list[str]]


def plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold()).casefold()
    kept = []
    for at, sign in enumerate(folded):
        inside = sign == "." and folded[at - 1 : at].isdigit() and folded[at + 1 : at + 2].isdigit()
        if inside or (sign.isalnum() and not unicodedata.combining(sign)):
            kept.append(sign)
    return "".join(kept)


def texts_of(names: list[str]) -> list[str]:
    """Return the texts that a name can be typed as, initials with their mark before."""
    found = []
    for name in names:
        parts = re.split(r"([\u4e00-\u9fff]+)", name)
        chinese = [part for part in parts[1::2] if part]
        read = [
            (p, lazy_pinyin(p, v_to_u=True)) if at % 2 else (p, [p]) for at, p in enumerate(parts)
        ]
        whole = "".join(syllable for _, syllables in read for syllable in syllables)
        found += [plain(name), plain(whole), plain(whole.replace("ü", "v"))]
        if chinese:
            letters = [
                plain(syllable)[:1] if at % 2 else plain(syllable)
                for at, (_, syllables) in enumerate(read)
                for syllable in syllables
            ]
            found.append("^" + "".join(letters))
    return found


def hits(words: list[str], texts: list[str]) -> bool:
    return all(any(hit(word, text) for text in texts) for word in words)


def hit(word: str, text: str) -> bool:
    """Initials are hit from the first on, and a number whole, or as the beginning of a code."""
    if text.startswith("^"):
        return text.startswith("^" + word) and len(word) > 1
    if word.isdecimal():
        begins = len(word) >= 6 and text.startswith(word)
        return begins or word in re.findall(r"[0-9.]+", text)
    return word in text


@pytest.fixture(scope="module")
def layers() -> crowds.Layers:
    return crowds.layers_of(2000)


@pytest.fixture(scope="module")
def source(layers: crowds.Layers) -> Source:
    features = [feature for found in layers.values() for feature in found]
    figures = crowds.figures_of(layers)
    aliases = {
        layers["compounds"][4]["id"]: (["幸福大院", "Happy Yard"], "old-home"),
        layers["offices"][0]["id"]: ([], "old-office"),
    }
    search_texts = {}
    for feature in features:
        said = feature["properties"]
        names, former = aliases.get(feature["id"], ([], ""))
        shared = [*crowds.LAYER_NAMES[said["layer"]], said["parent_zh"], said["parent_en"]]
        more = [said["name_en"], former, said["code"] or "", *shared]
        search_texts[feature["id"]] = [*texts_of([said["name_zh"], *names]), *map(plain, more)]
    figure_search_texts = {}
    for figure in figures:
        zh, en, _ = crowds.STREAMS[figure["workstream"]]
        value = figure["value"]
        more = [
            figure["measure_en"],
            en,
            f"{value}件",
            f"{value} piece{'s' * (value != '1')}",
            value,
        ]
        figure_search_texts[figure["figure_id"]] = [
            *texts_of([figure["measure_zh"], zh]),
            *map(plain, more),
        ]
    return Source(features, figures, search_texts, figure_search_texts)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory, layers: crowds.Layers) -> Package:
    return read_package(crowds.write(tmp_path_factory.mktemp("data") / crowds.NAME, layers))


def slow(source: Source, view: View) -> tuple[set[str], list[str], Counter[str]]:
    """Return ids of places, ids of figures in order, and how many figures each stream offers."""
    layers = set(crowds.LAYER_NAMES) if view.layers is None else set(view.layers)
    chosen = set(view.chosen) or set(crowds.STREAMS)
    words = [word for word in map(plain, view.query.split()) if word]
    within = [f for f in source.features if f["properties"]["layer"] in layers]
    if not view.query:
        named = {f["id"] for f in within}
    elif view.query.startswith("id:"):
        named = {f["id"] for f in within if f["id"] == view.query[3:]}
    else:
        named = {f["id"] for f in within if words and hits(words, source.search_texts[f["id"]])}
    reachable = {f["id"] for f in within}
    found = []
    for figure in source.figures:
        if figure["place_id"] in reachable:
            own = view.query == f"id:{figure['figure_id']}"
            if words and not view.query.startswith("id:"):
                own = hits(words, source.figure_search_texts[figure["figure_id"]])
            if own or figure["place_id"] in named:
                found.append(figure)
    shown = [figure for figure in found if figure["workstream"] in chosen]
    places = {figure["place_id"] for figure in shown}
    for feature in within:
        if feature["id"] in named:
            of_figures = {f["workstream"] for f in source.figures if f["place_id"] == feature["id"]}
            every = of_figures | {feature["properties"]["workstream"]}
            if not view.chosen or every & chosen:
                places.add(feature["id"])
    return places, [f["figure_id"] for f in shown], Counter(f["workstream"] for f in found)


def agree(package: Package, source: Source, **parts: Any) -> int:
    """Compare one view with the loops; returns how many places it shows."""
    view = View(package.package_id, **parts)
    found, (places, figures, offered) = select(package, view), slow(source, view)
    assert found.place_ids == places, parts
    assert [figure.figure_id for figure in found.figures] == figures, parts
    assert dict(found.offered) == {stream: offered[stream] for stream in crowds.STREAMS}, parts
    assert len(found.places) == len(places)
    order = [place_id for place_id in package.place if place_id in places]
    assert [place.place_id for place in found.places] == order
    assert found.by_text == bool(view.query)
    return len(places)


@pytest.mark.parametrize("query", QUERIES)
def test_a_text_finds_what_the_loops_find(package: Package, source: Source, query: str) -> None:
    agree(package, source, query=query)


def test_the_texts_find_something_and_not_everything(package: Package, source: Source) -> None:
    counts = {query: agree(package, source, query=query) for query in QUERIES}
    assert counts[""] == len(source.features)
    nothing = {query for query, count in counts.items() if not count}
    none = {
        "id:nobody",
        "id:",
        "、。！",
        "，",
        "jsh",
        "zzz",
        "明华 zzz",
        "lzz",
        "yongxing-ld",
    }
    assert nothing == none
    assert len(set(counts.values())) > 12


def test_any_filter_shows_what_the_loops_show(package: Package, source: Source) -> None:
    chosen = random.Random(8)
    seen = set()
    for _ in range(120):
        layers = chosen.sample(list(crowds.LAYER_NAMES), chosen.randint(0, 5))
        streams = chosen.sample(list(crowds.STREAMS), chosen.randint(0, 3))
        seen.add(
            agree(
                package,
                source,
                query=chosen.choice(QUERIES) if chosen.random() < 0.7 else "",
                layers=tuple(layers) if chosen.random() < 0.7 else None,
                workstreams=tuple(streams),
                story=chosen.choice([None, None, None, *crowds.STREAMS]),
            )
        )
    assert len(seen) > 30


def test_a_name_of_two_words_across_two_texts_is_not_found(package: Package) -> None:
    """The end of one text and the beginning of the next are no word."""
    names = [place.name for place in package.place.values()[:40]]
    for name in names:
        query = plain(name.zh)[-2:] + plain(name.en)[:2]
        found = select(package, View(package.package_id, query=query))
        assert not found.places


# ---- What the map is told. ---------------------------------------------------------------------


def bits_of(mask: str, count: int) -> list[bool]:
    text = "".join(f"{byte:08b}" for byte in base64.b64decode(mask))
    assert "1" not in text[count:]
    return [sign == "1" for sign in text[:count]]


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"workstreams": ("housing",)},
        {"layers": ("lamps", "offices")},
        {"layers": ()},
        {"workstreams": ("greening",), "layers": ("roads",)},
        {"query": "小区"},
        {"query": "id:lamp-00068", "workstreams": ("lighting", "greening")},
    ],
    ids=str,
)
def test_the_message_is_true_of_every_place(package: Package, source: Source, parts: Any) -> None:
    view = View(package.package_id, **parts)
    shown, (ids, _, _) = select(package, view), slow(source, view)
    places = package.place
    order = list(places)
    assert bits_of(few_mask(shown), places.few) == [i in ids for i in order[: places.few]]
    message = crowd_message(package, shown, "lamp-00068", "q=x")
    assert message is not None
    crowd = [(i, int(places.category_of[row])) for row, i in enumerate(order) if row >= places.few]
    counted = Counter(kind for i, kind in crowd if i in ids)
    assert message["counts"] == [counted[kind] for kind in range(len(places.categories))]
    assert order[places.few + message["at"]] == "lamp-00068"
    if view.query:
        assert message["found"] == f"{crowds.NAME}/found.{package.state}.bin?q=x"
    else:
        assert message["found"] is None
        categories = bits_of(message["categories"], len(places.categories))
        assert {i for i, kind in crowd if categories[kind]} == ids & {i for i, _ in crowd}


def test_a_package_of_few_places_has_no_crowd(anci: Package) -> None:
    assert crowd_message(anci, select(anci, View("anci-2022")), None, "") is None


def test_a_symbol_has_no_position(package: Package) -> None:
    shown = select(package, View(package.package_id))
    for place_id in (None, "demo"):
        message = crowd_message(package, shown, place_id, "")
        assert message is not None
        assert message["at"] is None


# ---- What is remembered. -----------------------------------------------------------------------


def test_answers_are_remembered_and_bounded(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = crowds.write(tmp_path_factory.mktemp("data") / crowds.NAME, crowds.layers_of(300))
    gc.collect()
    held = len(selection._ANSWERS)
    package = read_package(root)
    rows = len(package.place)
    monkeypatch.setattr(selection, "MOST_ROWS", 5 * rows)
    views = [View(package.package_id, query=f"no {number}") for number in range(30)]
    answers = selection._ANSWERS.of(package)
    for view in views:
        assert select(package, view) is select(package, view)
        assert len(answers) <= selection.MOST_ANSWERS
    first = select(package, views[0])
    assert first is select(package, views[0])
    del answers, package
    gc.collect()
    assert len(selection._ANSWERS) == held, "answers about a package go with it"
