"""Which members does a FeatureCollection have, read so that only a few are held at a time?

The list of features is cut at commas that stand between two of them, and each cut is read for
itself. What is left of the file, its frame, is read as if the list were empty.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from typing import Any, Final

import numpy as np

from geo.package.json_text import (
    MAX_DEPTH,
    decoded,
    line_and_column,
    loads,
    not_json,
    refuse_depth,
    refuse_other_encodings,
    without_mark,
)
from geo.package.sources import json_scan
from geo.package.sources.json_scan import Bytes, Marks, Scan
from geo.package.sources.refused import RefusedError

LONGEST: Final = 64 << 20
"""Bytes of the longest feature, and of all that stands before or after the features."""
_NOT_GEOJSON: Final = RefusedError(
    "E_NOT_GEOJSON",
    "不是 GeoJSON 的 FeatureCollection",
    "not a GeoJSON FeatureCollection",
    ("请导出为 GeoJSON（RFC 7946）", "Export it as GeoJSON (RFC 7946)"),
)
_NAME: Final = re.compile(rb'[{,][ \t\n\r]*"features"[ \t\n\r]*:[ \t\n\r]*')
_LOOK_BACK: Final = 4096
_LOOKS: Final = 10_000
"""How many lists and objects beside the features are worth a look; a file has about two."""


def members(
    content: bytes | memoryview, *, piece: int = json_scan.PIECE
) -> Iterator[tuple[list[Any], int]]:
    """Yield the members of ``features``, some at a time, with the bytes they take in the file.

    Parameters
    ----------
    content : bytes or memoryview
        The whole file; mapped memory is read once from begin to end.
    piece : int
        Bytes looked at together.

    Raises
    ------
    RefusedError
        If the file is no FeatureCollection of well-formed, strict JSON. That may come after some
        members were yielded; they must not be used then.
    """
    data = without_mark(content)
    try:
        yield from _Collection(data, piece).members()
    except (RefusedError, _BrokenError) as error:
        raise _foremost(data, error) from None


def frame_of(content: bytes | memoryview) -> dict[str, Any]:
    """Return what a file says beside its features, read to its end; they are left out.

    Raises
    ------
    RefusedError
        As :func:`members`.
    """
    data = without_mark(content)
    collection = _Collection(data, json_scan.PIECE)
    try:
        for _ in collection.members():
            pass
    except (RefusedError, _BrokenError) as error:
        raise _foremost(data, error) from None
    return collection.frame


class _BrokenError(ValueError):
    """Text that stops being JSON at byte `position` of its file."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


def _foremost(data: Bytes, error: RefusedError | _BrokenError) -> RefusedError:
    """Return what is told of a refused file: first its depth, then its encoding, then the rest."""
    try:
        refuse_depth(data)
        refuse_other_encodings(data)
    except RefusedError as earlier:
        return earlier
    if isinstance(error, RefusedError):
        return error
    return RefusedError("E_JSON", *not_json(*line_and_column(data, error.position)))


