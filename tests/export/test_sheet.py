"""Does a printed sheet say all it should, and does nothing in the data become code?"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw
import pytest
import zxingcpp
from PIL import Image
from starlette.testclient import TestClient

from geo.export.printed import card_png
from geo.export.sheet import typesetting
from geo.export.sheet.facts import LINE_END, breakable
from geo.export.sheet.sheet import NothingToPrintError, sheet_pdf
from geo.figures.wording import locator_phrase
from geo.language.bilingual import Bilingual
from geo.package.package import Package
from geo.store.store import Store
from geo.view.selection import select
from geo.view.views import View

DAY = date(2026, 11, 23)
BELOW_MAP_PT = 160
"""How high a card's words stand."""
LINK = "https://city.example/map/?w=streetscape"
Serve = Callable[..., TestClient]


def sheet(package: Package, kind: str = "view", lang: str = "zh", **options: object) -> bytes:
    landscape = bool(options.pop("landscape", False))
    link = str(options.pop("link", LINK))
    view = View(package.package_id, **options)
    return sheet_pdf(
        package,
        view,
        select(package, view),
        kind=kind,
        lang=lang,
        landscape=landscape,
        link=link,
        on=DAY,
    )


def pages(content: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]


def squeezed(text: str) -> str:
    """The text without what only lays it out: blanks, line ends, and where words may break.

    A hyphen at the end of a line is read back as a sign of its own, so hyphens are left out too.
    """
    return re.sub(rf"[\s{LINE_END}\ufffe\x02-]", "", text)


def said(content: bytes) -> str:
    return squeezed("".join(pages(content)))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("landscape", [False, True])
def test_the_sheet_of_a_view_has_every_figure_with_its_source(
    anci: Package, anci_root: Path, lang: str, landscape: bool
) -> None:
    text = said(sheet(anci, lang=lang, landscape=landscape))
    with (anci_root / "figures.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 55
    for row in rows:
        for wording in (
            row[f"measure_{lang}"],
            row["as_published"],
            locator_phrase(row["locator"]).get(lang),
            anci.phrase(anci.figure[row["figure_id"]]).get(lang),
        ):
            assert squeezed(wording) in text, row["figure_id"]
    for source_id in {row["source_id"] for row in rows} | {"tianditu-outline"}:
        source = anci.sources[source_id]
        assert squeezed(source.title.get(lang)) in text
        assert squeezed(source.licence.get(lang)) in text
    for place in anci.place.values():
        assert squeezed(place.name.get(lang)) in text


@pytest.mark.parametrize(("lang", "legal"), [("zh", "非法定界线"), ("en", "notalegalboundary")])
def test_a_sheet_says_what_it_is(anci: Package, lang: str, legal: str) -> None:
    content = sheet(anci, lang=lang, workstreams=("streetscape",))
    found = pages(content)
    for number, page in enumerate(found, start=1):
        assert f"{number} / {len(found)}" in page
        assert "2026-11-23" in page
        assert anci.content_hash[:12] in page
        assert anci.version in page
    text = said(content)
    assert LINK in text
    assert legal in text
    assert {"zh": "城区1–2", "en": "Urbanarea1–2"}[lang] in text  # the badge and its places
    assert squeezed(anci.workstreams["streetscape"].name.get(lang)) in text


def test_a_filtered_sheet_has_only_what_is_shown(anci: Package) -> None:
    text = said(sheet(anci, lang="en", workstreams=("rural",), query="toilets"))
    assert 'Search"toilets"' in text
    assert "3,051toilets" in text
    assert "13markets" not in text
    assert "Figures:2" in text


def test_nothing_shown_is_said(anci: Package) -> None:
    text = said(sheet(anci, lang="en", layers=()))
    assert "Nofigurematches" in text
    assert "Figures:0" in text


def test_the_sheet_of_a_place_says_how_well_it_is_known(anci: Package) -> None:
    text = said(sheet(anci, "place", "en", place="minghua-road"))
    place = anci.place["minghua-road"]
    assert squeezed(place.known.en) in text
    assert "exactspotunknown,withintheurbanarea" in text
    assert "14000平方米" in text
    assert "34flags" not in text, "of another road"


def test_a_place_without_figures_shows_the_districts(anci: Package) -> None:
    text = said(sheet(anci, "place", "zh", place="dishili-village"))
    assert "全区农村合计" in text, "how far it reaches"
    assert "3,051座" in text


def test_the_sheet_of_a_workstream_says_what_it_is_about(anci: Package) -> None:
    text = said(sheet(anci, "workstream", "en", workstreams=("old-compounds",), query="nothing"))
    assert squeezed(anci.workstreams["old-compounds"].about.en) in text
    own = [f for f in anci.figures if f.workstream == "old-compounds"]
    assert f"Figures:{len(own)}" in text


@pytest.mark.parametrize(
    ("kind", "view"),
    [("place", {}), ("workstream", {}), ("workstream", {"workstreams": ("rural", "markets")})],
)
def test_a_sheet_of_nothing_is_refused(anci: Package, kind: str, view: dict) -> None:
    with pytest.raises(NothingToPrintError):
        sheet(anci, kind, **view)


@pytest.mark.parametrize(("landscape", "size"), [(False, (595, 842)), (True, (842, 595))])
def test_the_paper_is_a4(anci: Package, landscape: bool, size: tuple[int, int]) -> None:
    document = pypdfium2.PdfDocument(sheet(anci, landscape=landscape))
    assert {tuple(round(side) for side in page.get_size()) for page in document} == {size}


def test_the_same_input_and_day_give_the_same_bytes(anci: Package) -> None:
    assert sheet(anci, place="minghua-road") == sheet(anci, place="minghua-road")


def test_the_pdf_names_itself_and_carries_its_fonts(anci: Package) -> None:
    content = sheet(anci, lang="zh")
    document = pypdfium2.PdfDocument(content)
    assert anci.title.zh in document.get_metadata_dict()["Title"]
    assert document.get_metadata_dict()["CreationDate"].startswith("D:20261123")
    assert b"zh" in re.findall(rb"/Lang\s*\((.*?)\)", content)[0]
    assert pypdfium2.raw.FPDFCatalog_IsTagged(document)
    embedded = [
        pypdfium2.raw.FPDFFont_GetIsEmbedded(pypdfium2.raw.FPDFTextObj_GetFont(found))
        for page in document
        for found in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=9)
    ]
    assert len(embedded) > 100
    assert set(embedded) == {1}


