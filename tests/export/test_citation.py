"""Does a citation name the figure as published, its source, the state of the data and a link?"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from geo.export.citation import Citer
from geo.package.package import Package
from geo.store.store import Store
from geo.view.link import decode
from geo.view.selection import known_ids, select
from geo.view.views import View

Make = Callable[..., Path]
Serve = Callable[..., TestClient]
BASE = "https://map.example.org/city/"
DAY = date(2026, 11, 23)


def figures_csv(root: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((root / "figures.csv").read_text("utf-8").splitlines()))


def content_hash(root: Path) -> str:
    """The package's hash, worked out from its files as the documentation of it says."""
    paths = sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())
    digests = {path: hashlib.sha256((root / path).read_bytes()).hexdigest() for path in paths}
    lines = "".join(f"{digests[path]}  {path}\n" for path in paths)
    return hashlib.sha256(lines.encode()).hexdigest()


@pytest.fixture(scope="module")
def citers(anci: Package) -> dict[str, Citer]:
    known = known_ids(anci, ("anci-2022",), "anci-2022")
    return {lang: Citer(anci, known, lang, BASE, DAY) for lang in ("zh", "en")}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_figure_is_cited_as_printed_with_its_source(
    citers: dict[str, Citer], anci: Package, anci_root: Path, lang: str
) -> None:
    for row in figures_csv(anci_root):
        cited = citers[lang].figure(anci.figure[row["figure_id"]])
        assert row[f"measure_{lang}"] in cited
        assert row["as_published"] in cited
        source = anci.sources[row["source_id"]]
        assert source.title.get(lang) in cited
        assert source.publisher.get(lang) in cited
        assert row["period"] in cited
        home = anci.groups[row["group"]] if row["group"] else anci.place[row["place_id"]]
        assert home.name.get(lang) in cited
        assert "2026-11-23" in cited
        assert f"SHA-256 {content_hash(anci_root)[:12]}" in cited
        assert anci.version in cited


def test_only_what_was_read_in_the_report_is_called_printed(
    citers: dict[str, Citer], anci: Package
) -> None:
    assert "（原文“1.6万余方”）" in citers["zh"].figure(anci.figure["upkeep-rubbish"])
    same = citers["zh"].figure(anci.figure["compounds-households"])
    assert "住户：2484户，" in same, "said once where it differs by a comma"
    noted = citers["zh"].figure(anci.figure["yinhe-households"])
    assert "原文" not in noted
    assert "摘录“344”" in noted


def test_the_link_of_a_figure_shows_that_figure_and_no_other(
    citers: dict[str, Citer], anci: Package, anci_root: Path
) -> None:
    known = known_ids(anci, ("anci-2022",), "anci-2022")
    homes = {
        row["figure_id"]: row["place_id"] or {"all-villages": "anci"}.get(row["group"])
        for row in figures_csv(anci_root)
    }
    for figure in anci.figures:
        link = citers["en"].figure(figure).rsplit(" ", 1)[1]
        assert link.startswith(BASE + "?")
        query = {name: value for name, (value,) in parse_qs(urlsplit(link).query).items()}
        view, ignored = decode(query, known)
        assert ignored == ()
        assert (view.version, view.place) == (anci.version, homes[figure.figure_id])
        shown = select(anci, view)
        assert [found.figure_id for found in shown.figures] == [figure.figure_id]
        assert set(anci.place_ids_of(figure)) == shown.place_ids


def test_a_place_is_cited_with_its_figures_and_how_well_it_is_located(
    citers: dict[str, Citer], anci: Package, anci_root: Path
) -> None:
    cited = citers["zh"].place(anci.place["shunan-street"])
    assert "顺安街" in cited
    assert "大致在所示范围内" in cited
    rows = [row for row in figures_csv(anci_root) if row["place_id"] == "shunan-street"]
    assert len(rows) == 5
    for row in rows:
        assert f"：{row['as_published']}，第3部分第3段" in cited
    assert cited.count(anci.sources["anci-report-2022"].title.zh) == 1
    assert "place=shunan-street" in cited


def test_a_place_with_very_many_figures_counts_them(
    citers: dict[str, Citer], anci: Package, anci_root: Path
) -> None:
    count = sum(row["place_id"] == "anci" for row in figures_csv(anci_root))
    assert f" {count} figures. " in citers["en"].place(anci.place["anci"])


