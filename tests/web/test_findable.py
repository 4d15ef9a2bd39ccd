"""Does a search engine find every page, and a browser an icon?"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from PIL import Image
from starlette.testclient import TestClient

from geo.export.plain import sitemap
from geo.package.package import Package
from geo.store.store import Store
from tests import crowds
from tests.web.plain.reader import Read

SITEMAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
Serve = Callable[..., TestClient]


def locations(tree: Element) -> list[str]:
    return [str(each.text) for each in tree.iter(f"{SITEMAPS}loc")]


def walked(client: TestClient, index: str) -> dict[str, list[str]]:
    """The addresses of each sitemap of an index."""
    tree = fromstring(client.get(index).content)
    assert tree.tag == f"{SITEMAPS}sitemapindex"
    return {at: locations(fromstring(client.get(at).content)) for at in locations(tree)}


def test_every_page_stands_in_the_sitemap_once(
    serve: Serve, anci_store: Store, anci: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEMAP_PUBLIC_URL", "https://map.example/city/")
    client = serve(anci_store, "/city")
    root = "https://map.example/city/"
    robots = client.get("/city/robots.txt").text.splitlines()
    assert robots[0] == "User-agent: *"
    assert "Disallow: /city/export/" in robots
    assert f"Sitemap: {root}sitemap.xml" in robots
    index = locations(fromstring(client.get("/city/sitemap.xml").content))
    assert index == [f"{root}sitemap-anci-2022.1.xml"]
    tree = fromstring(client.get("/city/sitemap-anci-2022.1.xml").content)
    found = locations(tree)
    assert len(found) == len(set(found))
    named = {f"anci-2022/place/{place_id}" for place_id in anci.place}
    named |= {f"anci-2022/workstream/{key}" for key in anci.workstreams}
    plain = {f"{root}{each}?lang={lang}" for each in named for lang in ("zh", "en")}
    pages = {f"{root}{path}?lang={lang}" for path in ("", "figures") for lang in ("zh", "en")}
    assert set(found) == plain | pages
    for entry in tree:
        (own,) = [str(each.text) for each in entry.iter(f"{SITEMAPS}loc")]
        others = {each.get("hreflang"): each.get("href") for each in entry.iter(f"{XHTML}link")}
        assert set(others) == {"zh-CN", "en"}
        assert own in others.values()


def test_a_page_says_of_itself_what_the_sitemap_says(client: TestClient) -> None:
    (found,) = walked(client, "/sitemap.xml").values()
    for at in found[4:]:
        answer = client.get(at)
        assert answer.status_code == 200
        assert Read(answer.text).address(rel="canonical") == at


def test_many_places_are_told_in_parts(
    tmp_path: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "MOST_SUBJECTS", 200)
    root = crowds.write(tmp_path / "data" / crowds.NAME, crowds.layers_of(500))
    store = Store(root.parent)
    package = store.serve(crowds.NAME).package
    client = serve(store)
    parts = walked(client, "/sitemap.xml")
    subjects = len(package.place) + len(package.workstreams)
    assert len(parts) == -(-subjects // 200)
    assert max(map(len, parts.values())) <= 2 * 200 + 4
    found = {at for addresses in parts.values() for at in addresses}
    assert len(found) == sum(map(len, parts.values())) == 2 * subjects + 4
    last = f"/sitemap-{crowds.NAME}.{len(parts) + 1}.xml"
    for wrong in (last, f"/sitemap-{crowds.NAME}.0.xml", "/sitemap-nobody.1.xml"):
        assert client.get(wrong).status_code == 404


def test_no_part_holds_more_than_a_search_engine_reads() -> None:
    """50,000 addresses, and 50 MB: each subject twice, and the pages of the map."""
    assert 2 * sitemap.MOST_SUBJECTS + 20 <= 50_000


def test_names_in_addresses_are_no_markup() -> None:
    content = b"".join(sitemap.listed([sitemap.Bilingual('a?b=1&c="<', "d")]))
    assert locations(fromstring(content)) == ['a?b=1&c="<', "d"]


def test_icons_are_our_own(client: TestClient) -> None:
    page = Read(client.get("/").text)
    icons = {str(each["href"]) for each in page.links if "icon" in str(each.get("rel"))}
    assert icons == {"./icon.svg", "./favicon.ico", "./apple-touch-icon.png"}
    svg = client.get("/icon.svg")
    assert svg.headers["content-type"] == "image/svg+xml"
    assert fromstring(svg.content).tag.endswith("svg")
    with Image.open(io.BytesIO(client.get("/favicon.ico").content)) as tab:
        assert tab.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    with Image.open(io.BytesIO(client.get("/apple-touch-icon.png").content)) as phone:
        assert phone.size == (180, 180)
        pixels = phone.convert("RGB")
        assert pixels.getpixel((1, 1)) == (0x1F, 0x4E, 0x79), "phones round the corners themselves"
        assert pixels.getpixel((90, 40)) == (255, 255, 255)
    bars = [found for tag, found in page.elements if found.get("name") == "theme-color"]
    assert [each["content"] for each in bars] == ["#ffffff", "#12171e"]
