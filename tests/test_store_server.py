"""Does a running server go on serving the last good state, whatever becomes of a folder?

One server over two packages; one of them is changed as editors, spreadsheets, copies and disks
change folders. Every link has to show the state that was published, before and after the process
is killed and started anew, while the other package notices nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from geo.build.build import build
from geo.build.folder import BuildFolder
from geo.store.publishing import LOCK, STAGE
from tests.ports import free_port
from tests.served import ROOT, START_SECONDS
from tests.test_store import edit, written
from tests.workers import stated_command, wait_for

CHANGED, OTHER = "anci-2022", "linqu-2023"
LINKS = (
    *("/?data={}&lang=en", "/figures?data={}", "/sources?data={}&embed=true"),
    *("/export/figures.csv?data={}", "/export/figures.csv?data={}&v={version}"),
    *("/export/places.geojson?data={}", "/share/card.png?data={}&w=markets"),
    *("/share/citation.txt?data={}&on=2026-11-28", "/api/packages/{}", "/api/figures?data={}"),
    "/api/collections/{}.roads/items",
)
DENIED = """
import os
from pathlib import Path

def denied(name, original):
    def checked(self, *given, **named):
        if os.path.exists({flag!r}) and self.name == "figures.csv" and {folder!r} in str(self):
            raise PermissionError(13, "Permission denied", str(self))
        return original(self, *given, **named)
    return checked

for name in ("open", "read_bytes", "stat"):
    original = getattr(Path, name)
    setattr(Path, name, denied(name, original))