class _Collection:
    """One file, followed from begin to end."""

    def __init__(self, data: Bytes, piece: int) -> None:
        self._data = data
        self._piece = piece
        self._scan = Scan()
        self.frame: dict[str, Any] = {}

    def members(self) -> Iterator[tuple[list[Any], int]]:
        """Yield the members; raise a refusal or the place of what is not JSON."""
        opening = self._opening()
        if opening is None:
            refuse_depth(self._data)
            self.frame = _value(self._data, 0, len(self._data))
            yield _features_of(self.frame), len(self._data)
            return
        marks, found = opening
        begin = int(marks.at[found]) + 1
        _frame(self._data, begin, None)
        end = yield from self._slices(marks, found + 1, begin)
        self._rest(end)
        self.frame = _frame(self._data, begin, end)
        _features_of(self.frame)

    def _marks(self) -> Marks | None:
        """Return the marks of the next piece; None at the end."""
        start = self._scan.position
        if start >= len(self._data):
            return None
        marks = self._scan.feed(self._data[start : start + self._piece])
        if marks.depth.max(initial=0) > MAX_DEPTH:
            refuse_depth(self._data)
        return marks

    def _opening(self) -> tuple[Marks, int] | None:
        """Return where the list of features opens: marks of a piece, and which one of them."""
        looked_at = 0
        while looked_at < _LOOKS and (marks := self._marks()) is not None:
            for number in np.flatnonzero(marks.opens & (marks.depth == 2))[:_LOOKS]:
                looked_at += 1
                at = int(marks.at[number])
                name = self._data[max(0, at - _LOOK_BACK) : at].tobytes()
                last = name.rfind(b'"features"')
                start = max(name.rfind(sign, 0, max(last, 0)) for sign in (b"{", b","))
                if self._data[at] == ord("[") and last > 0 and _NAME.fullmatch(name, max(start, 0)):
                    return marks, int(number)
            if self._scan.position > LONGEST:
                break
        return None

    def _slices(
        self, marks: Marks, first: int, begin: int
    ) -> Generator[tuple[list[Any], int], None, int]:
        """Yield what stands between cuts; return where the list closes."""
        start, ahead = begin, "["
        while True:
            closes = np.flatnonzero(marks.depth[first:] < 2)
            if len(closes):
                end = int(marks.at[first + closes[0]])
                yield self._slice(ahead, start, end, "]")
                return end
            cuts = marks.at[first:][marks.commas[first:] & (marks.depth[first:] == 2)]
            if len(cuts):
                yield self._slice(ahead, start, int(cuts[-1]), ",0]")
                start, ahead = int(cuts[-1]) + 1, "[0,"
            if self._scan.position - start > LONGEST:
                raise _too_long()
            following = self._marks()
            if following is None:
                yield self._slice(ahead, start, len(self._data), "")
                raise _BrokenError(len(self._data))
            marks, first = following, 0

    def _slice(self, ahead: str, start: int, end: int, behind: str) -> tuple[list[Any], int]:
        """Return the members between two cuts, with the bytes they take."""
        values = _value(self._data, start, end, ahead, behind)
        kept = slice(len(ahead) > 1, len(values) - (len(behind) > 1))
        return values[kept], end - start

    def _rest(self, end: int) -> None:
        """Follow the text behind the features, for its depth."""
        if len(self._data) - end > LONGEST:
            raise _too_long()
        while self._marks() is not None:
            pass


def _value(data: Bytes, start: int, end: int, ahead: str = "", behind: str = "") -> Any:
    """Return the value of a part of the file between two texts of ours."""
    if end - start > LONGEST:
        raise _too_long()
    text = decoded(data[start:end], start)
    try:
        return loads(ahead + text + behind)
    except json.JSONDecodeError as error:
        good = text[: max(error.pos - len(ahead), 0)]
        raise _BrokenError(start + len(good.encode())) from None


def _frame(data: Bytes, begin: int, end: int | None) -> Any:
    """Return what a file says before `begin` and from `end` on; the list between is empty.

    Without an end only the beginning is looked at.
    """
    head = decoded(data[:begin])
    try:
        return loads(head + ("]}" if end is None else decoded(data[end:], end)))
    except json.JSONDecodeError as error:
        at = len(error.doc[: error.pos].encode())
        raise _BrokenError(at if end is None or at < begin else at - begin + end) from None


def _features_of(frame: Any) -> list[Any]:
    """Return the list of features, or refuse what is no FeatureCollection."""
    found = frame.get("features") if isinstance(frame, dict) else None
    if not isinstance(found, list) or frame.get("type") != "FeatureCollection":
        raise _NOT_GEOJSON
    return found


def _too_long() -> RefusedError:
    limit = LONGEST >> 20
    return RefusedError(
        "E_TOO_LONG",
        f"一个要素（或要素以外的部分）超过 {limit} MB",
        f"one feature, or what stands beside the features, is longer than {limit} MB",
        ("请把它分开", "Split it"),
    )
