"""Does ``python -m geo site`` write a folder that any host hands out, and leave the rest?"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import fromstring

import pytest

from geo.__main__ import main
from geo.commands import site as command
from geo.commands.static import maps, pages, ways
from geo.export import formats
from geo.package.package import Package
from geo.package.read import read_package
from geo.served import facts
from tests import crowds
from tests.web.plain.reader import Read

URL = "https://example.org/maps/"
Make = Callable[..., Path]
Printed = pytest.CaptureFixture[str]


def made(*arguments: object) -> int:
    return main(["site", *map(str, arguments), "--lang", "en", "--on", "2026-11-29"])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, anci_root: Path) -> Path:
    """The real package as a site whose address is known."""
    out = tmp_path_factory.mktemp("host") / "maps"
    assert made(anci_root, "-o", out, "--url", URL, "--places", 1) == 0
    return out


def files(root: Path) -> dict[str, bytes]:
    found = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def read(content: bytes) -> Read:
    return Read(content.decode("utf-8"))


def test_every_link_leads_to_a_file_or_outside(site: Path) -> None:
    """Relative ones alone, so that the folder works on any path, and from a disk."""
    found = files(site)
    linked = set()
    for path, content in found.items():
        if not path.endswith(".html") or path == "anci-2022/export/onemap.html":
            continue
        page = read(content)
        assert ("html", {"lang": "en" if ".en." in path else "zh-CN"}) in page.elements
        scripts = (
            {"href": x["src"]} for name, x in page.elements if x.get("src") and name != "img"
        )
        for link in [*page.links, *scripts]:
            href = str(link["href"])
            if href.startswith(URL):
                assert link["tag"] == "link"
                assert href.removeprefix(URL) in found, (path, href)
            elif not href.startswith(("https://", "http://", "#")):
                target = unquote(urlsplit(urljoin(f"/{path}", href)).path).lstrip("/")
                assert target in found, (path, href)
                linked.add(target)
    reached = linked | {"index.html", "robots.txt", "sitemap.xml", "site.json"}
    left = {path for path in found if path not in reached}
    # What a map fetches later is named by what it fetches first.
    fetched = {path for path in left if path.startswith(("layers/", "assets/"))}
    named = b"".join(
        found[path] for path in found if path.startswith(("layers/", "assets/", "anci-2022/index"))
    )
    assert all(path.rpartition("/")[2].encode() in named for path in fetched)
    left -= fetched
    told = {
        f"anci-2022/story{end}.json": found[f"anci-2022/story{end}.json"] for end in ("", ".en")
    }
    charts = {path for path in left if path.startswith("anci-2022/chart/")}
    assert len(charts) > 4
    assert all(b"".join(told.values()).count(path[10:].encode()) for path in charts)
    left -= told.keys() | charts
    assert {path.split("/")[1] for path in left if "/" in path} == {"card", "export"}
    assert {path for path in left if "/" not in path} == {"sitemap-anci-2022.xml", "worker.js"}


def test_what_is_named_by_its_content_has_that_content(site: Path) -> None:
    """A browser keeps it for ever, and the worker believes the name."""
    found = files(site)
    ours = [path for path in found if path.startswith(("assets/", "layers/"))]
    assert len(ours) > 12
    for path in ours:
        assert path.split(".")[-2] == sha256(found[path]).hexdigest()[:16], path


def test_every_place_and_workstream_has_its_page_in_the_sitemap(site: Path, anci: Package) -> None:
    found = files(site)
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    (index,) = [str(each.text) for each in fromstring(found["sitemap.xml"]).iter(space)]
    assert f"Sitemap: {URL}sitemap.xml" in found["robots.txt"].decode()
    listed = fromstring(found[index.removeprefix(URL)])
    named = {str(each.text).removeprefix(URL) for each in listed.iter(space)}
    wanted = {f"place/{key}" for key in anci.place} | {f"workstream/{k}" for k in anci.workstreams}
    wanted |= {"index", "figures", "sources"}
    assert named == {f"anci-2022/{each}{end}" for each in wanted for end in (".html", ".en.html")}
    assert named <= found.keys()
    for path in named:
        assert read(found[path]).address(rel="canonical") == URL + path


def test_pages_say_all_figures_and_sources(site: Path, anci: Package) -> None:
    found = files(site)
    for lang, end in (("zh", ".html"), ("en", ".en.html")):
        said = read(found[f"anci-2022/figures{end}"]).said
        for figure in anci.figures:
            assert figure.measure.get(lang) in said
            assert anci.phrase(figure).get(lang) in said
        sources = read(found[f"anci-2022/sources{end}"]).said
        assert all(each.title.get(lang) in sources for each in anci.sources.values())
        assert all(gap.why.get(lang) in sources for gap in anci.gaps)
    assert found["anci-2022/sheet/place-minghua-road.pdf"].startswith(b"%PDF")
    assert found["anci-2022/card/place-minghua-road.en.png"].startswith(b"\x89PNG")
    assert "anci-2022/sheet/place-shunan-street.pdf" not in found, "--places 1"
    rows = json.loads(found["anci-2022/export/places.geojson"])["features"]
    assert len(rows) == len(anci.place)


def test_what_is_no_longer_made_is_removed_and_nothing_else_written(
    site: Path, anci_root: Path, capsys: Printed
) -> None:
    (site / "CNAME").write_text("example.org", "utf-8")
    before = files(site)
    assert made(anci_root, "-o", site, "--url", URL, "--places", 0) == 0
    assert f"{len(before) - 6} files, 4 written, 4 removed" in capsys.readouterr().out
    # Written anew: the place's pages, and the map's, which name the sheets that there are.
    gone = before.keys() - files(site).keys()
    kinds = {"sheet/place-minghua-road.pdf", "card/place-minghua-road.png"}
    kinds |= {"sheet/place-minghua-road.en.pdf", "card/place-minghua-road.en.png"}
    assert gone == {f"anci-2022/{each}" for each in kinds}
    page = read(files(site)["anci-2022/place/minghua-road.html"])
    assert not [each for each in page.links if "sheet/" in str(each["href"])]


def test_what_is_not_ours_is_neither_replaced_nor_removed(
    tmp_path: Path, anci_root: Path, capsys: Printed
) -> None:
    out, outside = tmp_path / "out", tmp_path / "precious.txt"
    out.mkdir()
    outside.write_text("kept", "utf-8")
    (out / "index.html").write_text("a page of somebody", "utf-8")
    assert made(anci_root, "-o", out) == 2
    assert "index.html, which this command did not write" in capsys.readouterr().err
    assert files(out) == {"index.html": b"a page of somebody"}
    # A manifest that leads out of the folder, or is none, removes nothing.
    hostile = ["../precious.txt", str(outside), "a/../../precious.txt", "", 7, "C:\\x"]
    named = {"format": 1, "files": [*hostile, "index.html"]}
    (out / "site.json").write_text(json.dumps(named), "utf-8")
    assert made(anci_root, "-o", out) == 0
    assert outside.read_text("utf-8") == "kept"
    assert b"<h1>" in files(out)["index.html"]
    assert "no sitemaps" in capsys.readouterr().out
    found = files(out)
    assert not [path for path in found if "sheet/" in path or "card/" in path]
    assert made(anci_root, "-o", out) == 0
    assert f"{len(found) - 1} files, 0 written, 0 removed" in capsys.readouterr().out
    assert files(out) == found


def test_all_packages_are_checked_before_the_first_byte(
    tmp_path: Path, anci_root: Path, make_package: Make, capsys: Printed
) -> None:
    broken = make_package("demo-2023", edits={"figures.csv": b"\xff"})
    out = tmp_path / "out"
    assert made(anci_root, broken, "-o", out) == 1
    assert "figures.csv" in capsys.readouterr().err
    # So does what only `check` has against it: it is not as it was sealed.
    changed = {"gaps.csv": lambda content: content.replace(b"Minghua", b"Other")}
    assert made(anci_root, make_package("demo-2024", edits=changed, seal=False), "-o", out) == 1
    assert "gaps.csv" in capsys.readouterr().err
    assert made(anci_root, anci_root, "-o", out) == 2
    assert "two packages are called anci-2022" in capsys.readouterr().err
    assert made(anci_root, tmp_path / "nowhere", "-o", out) == 2
    assert made(anci_root, "-o", anci_root / "out") == 2
    assert not out.exists()
    assert not (anci_root / "out").exists()
    with pytest.raises(SystemExit):
        made(anci_root, "-o", out, "--url", "javascript:alert(1)")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of more places than a browser searches on its own, in a test where that is few."""
    root = tmp_path_factory.mktemp("data") / crowds.NAME
    return crowds.write(root, crowds.layers_of(300))