"""
"""Makes one file of a folder unreadable, also for a process of root, while a flag lies there."""


class Site:
    """Two packages in a folder, and a server over them that can be killed."""

    def __init__(self, at: Path, anci_root: Path) -> None:
        self.data, self.builds, self._at = at / "data", at / "builds", at
        self.flag = at / "denied"
        self.root, self._copy = self.data / CHANGED, at / "copy"
        for target in (self.root, self.data / OTHER, self._copy):
            shutil.copytree(anci_root, target)
        self.aside = at / "aside"
        hook = at / "hook"
        hook.mkdir()
        code = DENIED.format(flag=str(self.flag), folder=str(self.root))
        (hook / "sitecustomize.py").write_text(code, "utf-8")
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        own = {"ONEMAP_DATA": str(self.data), "ONEMAP_BUILD": str(self.builds)}
        own["PYTHONPATH"] = str(self._at / "hook")
        command = [sys.executable, "-m", "uvicorn", *stated_command(), "--workers", "1"]
        with (self._at / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--port", str(self._port)],
                cwd=ROOT,
                env=os.environ | own,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        wait_for(f"http://127.0.0.1:{self._port}/_stcore/health", self._at / "log")

    def kill(self) -> None:
        """As a power cut ends it."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(timeout=30)

    def get(self, path: str) -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._port}{path}", timeout=60) as got:
                return got.status, got.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def health(self) -> dict[str, Any]:
        status, body = self.get("/health")
        assert status == 200
        assert str(self._at).encode() not in body
        return dict(json.loads(body))

    def until(self, expected: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Ask until the server has looked at its folders again; a generous watchdog."""
        deadline = time.monotonic() + START_SECONDS
        while not expected(said := self.health()):
            assert time.monotonic() < deadline, said
            time.sleep(0.1)
        return said

    def seen(self, package_id: str, version: str) -> dict[str, tuple[int, bytes]]:
        paths = (link.format(package_id, version=version) for link in LINKS)
        return {path: self.get(path) for path in paths}

    def restore(self) -> None:
        """Lay the folder back as it was, times and all."""
        self.flag.unlink(missing_ok=True)
        for path in (self.root, self.aside):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.is_symlink() or path.exists():
                path.unlink()
        for path in self.data.glob("*"):
            if path.name not in {CHANGED, OTHER}:
                shutil.rmtree(path)
        shutil.copytree(self._copy, self.root)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = Site(tmp_path_factory.mktemp("site"), ROOT / "data" / CHANGED)
    made.start()
    yield made
    made.kill()


# ---- What can become of a folder: what is done, and one of which codes `/health` must name. ------


def replaced(name: str, old: str, new: str) -> Callable[[Site], None]:
    def change(site: Site) -> None:
        file = site.root / name
        content = file.read_bytes()
        assert old.encode() in content
        file.write_bytes(content.replace(old.encode(), new.encode(), 1))

    return change


def rewritten(name: str, made: Callable[[bytes], bytes]) -> Callable[[Site], None]:
    def change(site: Site) -> None:
        file = site.root / name
        file.write_bytes(made(file.read_bytes()))

    return change


def rows_cut(content: bytes) -> bytes:
    return b"".join(content.splitlines(keepends=True)[:-5])


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def wrong_hash(content: bytes) -> bytes:
    said = json.loads(content)
    for entry in said["resources"]:
        if entry["path"] == "figures.csv":
            entry["hash"] = "sha256:" + "0" * 64
    return json.dumps(said).encode()


def broken(content: bytes) -> bytes:
    return b"\xff\xfe\x00" + content


def in_gbk(content: bytes) -> bytes:
    return content.decode("utf-8-sig").encode("gb18030")


def sealed_badly(site: Site) -> None:
    """Sealed, but a number is not as it was printed."""
    edit(site.root, b",14000,exact", b",14001,exact", version="9.9")


def under_the_same_version(site: Site) -> None:
    version = json.loads((site.root / "datapackage.json").read_bytes())["version"]
    edit(site.root, written(14000), written(15000), version=version)


def moved_to(name: str) -> Callable[[Site], None]:
    def change(site: Site) -> None:
        site.root.rename(site.data / name)

    return change


def a_folder_in_place_of(name: str) -> Callable[[Site], None]:
    def change(site: Site) -> None:
        (site.root / name).unlink()
        (site.root / name).mkdir()

    return change


def a_link_in_place_of(name: str, target: str) -> Callable[[Site], None]:
    def change(site: Site) -> None:
        (site.root / name).unlink()
        (site.root / name).symlink_to(target)

    return change


def emptied(site: Site) -> None:
    shutil.rmtree(site.root)
    site.root.mkdir()


def a_file_in_place_of_the_folder(site: Site) -> None:
    shutil.rmtree(site.root)
    site.root.write_bytes(b"")


def grown(site: Site) -> None:
    with (site.root / "figures.csv").open("r+b") as stream:
        stream.truncate(3 << 30)  # a hole: it takes no room


def denied(site: Site) -> None:
    site.flag.write_bytes(b"")
    os.utime(site.root / "figures.csv")


CHANGES: dict[str, tuple[Callable[[Site], object], str]] = {
    "bad value": (replaced("figures.csv", ",14000,exact", ",many,exact"), "E_NUMBER"),
    "rows cut": (rewritten("figures.csv", rows_cut), "E_HASH E_REFERENCE"),
    "half-written": (rewritten("figures.csv", half), "E_HASH E_CSV E_CSV_RAGGED E_REFERENCE"),
    "deleted": (lambda site: shutil.rmtree(site.root), "E_GONE"),
    "renamed": (moved_to("Anci_2022"), "E_GONE"),
    "case changed": (moved_to("ANCI-2022"), "E_GONE"),
    "broken descriptor": (rewritten("datapackage.json", half), "E_JSON"),
    "no descriptor": (lambda site: (site.root / "datapackage.json").unlink(), "E_DESCRIPTOR"),
    "wrong hash": (rewritten("datapackage.json", wrong_hash), "E_HASH"),
    "GBK": (rewritten("figures.csv", in_gbk), "E_HASH E_ENCODING"),
    "layer gone": (lambda site: (site.root / "layers/roads.geojson").unlink(), "E_FILE_MISSING"),
    "table gone": (lambda site: (site.root / "gaps.csv").unlink(), "E_FILE_MISSING"),
    "PermissionError": (denied, "E_READ"),
    "broken bytes": (
        rewritten("layers/roads.geojson", lambda old: b"\xff\xfe\x00" + old),
        "E_HASH E_JSON E_ENCODING",
    ),
    "sealed with a fault": (sealed_badly, "E_VALUE"),
    "other content, same version": (under_the_same_version, "E_VERSION"),
    "emptied": (emptied, "E_GONE"),
    "a file for the folder": (a_file_in_place_of_the_folder, "E_GONE"),
    "a folder for a file": (a_folder_in_place_of("figures.csv"), "E_FILE_MISSING"),
    "a link to itself": (a_link_in_place_of("figures.csv", "figures.csv"), "E_FILE_MISSING"),
    "a link out": (
        a_link_in_place_of("figures.csv", "/etc/hostname"),
        "E_HASH E_COLUMNS E_HEADER E_CSV",
    ),
    "a link to a device": (a_link_in_place_of("figures.csv", "/dev/zero"), "E_FILE_MISSING"),
    "huge": (grown, "E_SIZE"),
}
AFTER_RESTART = ("bad value", "deleted", "broken descriptor", "layer gone", "PermissionError")
"""Changes that a restart is walked for, each of another kind: a server takes seconds to start."""


def check_stale(site: Site, before: dict[str, Any], code: str) -> None:
    def told(said: dict[str, Any]) -> bool:
        named = {why["code"] for why in said["reasons"].get(CHANGED, ())}
        return bool(named & set(code.split()))

    said = site.until(told)
    assert said["stale"] == [CHANGED]
    assert (said["status"], said["down"]) == ("ok", [])
    version = said["packages"][CHANGED]
    for package_id in (CHANGED, OTHER):
        assert site.seen(package_id, version) == before[package_id], package_id


@pytest.fixture(scope="module")
def before(site: Site) -> dict[str, Any]:
    """What every link shows of what was published first."""
    said = site.health()
    assert (said["stale"], said["down"], said["reasons"]) == ([], [], {})
    found = {each: site.seen(each, said["packages"][each]) for each in (CHANGED, OTHER)}
    assert {status for each in found.values() for status, _ in each.values()} == {200}
    return found


@contextmanager
def changed(site: Site, name: str) -> Iterator[str]:
    """Change the folder, and lay it back at the end."""
    change, code = CHANGES[name]
    try:
        change(site)
        yield code
    finally:
        site.restore()


@pytest.mark.parametrize("name", CHANGES)
def test_every_link_shows_the_last_good_state(
    site: Site, before: dict[str, Any], name: str
) -> None:
    with changed(site, name) as code:
        check_stale(site, before, code)
        if name in AFTER_RESTART:
            site.kill()
            site.start()
            check_stale(site, before, code)
    site.until(lambda said: said["stale"] == [])
    assert site.seen(CHANGED, site.health()["packages"][CHANGED]) == before[CHANGED]


def test_a_renamed_folder_is_named_where_no_link_could_use_it(site: Site) -> None:
    with changed(site, "renamed"):
        assert site.until(lambda said: bool(said["ignored"]))["ignored"] == ["Anci_2022"]


@pytest.mark.parametrize(
    "name", ["内部名单.xlsx", "Thumbs.db", "~$figures.xlsx", "figures.csv-wal", "desktop.ini"]
)
def test_a_stray_file_changes_nothing_and_is_not_told(
    site: Site, before: dict[str, Any], name: str
) -> None:
    at = site.root if name != "Thumbs.db" else site.root / "layers"
    (at / name).write_bytes(b"not for the public")
    try:
        site.until(lambda said: said["stale"] == [])
        version = site.health()["packages"][CHANGED]
        assert site.seen(CHANGED, version) == before[CHANGED]
        assert name.encode() not in b"".join(
            body for _, body in site.seen(CHANGED, version).values()
        )
    finally:
        site.restore()


def test_killed_in_the_midst_of_publishing(site: Site, before: dict[str, Any]) -> None:
    """What lies there half done is passed over, and no lock of the dead process holds anybody."""
    site.kill()
    builds = BuildFolder(site.builds, CHANGED)
    half_done = builds.path / STAGE / "package"
    shutil.copytree(site.root, half_done)
    (half_done / "figures.csv").write_bytes(b"half")
    (builds.path / "0123456789abcdef").mkdir()
    (builds.path / ".writing-x").write_bytes(b"{")
    (builds.path / LOCK).write_bytes(b"")
    site.start()
    version = site.health()["packages"][CHANGED]
    assert site.seen(CHANGED, version) == before[CHANGED]
    try:
        edit(site.root, written(14000), written(15000), version="7.0")
        site.until(lambda said: said["packages"][CHANGED] == "7.0")
        assert not (builds.path / STAGE).exists()
        assert not (builds.path / "0123456789abcdef").exists()
        # The version that links are pinned to goes on showing what it showed.
        pinned = f"/export/figures.csv?data={CHANGED}&v={version}"
        assert site.get(pinned) == before[CHANGED][pinned]
        assert (
            site.get(f"/export/figures.csv?data={CHANGED}")
            != before[CHANGED][f"/export/figures.csv?data={CHANGED}"]
        )
        build(site.root, builds)
        assert site.get(pinned) == before[CHANGED][pinned]
    finally:
        site.restore()


def test_one_command_shows_an_edit_and_one_takes_a_package_down(site: Site) -> None:
    def run(command: str, *more: str) -> subprocess.CompletedProcess[str]:
        own = {"ONEMAP_BUILD": str(site.builds)}
        return subprocess.run(
            [sys.executable, "-m", "geo", command, str(site.root), *more],
            cwd=ROOT,
            env=os.environ | own,
            capture_output=True,
            text=True,
            check=False,
        )

    first = json.loads((site.root / "datapackage.json").read_bytes())["version"]
    edit(site.root, b",14000,exact", b",14001,exact", version=None)
    refused = run("publish")
    assert refused.returncode == 1
    assert "figures.csv, row 39" in refused.stderr
    assert json.loads((site.root / "datapackage.json").read_bytes())["version"] == first
    edit(site.root, b",14001,exact,m2,14000", b",16000,exact,m2,16000", version=None)
    assert run("publish").returncode == 0
    version = json.loads((site.root / "datapackage.json").read_bytes())["version"]
    assert version != first
    site.until(lambda said: said["packages"][CHANGED] == version and said["stale"] == [])
    assert b"16000" in site.get(f"/export/figures.csv?data={CHANGED}&v={version}")[1]
    assert "nothing changed" in run("publish").stdout
    assert run("withdraw").returncode == 0
    site.until(lambda said: CHANGED not in said["packages"])
    for link in LINKS:
        status, body = site.get(link.format(CHANGED, version=version))
        assert status == 404
        assert "4135" not in body.decode().replace(",", "")
    assert {status for status, _ in site.seen(OTHER, first).values()} == {200}
    assert run("withdraw").returncode == 2
    assert run("publish").returncode == 0
    site.until(lambda said: said["packages"].get(CHANGED) == version)
