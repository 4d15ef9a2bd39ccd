"""Which reference system does a file name, by what it says?"""

from __future__ import annotations

from typing import Final

from geo.intake.messages import Messages, NotTakenError
from geo.package.layers.refused import RefusedError
from geo.package.layers.systems import System, system_of

_CODES: Final = {"wgs84": "EPSG:4326", "cgcs2000": "EPSG:4490"}


def named_system(given: object, messages: Messages) -> str | None:
    """Return the code of a system; None, said, where the file says that it knows none.

    Raises
    ------
    NotTakenError
        If it is one that is not taken.
    """
    if given is None or given == "":
        said = ("坐标系写的是“没有”", "says that its reference system is not known")
        done = ("按 WGS-84 使用，请核对", "It is used as WGS-84; look it up")
        messages.add("W_CRS_ASSUMED", said, done)
        return None
    try:
        return code_of(system_of(given))
    except RefusedError as error:
        raise NotTakenError("E_CRS_UNKNOWN", error.said, error.remedy, field="crs") from None


def code_of(system: System) -> str | None:
    """Return what a system is called in a table."""
    if system.epsg is not None:
        return f"EPSG:{system.epsg}"
    return None if system.datum is None else _CODES.get(system.datum, system.datum)
