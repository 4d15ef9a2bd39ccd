"""What can become of a folder that is served? What editors, spreadsheets, copies and disks do."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from geo.store.states import POINTER
from tests.running import ROOT
from tests.store.edits import edit, version_of, written

HOOK = Path(__file__).with_name("hook")


@dataclass(frozen=True)
class Change:
    """What is done to a folder, and one of which codes `/health` names; none: it is not stale.

    ``done`` is given the folder of the package and the folder of what is published.
    """

    done: Callable[[Path, Path], object]
    codes: str

    def told(self, codes: set[str]) -> bool:
        """Tell whether these are the codes to be named."""
        return bool(codes & set(self.codes.split())) if self.codes else not codes


def by(done: Callable[[Path], object], codes: str = "") -> Change:
    return Change(lambda root, _: done(root), codes)


def rewritten(name: str, made: Callable[[bytes], bytes], codes: str) -> Change:
    def change(root: Path) -> None:
        before = (root / name).read_bytes()
        after = made(before)
        assert after != before
        (root / name).write_bytes(after)

    return by(change, codes)


def removed(name: str) -> Change:
    return by(lambda root: (root / name).unlink(), "E_FILE_MISSING")


def stray(name: str, root: Path) -> None:
    (root / name).write_bytes(b"not for the public")


def moved_to(name: str) -> Change:
    return by(lambda root: root.rename(root.with_name(name)), "E_GONE")


def a_link(name: str, target: str, codes: str) -> Change:
    def change(root: Path) -> None:
        (root / name).unlink()
        (root / name).symlink_to(target)

    return by(change, codes)


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def rows_cut(content: bytes) -> bytes:
    return b"".join(content.splitlines(keepends=True)[:-5])


def wrong_hash(content: bytes) -> bytes:
    said = json.loads(content)
    for entry in said["resources"]:
        if entry["path"] == "figures.csv":
            entry["hash"] = "sha256:" + "0" * 64
    return json.dumps(said).encode()


def a_folder_for_a_file(root: Path) -> None:
    (root / "figures.csv").unlink()
    (root / "figures.csv").mkdir()


def emptied(root: Path) -> None:
    shutil.rmtree(root)
    root.mkdir()


def a_file_for_the_folder(root: Path) -> None:
    shutil.rmtree(root)
    root.write_bytes(b"")


def grown(root: Path) -> None:
    with (root / "figures.csv").open("r+b") as stream:
        stream.truncate(3 << 30)  # a hole: it takes no room


def denied(root: Path) -> None:
    root.with_name(f"{root.name}.denied").write_bytes(b"")
    os.utime(root / "figures.csv")


def sealed_badly(root: Path) -> None:
    edit(root, b",14000,exact", b",14001,exact", version="9.9")


def under_the_same_version(root: Path) -> None:
    edit(root, written(14000), written(15000), version=version_of(root))


def killed_in_the_command(root: Path, builds: Path) -> None:
    """``publish`` is killed when all is made, and the state would be pointed to next."""
    edit(root, written(14000), written(15000), version=None)
    pointer = builds / root.name / POINTER
    (builds / f"{root.name}.killing").write_bytes(b"")
    environment = {"ONEMAP_BUILD": str(builds), "PYTHONPATH": str(HOOK), "DISK_KILLS": str(pointer)}
    found = subprocess.run(
        [sys.executable, "-m", "geo", "publish", str(root)],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        check=False,
    )
    assert found.returncode == -signal.SIGKILL, found.stderr


FIGURES, ROADS = "figures.csv", "layers/roads.geojson"
STRAYS = {
    "stray-workbook": "内部名单.xlsx",
    "stray-thumbnails": "layers/Thumbs.db",
    "stray-of-an-editor": "~$figures.xlsx",
    "stray-of-a-database": "figures.csv-wal",
    "stray-of-a-desktop": "desktop.ini",
}
DENIED, KILLED = "permission-error", "publishing-killed"
CHANGES = {
    "bad-value": rewritten(FIGURES, lambda b: b.replace(b",14000,e", b",many,e"), "E_NUMBER"),
    "rows-cut": rewritten(FIGURES, rows_cut, "E_HASH E_REFERENCE"),
    "half-written": rewritten(FIGURES, half, "E_HASH E_CSV E_CSV_RAGGED E_REFERENCE"),
    "deleted": by(shutil.rmtree, "E_GONE"),
    "renamed": moved_to("Renamed_2022"),
    "case-changed": moved_to("CASE-CHANGED"),
    "broken-descriptor": rewritten("datapackage.json", half, "E_JSON"),
    "no-descriptor": by(lambda root: (root / "datapackage.json").unlink(), "E_DESCRIPTOR"),
    "wrong-hash": rewritten("datapackage.json", wrong_hash, "E_HASH"),
    "gbk": rewritten(FIGURES, lambda b: b.decode().encode("gb18030"), "E_HASH E_ENCODING"),
    "layer-gone": removed(ROADS),
    "table-gone": removed("gaps.csv"),
    DENIED: by(denied, "E_READ"),
    "broken-bytes": rewritten(ROADS, lambda b: b"\xff\xfe\x00" + b, "E_HASH E_JSON E_ENCODING"),
    "sealed-with-a-fault": by(sealed_badly, "E_VALUE"),
    "same-version": by(under_the_same_version, "E_VERSION"),
    "emptied": by(emptied, "E_GONE"),
    "file-for-the-folder": by(a_file_for_the_folder, "E_GONE"),
    "folder-for-a-file": by(a_folder_for_a_file, "E_FILE_MISSING"),
    "link-to-itself": a_link(FIGURES, FIGURES, "E_FILE_MISSING"),
    "link-out": a_link(FIGURES, "/etc/hostname", "E_HASH E_COLUMNS E_HEADER E_CSV"),
    "link-to-a-device": a_link(FIGURES, "/dev/zero", "E_FILE_MISSING"),
    "huge": by(grown, "E_SIZE"),
    KILLED: Change(killed_in_the_command, "E_HASH"),
    **{name: by(partial(stray, at)) for name, at in STRAYS.items()},
}
"""By the name of the package that it happens to."""
