"""Are very many places read, painted and told as docs/served-files.md says?

The payload is made here, by an encoder of its own, and served by a small server of its own: the
browser's code is tested against the document, not against the code that builds packages.
"""

from __future__ import annotations

import gzip
import re
import threading
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.crowd_map import Answer, Map, Server, alone, found_places
from tests.browser.made_crowd import AREA, LINE, SIDE, ZONE, Made
from tests.browser.visitor import FOLLOWED


def test_a_chunk_is_read_to_the_unit(near: Made, show: Callable[..., Map]) -> None:
    page = show(near)
    read = page.run(
        """async () => {
          const all = [];
          for (let n = 0; n < oneMap.crowd.shown.index.chunks.length; n += 1) {
            const c = await oneMap.fetchChunk(n);
            all.push({first: c.first, category: [...c.category], kind: [...c.kind],
              x: [...c.x], y: [...c.y], cornerX: [...c.cornerX], cornerY: [...c.cornerY],
              cornerAt: [...c.cornerAt],
              partAt: [...c.partAt]});
          }
          return all;
        }"""
    )
    assert [part["first"] for part in read] == list(range(0, near.count, 1024))
    for name, wanted in (
        ("category", near.category),
        ("kind", near.kind),
        ("x", near.x),
        ("y", near.y),
        ("cornerX", near.corner_x),
        ("cornerY", near.corner_y),
    ):
        assert np.array_equal(np.concatenate([part[name] for part in read]), wanted), name
    parts = np.concatenate([np.diff(part["partAt"]) for part in read])
    assert np.array_equal(parts, near.parts)
    lengths = np.concatenate([np.diff(part["cornerAt"]) for part in read])
    assert lengths.tolist() == [n for at in range(near.count) for n in near.lengths_of(at)]


def test_columns_may_come_unzipped_and_other_bytes_are_refused(
    near: Made, show: Callable[..., Map]
) -> None:
    page = show(near)
    path = next(path for path in near.files if "/chunk." in path)
    plain = gzip.decompress(near.files[path])
    near.files["made/plain.bin"] = plain
    near.files["made/other.bin"] = b"OMC2" + plain[4:]
    count = "async path => (await oneMap.fetchColumns(path)).category.length"
    assert page.run(count, "made/plain.bin") == page.run(count, path)
    refused = "path => oneMap.fetchColumns(path).then(() => '', fault => fault.message)"
    assert page.run(refused, "made/other.bin") == "no columns"


@pytest.mark.parametrize("category", [0, LINE, AREA])
def test_a_click_selects_the_place_that_is_drawn_there(
    near: Made, show: Callable[..., Map], category: int
) -> None:
    position = alone(near, category)
    page = show(near)
    page.go_to(position, 15)
    page.run("() => { window.told = []; oneMap.host.tell = place => window.told.push(place); }")
    spot = page.page.viewport_size
    assert spot
    x, y = spot["width"] / 2, spot["height"] / 2
    page.click(x, y)
    popup = page.page.locator(".om-popup")
    expect(popup.locator("h3")).to_have_text(f"Place {position}")
    wanted = f"place-{near.ids[position]:07d}"
    assert page.selected() == wanted
    assert page.run("() => window.told") == [wanted]
    marker = page.page.locator(f'.om-marker[data-place="{wanted}"]')
    expect(marker).to_have_class(re.compile("om-selected"))
    box = marker.bounding_box()
    assert box
    size = page.run(
        "() => { const m = oneMap.state.map; const p = m.latLngToContainerPoint("
        "oneMap.state.places.get(oneMap.state.place).properties.anchor); return [p.x, p.y]; }"
    )
    assert abs(box["x"] + box["width"] / 2 - size[0]) < 1
    feature = page.run("id => oneMap.state.places.get(id)", wanted)
    kinds = {0: "Point", LINE: "LineString", AREA: "Polygon"}
    assert feature["geometry"]["type"] == kinds[category]
    assert feature["properties"]["located"]
    assert feature["properties"]["anchor"] == pytest.approx(page.degrees(position), abs=2e-6)
    expect(page.page.locator("path.om-area")).to_have_count(0)
    expect(page.page.locator("path.om-solid")).to_have_count(1 if category in {LINE, AREA} else 0)
    page.page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    assert page.selected() is None
    assert page.run("() => [...oneMap.state.places.keys()]") == ["hall"]
    assert page.run("() => window.told") == [wanted, None]


