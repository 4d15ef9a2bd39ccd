"""How does the descriptor describe a table as its file has it, and what of a file not listed?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from geo.package import headings
from geo.package.encoding import decoded_text
from geo.package.faults import Faults, unprintable
from geo.package.layers.refused import RefusedError
from geo.package.schema import table_schema
from geo.package.sheet import cut

SEAL_IT: Final = (
    "核对后运行 python -m geo seal",
    "Look the change over, then run python -m geo seal",
)
_NAMED: Final = 5
"""Files that are named of those that are not listed."""


def table_entry(table: str, content: bytes) -> dict[str, Any]:
    """Return ``encoding``, ``dialect`` where it is not the usual one, and ``schema``.

    Columns are named as the file names them and in its order; one that is not used is a string.
    What cannot be read is described as it should be.
    """
    try:
        decoded = decoded_text(content)
    except RefusedError:
        return {"encoding": "utf-8", "schema": table_schema(table, [])}
    sheet = cut(decoded.text, lambda cells: headings.known(table, cells))
    found = headings.understood(table, sheet.header)
    entry: dict[str, Any] = {"encoding": decoded.encoding}
    if sheet.separator != ",":
        entry["dialect"] = {"delimiter": sheet.separator}
    schema = table_schema(table, list(found.columns))
    return entry | {"schema": schema if found.missing else _as_written(schema, sheet.header, found)}


def _as_written(
    schema: dict[str, Any], header: list[str], found: headings.Headings
) -> dict[str, Any]:
    """Return a schema with the names and the order of a file's header."""
    fields = {field["name"]: field for field in schema["fields"]}
    names = {name: header[at] for name, at in found.columns.items()}
    columns = {at: name for name, at in found.columns.items()}
    written = dict(schema)
    written["fields"] = [
        fields[columns[at]] | {"name": heading}
        if at in columns
        else {"name": heading, "type": "string"}
        for at, heading in enumerate(header)
    ]
    written["primaryKey"] = [names[name] for name in schema["primaryKey"]]
    if "foreignKeys" in schema:
        written["foreignKeys"] = [
            key | {"fields": [names[name] for name in key["fields"]]}
            for key in schema["foreignKeys"]
        ]
    return written


def check_unlisted(paths: Iterable[str], faults: Faults) -> None:
    """Add one fault for what is not listed: it has one cause, that nobody sealed it."""
    # What has no name that a list can hold is told by check_names.
    found = [path for path in paths if unprintable(path) is None]
    if len(found) == 1:
        said = ("没有列入 datapackage.json", "not listed in datapackage.json")
        faults.add("E_UNLISTED", found[0], None, said, SEAL_IT)
    elif found:
        more = len(found) > _NAMED
        names = (
            "、".join(found[:_NAMED]) + ("等" if more else ""),
            ", ".join(found[:_NAMED]) + (" and others" if more else ""),
        )
        said = (
            f"有 {len(found):,} 个文件没有列入：{names[0]}",
            f"{len(found):,} files are not listed: {names[1]}",
        )
        faults.add("E_UNLISTED", "datapackage.json", None, said, SEAL_IT)
