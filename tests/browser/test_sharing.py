"""Can a visitor pass on, cite, embed and print what is seen?"""

from __future__ import annotations

import http.server
import io
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, expect

from geo.language.texts import text
from tests.browser.conftest import serve
from tests.browser.pauses import TIME_PASSES
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]


def open_dialog(visitor: Visitor, section: str = "") -> None:
    visitor.map()
    visitor.page.locator(".st-key-share button").click()
    visitor.page.locator("#share-link").wait_for()
    if section:
        visitor.page.locator(".st-key-share-section button", has_text=section).click()


def clipboard(visitor: Visitor) -> str:
    words: str = visitor.page.evaluate("() => navigator.clipboard.readText()")
    return words


def allow_clipboard(visitor: Visitor) -> None:
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])


def test_the_link_of_the_dialog_opens_the_same_view_again(visit: Visit, address: str) -> None:
    visitor = visit("/?w=rural&c=39.40000,116.70000,11")
    allow_clipboard(visitor)
    open_dialog(visitor)
    link = visitor.page.locator("#share-link").input_value()
    assert link == f"{address}/?w=rural&c=39.40000,116.70000,11"
    visitor.page.locator("button.copy.strong").click()
    expect(visitor.page.locator("button.copy.strong")).to_have_text(text("copy.done", "zh"))
    assert clipboard(visitor) == link
    again = visit(link.removeprefix(address))
    again.map()
    assert again.view() == [39.4, 116.7, 11]


def test_where_the_device_can_send_the_link_is_handed_to_it(visit: Visit, address: str) -> None:
    visitor = visit("/?w=rural&c=39.40000,116.70000,11")
    open_dialog(visitor)
    send = visitor.page.locator("button.send")
    expect(send).to_be_hidden()  # this browser has no sheet for sharing
    visitor.page.add_init_script(
        "navigator.share = async (told) => { window.told = told;"
        " if (window.refused) throw Object.assign(new Error('no'), { name: window.refused }); }"
    )
    visitor.page.reload()
    open_dialog(visitor)
    send.click()
    told = visitor.page.evaluate("() => window.told")
    link = f"{address}/?w=rural&c=39.40000,116.70000,11"
    assert told == {"title": visitor.page.title(), "url": link}
    for refused, words in (("AbortError", "share.send"), ("DataError", "share.send_failed")):
        visitor.page.evaluate("name => { window.refused = name; }", refused)
        send.click()
        expect(send).to_have_text(text(words, "zh"))


def test_the_code_on_the_screen_leads_to_the_same_view(go_on: Visit, address: str) -> None:
    visitor = go_on("/?place=minghua-road&c=39.40000,116.70000,11")
    open_dialog(visitor)
    picture = visitor.page.locator(".qr img")
    expect(picture).to_have_js_property("complete", True)
    seen = Image.open(io.BytesIO(picture.screenshot()))
    (found,) = zxingcpp.read_barcodes(seen.resize((seen.width * 3, seen.height * 3)))
    assert found.text == visitor.page.locator("#share-link").input_value()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_figure_is_cited_by_its_button(go_on: Visit, lang: str) -> None:
    visitor = go_on(f"/?lang={lang}&place=minghua-road")
    allow_clipboard(visitor)
    visitor.map()
    button = visitor.panel().locator('button[data-figure="minghua-resurfacing"]')
    button.click()
    expect(button).to_have_text(text("copy.done", lang))
    cited = clipboard(visitor)
    assert "14000平方米" in cited
    today: str = visitor.page.evaluate(
        "() => { const n = new Date(); const two = p => String(p).padStart(2, '0');"
        " return [n.getFullYear(), two(n.getMonth() + 1), two(n.getDate())].join('-'); }"
    )
    assert today in cited
    visitor.page.evaluate(TIME_PASSES)
    expect(button).to_have_text(text("cite.button", lang))


def test_a_figure_that_cannot_be_cited_says_so(visit: Visit) -> None:
    visitor = visit("/?place=minghua-road")
    visitor.map()
    visitor.page.route("**/share/citation.txt*", lambda route: route.fulfill(status=503))
    button = visitor.panel().locator('button[data-figure="minghua-resurfacing"]')
    button.click()
    expect(button).to_have_text(text("copy.failed", "zh"))
    assert any("503" in error for error in visitor.errors)
    visitor.errors.clear()