def test_very_many_places_have_their_map_and_the_first_ones_a_page(
    tmp_path: Path, many: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    """What has no page is named without a link; all that the map may ask for is there."""
    monkeypatch.setattr(facts, "MOST_WITH_FACTS", 100)
    for module in (maps, pages, ways):
        monkeypatch.setattr(module, "MOST_PAGES", 100)
    monkeypatch.setattr(command, "EVERY_S", 0)
    monkeypatch.setattr(command, "LARGE", 0)
    table = {**formats.FORMATS, "figures.xlsx": replace(formats.FORMATS["figures.xlsx"], most=200)}
    monkeypatch.setattr(formats, "FORMATS", table)
    monkeypatch.setattr(pages, "FORMATS", table)
    assert made(many, "-o", tmp_path / "out") == 0
    found = files(tmp_path / "out")
    # What is left out is said where it is made, and where it is read.
    said = capsys.readouterr()
    count = len(read_package(many).place)
    left = [f"Of {count} places, the first 100 have a page each", "there is no Excel"]
    assert all(each in said.out for each in left)
    assert all(each in read(found["index.en.html"]).said for each in left)
    assert "前 100 处各有一个网页" in read(found["index.html"]).said
    assert not [path for path in found if path.endswith(".xlsx")]
    assert b"figures.xlsx" not in found[f"{crowds.NAME}/index.html"]
    lines = said.err.splitlines()
    assert lines[:2] == [f"{crowds.NAME}: checking", f"{crowds.NAME}: preparing the map"]
    assert lines[-1] == f"{len(found) - 1} of {len(found) - 1} files"
    begins = read(found[f"{crowds.NAME}/index.html"])
    assert begins.said.count("吕银路灯10号") == 1
    assert len([path for path in found if "/place/" in path]) == 200
    searched = next(path for path in found if "/searched." in path)
    assert searched.removeprefix("layers/").encode() in found[f"{crowds.NAME}/index.html"]
    told = json.loads(found[searched])
    named = [*told["texts"], *(path for _, path in told["ids"])]
    assert {f"layers/{path}" for path in named} <= found.keys()
    for path, content in found.items():
        if path.endswith(".html") and "onemap" not in path:
            for link in read(content).links:
                href = str(link["href"])
                target = urlsplit(urljoin(f"/{path}", href)).path.lstrip("/")
                assert target in found or href.startswith("#"), (path, href)


def test_one_that_was_stopped_goes_on_when_it_is_run_again(
    tmp_path: Path, many: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    def stop(words: str) -> None:
        if words.startswith("20 of"):
            raise KeyboardInterrupt

    out = tmp_path / "out"
    with monkeypatch.context() as stopped:
        stopped.setattr(command, "_saying", lambda: stop)
        assert made(many, "-o", out) == 130
    assert "the same command goes on from there" in capsys.readouterr().err
    assert len(files(out)) == 21, "with the list of what is ours"
    assert made(many, "-o", out) == 0
    total = len(files(out)) - 1
    assert f"{total} files, {total - 20} written, 0 removed" in capsys.readouterr().out
