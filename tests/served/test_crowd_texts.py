"""Do the files beside a map let a browser answer what else the app is asked of very many places?"""

from __future__ import annotations

import base64
import itertools
import json
from collections.abc import Mapping
from typing import Any

import pytest

from geo.blob import Blob, digest_of
from geo.package.package import Package
from geo.package.read import read_package
from geo.served import facts
from geo.served.catalogue import build_payload
from geo.served.crowd import texts
from geo.served.crowd.message import shown_told
from geo.view.search import clean_query
from geo.view.selection import look, select
from geo.view.views import View
from geo.web.search import suggestions
from tests import crowds
from tests.node_side import in_node

QUERIES = (
    *(
        "明华",
        "mh",
        "MINGHUA lu",
        "小区 明华",
        "老旧小区改造",
        "Road",
        "compounds",
        "zzz",
        "，",
        "...",
    ),
    *("id:lamp-00068", "id:office-00003", "id:constructor", "id:", "13", "130000", "街 道", "ǎn"),
)
BESIDE = """import { textsBeside } from "./crowd/beside.js";
import { useHost } from "./shared/host.js";
import { fromBase64 } from "./shared/bits.js";
import { clean } from "./shared/filter.js";
import { records } from "./shared/records.js";
const asked = [];
function opened({ files, facts, catalogue, searched }) {
  const bytes = (path) => { asked.push(path); return fromBase64(files[path]).buffer; };
  const read = (path) => JSON.parse(new TextDecoder().decode(bytes(path)));
  useHost({ fetchData: async (path) => read(path), fetchBytes: async (path) => bytes(path) });
  const held = records(read(facts), read(catalogue), read);
  return textsBeside(held, searched, async (position) => {
    const { size, paths } = held.index.pieces;
    const found = read(paths[Math.floor(position / size)])[position % size];
    return { ...found, layer: held.layers.find(({ id }) => id === found.layer) };
  });
}"""

