"""What is to be said of the tables of a file, whatever kind of file it is?"""

from __future__ import annotations

from geo.intake.found import FoundTable
from geo.intake.messages import Messages
from geo.intake.positions import with_positions
from geo.intake.sound import tell_winding, with_sound_shapes

_BY_ROW = frozenset({"csv", "xlsx"})


def examined(kind: str, table: FoundTable, messages: Messages) -> FoundTable:
    """Return a table with what could be mended mended, and everything said."""
    by_feature = kind not in _BY_ROW
    placed = with_positions(table, messages, by_feature=by_feature, planes_asked=kind == "dxf")
    made = with_sound_shapes(placed, messages, by_feature=by_feature)
    if kind == "json":
        tell_winding(table, messages)
    return made
