"""Can a table be read by its header, how was it read where it is not written as ours are, and how
does the descriptor describe it, as its file has it?
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from geo.package import headings
from geo.package.encoding import SAVE_AGAIN, decoded_text
from geo.package.faults import Faults, quoted, unprintable
from geo.package.headings import Headings, in_chinese, other_table
from geo.package.layers.refused import RefusedError
from geo.package.schema import TABLES, table_schema
from geo.package.sheet import SEPARATORS, Sheet, cut

_ENCODINGS: Final = {
    "gb18030": "GBK",
    "utf-16": "UTF-16",
    "utf-32": "UTF-32",
    "big5": "Big5",
    "big5-hkscs": "Big5",
}
_NAMED: Final = 5
"""Columns, rows, numbers or files that are named; of others only how many."""
SEAL_IT: Final = (
    "核对后运行 python -m geo seal",
    "Look the change over, then run python -m geo seal",
)


def header_is_sound(table: str, sheet: Sheet, found: Headings, faults: Faults) -> bool:
    """Tell whether a header names all columns once; if not, one fault says what is wrong."""
    file = f"{table}.csv"
    if not sheet.header:
        said = ("文件是空的", "the file is empty")
        remedy = ("至少要有表头", "It needs at least a header")
        faults.add("E_EMPTY_FILE", file, None, said, remedy)
    elif found.missing and (other := other_table(table, sheet.header)) is not None:
        said = (f"内容是 {other}.csv 的表", f"holds the table of {other}.csv")
        remedy = ("放入对应的表，或改正文件名", "Put the right table here, or rename the file")
        faults.add("E_OTHER_TABLE", file, sheet.line, said, remedy)
    elif sheet.header[0].lstrip().lower().startswith(("<!doctype", "<html", "<table", "{", "[")):
        said = ("不是表格，像网页或 JSON", "is no table; it looks like a web page or JSON")
        faults.add("E_NOT_TEXT", file, None, said, SAVE_AGAIN)
    elif len(found.columns) < 2 and found.missing:
        _no_header(file, table, sheet, faults)
    elif found.missing or found.twice or found.meant:
        _wrong_columns(table, sheet, found, faults)
    else:
        return True
    return False


def _no_header(file: str, table: str, sheet: Sheet, faults: Faults) -> None:
    shown = quoted(", ".join(sheet.header))
    names = [field.name for field in TABLES[table] if not field.omissible]
    wanted = (_in_chinese(table, names), ", ".join(names))
    said = (f"没有认得的列名：{shown}", f"no column name that is known: {shown}")
    remedy = (
        f"第一行写列名，也可以写括号里的中文：{wanted[0]}",
        f"Write the column names into the first row: {wanted[1]}",
    )
    faults.add("E_COLUMNS", file, sheet.line, said, remedy)


def _in_chinese(table: str, names: Iterable[str]) -> str:
    """Return names of columns, each with the Chinese heading that is read as the same."""
    return "、".join(f"{name}（{in_chinese(table, name)}）" for name in names)


def _wrong_columns(table: str, sheet: Sheet, found: Headings, faults: Faults) -> None:
    """Add the one fault of a header, by name what is missing and what stands twice."""
    file = f"{table}.csv"
    lost = [name for name in found.missing if name not in found.meant.values()]
    zh, en = [], []
    for heading, column in found.meant.items():
        zh.append(f"列名 {quoted(heading)} 是不是 {_in_chinese(table, [column])}？")
        en.append(f"does the column {quoted(heading)} mean {column}?")
    if lost:
        zh.append(f"缺少列：{_in_chinese(table, lost)}")
        en.append(f"missing columns: {', '.join(lost)}")
    if found.twice:
        zh.append(f"有两列：{'、'.join(found.twice)}")
        en.append(f"columns that stand twice: {', '.join(found.twice)}")
    said = (
        "；".join(zh).removesuffix("？") + ("？" if not lost + found.twice else ""),
        "; ".join(en),
    )
    doing = [
        *([("改正列名", "correct the names")] if found.meant else []),
        *([("补上缺的列，列名写英文或中文都行", "add those that are missing")] if lost else []),
        *([("每列只留一个", "keep one of each")] if found.twice else []),
    ]
    remedy = ("，".join(zh for zh, _ in doing), ", ".join(en for _, en in doing).capitalize())
    faults.add("E_COLUMNS", file, sheet.line, said, remedy)


@dataclass(slots=True)
class Notes:
    """What was met in the rows: lines left aside; numbers, and paths, as written and as read."""

    left_aside: list[int] = field(default_factory=list)
    numbers: list[tuple[int, str, str]] = field(default_factory=list)


def note(
    file: str, encoding: str, sheet: Sheet, found: Headings, notes: Notes, faults: Faults
) -> None:
    """Add one piece of information, where there is anything to say."""
    said = [
        *_of_the_file(encoding, sheet),
        *_of_the_header(sheet, found),
        *_of_the_rows(notes),
    ]
    if said:
        zh = "；".join(zh for _, zh, _ in said)
        en = "; ".join(en for _, _, en in said)
        remedy = ("若与原意不符，请改正", "If that is not what was meant, correct it")
        faults.add(said[0][0], file, None, (zh, en), remedy, level="info")


_Said = tuple[str, str, str]


def _of_the_file(encoding: str, sheet: Sheet) -> list[_Said]:
    said = []
    if encoding in _ENCODINGS:
        name = _ENCODINGS[encoding]
        said.append(("I_ENCODING", f"文件是 {name} 编码，已照此读入", f"read as {name}"))
    if sheet.separator != ",":
        zh, en = SEPARATORS.get(sheet.separator, (sheet.separator, sheet.separator))
        said.append(
            ("I_SEPARATOR", f"各列以{zh}分隔，已照此读入", f"columns are separated by {en}")
        )
    return said


def _of_the_header(sheet: Sheet, found: Headings) -> list[_Said]:
    said = []
    if found.renamed:
        zh = _listed([f"{heading} 读作 {name}" for heading, name in found.renamed], "、")
        en = _listed([f"{heading} read as {name}" for heading, name in found.renamed], ", ")
        said.append(("I_COLUMNS", f"列名 {zh}", f"column names: {en}"))
    if found.extra:
        names = [quoted(heading) if heading else "“”" for heading in found.extra]
        zh, en = _listed(names, "、"), _listed(names, ", ")
        said.append(("I_COLUMNS", f"多出的列没有用到：{zh}", f"columns that are not used: {en}"))
    if sheet.above:
        zh = f"表头在第 {sheet.line} 行，上面的内容没有用到"
        en = f"the header is in row {sheet.line}; what stands above it is not used"
        said.append(("I_ROWS", zh, en))
    return said


def _of_the_rows(notes: Notes) -> list[_Said]:
    said = []
    if notes.left_aside:
        rows = list(map(str, notes.left_aside))
        zh = f"合计行、附注、小标题或重复的表头没有用到：第 {_listed(rows, '、')} 行"
        en = f"totals, notes, titles and repeated headers are not used: rows {_listed(rows, ', ')}"
        said.append(("I_ROWS", zh, en))
    if notes.numbers:
        line, written, read = notes.numbers[0]
        zh = f"第 {line} 行的 {quoted(written)} 读作 {read}"
        en = f"{quoted(written)} in row {line} read as {read}"
        more = len(notes.numbers) - 1
        zh, en = (f"{zh}，另有 {more:,} 格", f"{en}, and {more:,} more") if more else (zh, en)
        said.append(("I_PATH" if "/" in read else "I_NUMBER", zh, en))
    return said


def _listed(words: list[str], comma: str) -> str:
    return comma.join(words[:_NAMED]) + (" …" if len(words) > _NAMED else "")


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