HELD = """import { clean, shownIn } from "./shared/filter.js";
import { fromBase64 } from "./shared/bits.js";
import { records } from "./shared/records.js";
function opened({ files, facts, catalogue }) {
  const read = (path) => JSON.parse(new TextDecoder().decode(fromBase64(files[path])));
  return records(read(facts), read(catalogue), read);
}"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """Return one with figures of groups, whose members lie in several layers or are one alone."""
    root = tmp_path_factory.mktemp("data") / crowds.NAME
    layers = crowds.layers_of(600)
    groups = {"mixed": "office-00001 lamp-00002 compound-00003", "alone": "road-00004"}
    shared = [crowds.figure(f"of-{group}", "greening", "") | {"group": group} for group in groups]
    figures = [
        {**each, "group": each.get("group", "")} for each in crowds.figures_of(layers) + shared
    ]
    crowds.write(root, layers, figures=figures)
    rows = [f"{group},合计,Together,{members},invented,," for group, members in groups.items()]
    heading = "group_id,name_zh,name_en,members,source_id,known_zh,known_en"
    (root / "groups.csv").write_text("\n".join([heading, *rows, ""]), "utf-8")
    return read_package(crowds.seal(root))


@pytest.fixture
def files(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> tuple[dict[str, Any], Mapping[str, Blob]]:
    """What a browser is given, with several files of each sort."""
    monkeypatch.setattr(facts, "MOST_WITH_FACTS", 100)
    monkeypatch.setattr(texts, "MOST_BYTES", 20_000)
    monkeypatch.setattr(texts, "MOST_IDS", 100)
    payload = build_payload(package)
    searched, made = texts.text_files(package)
    every = {**payload.blobs, **made}
    held = {path: base64.b64encode(blob.content).decode() for path, blob in every.items()}
    given = {"files": held, "facts": payload.facts, "catalogue": payload.catalogue}
    return {**given, "searched": searched}, made


def views_of(package: Package) -> list[View]:
    """Return what is looked for, under every sort of filter."""
    streams: list[tuple[str, ...]] = [(), ("housing",), ("lighting", "greening")]
    layers: list[tuple[str, ...] | None] = [None, (), ("lamps",), ("compounds", "offices")]
    cited = (*(package.figures[at].figure_id for at in (0, 7)), "of-mixed", "of-alone")
    queries = (*QUERIES, *(f"id:{figure}" for figure in cited))
    return [
        View(crowds.NAME, workstreams=w, layers=kept, query=clean_query(query))
        for w, kept, query in itertools.product(streams, layers, queries)
    ]


def test_a_text_finds_what_the_app_finds(package: Package, files: tuple[Any, Any]) -> None:
    views = views_of(package)
    answers = in_node(
        BESIDE,
        """const beside = opened(given);
        const found = [];
        for (const [workstreams, layers, query] of given.asked) {
          const view = { workstreams, layers, query: clean(query) };
          if (!beside.found(view)) await beside.ask(view);
          found.push(beside.found(view));
        }
        return found;""",
        {**files[0], "asked": [[v.workstreams, v.layers, v.query] for v in views]},
    )
    for view, answer in zip(views, answers, strict=True):
        told = json.loads(json.dumps(shown_told(package, look(package, view), None)))
        assert answer == told, view
    assert len({str(answer) for answer in answers}) > 60


def test_a_text_finds_as_much_where_the_browser_holds_every_place(package: Package) -> None:
    payload, views = build_payload(package), views_of(package)
    held = {path: base64.b64encode(blob.content).decode() for path, blob in payload.blobs.items()}
    found = in_node(
        HELD,
        """const held = opened(given);
        const ids = (records) => records.map(({ id }) => id);
        return given.asked.map(([workstreams, layers, query]) => {
          const shown = shownIn({ workstreams, layers, query: clean(query) }, held);
          return [ids(shown.places), ids(shown.figures), Object.fromEntries(shown.offered)];
        });""",
        {"files": held, "facts": payload.facts, "catalogue": payload.catalogue}
        | {"asked": [[v.workstreams, v.layers, v.query] for v in views]},
    )
    for view, answer in zip(views, found, strict=True):
        shown = select(package, view)
        assert answer == [
            [place.place_id for place in shown.places],
            [figure.figure_id for figure in shown.figures],
            dict(shown.offered),
        ], view


def test_an_id_and_a_text_lead_to_the_place_that_is_meant(
    package: Package, files: tuple[Any, Any]
) -> None:
    ids = [*package.place, "no-such-place", "constructor", "0", "zzz"]
    typed = ["明华", "mh", "compound 17", "zzz", "，"]
    found = in_node(
        BESIDE,
        """const beside = opened(given);
        const at = [];
        for (const id of given.ids) at.push(await beside.at(id));
        const before = asked.filter((path) => path.includes("/texts."));
        const meant = [];
        for (const text of given.typed) meant.push(await beside.suggested(text));
        return { at, before, meant };""",
        {**files[0], "ids": ids, "typed": typed},
    )
    assert found["at"] == [package.place.position_of(each) for each in ids]
    assert found["before"] == [], "a link to a place needs no text"
    for text, meant in zip(typed, found["meant"], strict=True):
        app = {each["id"]: each for each in suggestions(package, text)}
        assert len(meant) == min(8, len(app))
        for entry in meant:
            place = package.place[entry["id"]]
            assert entry["label"] == place.name.as_dict()
            layer = package.layers[place.layer].name
            assert entry["detail"]["zh"] == f"{layer.zh} · {place.parent.zh}"
            assert entry["detail"]["en"] == f"{layer.en} · {place.parent.en}"
            if entry["id"] in app:
                names = ("position", "category", "initials")
                assert [entry[n] for n in names] == [app[entry["id"]][n] for n in names]


def test_every_file_is_bounded_and_named_by_its_content(files: tuple[Any, Any]) -> None:
    made: Mapping[str, Blob] = files[1]
    kinds = [path.split("/")[1].split(".")[0] for path in made]
    assert kinds.count("texts") > 3
    assert kinds.count("ids") > 3
    for path, blob in made.items():
        assert digest_of(blob.content) in path
        assert "/searched." in path or len(blob.content) < 20_000