def test_a_citation_in_the_dialog(go_on: Visit) -> None:
    visitor = go_on("/?lang=en&place=shunan-street")
    open_dialog(visitor, text("share.cite", "en"))
    field = visitor.page.locator("#share-citation")
    expect(field).to_have_value(re.compile(re.escape("Shun'an Street")))
    visitor.page.locator(".st-key-cite-of button", has_text=text("cite.of_view", "en")).click()
    # A view is the whole of the data, with both of its sources.
    expect(field).to_have_value(re.compile(r"^(?!.*Shun'an)Anci District 2022: .*", re.DOTALL))
    expect(field).to_have_value(re.compile("civilised-city work.*Five estates of", re.DOTALL))


def test_a_long_list_is_typed_into_and_says_what_it_has_not_in_the_readers_language(
    visit: Visit,
) -> None:
    """A short one opens no keyboard over itself."""
    visitor = visit("/")
    open_dialog(visitor, text("share.embed", "zh"))
    languages = visitor.page.locator(".st-key-embed-language input")
    expect(languages).to_have_attribute("inputmode", "none")
    visitor.page.locator(".st-key-share-section button", has_text=text("share.cite", "zh")).click()
    visitor.page.locator(".st-key-cite-of button", has_text=text("cite.of_figure", "zh")).click()
    figures = visitor.page.locator(".st-key-cite-id input")
    expect(figures).not_to_have_attribute("inputmode", "none")
    named = visitor.page.locator("[data-testid=stSelectbox] button[aria-haspopup]").first
    expect(named).to_have_attribute("aria-label", text("page.open_list", "zh"))
    visitor.page.evaluate(  # as the title says it once the page has changed its language
        "words => { document.querySelector('.title').dataset.open = words; }",
        text("page.open_list", "en"),
    )
    figures.fill("没有这个")
    expect(named).to_have_attribute("aria-label", text("page.open_list", "en"))
    none = visitor.page.get_by_role("listbox").get_by_text(text("page.none_matches", "zh"))
    expect(none).to_be_visible()
    expect(visitor.page.get_by_text("No results")).to_have_count(0)


# ---- Embedded in the page of somebody else ----------------------------------------------------