def test_a_message_selects_a_place_by_its_position(near: Made, show: Callable[..., Map]) -> None:
    position = alone(near, LINE)
    page = show(near, place=position)
    expect(page.page.locator(".om-popup h3")).to_have_text(f"Place {position}")
    page.run("() => { window.told = []; oneMap.host.tell = place => window.told.push(place); }")
    other = alone(near, ZONE)
    page.tell(place=other)
    expect(page.page.locator(".om-popup h3")).to_have_text(f"Place {other}")
    assert (
        page.run(
            "id => oneMap.state.places.get(id).properties.located", f"place-{near.ids[other]:07d}"
        )
        is False
    )
    expect(page.page.locator("path.om-area")).to_have_count(1)
    expect(page.page.locator(".om-of-area.om-selected")).to_have_attribute(
        "data-area", f"cell-{near.cell[other]}"
    )
    page.tell(place=other, lang="zh")
    expect(page.page.locator(".om-popup h3")).to_have_text(f"地点{other}")
    page.tell()
    expect(page.page.locator(".om-popup")).to_have_count(0)
    assert page.run("() => window.told") == [], "what the page said is not said back"


def test_a_newer_message_calls_off_what_is_on_its_way(near: Made, show: Callable[..., Map]) -> None:
    page = show(near)
    page.run(
        "() => { const fetch_ = oneMap.host.fetchData;"
        " oneMap.host.fetchData = async (path, own) => {"
        " if (path.includes('/piece.')) await new Promise(go => { window.let = go; });"
        " const got = await fetch_(path, own); window.hasCome = true; return got; }; }"
    )
    page.tell(place=alone(near, 0))
    page.page.wait_for_function("() => Boolean(window.let)")
    page.tell()
    page.run("() => { window.hasCome = false; window.let(); }")
    page.page.wait_for_function("() => window.hasCome")
    page.run(FOLLOWED)
    assert page.selected() is None
    assert page.page.locator(".om-popup").count() == 0


def test_a_filter_that_hides_the_selected_place_ends_the_selection(
    near: Made, show: Callable[..., Map]
) -> None:
    position = alone(near, LINE)
    page = show(near, place=position)
    expect(page.page.locator(".om-popup")).to_have_count(1)
    page.filter(categories={0}, seen=-1)
    assert page.selected() is None
    assert page.run("() => oneMap.state.places.size") == 1


def test_numbers_are_written_as_people_do(near: Made, show: Callable[..., Map]) -> None:
    page = show(near)
    numbers = "() => [7, 999, 12345, 1200000].map(oneMap.compactNumber)"
    assert page.run(numbers) == ["7", "999", "12.3K", "1.2M"]
    page.drawing("m => { oneMap.receive(m); }", page.encoded(lang="zh"))
    assert page.run(numbers) == ["7", "999", "1.2万", "120万"]


def ink(page: Map, box: tuple[int, int, int, int]) -> int:
    """How many pixels of the crowd's picture are painted in a box of the map's container."""
    code = """([x, y, w, h]) => { const {frame, canvas, corner} = oneMap.crowd.seenPicture();
      const at = oneMap.state.map.latLngToContainerPoint(corner); const r = frame.ratio;
      const box = [x - at.x, y - at.y, w, h].map(length => length * r);
      const copy = document.createElement("canvas");
      const pen = copy.getContext("2d", {willReadFrequently: true});
      pen.drawImage(canvas, ...box, 0, 0, box[2], box[3]);
      const {data} = pen.getImageData(0, 0, box[2], box[3]);
      let sum = 0; for (let i = 3; i < data.length; i += 4) if (data[i] > 20) sum += 1;
      return sum; }"""
    return int(page.run(code, list(box)))


@pytest.mark.parametrize("category", [0, LINE, AREA])
def test_a_place_is_painted_where_it_lies_and_not_when_it_is_hidden(
    near: Made, show: Callable[..., Map], category: int
) -> None:
    position = alone(near, category)
    page = show(near)
    page.go_to(position, 15)
    middle = (540, 370, 20, 20)
    assert ink(page, middle) > 20
    page.filter(categories={0, 1, 2, 3, 4} - {category})
    assert ink(page, middle) == 0


def test_what_is_not_located_is_painted_nowhere_and_listed_by_its_areas_badge(
    near: Made, show: Callable[..., Map]
) -> None:
    position = alone(near, ZONE)
    page = show(near)
    page.go_to(position, 15)
    assert ink(page, (540, 370, 20, 20)) == 0
    page.click(550, 380)
    assert page.selected() is None
    cell = int(near.cell[position])
    page.go(*page.run("id => oneMap.state.areas.get(id).label", f"cell-{cell}"), 9)
    page.page.locator(f'.om-of-area[data-area="cell-{cell}"]').click()
    own = np.flatnonzero(near.cell == cell)
    listed = page.page.locator(".om-list")
    expect(listed.locator("h3")).to_have_text(f"Cell {cell} · {len(own)}")
    first = listed.locator("li button").first
    expect(first).to_have_text(f"Place {own[0]}")
    first.click()
    expect(page.page.locator(".om-popup h3")).to_have_text(f"Place {own[0]}")


