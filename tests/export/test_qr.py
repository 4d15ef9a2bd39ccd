"""Does a QR code lead a phone to the view it was made for?"""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from starlette.testclient import TestClient

SVG = "{http://www.w3.org/2000/svg}"


def read_png(content: bytes) -> str:
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(content)))
    assert found.format == zxingcpp.BarcodeFormat.QRCode
    return found.text


def read_svg(content: bytes) -> str:
    """Draw the horizontal strokes of the code, then read it."""
    root = ET.fromstring(content)
    _, _, width, height = (int(float(n)) for n in root.attrib["viewBox"].split())
    picture = np.full((height, width), 255, np.uint8)
    (path,) = [p for p in root.iter(f"{SVG}path") if p.get("stroke")]
    x, y = 0.0, 0.0
    words = path.attrib["d"].replace("M", " M ").replace("m", " m ").replace("h", " h ").split()
    at = 0
    while at < len(words):
        if words[at] == "M":
            x, y = float(words[at + 1]), float(words[at + 2])
            at += 3
        elif words[at] == "m":
            x, y = x + float(words[at + 1]), y + float(words[at + 2])
            at += 3
        else:
            length = float(words[at + 1])
            picture[int(y), int(x) : int(x + length)] = 0
            x += length
            at += 2
    large = np.kron(picture, np.ones((8, 8), np.uint8))
    (found,) = zxingcpp.read_barcodes(large)
    return found.text


@pytest.mark.parametrize(
    ("query", "link"),
    [
        ("", "http://testserver/"),
        ("w=rural&lang=en", "http://testserver/?lang=en&w=rural"),
        (
            "place=minghua-road&c=39.5,116.7,12&v=1.3.3",
            "http://testserver/?v=1.3.3&place=minghua-road&c=39.50000,116.70000,12",
        ),
        ("q=%E6%98%8E%E5%8D%8E", "http://testserver/?q=%E6%98%8E%E5%8D%8E"),
        (
            "w=" + "streetscape&q=" + "路" * 60,
            "http://testserver/?w=streetscape&q=" + "%E8%B7%AF" * 60,
        ),
    ],
)
def test_a_code_holds_the_link_of_the_view(client: TestClient, query: str, link: str) -> None:
    png = client.get(f"/share/qr.png?{query}")
    svg = client.get(f"/share/qr.svg?{query}")
    assert (png.headers["content-type"], svg.headers["content-type"]) == (
        "image/png",
        "image/svg+xml",
    )
    assert read_png(png.content) == link
    assert read_svg(svg.content) == link


def test_a_code_has_the_white_around_it_that_cameras_need(client: TestClient) -> None:
    picture = np.asarray(Image.open(io.BytesIO(client.get("/share/qr.png").content)).convert("L"))
    rows, columns = np.where(picture == 0)
    module = 10
    assert rows.min() == columns.min() == 4 * module
    assert picture.shape[0] - 1 - rows.max() == 4 * module


def test_a_code_leads_to_the_address_that_readers_have(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEMAP_PUBLIC_URL", "https://map.example.org/city")
    link = read_png(client.get("/share/qr.png?w=rural").content)
    assert link == "https://map.example.org/city/?w=rural"


def test_a_link_that_no_code_can_hold_is_refused(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEMAP_PUBLIC_URL", "https://map.example.org/" + "x" * 3000)
    for kind in ("svg", "png"):
        answer = client.get(f"/share/qr.{kind}")
        assert answer.status_code == 400
        assert "QR" in answer.json()["description"]
