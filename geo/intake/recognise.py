"""Which kind of file is something, by what is in it? The signs of a kind stand with its reader."""

from __future__ import annotations

import re
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
_PICTURE: Final = ("图片", "a picture", "请交图片所依据的数据", "Bring the data it was made of")
_PROGRAM: Final = ("程序", "a program", "请交数据文件", "Bring a file of data")
_OLD_BOOK: Final = (
    *("旧版 Office 文件或有密码的工作簿", "an old Office file, or a workbook with a password"),
    *("请另存为 .xlsx，不设密码", "Save it as .xlsx, without a password"),
)
_KNOWN: Final[dict[tuple[int, bytes], tuple[str, str, str, str]]] = {
    **dict.fromkeys(
        ((0, b"\x1f\x8b"), (0, b"7z\xbc\xaf'\x1c"), (0, b"Rar!"), (0, b"BZh")), _UNPACK
    ),
    **dict.fromkeys(((0, b"\xfd7zXZ"), (0, b"\x28\xb5\x2f\xfd"), (257, b"ustar")), _UNPACK),
    **dict.fromkeys(((0, b"\xd0\xcf\x11\xe0"), (0, b"\x09\x08\x08\0\0\x05")), _OLD_BOOK),
    **dict.fromkeys(((0, b"\x09\x08\x10\0\0\x06"), (0, b"\x09\x04\x06\0")), _OLD_BOOK),
    **dict.fromkeys(((0, b"\x09\x02\x06\0"), (0, b"\x09\0\x04\0")), _OLD_BOOK),
    (0, b"%PDF"): ("PDF", "a PDF", "请交原来的表格", "Bring the table it was made of"),
    (0, b"AC10"): ("DWG 图纸", "a DWG drawing", "请另存为 DXF", "Save it as DXF"),
    (0, b"AutoCAD DXB"): ("DXB 图纸", "a DXB drawing", "请另存为 DXF", "Save it as DXF"),
    (0, b"fgb\x03"): ("FlatGeobuf", "FlatGeobuf", *_EXPORT),
    (0, b"ARROW1"): ("Arrow 或 Feather 文件", "an Arrow or Feather file", *_EXPORT),
    (0, b"\x89HDF"): ("HDF5 或 netCDF 文件", "an HDF5 or netCDF file", *_EXPORT),
    (4, b"Standard Jet DB"): ("Access 数据库", "an Access database", *_EXPORT),
    (4, b"Standard ACE DB"): ("Access 数据库", "an Access database", *_EXPORT),
    **dict.fromkeys(((0, b"\x89PNG"), (0, b"\xff\xd8\xff"), (0, b"GIF8"), (0, b"RIFF")), _PICTURE),
    **dict.fromkeys(((0, b"II*\0"), (0, b"MM\0*"), (0, b"II+\0"), (0, b"MM\0+")), _PICTURE),
    **dict.fromkeys(((0, b"\x7fELF"), (0, b"MZ\x90\0")), _PROGRAM),
    (0, b"version https://git-lfs"): (
        *("Git LFS 的指针，不是文件本身", "a pointer of Git LFS, not the file itself"),
        *("请取回文件本身再交", "Fetch the file itself and bring that"),
    ),
    (0, b"!table"): ("MapInfo 文件", "a file of MapInfo", *_EXPORT),
    (0, b"MIME-Version:"): ("网页存档", "a stored web page", *_EXPORT),
    (0, b"{\\rtf"): ("RTF 文档", "an RTF document", *_EXPORT),
}
"""What other files hold at which place, with what they are and what to do about it."""
_PICTURED: Final = re.compile(rb"BM.{4}\0{4}|\0\0..ftyp", re.DOTALL)
"""How a bitmap begins, a photograph of a telephone, or a video."""
_MAPINFO: Final = re.compile(r"version\s+\d+\s*\n\s*charset", re.IGNORECASE)
_AS_BOOK: Final = ("请另存为 .xlsx", "Save it as .xlsx")
_MIMETYPE: Final = "mimetype"
"""Entry by which OpenDocument tells what it is."""


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
    for (at, begin), (chinese, english, *remedies) in _KNOWN.items():
        if content.startswith(begin, at):
            raise _unsupported(chinese, english, (remedies[0], remedies[1]))
    if _PICTURED.match(content):
        raise _unsupported("图片或视频", "a picture or a video", (_PICTURE[2], _PICTURE[3]))
    return _text(name, content)


def _unsupported(chinese: str, english: str, remedy: tuple[str, str] = _EXPORT) -> NotTakenError:
    """Return the refusal of a kind of file that is not read."""
    said = (f"这是{chinese}，不能读入", f"this is {english}, which is not read")
    return NotTakenError("E_FORMAT_UNSUPPORTED", said, remedy)


def _archive(content: bytes) -> str:
    """Return which kind of archive it is; one that cannot be listed is told by its own reader."""
    try:
        archive = Archive(content, most=2_000)
        names = archive.names
        kind = archive.unpacked(_MIMETYPE) if _MIMETYPE in names else b""
    except NotTakenError:
        return "xlsx" if TYPES.encode() in content else "zip"
    if is_workbook(names):
        return "xlsx"
    if TYPES in names and "xl/workbook.bin" in names:
        raise _unsupported("二进制工作簿（xlsb）", "a binary workbook (xlsb)", _AS_BOOK)
    if kind.startswith(b"application/vnd.oasis.opendocument"):
        raise _unsupported("OpenDocument 文件", "an OpenDocument file", _AS_BOOK)
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
    if head.startswith("<"):
        return _markup(head)
    if _MAPINFO.match(head):
        raise _unsupported("MapInfo 文件", "a file of MapInfo")
    if is_geojson(name, head):
        return "json"
    return "csv"


def _markup(head: str) -> str:
    """Return ``kml``, or say what else a text in angle brackets is."""
    if is_kml(head):
        return "kml"
    root = first_element(head)
    shown = f"<{root}>" if root else "XML"
    raise _unsupported(f" {shown} 文件", f"a file of {shown}")