def test_a_view_is_cited_with_what_it_shows(citers: dict[str, Citer], anci: Package) -> None:
    view = View("anci-2022", workstreams=("old-compounds",), place="anci")
    cited = citers["en"].view(view, select(anci, view))
    assert "8 figures" in cited
    for source in ("anci-report-2022", "yinhe-2022"):
        assert anci.sources[source].title.en in cited
    assert "w=old-compounds&place=anci" in cited
    nothing = View("anci-2022", query="nowhere")
    assert "0 figures. In" in citers["en"].view(nothing, select(anci, nothing))


# ---- The route -------------------------------------------------------------------------------


def test_the_route_cites_what_is_asked_for(client: TestClient) -> None:
    asked = "/share/citation.txt?lang=en&on=2026-11-01&"
    figure = client.get(asked + "figure=minghua-resurfacing")
    assert figure.headers["content-type"] == "text/plain; charset=utf-8"
    assert 'original wording "14000平方米"' in figure.text
    assert "accessed 2026-11-01: http://testserver/?data=anci-2022&v=1.3.3&lang=en" in figure.text
    assert "Minghua Road (Roads" in client.get(asked + "of=place&place=minghua-road").text
    assert "4 places, 2 figures" in client.get(asked + "w=rural").text


def test_without_a_date_it_is_the_servers(client: TestClient) -> None:
    days = {date.today()}
    said = client.get("/share/citation.txt?w=rural").text
    days.add(date.today())  # midnight may pass in between
    assert any(day.isoformat() in said for day in days)


def test_the_link_is_the_one_that_readers_have(
    client: TestClient, serve: Serve, anci_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = serve(anci_store, "/city")
    assert "http://testserver/city/?data=" in below.get("/city/share/citation.txt").text
    monkeypatch.setenv("ONEMAP_PUBLIC_URL", "https://map.example.org/anci/")
    assert "https://map.example.org/anci/?data=" in client.get("/share/citation.txt").text


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("figure=nothing", ["of"]),
        ("of=place", ["of"]),
        ("of=map", ["of"]),
        ("of=figure", ["of"]),
        ("on=yesterday", ["on"]),
        ("w=nothing", ["w"]),
    ],
)
def test_what_cannot_be_cited_is_refused_by_name(
    client: TestClient, query: str, named: list[str]
) -> None:
    answer = client.get(f"/share/citation.txt?{query}")
    assert answer.status_code == 400
    assert answer.json()["parameters"] == named
    assert answer.json()["description"]
    assert answer.json()["description_zh"]
    assert "nothing" not in answer.text
    assert "yesterday" not in answer.text


def test_a_parameter_that_nobody_knows_is_refused(client: TestClient) -> None:
    answer = client.get("/share/citation.txt?workstream=rural")
    assert answer.status_code == 400
    assert "workstream" not in answer.json()["description"].replace("unknown parameter", "")


def test_another_version_than_the_one_served_is_404(client: TestClient) -> None:
    for path in ("/share/citation.txt", "/share/qr.svg", "/export/figures.csv"):
        assert client.get(f"{path}?v=1.3.3").status_code == 200
        answer = client.get(f"{path}?v=0.9.0")
        assert answer.status_code == 404
        assert "1.3.3" in answer.json()["description"]


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        (
            "lang=zh&style=gbt7714&figure=compounds-area",
            [
                "一张图：改造面积 19.93万平方米[DS/OL]. 数据版本 1.3.3[2026-11-01]",
                "——2022年安次区文明城市创建工作纪实[Z]: 第3部分第2段. 2022.",
            ],
        ),
        (
            "lang=en&style=apa&of=place&place=huayilou-compound",
            [
                "(Version 1.3.3) [Data set]. (n.d.). Retrieved November 1, 2026, from http:",
                "website. (2022-09-27). Five estates of Yinhe South Road Subdistrict",
                "(our copy does not name the outlet). (2022). A record of Anci District's",
            ],
        ),
    ],
)
def test_references_are_set_after_a_standard(
    client: TestClient, query: str, lines: list[str]
) -> None:
    cited = client.get(f"/share/citation.txt?on=2026-11-01&{query}").text.split("\n")
    assert len(cited) == len(lines)
    assert all(said in line for said, line in zip(lines, cited, strict=True)), cited
