"""Is each of 200 spoiled files a reader a fault or a result, in bounded time and memory?

All in one worker that is used again; ``make fuzz`` does ten times as many.
"""

from __future__ import annotations

import json

import pytest

from bench import fuzz
from bench.fuzz_intake import MAKERS as BROUGHT
from bench.fuzz_samples import MAKERS, spoiled

COUNT = 200
pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def results() -> dict[str, fuzz.Result]:
    return dict(fuzz.fuzz(COUNT))


def test_no_spoiled_file_raises_takes_long_or_fills_the_memory(
    results: dict[str, fuzz.Result],
) -> None:
    assert len(results) == 11
    assert [(reader, fuzz.failed(found)) for reader, found in results.items()] == [
        (reader, []) for reader in results
    ]


def test_files_are_spoiled_in_many_ways(results: dict[str, fuzz.Result]) -> None:
    """Else the readers were never asked much."""
    for reader, result in results.items():
        assert result.files == COUNT
        assert result.sound < COUNT / 2, reader
        assert len(result.codes) >= (1 if reader == "descriptor" else 2), reader


def test_the_same_number_is_the_same_file() -> None:
    MAKERS.update(BROUGHT)
    for reader in set(MAKERS) - {"geoparquet"}:
        for number in (0, 1, 2, 3):
            assert spoiled(reader, number) == spoiled(reader, number)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (None, "7: no answer"),
        ({"codes": [], "raised": "KeyError: x", "seconds": 0.1, "held": 0}, "7: KeyError: x"),
        (
            {"codes": ["E_UNREADABLE"], "raised": "", "seconds": 0.1, "held": 0},
            "files that broke off the reading: 1",
        ),
        ({"codes": ["E_X"], "raised": "", "seconds": 5.5, "held": 0}, "7 took 5.5 s"),
        ({"codes": [], "raised": "", "seconds": 1, "held": 10**9}, "7 held 999,999,000 bytes"),
    ],
)
def test_what_breaks_is_told(answer: dict[str, object] | None, said: str) -> None:
    result = fuzz.Result()
    result.take(7, answer, before=1000, idle=1000)
    assert fuzz.failed(result) == [said]


def test_the_result_on_record_is_good() -> None:
    kept = json.loads(fuzz.RESULT.read_text("utf-8"))
    assert kept["files_a_reader"] == 2000
    apart = {"tables", "descriptor", "postgis rows"}
    assert set(kept["readers"]) == {*MAKERS, *BROUGHT, *apart}
    for reader, found in kept["readers"].items():
        assert found["files"] == 2000, reader
        assert fuzz.failed(fuzz.Result(**found)) == [], reader
