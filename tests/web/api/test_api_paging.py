"""Are box, time and page of a request read as the standard states them?"""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.web.api.paging import bounding_box, check_time, whole_number
from geo.web.responses import BadRequestError

LONGITUDE = st.floats(-180, 180, allow_nan=False).map(lambda value: round(value, 4))
LATITUDE = st.floats(-90, 90, allow_nan=False).map(lambda value: round(value, 4))


@given(LONGITUDE, LATITUDE, LONGITUDE, LATITUDE, LONGITUDE, LATITUDE, st.booleans())
def test_a_point_is_in_a_box_as_its_numbers_say(
    west: float, a: float, east: float, b: float, x: float, y: float, with_heights: bool
) -> None:
    south, north = sorted((a, b))
    low, high = (["-5"], ["8e3"]) if with_heights else ([], [])
    parts = [f"{west:f}", f"{south:f}", *low, f"{east:f}", f"{north:f}", *high]
    between = west <= x <= east if west <= east else x >= west or x <= east
    area = bounding_box(",".join(parts))
    assert area.intersects(shapely.Point(x, y)) == (between and south <= y <= north)


@pytest.mark.parametrize(
    "stated",
    [
        "",
        "1,2,3",
        "1,2,3,4,5",
        "1,2,3,4,5,6,7",
        "a,1,2,3",
        "1,2,3,",
        "nan,1,2,3",
        "inf,1,2,3",
        "1,3,2,2",
        "-181,0,1,1",
        "0,0,181,1",
        "0,-91,1,1",
        "0,0,1,91",
        "0,0,1e999,1",
        "1_0,0,20,1",
        "0,0,9,1,1,3",
        "1 ,2,3,4",
        "１,2,3,4",
        "0x1,0,2,1",
    ],
)
def test_what_is_no_box_is_refused(stated: str) -> None:
    with pytest.raises(BadRequestError) as caught:
        bounding_box(stated)
    assert caught.value.parameters == ("bbox",)


@pytest.mark.parametrize(
    "stated",
    [
        "2022-01-01T00:00:00Z",
        "2022-01-01t00:00:00.5+08:00",
        "2022-01-01T00:00:00Z/..",
        "../2022-01-01T00:00:00Z",
        "/2022-01-01T00:00:00Z",
        "2022-01-01T00:00:00Z/",
        "2022-01-01T00:00:00Z/2022-01-01T00:00:00Z",
        "2022-01-01T08:00:00+08:00/2022-01-01T00:00:00Z",
    ],
)
def test_a_time_of_the_standard_is_taken(stated: str) -> None:
    check_time(stated)


@pytest.mark.parametrize(
    "stated",
    [
        "",
        "/",
        "..",
        "../..",
        "../",
        "2022",
        "2022-01-01",
        "2022-01-01T00:00:00",
        "yesterday",
        "2022-13-01T00:00:00Z",
        "2022-02-30T00:00:00Z",
        "2022-01-01T25:00:00Z",
        "2022-W01-1T00:00Z",
        "2022-01-02T00:00:00Z/2022-01-01T00:00:00Z",
        "2022-01-01T00:00:00Z/../..",
        "２０２２-01-01T00:00:00Z",
    ],
)
def test_what_is_no_time_is_refused(stated: str) -> None:
    with pytest.raises(BadRequestError) as caught:
        check_time(stated)
    assert caught.value.parameters == ("datetime",)


@given(st.integers(1, 10**30), st.integers(1, 10_000))
def test_more_than_the_maximum_means_the_maximum(number: int, most: int) -> None:
    assert whole_number("limit", str(number), 1, most) == min(number, most)


@pytest.mark.parametrize("stated", ["", "0", "-1", "1.5", "1e3", "+1", " 1", "ten", "１"])
def test_what_is_no_whole_number_is_refused(stated: str) -> None:
    with pytest.raises(BadRequestError) as caught:
        whole_number("limit", stated, 1, 10)
    assert caught.value.parameters == ("limit",)
