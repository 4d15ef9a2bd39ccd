"""What is to be said of the tables of a file, whatever kind of file it is?"""

from __future__ import annotations

from geo.intake.coordinates import with_points, with_texts_as_shapes
from geo.intake.found import FoundTable
from geo.intake.messages import Messages
from geo.intake.positions import with_positions
from geo.intake.sound import tell_winding, with_sound_shapes
from geo.intake.twins import without_twins
from geo.intake.values import tell_values

_BY_ROW = frozenset({"csv", "xlsx"})


def examined(kind: str, table: FoundTable, messages: Messages) -> FoundTable:
    """Return a table with what could be mended mended, and everything said."""
    by_feature = kind not in _BY_ROW
    if not by_feature:
        table = with_texts_as_shapes(table, messages)
        points = with_points(table, messages)
        if points is not None:
            with_positions(points, messages, by_feature=False)
    placed = with_positions(table, messages, by_feature=by_feature, planes_asked=kind == "dxf")
    made = with_sound_shapes(placed, messages, by_feature=by_feature)
    if kind == "json":
        tell_winding(table, messages)
        _tell_assumed(table, messages)
    tell_values(made, messages)
    return without_twins(made, messages, by_feature=by_feature)


def _tell_assumed(table: FoundTable, messages: Messages) -> None:
    """Say on which system GeoJSON is that names none, unless more is said of that already."""
    more = messages.count("E_CRS_PROJECTED") + messages.count("W_CRS_ASSUMED")
    if table.system is None and table.rows and not more:
        said = (
            "没有写坐标系，按标准是 WGS-84",
            "names no reference system; by the standard it is WGS-84",
        )
        messages.add("I_CRS_ASSUMED", said, ("先按此使用", "It is used so for now"))
