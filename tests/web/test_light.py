"""Does the light page say in words what it shows, before any script and the same for every view?"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import pytest
from starlette.testclient import TestClient

from geo.export.addresses import Addresses
from geo.export.light_page import light_page
from geo.language.texts import text
from geo.package.package import Package
from geo.package.read import read_package
from geo.served import facts
from geo.served.catalogue import build_payload
from geo.store.store import Store
from geo.view.headlines import sentence
from geo.view.story import MOST_FIGURES
from tests.browser.canary import TRAP, make_canary

Make = Callable[..., Path]
Serve = Callable[..., TestClient]
PAGE = "/light/anci-2022"


def words(page: str) -> str:
    """What a page says where no script runs."""
    said = re.sub(r"<script.*?</script>|<head>.*?</head>", "", page, flags=re.S)
    return html.unescape(re.sub("<[^>]+>", "\n", said))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_scripts_it_says_sentence_figures_and_places(
    client: TestClient, anci: Package, lang: str
) -> None:
    page = client.get(PAGE, params={"lang": lang}).text
    said = words(page)
    assert f'<html lang="{"en" if lang == "en" else "zh-CN"}">' in page
    year = "".join(part.words for part in sentence(anci, lang))
    assert "".join(year.split()) in "".join(said.split())  # its numbers are elements of their own
    for workstream in anci.workstreams.values():
        assert anci.phrase(anci.figure[workstream.headline]).get(lang) in said
    rows = dict(re.findall(r'<a class="row" href="([^"]+)"><b>([^<]+)</b>', page))
    assert {html.unescape(name) for name in rows.values()} == {
        place.name.get(lang) for place in anci.place.values()
    }
    for link in rows:
        assert client.get(urljoin(PAGE, html.unescape(link))).status_code == 200


def test_all_that_it_fetches_is_there_and_kept_for_ever(client: TestClient) -> None:
    page = client.get(PAGE).text
    links = re.findall(r'(?:href|src)="(\.\./(?:assets|layers)/[^"]+)"', page)
    assert len(links) == len(set(links)) > 4
    for link in links:
        answer = client.get(urljoin(PAGE, link))
        assert (answer.status_code, "immutable" in answer.headers["cache-control"]) == (200, True)
    opening = json.loads(re.findall(r'id="opening">(.*?)</script>', page)[0])
    for path in (opening["facts"], opening["message"]["catalogue"], opening["find"]):
        assert client.get(urljoin(PAGE, f"{opening['layers']}{path}")).status_code == 200


def test_it_is_one_page_a_language_whatever_is_looked_at(client: TestClient) -> None:
    chinese = client.get(PAGE)
    tag = chinese.headers["etag"]
    for query in ("?w=markets&place=minghua-road", "?q=%E8%B7%AF&c=39.4,116.7,12", "?lang=zh&x=y"):
        assert client.get(PAGE + query).content == chinese.content
    assert client.get(PAGE, headers={"if-none-match": tag}).status_code == 304
    assert chinese.headers["cache-control"] == "no-cache"
    assert "Accept-Language" in chinese.headers["vary"]
    english = client.get(PAGE, headers={"accept-language": "en-GB"})
    assert english.content == client.get(f"{PAGE}?lang=en").content != chinese.content


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_in_the_full_pages_frame_it_is_laid_out_as_that_page(
    client: TestClient, anci: Package, lang: str
) -> None:
    first = client.get("/", params={"lang": lang, "w": "markets"}).text
    at = html.unescape(re.findall(r'<iframe src="([^"]+)"', first)[0])
    page = client.get(urljoin("/", at)).text
    alone = client.get(PAGE, params={"lang": lang}).text
    assert "held" in at
    assert ('class="full"' in page, 'class="full"' in alone) == (True, False)
    assert page == client.get(PAGE, params={"lang": lang, "held": "x", "w": "rural"}).text
    said = words(page)
    pages = re.findall('<a( aria-current="page")?>([^<]+)</a>', page)
    assert [name for _, name in pages] == [
        text(f"page.{name}", lang) for name in ("map", "figures")
    ]
    assert [bool(here) for here, _ in pages] == [True, False]
    own = re.findall('aria-pressed="true">([^<]+)</button>', page)
    assert own == ["English" if lang == "en" else "中文"]
    for each in (page, alone):
        tiles = re.findall("<button><span>([^<]+) <strong>([^<]+)</strong> <em>([^<]+)", each)
        assert [tuple(map(html.unescape, tile)) for tile in tiles] == [
            (workstream.name.get(lang), anci.phrase(figure).get(lang), figure.measure.get(lang))
            for workstream in anci.workstreams.values()
            for figure in [anci.figure[workstream.headline]]
        ]
    rows = re.findall(r'<a class="row"[^>]+><b>([^<]+)</b><small>([^<]+)</small>', page)
    assert [html.unescape(name) for name, _ in rows] == [
        place.name.get(lang) for place in anci.place.values()
    ]
    counted = sum(figure.place_id == "minghua-road" for figure in anci.figures)
    facts = text("list.row", lang, layer="", precision="", count=counted)
    assert rows[0][1].endswith(facts.removeprefix(" ·  · "))
    assert all(text(f"filter.{key}", lang) in page for key in ("search_hint", "clear"))
    assert text("panel.hint", lang) in said


def test_a_link_of_the_map_leads_to_the_same_view(client: TestClient) -> None:
    for data in ("", "&data=anci-2022"):
        answer = client.get(f"/light?w=markets&q=a%26b{data}")
        assert (answer.status_code, answer.url.path) == (200, PAGE)
        assert dict(answer.url.params) == {"w": "markets", "q": "a&b"}
    assert client.get("/light?data=..%2Fhealth").status_code == 404


def test_no_script_but_its_own_can_run_in_it(client: TestClient) -> None:
    answer = client.get(PAGE)
    policy = dict(
        part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; ")
    )
    assert policy["script-src"] == policy["frame-ancestors"] == policy["connect-src"] == "'self'"
    assert not re.search(r"<script(?! type=\"application/json\"| src=)", answer.text)
    assert " style=" not in answer.text


def test_what_a_package_says_is_no_markup(anci_root: Path, tmp_path: Path) -> None:
    make_canary(anci_root, tmp_path / "canary")
    package = read_package(tmp_path / "canary")
    addresses = Addresses(
        home="../", layers="../layers/", styles=(), scripts=(), place=str, icon="x.png"
    )
    page = light_page(package, build_payload(package), lang="en", addresses=addresses).decode()
    assert page.count(html.escape(TRAP)) > 10
    assert TRAP not in page
    opening = re.findall(r'id="opening">(.*?)</script>', page)[0]
    assert json.loads(opening)["pageTitle"]["en"].startswith(TRAP)
    scripts = re.findall("<script([^>]*)>", page)
    assert len(scripts) > 5
    assert all(each.startswith(' type="application/json" id="') for each in scripts)


def test_where_there_is_none_it_leads_on(client: TestClient) -> None:
    unknown = client.get("/light/nobody", headers={"accept-language": "en"})
    assert (unknown.status_code, 'href="../?' in unknown.text) == (404, True)
    former = client.get(f"{PAGE}?v=0.0.1&w=markets&lang=en")
    assert (former.status_code, "no longer served" in former.text) == (404, True)
    assert "./anci-2022?w=markets&lang=en" in re.findall(
        'href="([^"]+)"', html.unescape(former.text)
    )


def test_others_may_show_it_in_a_frame_where_the_link_says_so(client: TestClient) -> None:
    framed = client.get(f"{PAGE}?embed=true&ui=panel")
    assert "frame-ancestors *" in framed.headers["content-security-policy"]
    assert "script-src 'self'" in framed.headers["content-security-policy"]
    assert '<html lang="zh-CN" class="embed">' in framed.text
    assert framed.content == client.get(f"{PAGE}?embed=true&w=markets").content
    assert "frame-ancestors 'self'" in client.get(PAGE).headers["content-security-policy"]


def is_light(page: str) -> bool:
    return 'class="embed"' in page and "<noscript>" in page and "/_stcore" not in page


def test_what_a_link_shows_in_a_frame_needs_no_session(
    client: TestClient, serve: Serve, anci_store: Store
) -> None:
    for path in ("/", "/figures"):
        framed = client.get(f"{path}?embed=true&data=anci-2022&w=rural&lang=en")
        assert (framed.status_code, is_light(framed.text)) == (200, True)
        assert framed.content == client.get("/?lang=en&embed=true").content
        for link in re.findall(r'(?:href|src)="(\./(?:assets|layers)/[^"]+)"', framed.text):
            assert client.get(urljoin(path, link)).status_code == 200
    assert is_light(client.get("/?embed=true&story=nowhere&lang=en").text)
    tag = {"if-none-match": framed.headers["etag"]}
    assert client.get("/?embed=true&lang=en", headers=tag).status_code == 304
    for whole in ("/", "/?embed=false", "/?x=embed=true"):
        assert not is_light(client.get(whole).text)
    assert is_light(serve(anci_store, "/city").get("/city/?embed=true").text)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_story_lies_at_an_address_of_its_own(
    client: TestClient, anci: Package, lang: str
) -> None:
    tour = json.loads(re.findall(r'id="opening">(.*?)</script>', client.get(PAGE).text)[0])["tour"]
    at = urljoin(PAGE, tour[lang])
    answer = client.get(at)
    told = answer.json()["steps"]
    assert [step["id"] for step in told] == tour["steps"] == ["_begin", *anci.workstreams, "_end"]
    assert told[1]["title"] == anci.workstreams[told[1]["id"]].name.get(lang)
    charts = {address: words for step in told for address, words in step["charts"]}
    assert len(charts) > 2
    assert all(charts.values())
    assert [to for _, to in told[-1]["links"]] == [
        f"../{page}?data=anci-2022&lang={lang}" for page in ("figures", "sources")
    ]
    for address in charts:
        assert client.get(urljoin(PAGE, address)).status_code == 200
    tag = answer.headers["etag"]
    assert client.get(at, headers={"if-none-match": tag}).status_code == 304
    assert client.get("/light/nowhere/story.json").status_code == 404


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_story_in_a_frame_has_its_steps_in_the_page(
    client: TestClient, anci: Package, lang: str
) -> None:
    page = client.get(f"/?embed=true&story=rural&lang={lang}").text
    assert is_light(page)
    assert page == client.get(f"/?embed=true&story=_begin&lang={lang}").text
    begins = json.loads(re.findall(r'id="opening">(.*?)</script>', page)[0])
    told = begins["story"]["steps"]
    assert [step["id"] for step in told] == ["_begin", *anci.workstreams, "_end"]
    assert "story" not in json.loads(
        re.findall(r'id="opening">(.*?)</script>', client.get("/?embed=true").text)[0]
    )
    for step in told[1:-1]:
        headline = anci.figure[anci.workstreams[step["id"]].headline]
        own = [each for each in anci.figures if each.workstream == step["id"]]
        assert step["headline"]["number"] == anci.phrase(headline).get(lang)
        assert len(step["tiles"]) == min(len(own), MOST_FIGURES) - 1
        assert len(step["derived"]) == sum(d.recipe.workstream == step["id"] for d in anci.derived)
        assert {title for title, _ in step["sources"]} >= {
            anci.sources[headline.source_id].title.get(lang)
        }
    assert [what for what, _ in told[-1]["gaps"]] == [gap.what.get(lang) for gap in anci.gaps]
    charts = [address for step in told for address, _ in step["charts"]]
    assert len(charts) == len(set(charts)) > 3
    for address in (charts[0], charts[-1]):
        assert client.get(urljoin("/", address)).headers["content-type"] == "image/svg+xml"
    assert all(address.startswith("./") for _, address in told[-1]["links"])


@pytest.mark.parametrize(
    ("query", "title", "way"),
    [
        ("data=nobody&w=rural", "gone.title", "?embed=true&w=rural&lang=en"),
        ("v=0.0.1&w=rural", "outdated.title", "?data=anci-2022&embed=true&w=rural&lang=en"),
    ],
)
def test_a_frame_without_its_data_says_so_and_leads_to_a_map(
    client: TestClient, query: str, title: str, way: str
) -> None:
    said = client.get(f"/?embed=true&lang=en&{query}")
    assert (said.status_code, text(title, "en") in said.text) == (404, True)
    assert "frame-ancestors *" in said.headers["content-security-policy"]
    links = [html.unescape(found) for found in re.findall('href="([^"]+)"', said.text)]
    assert way in links
    assert all("embed=true" in link for link in links), "it leads to a page that no frame shows"
    assert is_light(client.get(f"/{way}").text)


@pytest.mark.parametrize("address", [PAGE, "/?embed=true"])
def test_a_page_of_many_places_asks_the_app(
    serve: Serve, make_package: Make, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(facts, "MOST_WITH_FACTS", 14)
    root = make_package()
    many = serve(Store(root.parent))
    page = many.get(address)
    assert (page.status_code, page.history) == (200, [])
    begins = json.loads(re.findall(r'id="opening">(.*?)</script>', page.text)[0])
    known = many.get(f"/layers/{begins['facts']}").json()
    assert not [key for key in ("places", "figures") if "search" in str(known[key])]
    asked = many.get(f"/layers/{begins['asked']['shown']}?place=anci")
    assert asked.json()["crowd"] is None, "they are symbols, all of them"
    package = read_package(root)
    with pytest.raises(ValueError, match="too many"):
        light_page(
            package,
            build_payload(package),
            lang="zh",
            addresses=Addresses(
                home="", layers="", styles=(), scripts=(), place=str, icon="icon.png"
            ),
        )


def test_what_keeps_it_for_later_is_asked_for_anew_and_can_be_switched_off(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def began(address: str) -> object:
        page = client.get(address).text
        return json.loads(re.findall(r'id="opening">(.*?)</script>', page)[0])["worker"]

    keeps = client.get("/worker.js")
    assert began(PAGE) == {"script": "../worker.js", "scope": "../"}
    assert began(f"{PAGE}?embed=true") is None, "many readers, who never come for the map itself"
    assert keeps.headers["cache-control"] == "no-cache"
    assert keeps.headers["content-type"].startswith("text/javascript")
    assert "worker-src 'self'" in client.get(PAGE).headers["content-security-policy"]
    monkeypatch.setenv("ONEMAP_OFFLINE", "0")
    leaves = client.get("/worker.js")
    assert began(PAGE) is None
    assert "unregister" in leaves.text
    assert "unregister" not in keeps.text
    assert leaves.headers["etag"] != keeps.headers["etag"]