def test_a_hole_is_left_open(near: Made, show: Callable[..., Map]) -> None:
    page = show(near, categories={AREA})
    page.go_to(alone(near, AREA, parts=2), 17)
    south_px = round(25 * 34 * 256 * 2**17 / SIDE)  # where its middle lies
    assert ink(page, (546, 380 + south_px - 4, 8, 8)) == 0
    assert ink(page, (546, 376 - south_px, 8, 8)) == 64


def test_files_may_lie_elsewhere_but_what_was_found_may_not(
    near: Made, show: Callable[..., Map]
) -> None:
    elsewhere = Server(near)
    threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
    send = Answer.end_headers

    def allow(self: Answer) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        send(self)

    Answer.end_headers = allow  # type: ignore[method-assign]
    try:
        data = elsewhere.address + "copies/layers/"
        page = show(near, data=data, found=found_places(near))
    finally:
        Answer.end_headers = send  # type: ignore[method-assign]
        elsewhere.shutdown()
    assert page.counted() > 0
    own = [path for path in page.server.asked if "layers/" in path]
    assert [path.split(".")[0] for path in own] == ["/layers/made/found"]
    assert any("/chunk." in path for path in elsewhere.asked)
    assert all(path.startswith("/copies/layers/") for path in elsewhere.asked)


def test_paper_is_painted_in_light_colours(near: Made, show: Callable[..., Map]) -> None:
    page = show(near)
    light = page.run("() => oneMap.crowd.seenPicture().palette.paper")
    page.drawing("() => { document.documentElement.dataset.theme = 'dark'; }")
    dark = page.run("() => oneMap.crowd.seenPicture().palette.paper")
    assert (light, dark) == ("#ffffff", "#1b222c")
    page.run("() => { window.dispatchEvent(new Event('beforeprint')); }")
    assert page.run("() => oneMap.crowd.seenPicture().palette.paper") == light
    assert page.run("() => document.documentElement.dataset.theme") == "dark"
    page.drawing("() => { window.dispatchEvent(new Event('afterprint')); }")
    assert page.run("() => oneMap.crowd.seenPicture().palette.paper") == dark


def test_what_is_near_is_found_among_very_many(near: Made, show: Callable[..., Map]) -> None:
    position = alone(near, 0)
    page = show(near)
    lat, lon = page.degrees(position)
    context = page.page.context
    context.grant_permissions(["geolocation"])
    context.set_geolocation({"latitude": lat + 0.0004, "longitude": lon, "accuracy": 20})
    page.page.locator(".om-buttons button[aria-pressed]").click()
    said = page.page.locator(".om-near-said")
    expect(said).to_contain_text(f"The nearest is Place {position}, about 40 m away.")
    said.get_by_role("button", name=f"Place {position}", exact=True).click()
    expect(page.page.locator(".om-popup h3")).to_have_text(f"Place {position}")


def test_a_mouse_that_rests_is_told_the_name(near: Made, show: Callable[..., Map]) -> None:
    position = alone(near, AREA)
    page = show(near)
    page.go_to(position, 15)
    page.page.mouse.move(300, 200)
    page.page.mouse.move(550, 380)
    expect(page.page.locator(".leaflet-tooltip")).to_have_text(f"Place {position}")
    cursor = "() => getComputedStyle(oneMap.state.map.getContainer()).cursor"
    assert page.run(cursor) == "pointer"
    page.page.mouse.move(300, 200)
    expect(page.page.locator(".leaflet-tooltip")).to_have_count(0)
    assert page.run(cursor) != "pointer"


def test_data_that_do_not_come_are_asked_for_again(near: Made, browser: Browser) -> None:
    server = Server(near)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    page.route("**/chunk.*", lambda route: route.abort())
    page.goto(server.address)
    found = Map(page, server)
    found.tell()
    notice = page.locator(".om-notice button")
    notice.wait_for()
    page.wait_for_selector("html[data-ready]", state="attached")
    page.unroute("**/chunk.*")
    with page.expect_response("**/chunk.*"):
        notice.click()
    page.wait_for_function("() => document.documentElement.dataset.drawn")
    assert found.counted() > 1000
    page.close()
    server.shutdown()