@pytest.mark.parametrize("link", [LINK, "https://city.example/?q=" + "%E6%98%8E" * 60])
def test_the_code_on_paper_is_read_as_the_link(anci: Package, link: str) -> None:
    page = pypdfium2.PdfDocument(sheet(anci, link=link))[0]
    (found,) = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    assert found.text == link
    assert squeezed(link) in squeezed(page.get_textpage().get_text_range())


HOSTILE = (
    '#eval("1")',
    "{{7*7}}",
    "<script>alert(1)</script>",
    "\\u{41} \\ back",
    '"] ) } $x$ *b* _i_ `c` @ref //x /*y',
    "W" * 300,
)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", ["view", "place", "workstream"])
def test_texts_of_the_data_are_shown_as_they_stand(
    anci: Package, with_place: Callable[..., Package], text: str, kind: str
) -> None:
    both = Bilingual(text, text)
    figure = replace(anci.figure["minghua-resurfacing"], measure=both, as_published=text)
    named = with_place(anci, "minghua-road", name_zh=text, known_zh=text)
    streetscape = replace(anci.workstreams["streetscape"], name=both, about=both)
    report = replace(anci.sources["anci-report-2022"], title=both, licence=both, url=text)
    package = replace(
        anci,
        title=both,
        figures=(figure,),
        recipes=(),
        place=named.place,
        workstreams={**anci.workstreams, "streetscape": streetscape},
        sources={**anci.sources, "anci-report-2022": report},
        licences=(both,),
    )
    view = {"place": "minghua-road", "workstreams": ("streetscape",), "query": ""}
    found = said(sheet(package, kind, "zh", **view))
    assert found.count(squeezed(text)) >= 6


def test_long_words_may_break_and_nothing_is_lost() -> None:
    facts = {"name": "W" * 40, "link": "W" * 40, "rows": [{"text": "明华路 Minghua-Road"}, 3]}
    found = breakable(facts)
    assert found["name"].replace(LINE_END, "") == "W" * 40
    assert max(map(len, found["name"].split(LINE_END))) <= 8
    assert (found["link"], found["rows"]) == (facts["link"], facts["rows"])


def test_the_longest_word_stays_on_the_paper(anci: Package) -> None:
    long = Bilingual("W" * 300, "W" * 300)
    page = pypdfium2.PdfDocument(sheet(replace(anci, title=long), lang="en"))[0]
    right = max(found.get_bounds()[2] for found in page.get_objects(max_depth=9))
    assert right <= page.get_width()


# ---- Over HTTP. -------------------------------------------------------------------------------


