"""Does a link give back the view that it was made of, and can no link do harm?"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import NoSuchPackageError
from geo.view.link import (
    MAX_LENGTH,
    PARAMETERS,
    decode,
    encode,
    package_of,
    parameters,
    permalink,
)
from geo.view.search import clean_query
from geo.view.views import PARTS, Centre, Known, View

STREAMS = ("old-compounds", "streetscape", "markets", "rural")
LAYERS = ("roads", "villages", "district")
PLACES = ("minghua-road", "anci", "dishili-village")
KNOWN = Known(
    *(("anci-2022", "other-2023"), "anci-2022", STREAMS, LAYERS, PLACES),
    basemaps=("osm", "amap"),
)
ORDER = list(PARAMETERS)
DEFAULT = View("anci-2022")


def parsed(query: str) -> dict[str, str]:
    """The parameters of an address as a server hands them over."""
    return dict(parse_qsl(query, keep_blank_values=True))


def opened(query: str, known: Known = KNOWN) -> tuple[View, tuple[str, ...]]:
    return decode(parsed(query), known)


def some_of(ids: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(st.sampled_from(ids)).map(lambda found: tuple(i for i in ids if i in found))


def not_all(ids: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return some_of(ids).filter(lambda found: found != ids)


centres = st.builds(
    lambda lat, lon, zoom: Centre(lat / 10**5, lon / 10**5, zoom / 4),
    st.integers(-85 * 10**5, 85 * 10**5),
    st.integers(-180 * 10**5, 180 * 10**5),
    st.integers(12, 72),
)
views = st.builds(
    View,
    data=st.sampled_from(KNOWN.packages),
    lang=st.sampled_from([None, "zh", "en"]),
    workstreams=not_all(STREAMS),
    layers=st.none() | not_all(LAYERS),
    query=st.text(max_size=80).map(clean_query),
    place=st.none() | st.sampled_from(PLACES),
    version=st.none() | st.sampled_from(["1.0.0", "2", "2026-11-23_b+c"]),
    parts=st.sets(st.sampled_from(PARTS)).map(lambda s: tuple(p for p in PARTS if p in s)),
    locked=st.booleans(),
    story=st.none() | st.sampled_from(STREAMS),
    base=st.none() | st.sampled_from(["osm", "amap"]),
    centre=st.none() | centres,
)
parameter_texts = st.dictionaries(
    st.sampled_from([*ORDER, "z", "__proto__", "src"]) | st.text(max_size=5),
    st.text(max_size=40)
    | st.lists(st.sampled_from([*STREAMS, *LAYERS, "x", ""])).map(",".join)
    | st.lists(st.floats().map(str), max_size=4).map(",".join),
)


@given(views)
def test_a_link_gives_its_view_back(view: View) -> None:
    assert opened(encode(view, KNOWN)) == (view, ())


@given(views)
def test_a_link_is_short_canonical_and_states_only_what_differs(view: View) -> None:
    link = encode(view, KNOWN)
    names = list(parsed(link))
    assert len(link) <= MAX_LENGTH
    assert link.isascii()
    assert names == [name for name in ORDER if name in names]
    differs = {
        "data": view.data != DEFAULT.data,
        "v": view.version is not None,
        "lang": view.lang is not None,
        "w": view.workstreams != (),
        "l": view.layers is not None,
        "q": view.query != "",
        "place": view.place is not None,
        "ui": view.parts != ("legend",),
        "lock": view.locked,
        "story": view.story is not None,
        "base": view.base is not None,
        "c": view.centre is not None,
    }
    assert set(names) == {name for name, found in differs.items() if found}


@given(views)
def test_a_link_is_the_same_in_either_language(view: View) -> None:
    zh, en = (encode(replace(view, lang=lang), KNOWN) for lang in ("zh", "en"))
    assert zh.replace("lang=zh", "lang=en") == en


@given(parameter_texts)
def test_no_parameters_raise_and_what_is_ignored_is_named(query: dict[str, str]) -> None:
    view, ignored = decode(query, KNOWN)
    assert set(ignored) <= {*ORDER, "length"}
    assert not set(ignored) - {"length"} - set(query)
    assert view.data in KNOWN.packages
    assert view.place is None or view.place in PLACES
    assert set(view.workstreams) <= set(STREAMS)
    assert set(view.layers or ()) <= set(LAYERS)


@given(parameter_texts)
def test_opening_and_writing_again_settles_at_once(query: dict[str, str]) -> None:
    once = encode(decode(query, KNOWN)[0], KNOWN)
    view, ignored = opened(once)
    assert encode(view, KNOWN) == once
    assert ignored == ()


def test_the_default_view_has_an_empty_link() -> None:
    assert encode(DEFAULT, KNOWN) == ""
    assert opened("") == (DEFAULT, ())


def test_the_order_of_the_parameters_and_of_the_ids_is_ours() -> None:
    view, ignored = opened("c=39.5,116.7,12&q=road&w=rural,markets&lang=en&l=villages,roads")
    assert ignored == ()
    assert encode(view, KNOWN) == (
        "lang=en&w=markets,rural&l=roads,villages&q=road&c=39.50000,116.70000,12"
    )


@pytest.mark.parametrize("query", ["w=" + ",".join(STREAMS), "l=" + ",".join(LAYERS), "w=", "q="])
def test_everything_chosen_is_the_default(query: str) -> None:
    assert opened(query) == (DEFAULT, ())


def test_no_layer_is_a_state_of_its_own() -> None:
    view, ignored = opened("l=")
    assert (view.layers, ignored) == ((), ())
    assert encode(view, KNOWN) == "l="


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("w=markets,unknown", replace(DEFAULT, workstreams=("markets",))),
        ("w=unknown", DEFAULT),
        ("w=markets%0A", DEFAULT),
        ("w=Markets", DEFAULT),
        ("l=roads,,", replace(DEFAULT, layers=("roads",))),
        ("l=%3Cscript%3E", DEFAULT),
        ("place=%3Cimg%20src%3Dx%3E", DEFAULT),
        ("place=", DEFAULT),
        ("data=../../etc", DEFAULT),
        ("data=http://169.254.169.254/", DEFAULT),
        ("lang=fr", DEFAULT),
        ("v=", DEFAULT),
        ("v=1.0%0A", DEFAULT),
        ("v=%3Cb%3E", DEFAULT),
        ("v=" + "1" * 41, DEFAULT),
        ("ui=legend,header", DEFAULT),
        ("ui=header", DEFAULT),
        ("lock=0", DEFAULT),
        ("story=nothing", DEFAULT),
        ("base=tianditu-vec", DEFAULT),
        ("lock=true", DEFAULT),
        ("q=%00", DEFAULT),
        ("q=a%E2%80%AEb", replace(DEFAULT, query="ab")),
        ("q=" + "x" * 100, replace(DEFAULT, query="x" * 60)),
        ("c=", DEFAULT),
        ("c=39.5,116.7", DEFAULT),
        ("c=91,116.7,12", DEFAULT),
        ("c=39.5,400,12", DEFAULT),
        ("c=39.5,116.7,1e309", DEFAULT),
        ("c=39.5,116.7,99", DEFAULT),
        ("c=39.5,116.7,1_0", DEFAULT),
        ("c=39.5,116.7,0x10", DEFAULT),
        ("c=39.5,116.7,12%0A", DEFAULT),
        ("c=nan,nan,12", DEFAULT),
        ("c=%D9%A3%D9%A9,116.7,12", DEFAULT),
    ],
)
def test_broken_parts_are_left_out_and_named(query: str, kept: View) -> None:
    view, ignored = opened(query)
    assert view == kept
    assert ignored == (query.partition("=")[0],)


@pytest.mark.parametrize("query", ["z=12", "w%5B%5D=markets", "__proto__=1&constructor=2", "W=x"])
def test_words_that_are_not_ours_are_left_alone(query: str) -> None:
    assert opened(query) == (DEFAULT, ())


def test_a_link_that_is_too_long_opens_the_default_of_its_package() -> None:
    many = "data=other-2023&" + "&".join(f"k{at}=1" for at in range(1000))
    assert opened(many) == (View("other-2023"), ("length",))


def test_a_view_of_very_many_ids_still_gives_a_link_that_opens() -> None:
    streams = tuple(f"workstream-number-{at}" for at in range(200))
    known = replace(KNOWN, workstreams=streams)
    view = View(
        "other-2023",
        version="1.0.0",
        lang="en",
        workstreams=streams[1:],
        layers=(),
        query="明华路" * 20,
        place="anci",
        centre=Centre(39.5, 116.7, 12),
    )
    link = encode(view, known)
    assert len(link) <= MAX_LENGTH
    assert opened(link, known) == (replace(view, workstreams=()), ())


def test_the_package_of_a_link() -> None:
    assert package_of({"data": "other-2023"}, KNOWN.packages, "anci-2022") == "other-2023"
    for named in ("nobody", "", "../../etc"):
        with pytest.raises(NoSuchPackageError):
            package_of({"data": named}, KNOWN.packages, "anci-2022")
    assert package_of({}, KNOWN.packages, "anci-2022") == "anci-2022"


def test_the_centre_can_be_left_to_the_browser() -> None:
    view = replace(DEFAULT, query="x", centre=Centre(39.5, 116.7, 12))
    assert list(parameters(view, KNOWN, with_centre=False)) == ["q"]


def test_a_link_to_a_former_id_opens_the_place_by_its_present_one() -> None:
    known = replace(KNOWN, aliases={"minghua-street": "minghua-road"})
    view, ignored = opened("place=minghua-street", known)
    assert (view.place, ignored) == ("minghua-road", ())
    assert encode(view, known) == "place=minghua-road"
    assert opened("place=minghua-lane", known) == (DEFAULT, ("place",))


def test_no_former_id_takes_the_link_of_a_place_that_is_there() -> None:
    known = replace(KNOWN, aliases={"anci": "minghua-road"})
    assert opened("place=anci", known)[0].place == "anci"


def test_a_permanent_link_names_its_package() -> None:
    assert permalink(replace(DEFAULT, version="1.0.0", place="anci"), KNOWN) == (
        "data=anci-2022&v=1.0.0&place=anci"
    )
    other = View("other-2023", lang="en")
    assert permalink(other, KNOWN) == "data=other-2023&lang=en"


def test_a_permanent_link_of_very_many_ids_still_opens() -> None:
    streams = tuple(f"workstream-number-{at}" for at in range(103))
    known = replace(KNOWN, workstreams=streams)
    view = replace(
        DEFAULT, version="1.0.0", workstreams=streams[:-1], query="路" * 60, place="anci"
    )
    link = permalink(view, known)
    assert len(link) <= MAX_LENGTH
    again, ignored = opened(link, known)
    assert ignored == ()
    assert (again.version, again.place, again.query) == ("1.0.0", "anci", "路" * 60)
