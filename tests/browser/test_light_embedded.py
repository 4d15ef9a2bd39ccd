"""Is the light page, shown in a page of others, the map with the parts that its link asks for?"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from geo.language.texts import text
from tests.browser.file_reader import OpenFile

STANDS = """() => { const { map } = oneFile.state, { lat, lng } = map.getCenter();
  return [lat, lng, map.getZoom()].map((found) => +found.toFixed(5)); }"""


@pytest.mark.parametrize("ui", ["", "legend", "search,panel"])
def test_it_has_the_parts_asked_for_and_fills_its_frame(open_light: OpenFile, ui: str) -> None:
    for width, height in ((800, 520), (390, 600)):
        reader = open_light(f"embed=true&ui={ui}", width=width, height=height)
        parts = {"legend": ".om-legend", "search": ".search", "panel": ".places"}
        for name, selector in parts.items():
            expect(reader.find(selector)).to_be_visible(visible=name in ui.split(","))
        box, line = reader.find(".map").bounding_box(), reader.find(".source-line").bounding_box()
        assert box is not None
        assert line is not None
        assert line["y"] + line["height"] == pytest.approx(height, abs=1)
        if ui in {"", "legend"}:
            assert (box["y"], box["width"]) == (0, width)
            assert box["height"] + line["height"] == pytest.approx(height, abs=1)
        assert box["height"] > height / 4
        assert reader.page.evaluate("() => document.documentElement.scrollWidth") == width
        expect(reader.find(".said, header, .cards, footer")).to_have_count(0)


def test_a_locked_map_stays_where_it_is(open_light: OpenFile) -> None:
    reader = open_light("embed=true&lock=1&c=39.40000,116.70000,11", width=700, height=500)
    expect(reader.find(".leaflet-control-zoom")).to_be_hidden()
    reader.page.mouse.move(350, 200)
    reader.page.mouse.wheel(0, -400)
    reader.page.mouse.down()
    reader.page.mouse.move(200, 100, steps=5)
    reader.page.mouse.up()
    assert reader.page.evaluate(STANDS) == [39.4, 116.7, 11]


def test_links_lead_to_the_full_map(open_light: OpenFile, address: str) -> None:
    reader = open_light("embed=true&ui=search&lock=1&w=rural&c=39.4,116.7,11&lang=en")
    link = reader.find(".source-line a")
    ours, where = "data=anci-2022&lang=en", "&c=39.40000,116.70000,11"
    expect(link).to_have_text(text("embed.open", "en"))
    expect(link).to_have_attribute("href", f"../?{ours}&w=rural{where}")
    assert reader.page.evaluate("() => document.querySelector('.source-line a').href").startswith(
        f"{address}/?data="
    )
    reader.chip("markets").click()
    expect(link).to_have_attribute("href", f"../?{ours}&w=markets,rural{where}")
    assert reader.view().startswith("embed=true&ui=search&lock=1&lang=en&w=markets,rural")