@contextmanager
def other_site(markup: str) -> Iterator[str]:
    """A page of another origin with `markup` in it."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            if self.path == "/":
                self.wfile.write(f"<!DOCTYPE html><title>x</title>{markup}".encode())

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("localhost", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_address[1]}/"
    finally:
        server.shutdown()


def test_the_snippet_shows_the_map_on_another_site(
    go_on: Visit, browser: Browser, address: str
) -> None:
    visitor = go_on("/?lang=en&w=rural&c=39.40000,116.70000,11")
    open_dialog(visitor, text("share.embed", "en"))
    visitor.page.locator(".st-key-embed-lock label").click()
    field = visitor.page.locator("#share-snippet")
    expect(field).to_have_value(re.compile(re.escape("lock=1")))
    snippet = field.input_value()
    preview = visitor.page.frame_locator(".preview iframe")
    expect(preview.locator(".source-line a")).to_be_visible()
    with other_site(snippet) as site:
        page = browser.new_context(locale="zh-CN").new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(site)
        embedded = page.frame_locator("iframe")
        expect(embedded.locator(".om-of-area")).to_have_count(3)
        expect(embedded.locator(".leaflet-control-zoom")).to_be_hidden()
        full = embedded.locator(".source-line a")
        link = f"{address}/?data=anci-2022&lang=zh&w=rural&c=39.40000,116.70000,11"
        expect(full).to_have_js_property("href", link)
        centre = page.frames[-1].evaluate(
            "() => { const c = oneFile.state.map.getCenter(); return [c.lat, c.lng]; }"
        )
        assert centre == pytest.approx([39.4, 116.7])
        assert errors == []
        page.context.close()


def test_a_locked_map_stays_where_it_is(go_on: Visit) -> None:
    visitor = go_on("/?embed=true&lock=1&c=39.40000,116.70000,11", width=700, height=500)
    visitor.map()
    expect(visitor.map().locator(".leaflet-control-zoom")).to_be_hidden()
    visitor.page.mouse.move(350, 200)
    visitor.page.mouse.wheel(0, -400)
    visitor.page.mouse.down()
    visitor.page.mouse.move(200, 100, steps=5)
    visitor.page.mouse.up()
    assert visitor.view() == [39.4, 116.7, 11]
    visitor.marker("songwangwu-village").click()
    expect(visitor.popup()).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(visitor.popup()).to_have_count(0)
    visitor.map().wait_for_function(
        "() => { const m = oneMap.state.map, c = m.getCenter();"
        " return m.getZoom() === 11 && Math.abs(c.lat - 39.4) < 1e-4; }"
    )


def test_an_embedded_map_fills_its_frame_and_has_no_frame_of_ours(go_on: Visit) -> None:
    for width, height in ((800, 520), (390, 500)):
        visitor = go_on("/?embed=true", width=width, height=height)
        visitor.map()
        expect(visitor.legend()).to_be_visible()
        expect(visitor.page.locator("header, footer, .languages")).to_have_count(0)
        box = visitor.page.locator(".map").bounding_box()
        line = visitor.page.locator(".source-line").bounding_box()
        assert box is not None
        assert line is not None
        assert box["width"] == width
        assert box["height"] + line["height"] == pytest.approx(height, abs=2)
        assert visitor.page.evaluate("() => document.documentElement.scrollWidth") == width


def test_an_embedded_map_without_its_legend(go_on: Visit) -> None:
    visitor = go_on("/?embed=true&ui=")
    visitor.map()
    expect(visitor.legend()).to_be_hidden()


def test_a_link_copied_from_an_embedded_map_is_the_full_one(go_on: Visit, address: str) -> None:
    visitor = go_on("/?embed=true&ui=legend,search&w=rural")
    allow_clipboard(visitor)
    visitor.map().locator(".om-buttons").get_by_role("button", name=text("map.copy", "zh")).click()
    said = visitor.map().locator(".om-said")
    expect(said).to_have_text(text("map.copied", "zh"))
    assert clipboard(visitor).partition("&c=")[0] == f"{address}/?lang=zh&w=rural"
    visitor.map().evaluate(TIME_PASSES)
    expect(said).to_be_empty()


# ---- Printed by the browser -------------------------------------------------------------------


def printed(visitor: Visitor) -> str:
    """The text of what Ctrl+P gives, without the spaces and breaks of its lines."""
    document = pypdfium2.PdfDocument(visitor.page.pdf(prefer_css_page_size=True))
    pages = [page.get_textpage().get_text_range() for page in document]
    return "".join("".join(pages).split())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_paper_has_every_figure_shown_with_its_source(go_on: Visit, lang: str) -> None:
    visitor = go_on(f"/?lang={lang}&w=rural", scheme="dark")
    visitor.map()
    words = printed(visitor)
    assert {"zh": "67,090户", "en": "67,090households"}[lang] in words
    assert {"zh": "3,051座", "en": "3,051toilets"}[lang] in words
    assert {"zh": "第3部分第5段", "en": "section3,paragraph5"}[lang] in words
    assert text("filter.clear", lang).replace(" ", "") not in words
    assert text("share.button", lang) not in words
    assert visitor.page.locator("section.printed").count() == 0, "it is taken away afterwards"


def test_a_chosen_place_is_printed_alone(go_on: Visit) -> None:
    visitor = go_on("/?lang=zh&place=huayilou-compound")
    visitor.map()
    expect(visitor.panel()).to_contain_text("华意楼")
    words = printed(visitor)
    assert "344户" in words, "of the five together"
    assert "3,051座" not in words, "of the villages"
    assert "place=huayilou-compound" in words
    for key in ("panel.share", "panel.technical"):
        assert text(key, "zh") not in words, "nothing can be pressed on paper"
    assert visitor.page.locator(".printed-where").count() == 0, "it is taken away afterwards"


def test_the_figures_page_prints_all_rows(go_on: Visit) -> None:
    visitor = go_on("/figures?lang=en")
    visitor.page.locator("table.numbers").wait_for(state="attached")
    words = printed(visitor)
    assert words.count("section3,paragraph5") >= 2
    assert "Faultytoiletsfoundandfixed3,051toilets" in words
    assert "Hoardingsrepaired" in words


def test_a_citation_that_did_not_come_is_not_copied(visit: Visit) -> None:
    visitor = visit("/?lang=en")
    visitor.page.route("**/share/citation.txt*", lambda route: route.fulfill(status=503))
    open_dialog(visitor, text("share.cite", "en"))
    expect(visitor.page.locator("#share-citation")).to_have_value(text("cite.failed", "en"))
    button = visitor.page.locator(".copies button")
    button.click()
    expect(button).to_have_text(text("copy.failed", "en"))
    visitor.errors.clear()


def test_an_embedded_map_is_drawn_where_only_one_site_may_frame_it(
    visit: Visit, anci_root: Path, tmp_path: Path
) -> None:
    with serve(
        anci_root.parent, tmp_path / "log", ONEMAP_FRAME_ANCESTORS="https://portal.example"
    ) as narrowed:
        for path in ("/", "/?embed=true"):
            visitor = visit(path, address=narrowed)
            visitor.map()
            visitor.expect_places(15)
            visitor.leave()
