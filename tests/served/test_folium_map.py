"""Is the map's code constant, and can no text of anybody's enter it?"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.served.folium_map import FRAME_TO_ROOT, Message, MessageLayer, OneMap
from geo.web.assets import assets

MESSAGE = Message(
    catalogue="anci-2022/catalogue.0123456789abcdef.json",
    lang="zh",
    shown="ffff",
    figures="0c",
    place="minghua-road",
    centre=(39.5, 116.7, 12.0),
    moved=1,
    seen=2,
)
HOSTILE = [
    "{{7*1111111}}",
    "${alert(1)}",
    "{% for x in y %}",
    "{# lost #}",
    "\"'`\\",
    "</script><script>alert(1)</script>",
    "\u2028\u2029\x00",
    "明华路",
]


def new_map() -> OneMap:
    return OneMap(scripts=assets().scripts, styles=assets().styles)


def script_of(found: OneMap) -> str:
    """The script of a map as the browser gets it, its random names made equal."""
    root = found.get_root()
    root.render()
    code = root.script.render()
    return re.sub(r"map_[0-9a-f]{32}", "map_name", code)


def layer_code(message: Message) -> str:
    """The code that carries a message, rendered twice as branca and the component do."""
    layer = MessageLayer(message)
    once = layer._template.module.script(layer, {})
    twice = layer._template.environment.from_string(once).render()
    return re.sub(r"feature_group_[0-9a-f]{32}", "name", twice)


def carried(code: str) -> dict[str, object]:
    match = re.fullmatch(r'var name = oneMap\.receive\("([A-Za-z0-9+/=]+)"\);', code)
    assert match, code
    loaded: dict[str, object] = json.loads(base64.b64decode(match[1], validate=True))
    return loaded


def test_the_script_is_the_same_for_every_package() -> None:
    assert script_of(new_map()) == script_of(new_map())
    assert "oneMap.start(map_name);" in script_of(new_map())
    codes = [layer_code(MESSAGE), layer_code(replace(MESSAGE, catalogue="b/c.json", place="x"))]
    assert codes[0] != codes[1]
    bare = {re.sub(r'"[^"]*"', '""', code) for code in codes}
    assert bare == {'var name = oneMap.receive("");'}


def test_the_script_holds_no_data() -> None:
    code = script_of(new_map())
    assert code.isascii()
    for word in ("anci", "minghua", "geojson", "bindPopup", "innerHTML"):
        assert word not in code.lower()
    assert len(code) < 3_000


def test_the_map_asks_no_other_host() -> None:
    drawn = new_map()
    sources = [address for _, address in (*drawn.default_js, *drawn.default_css)]
    assert len(sources) == 4
    assert all(address.startswith(FRAME_TO_ROOT + "assets/") for address in sources)
    page = drawn.get_root().render()
    assert "//" not in re.sub(r"http://www\.w3\.org/\S+", "", " ".join(sources))
    assert not re.findall(r"<(?:script|link)[^>]+https?:", page)


def test_assets_are_named_by_their_content() -> None:
    assert len(assets().blobs) >= 4
    for path, blob in assets().blobs.items():
        assert path.startswith("assets/")
        assert f".{blob.etag}." in path


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_travels_as_data(text: str) -> None:
    changed = replace(MESSAGE, place=text, figures=text, catalogue=text)
    got = carried(layer_code(changed))
    assert (got["place"], got["figures"], got["catalogue"]) == (text, text, text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_travels_as_data(text: str) -> None:
    assert carried(layer_code(replace(MESSAGE, place=text)))["place"] == text


def test_a_message_holds_all_its_parts() -> None:
    got = carried(layer_code(MESSAGE))
    assert got["centre"] == [39.5, 116.7, 12.0]
    assert (got["shown"], got["lang"], got["moved"], got["seen"]) == ("ffff", "zh", 1, 2)
    assert carried(layer_code(replace(MESSAGE, place=None, centre=None)))["place"] is None


def test_the_same_message_gives_the_same_code_and_another_one_other_code() -> None:
    assert layer_code(MESSAGE) == layer_code(replace(MESSAGE))
    assert layer_code(MESSAGE) != layer_code(replace(MESSAGE, shown="0"))


def test_a_message_is_small() -> None:
    assert len(layer_code(replace(MESSAGE, shown="f" * 250))) < 2_000
