"""Does whatever a reader raises become a fault of its file, and can a fault be shown as it is?"""

from __future__ import annotations

import logging
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import LONGEST, Fault, printable
from geo.language.bilingual import Bilingual
from geo.package.faults import Faults
from geo.package.layers.read_layer import read_layer
from geo.package.layers.refused import FewFaults, RefusedError
from geo.package.read import build_package
from geo.package.told import told

FILE = "layers/made-up.gpkg"
RAISED: list[Exception] = [
    UnicodeDecodeError("utf-8", b"\xff\x1b[31m", 0, 1, "invalid start byte"),
    ValueError("/srv/secret/place \x1b[2J \ud800"),
    TypeError("x"),
    KeyError("x"),
    IndexError(3),
    OverflowError(),
    ZeroDivisionError("x"),
    AttributeError("x"),
    SystemError("error return without exception set"),
    OSError(5, "Input/output error", "/srv/secret/place"),
    EOFError(),
    AssertionError(),
    RuntimeError("x" * 100_000),
    RecursionError("maximum recursion depth exceeded"),
    MemoryError(),
    StopIteration(),
]
DOORS = {
    "geo.package.layers.read_layer._source": "layers/roads.geojson",
    "geo.package.layers.read_layer.sound_places": "layers/roads.geojson",
    "geo.package.all_tables.read_table": "figures.csv",
    "geo.package.all_tables.check_terms": "derived.csv",
    "geo.package.descriptor.json_or_refuse": "datapackage.json",
    "geo.package.areas.features": "context/neighbours.geojson",
    "geo.package.read.check": "layers.csv",
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("error", RAISED, ids=lambda error: type(error).__name__)
def test_whatever_is_raised_is_a_fault_of_the_file(
    door: str,
    error: Exception,
    contents: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise error

    monkeypatch.setattr(door, fail)
    readings = []
    for _ in range(2):
        faults = Faults()
        assert build_package("made-up", contents, faults) is None
        (told_of,) = (fault for fault in faults if fault.file == DOORS[door] and fault.row is None)
        readings.append(told_of.line("en") + told_of.line("zh"))
    said, again = readings
    which = re.compile(r"\w+\.py:\d+|[0-9a-f]{8}")
    assert which.sub("", said) == which.sub("", again)
    assert "/srv" not in said
    assert "secret" not in said
    if not isinstance(error, RecursionError):
        (error_id,) = set(re.findall(r"log id ([0-9a-f]{8})", said))
        assert f"error {error_id} while {DOORS[door]} was read" in caplog.text
        assert "Traceback" in caplog.text
    assert printable(caplog.text.replace("\n", " "), longest=10**7) == caplog.text.replace(
        "\n", " "
    )


def test_the_same_error_has_the_same_id_at_each_reading(caplog: pytest.LogCaptureFixture) -> None:
    def once() -> str:
        faults = Faults()
        with told(FILE, faults):
            raise KeyError("x")
        return faults[0].fault.en

    assert len({once() for _ in range(3)}) == 1


def test_what_was_said_before_is_withdrawn_and_what_stood_before_stays() -> None:
    faults = FewFaults(most=2)
    faults.add("E_OTHER", "a.csv", 1, ("", ""), ("", ""))
    with told(FILE, faults):
        for row in range(5):
            faults.add("E_ROW", FILE, row, ("", ""), ("", ""))
        raise RefusedError("E_X", "坏", "bad")
    assert [fault.code for fault in faults] == ["E_OTHER", "E_X"]
    assert len(faults.told(FILE)) == 2, "nor is it said how many more there were"


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_what_ends_the_program_ends_it(error: type[BaseException]) -> None:
    with pytest.raises(error), told(FILE, Faults()):
        raise error


def test_nothing_is_written_where_nothing_is_wrong(caplog: pytest.LogCaptureFixture) -> None:
    faults = Faults()
    with caplog.at_level(logging.DEBUG), told(FILE, faults):
        pass
    assert (list(faults), caplog.records) == ([], [])


# ---- What a fault says can be shown anywhere. -------------------------------------------------

HIDDEN = [
    *(chr(code) for code in (*range(0x20), 0x7F, *range(0x80, 0xA0))),
    *"\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f\ufeff",
    *("\ud800", "\udfff", "\udc80", "\u00ad", "\U000e0001"),
]


@pytest.mark.parametrize("sign", HIDDEN, ids=lambda sign: f"U+{ord(sign):04X}")
def test_no_sign_that_is_not_seen_is_shown_raw(sign: str) -> None:
    pair = Bilingual(f"路{sign}名", f"a{sign}b")
    for lang in ("zh", "en"):
        line = Fault("E_X", f"layers/a{sign}b.geojson", 1, pair, pair).line(lang)
        line.encode("utf-8")
        assert sign not in line
        assert len(line.splitlines()) == 1
        if sign not in "\t\n\r":
            assert line.count(f"<U+{ord(sign):04X}>") == 3


def test_what_is_seen_is_shown_as_it_is() -> None:
    text = "广阳道\u3000“明华路” café naïve 👩\u200d👧 ｶﾅ \ue000 1–2 −3 ²"
    assert printable(text) == text


@given(st.text(alphabet=st.characters(), max_size=50))
def test_any_text_is_shown_on_one_line(text: str) -> None:
    shown = printable(text)
    shown.encode()
    assert not {unicodedata.category(sign) for sign in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert len(f"x{shown}".splitlines()) == 1


def test_a_text_without_end_is_cut() -> None:
    assert len(printable("路" * 10**6)) == LONGEST


def test_a_file_s_name_that_is_no_text_does_not_end_the_checker(contents: dict[str, bytes]) -> None:
    from geo.package.audit import audit, sealed  # noqa: PLC0415

    contents["layers/\udcff\x1b[2J.geojson"] = b"{}"
    faults = audit("made-up", contents, {})
    assert [fault.code for fault in faults if "U+DCFF" in fault.file] == ["E_FILE_NAME"]
    assert sealed(contents, Faults()) is None


def test_a_geopackage_of_broken_bytes_is_a_fault(tmp_path: Path) -> None:
    for content in (b"", b"\xff" * 5000, b"SQLite format 3\x00" + b"\xff" * 5000):
        faults = Faults()
        assert list(read_layer(FILE, content, faults)) == []
        assert [fault.code for fault in faults] == ["E_GEOPACKAGE"]


def test_a_table_without_end_is_one_fault(contents: dict[str, bytes]) -> None:
    contents["figures.csv"] += b"\n" * (32 << 20)
    faults = Faults()
    assert build_package("made-up", contents, faults) is None
    assert [fault.code for fault in faults if fault.file == "figures.csv"] == ["E_TOO_LARGE"]
