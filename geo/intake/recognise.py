"""Which kind of file is something, by what is in it? The signs of a kind stand with its reader."""

from __future__ import annotations

from typing import Final

from geo.intake.archive import Archive
from geo.intake.dxf import is_dxf
from geo.intake.geojson import is_geojson
from geo.intake.gpkg import is_gpkg
from geo.intake.kml import is_kml, is_kmz
from geo.intake.messages import NotTakenError
from geo.intake.parquet import is_parquet
from geo.intake.workbook import TYPES, is_workbook
from geo.intake.xml_text import first_element
from geo.intake.zipped import is_lone_shape, is_zip

_UNPACK: Final = ("压缩文件", "a compressed file", "请先解压", "Unpack it first")
_EXPORT: Final = (
    "请导出为 xlsx、csv、geojson、kml、gpkg 或 shp（zip）",
    "Export it as xlsx, csv, geojson, kml, gpkg or a zipped shapefile",
)
_BINARY: Final[dict[bytes, tuple[str, str, str, str]]] = {
    **dict.fromkeys((b"\x1f\x8b", b"7z\xbc\xaf'\x1c", b"Rar!", b"BZh"), _UNPACK),
    **dict.fromkeys((b"\xfd7zXZ", b"\x28\xb5\x2f\xfd"), _UNPACK),
    b"\xd0\xcf\x11\xe0": (
        *("旧版 Office 文件或有密码的工作簿", "an old Office file, or a workbook with a password"),
        *("请另存为 .xlsx，不设密码", "Save it as .xlsx, without a password"),
    ),
    b"%PDF": ("PDF", "a PDF", "请交原来的表格", "Bring the table it was made of"),
    b"AC10": ("DWG 图纸", "a DWG drawing", "请另存为 DXF", "Save it as DXF"),
    b"fgb": ("FlatGeobuf", "FlatGeobuf", *_EXPORT),
    **dict.fromkeys((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM"), (
        *("图片", "a picture", "请交图片所依据的数据", "Bring the data it was made of"),
    )),
}  # fmt: skip


def recognised(name: str, content: bytes) -> str:
    """Return the kind of a file: ``csv``, ``xlsx``, ``json``, ``kml``, ``kmz``, ``zip`` …

    The name only tells apart what may both be texts: a broken JSON is no table.

    Raises
    ------
    NotTakenError
        If it is of another kind, which is named, or empty.
    """
    if not content.strip(b" \t\r\n\0") or content in {b"\xef\xbb\xbf", b"\xff\xfe"}:
        said = ("文件是空的", "the file is empty")
        raise NotTakenError("E_EMPTY_FILE", said, ("请重新保存或复制", "Save or copy it again"))
    if is_zip(content):
        return _archive(content)
    if is_gpkg(content):
        return "gpkg"
    if is_parquet(content):
        return "parquet"
    if is_lone_shape(content):
        said = (
            "只有 .shp 一个文件，缺少 .dbf 等",
            "only the .shp; .dbf and the others are missing",
        )
        remedy = ("请把同名的几个文件压缩成 zip", "Zip all files of that name together")
        raise NotTakenError("E_SHP_PARTS", said, remedy)
    for begin, (chinese, english, *remedies) in _BINARY.items():
        if content.startswith(begin):
            raise _unsupported(chinese, english, (remedies[0], remedies[1]))
    return _text(name, content)


def _unsupported(chinese: str, english: str, remedy: tuple[str, str] = _EXPORT) -> NotTakenError:
    """Return the refusal of a kind of file that is not read."""
    said = (f"这是{chinese}，不能读入", f"this is {english}, which is not read")
    return NotTakenError("E_FORMAT_UNSUPPORTED", said, remedy)


def _archive(content: bytes) -> str:
    """Return which kind of archive it is; one that cannot be listed is told by its own reader."""
    try:
        names = Archive(content, most=2_000).names
    except NotTakenError:
        return "xlsx" if TYPES.encode() in content else "zip"
    if is_workbook(names):
        return "xlsx"
    if TYPES in names:
        chinese, english = ("Office 文档", "an Office document")
        raise _unsupported(
            chinese, english, ("请交 xlsx 或 csv 表格", "Bring a table, xlsx or csv")
        )
    return "kmz" if is_kmz(names) else "zip"


def _text(name: str, content: bytes) -> str:
    """Return which kind of text it is; its encoding may be any."""
    head = content[:4096].replace(b"\0", b"").decode("utf-8", "ignore").lstrip("\ufeff \t\r\n")
    if is_dxf(head):
        return "dxf"
    if is_geojson(name, head):
        return "json"
    return _markup(head) if head.startswith("<") else "csv"


def _markup(head: str) -> str:
    """Return ``kml``, or say what else a text in angle brackets is."""
    if is_kml(head):
        return "kml"
    root = first_element(head)
    shown = f"<{root}>" if root else "XML"
    raise _unsupported(f" {shown} 文件", f"a file of {shown}")
