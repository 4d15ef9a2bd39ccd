"""Does a package fit the app: its folder's name, its colours, its layer files?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from geo.package.faults import Faults, quoted
from geo.package.ids import IN_WORDS, suggested_id
from geo.package.one_cause import APART
from geo.package.package import Package
from geo.package.schema import DESCRIPTOR, is_id
from geo.symbols import SYMBOLS

CONTRAST: Final = 4.5
"""Least contrast of a colour with the white text on it (WCAG 2.2, 1.4.3, level AA)."""
_STRAYS_NAMED: Final = 5
_BESIDE: Final = re.compile(
    r"/(~\$|\.|Thumbs\.db$|desktop\.ini$)|-(wal|shm|journal)$", re.IGNORECASE
)
"""What programs leave beside a file, which nobody means to show."""


def check_folder(package_id: str, faults: Faults) -> None:
    """Add a fault if the name of a package's folder cannot stand in a link: it is not served."""
    if is_id(package_id):
        return
    shown, made = quoted(package_id), suggested_id(package_id)
    said = (
        f"文件夹名 {shown} 不能放进网址，应用不会显示它",
        f"the folder's name {shown} cannot stand in a link, so the app does not show it",
    )
    zh, en = IN_WORDS
    remedy = (
        f"{f'改名为 {made}，页面标题不变' if made else '改名'}：{zh}",
        f"Rename it{f' to {made}, titles stay' if made else ''}: {en}",
    )
    faults.add("E_FOLDER_NAME", ".", None, said, remedy)


def check_name(package_id: str, descriptor: Mapping[str, Any], faults: Faults) -> None:
    """Add a warning if a descriptor is of another package, as that of a copied folder is."""
    name = descriptor.get("name")
    if isinstance(name, str) and name != package_id:
        shown = quoted(name)
        said = (
            f"name 是 {shown}，文件夹却是 {quoted(package_id)}",
            f"its name is {shown}, but the folder is {quoted(package_id)}",
        )
        remedy = (
            "若是复制来的，请改正 name、title 和说明",
            "If it was copied, correct name, title and description",
        )
        faults.add("W_NAME", DESCRIPTOR, None, said, remedy, level="warning")


def check_strays(paths: Iterable[str], faults: Faults) -> None:
    """Add a warning for files among the layers that ``layers.csv`` does not name; many are one.

    `paths` are those of all files of the folder that are not the package's.
    """
    found = sorted(
        path for path in paths if path.startswith("layers/") and not _BESIDE.search(path)
    )
    told = [(path, "") for path in found]
    if len(found) > APART:  # the parts of a shapefile have one cause
        more = ", …" if len(found) > 1 + _STRAYS_NAMED else ""
        told = [(found[0], ", ".join(map(quoted, found[1 : 1 + _STRAYS_NAMED])) + more)]
    for path, others in told:
        said = (
            f"layers.csv 没有列出它，地图上不会有{others and f'；{others} 也是'}",
            f"layers.csv does not name it; it is not drawn{others and f'; nor are {others}'}",
        )
        remedy = ("在 layers.csv 中加一行，或移走文件", "Add a row to layers.csv, or move it away")
        faults.add("W_LAYER", path, None, said, remedy, level="warning")


def check_looks(package: Package, rows: Mapping[str, int], faults: Faults) -> None:
    """Add a fault for every workstream whose symbol is not drawn or whose colour is too light."""
    for workstream in package.workstreams.values():
        row = rows.get(workstream.workstream_id)
        if workstream.symbol not in SYMBOLS:
            shown = quoted(workstream.symbol)
            said = (f"没有图标 {shown}", f"there is no symbol {shown}")
            choices = ", ".join(sorted(SYMBOLS))
            remedy = (f"可选：{choices}", f"Choose from: {choices}")
            faults.add("E_SYMBOL", "workstreams.csv", row, said, remedy)
        contrast = contrast_with_white(workstream.colour)
        if contrast < CONTRAST:
            said = (
                f"颜色 {workstream.colour} 上的白字看不清"
                f"（对比度 {contrast:.1f}，至少 {CONTRAST}）",
                f"white text cannot be read on the colour {workstream.colour} "
                f"(contrast {contrast:.1f}, at least {CONTRAST})",
            )
            darker = _darker(workstream.colour)
            remedy = (f"用深一些的颜色，如 {darker}", f"Take a darker one, such as {darker}")
            faults.add("E_CONTRAST", "workstreams.csv", row, said, remedy)


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of ``#rrggbb`` with white, 1 to 21 (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _darker(colour: str) -> str:
    """Return the lightest of some darker shades of a colour that carries white text."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    shades = (
        f"#{''.join(f'{part * tenths // 20:02x}' for part in parts)}" for tenths in range(19, 0, -1)
    )
    return next(shade for shade in shades if contrast_with_white(shade) >= CONTRAST)
