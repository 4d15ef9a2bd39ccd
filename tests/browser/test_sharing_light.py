"""Can a reader of the light page pass on, cite, print and take away a view, with no session?"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import APIResponse, Browser, Locator, Route, expect

from geo.export.formats import FORMATS
from geo.language.texts import text
from geo.package.package import Package
from tests.browser.file_reader import OpenFile, Reader
from tests.browser.pauses import TIME_PASSES
from tests.browser.rings import cut_off
from tests.browser.test_sharing import open_dialog
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]


def shared(reader: Reader, section: str, lang: str) -> Locator:
    """The dialog of the light page, at one of its sections."""
    dialog = reader.page.get_by_role("dialog", name=text("share.title", lang))
    if not dialog.count():
        reader.page.get_by_role("button", name=text("share.button", lang)).click()
    dialog.get_by_role("radio", name=text(f"share.{section}", lang), exact=True).check()
    return dialog


def test_no_ring_of_the_keyboard_is_cut_off_in_it(open_light: OpenFile) -> None:
    reader = open_light("lang=en&place=minghua-road", width=390)
    for section in ("link", "embed", "cite", "sheet", "download"):
        shared(reader, section, "en")
        assert cut_off(reader.page) == [], section


def test_the_light_page_hands_on_link_code_and_markup(
    open_light: OpenFile, visit: Visit, address: str, anci: Package
) -> None:
    reader = open_light("lang=en&place=minghua-road&c=39.40000,116.70000,11", width=390)
    dialog = shared(reader, "link", "en")
    assert reader.page.evaluate("document.activeElement.closest('dialog') !== null")
    view = "place=minghua-road&c=39.40000,116.70000,11"
    link = dialog.get_by_label(text("share.link_label", "en"))
    expect(link).to_have_value(f"{address}/?data=anci-2022&lang=en&{view}")
    dialog.get_by_label(re.compile("^Pin")).check()
    pinned = f"{address}/?data=anci-2022&v={anci.version}&lang=en&{view}"
    expect(link).to_have_value(pinned)
    take(reader, dialog, pinned)
    picture = dialog.locator(".qr img")
    expect(picture).to_have_js_property("complete", True)
    seen = Image.open(io.BytesIO(picture.screenshot()))
    (found,) = zxingcpp.read_barcodes(seen.resize((seen.width * 3, seen.height * 3)))
    assert found.text == pinned.replace("data=anci-2022&", ""), "it is the first package"
    page = dialog.get_by_role("link", name="Minghua Road")
    assert fetched(reader, page).status == 200
    shared(reader, "embed", "en")
    dialog.get_by_label(text("embed.search", "en")).check()
    dialog.get_by_label(text("embed.lock", "en")).check()
    dialog.get_by_label(text("embed.language", "en")).select_option("zh")
    dialog.get_by_label(text("embed.height", "en")).fill("600")
    code = dialog.get_by_label(text("embed.snippet", "en")).input_value()
    reader.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    (source,) = re.findall('src="([^"]+)"', code)
    assert 'width="100%" height="600"' in code
    at = html.unescape(source).removeprefix(address)
    assert at == f"/?embed=true&ui=legend,search&lock=1&lang=zh&data=anci-2022&{view}"
    framed = visit(at)
    expect(framed.page.locator(".search")).to_be_visible()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_light_page_cites_as_the_full_page_does(
    open_light: OpenFile, visit: Visit, lang: str
) -> None:
    visitor = visit(f"/?lang={lang}&data=anci-2022&place=shunan-street")
    open_dialog(visitor, text("share.cite", lang))
    expected = visitor.page.locator("#share-citation")
    expect(expected).to_have_value(re.compile("2022"))
    reader = open_light(f"lang={lang}&place=shunan-street")
    dialog = shared(reader, "cite", lang)
    cited = dialog.get_by_label(text("cite.label", lang))
    expect(cited).to_have_value(expected.input_value())
    dialog.get_by_role("radio", name="APA").check()
    expect(cited).to_have_value(re.compile(r"\[Data set\]"))
    dialog.get_by_role("radio", name=text("cite.of_figure", lang)).check()
    expect(dialog.get_by_label(text("cite.figure_label", lang), exact=True)).to_be_visible()
    expect(cited).not_to_have_value(re.compile(re.escape("Shun'an Street: ")))
    reader.page.route("**/share/citation.txt*", lambda route: route.abort())
    dialog.get_by_role("radio", name="GB/T 7714").check()
    expect(cited).to_have_value(text("cite.failed", lang))
    assert all("ERR_FAILED" in said or "no text" in said for said in reader.errors)
    reader.errors.clear()


def test_all_that_the_light_page_prints_and_gives_away_is_there(open_light: OpenFile) -> None:
    reader = open_light("lang=en&w=streetscape&place=minghua-road")
    dialog = shared(reader, "sheet", "en")
    subjects = dialog.get_by_label(text("share.sheet_of", "en"))
    assert subjects.locator("option").all_text_contents()[:2] == ["This view", "Minghua Road"]
    dialog.get_by_role("radio", name=text("share.landscape", "en")).check()
    sheet = fetched(reader, dialog.get_by_role("link", name=text("share.sheet_open", "en")))
    pages = pypdfium2.PdfDocument(sheet.body())
    assert "Minghua Road" in pages[0].get_textpage().get_text_range()
    assert pages[0].get_width() > pages[0].get_height()
    subjects.select_option(label="Markets")
    to = dialog.get_by_role("link", name=text("share.sheet_open", "en")).get_attribute("href")
    assert "w=markets" in str(to)
    assert "place=" not in str(to)
    shared(reader, "download", "en")
    get = dialog.get_by_role("link", name=text("download.button", "en"))
    for name, form in FORMATS.items():
        dialog.get_by_role("radio", name=form.label, exact=True).check()
        assert f"/export/{name}?data=anci-2022&lang=en&w=streetscape" in str(
            get.get_attribute("href")
        )
        assert fetched(reader, get).status == 200
        expect(dialog.get_by_label(re.compile("QGIS"))).to_be_visible(visible=form.for_gis)
    dialog.get_by_role("radio", name="GeoJSON").check()
    dialog.get_by_label(text("download.datum", "en")).select_option("gcj02")
    shown = fetched(reader, get).json()["features"]
    dialog.get_by_role("radio", name=re.compile("^Everything")).check()
    whole = fetched(reader, get).json()["features"]
    assert (len(shown), len(whole)) == (3, 15)
    assert "&datum=gcj02" in str(get.get_attribute("href"))


def take(reader: Reader, dialog: Locator, content: str) -> None:
    """Copy what the only field of a section holds, as its button says for a while."""
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = dialog.get_by_role("button", name=text("share.copy", "en"), exact=True)
    button.click()
    said = dialog.get_by_role("button", name=text("copy.done", "en"), exact=True)
    expect(said).to_be_visible()
    assert reader.page.evaluate("() => navigator.clipboard.readText()") == content
    reader.page.evaluate(TIME_PASSES)
    expect(button).to_be_visible()


def fetched(reader: Reader, link: Locator) -> APIResponse:
    """What the server has at a link's address."""
    at: str = link.evaluate("link => link.href")
    return reader.page.request.get(at)


def test_a_press_while_the_dialog_is_on_its_way_opens_it(browser: Browser, address: str) -> None:
    """The browser asks for the script when it is idle; a reader may press before it has come."""
    page = browser.new_page(locale="en-GB", service_workers="block")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/more.*.js", hold)
    page.goto(f"{address}/light/anci-2022?lang=en")
    page.wait_for_selector("html[data-ready]", state="attached")
    while not held:  # told of while the page is asked for something
        page.wait_for_function("() => true")
    share = page.get_by_role("button", name=text("share.button", "en"))
    for is_wanted in ("true", "false", "true"):
        share.click()
        expect(share).to_have_attribute("aria-busy", is_wanted)
    held[0].continue_()
    expect(page.get_by_role("dialog", name=text("share.title", "en"))).to_be_visible()
    assert len(held) == 1, "it is asked for once"
    page.close()