def test_a_sheet_follows_the_link(client: TestClient) -> None:
    address = "/export/sheet.pdf?w=streetscape&lang=en&on=2026-11-23&v=1.3.3&paper=landscape"
    answer = client.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    named = answer.headers["content-disposition"]
    assert named == 'inline; filename="anci-2022-view.pdf"'
    text = said(answer.content)
    assert "http://testserver/?v=1.3.3&lang=en&w=streetscape" in text
    assert "Printed20261123" in text
    again = client.get(address, headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_the_public_address_and_a_prefix_are_in_the_code(
    serve: Serve, anci_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind = serve(anci_store, "/city")
    first = behind.get("/city/export/sheet.pdf?of=place&place=minghua-road&on=2026-11-23")
    assert squeezed("http://testserver/city/?place=minghua-road") in said(first.content)
    assert "anci-2022-minghua-road.pdf" in first.headers["content-disposition"]
    monkeypatch.setenv("ONEMAP_PUBLIC_URL", "https://maps.example/anci")
    second = behind.get("/city/export/sheet.pdf?of=workstream&w=rural&on=2026-11-23")
    page = pypdfium2.PdfDocument(second.content)[0]
    (code,) = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    assert code.text == "https://maps.example/anci/?w=rural"


@pytest.mark.parametrize(
    ("query", "status", "named"),
    [
        ("of=place", 400, ["of", "place"]),
        ("of=workstream", 400, ["of", "w"]),
        ("of=workstream&w=rural,markets", 400, ["of", "w"]),
        ("of=everything", 400, ["of"]),
        ("paper=a3", 400, ["paper"]),
        ("on=yesterday", 400, ["on"]),
        ("place=nowhere", 400, ["place"]),
        ("v=0.0.1", 404, ["v"]),
    ],
)
def test_what_cannot_be_printed_is_refused_by_name(
    client: TestClient, query: str, status: int, named: list[str]
) -> None:
    answer = client.get(f"/export/sheet.pdf?{query}")
    assert answer.status_code == status
    assert answer.json()["parameters"] == named
    assert "yesterday" not in answer.text


@pytest.mark.parametrize("query", ["", "lang=en&place=minghua-road", "w=rural&q=nothing&l="])
def test_the_card_has_its_size_and_follows_the_link(client: TestClient, query: str) -> None:
    answer = client.get(f"/share/card.png?{query}")
    assert answer.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)


CARDS: list[tuple[str, dict[str, Any], list[str], str]] = [
    ("zh", {}, ["安次区2022年城市更新一张图", "改造老旧小区20个"], "地点"),
    ("en", {}, ["Anci District 2022: Urban renewal map", "20 older estates"], "places"),
    (
        "zh",
        {"workstreams": ("old-compounds",)},
        ["改造老旧小区20个、涉及住户2,484户", "老旧小区改造 · 安次区2022年城市更新一张图"],
        "地点",
    ),
    ("en", {"workstreams": ("rural",)}, ["3,051 faulty toilets", "Rural settlements · "], "places"),
    ("zh", {"place": "minghua-road"}, ["明华路", "重铺路面14,000平方米"], "一张图"),
    (
        "zh",
        {"place": "huayilou-compound"},
        ["华意楼小区", "五个小区合计：楼房8栋、建筑面积约28,800平方米"],
        "五个小区楼房",
    ),
    ("en", {"place": "huayilou-compound"}, ["Five estates together: 8 buildings"], "of the five"),
    ("en", {"query": "nothing has this"}, ["renewal map", "Figures and places of"], "20 older"),
]
"""Language and view of a link, what its card says, and what it does not."""


@pytest.mark.parametrize(("lang", "wishes", "words", "unsaid"), CARDS)
def test_a_card_says_the_main_figures_in_a_title_and_one_line(
    lang: str,
    wishes: dict[str, Any],
    words: list[str],
    unsaid: str,
    anci: Package,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same template is set as a PDF, whose words can be read where they stand."""
    monkeypatch.setattr("geo.export.printed.png", lambda *card: typesetting.pdf(*card, DAY))
    view = View(anci.package_id, **wishes)
    (page,) = pypdfium2.PdfDocument(card_png(anci, view, select(anci, view), lang))
    told = page.get_textpage().get_text_bounded(top=BELOW_MAP_PT)
    assert len(told.splitlines()) == len(["title", "line"]), told
    assert all(squeezed(each) in squeezed(told) for each in words), told
    assert unsaid not in told


def test_a_card_is_of_nothing_that_is_not_there(client: TestClient) -> None:
    assert client.get("/share/card.png?w=nobody").status_code == 400
