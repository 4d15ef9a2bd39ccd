"""Does a package travel whole in one file, and is whatever else such a file holds refused?"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from geo.__main__ import main
from geo.build.folder import BuildFolder
from geo.intake.messages import NotTakenError
from geo.package import descriptor as described
from geo.package.schema import TOWNS
from geo.store.packed import is_packed, judged_apart, packed, unpacked
from geo.store.received import put
from geo.store.states import pointer_content, pointer_of

Contents = dict[str, bytes]
Printed = pytest.CaptureFixture[str]
DESCRIPTOR = "datapackage.json"


def zipped(files: Mapping[str, bytes], folder: str = "", **entry: Any) -> bytes:
    """An archive as any program makes it; `entry` is said of its last member."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(folder + name, content)
        for name, value in entry.items():
            setattr(archive.filelist[-1], name, value)
    return stream.getvalue()


def changed(contents: Contents, **fields: Any) -> Contents:
    """Other fields of the descriptor, and it is sealed."""
    given = json.loads(contents[DESCRIPTOR]) | fields
    return {**contents, DESCRIPTOR: described.seal(given, contents)}


def with_file(contents: Contents, path: str, content: bytes = b"import os") -> Contents:
    """One more file, which the descriptor names with its true hash."""
    return changed({**contents, path: content})


def renamed(contents: Contents, path: str) -> Contents:
    """The layer of roads under another name, listed wherever it has to be."""
    layers = contents["layers.csv"].replace(b"layers/roads.geojson", path.encode())
    made = {**contents, "layers.csv": layers, path: contents["layers/roads.geojson"]}
    del made["layers/roads.geojson"]
    return changed(made)


def other_byte(made: bytes) -> bytes:
    """One bit of the first file's content is another."""
    at = 30 + len("areas.csv") + 20
    return made[:at] + bytes([made[at] ^ 1]) + made[at + 1 :]


def twice(contents: Contents) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("gaps.csv", contents["gaps.csv"])
    return stream.getvalue()


def test_the_same_package_gives_the_same_bytes_and_comes_out_as_it_went_in(
    contents: Contents,
) -> None:
    made = packed(contents)
    assert made == packed(dict(reversed(contents.items())))
    assert is_packed(made)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        names = archive.namelist()
        assert names == sorted(names)
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    listed = [each["path"] for each in json.loads(contents[DESCRIPTOR])["resources"]]
    assert sorted(names) == sorted([*listed, DESCRIPTOR])
    for found in (made, zipped(contents, "my folder/"), zipped({**contents, ".DS_Store": b"x"})):
        arrived = unpacked(found)
        assert arrived.contents == contents
        assert arrived.package.package_id == "anci-2022"


HOSTILE: dict[str, tuple[str, Callable[[Contents], bytes]]] = {
    "cut off": ("E_ZIP", lambda c: packed(c)[:-40]),
    "a byte of it is another": (
        "E_ZIP",
        lambda c: other_byte(packed(c)),
    ),
    "leads out of the folder": ("E_ZIP_PATH", lambda c: zipped({**c, "../x.csv": b""})),
    "an absolute path": ("E_ZIP_PATH", lambda c: zipped({**c, "/x.csv": b""})),
    "a link": ("E_ZIP_PATH", lambda c: zipped(c, external_attr=0o120777 << 16)),
    "a bomb": ("E_ZIP_BOMB", lambda c: zipped({**c, "layers/x.json": b" " * 20_000_000})),
    "too many files": (
        "E_ZIP_BOMB",
        lambda c: zipped({**c, **{f"{n}.csv": b"" for n in range(99)}}),
    ),
    "one name twice": ("E_ZIP", twice),
    "two packages": ("E_ZIP_PACKAGE", lambda c: zipped({**c, f"b/{DESCRIPTOR}": b"{}"})),
    "beside its folder": ("E_ZIP_PACKAGE", lambda c: zipped({f"a/{DESCRIPTOR}": b"{}", "b": b""})),
    "not listed": ("E_STRAY", lambda c: zipped({**c, "layers/x.geojson": b"{}"})),
    "a table that is not listed": ("E_STRAY", lambda c: zipped({**c, "aliases.csv": b""})),
    "a stream of a file of Windows": (
        "E_STRAY",
        lambda c: zipped(renamed(c, "layers/a:b.geojson")),
    ),
    "code that is listed": ("E_ZIP_KIND", lambda c: zipped(with_file(c, "run.py"))),
    "listed, but no file of a package": (
        "E_STRAY",
        lambda c: zipped(with_file(c, "notes.csv", b"a\n")),
    ),
    "hidden": ("E_STRAY", lambda c: zipped(with_file(c, ".hidden.csv", b"a\n"))),
    "a database": (
        "E_ZIP_KIND",
        lambda c: zipped(with_file(c, "layers/x.postgis.json", b"{}")),
    ),
    "not sealed": ("E_PACKAGE", lambda c: zipped({**c, "gaps.csv": c["gaps.csv"] + b"\n"})),
    "a file is missing": (
        "E_PACKAGE",
        lambda c: zipped({name: content for name, content in c.items() if name != "figures.csv"}),
    ),
    "a fault, and sealed": (
        "E_PACKAGE",
        lambda c: zipped(
            changed({**c, "figures.csv": c["figures.csv"].replace(b"exact", b"so", 1)})
        ),
    ),
    "no JSON": ("E_PACKAGE", lambda c: zipped({**c, DESCRIPTOR: b"{" * 99})),
    "a path for a name": ("E_NAME", lambda c: zipped(changed(c, name="../anci"))),
    "the name of a draft": ("E_NAME", lambda c: zipped(changed(c, name=f"draft-{'0' * 32}"))),
    "no name": ("E_NAME", lambda c: zipped(changed(c, name=None))),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_damaged_unsealed_or_hostile_is_refused_with_one_message(
    contents: Contents, kind: str
) -> None:
    code, make = HOSTILE[kind]
    made = make(contents)
    assert is_packed(made), "it is told as a package, not read as something else"
    with pytest.raises(NotTakenError) as refused:
        unpacked(made)
    assert refused.value.code == code
    assert all(refused.value.said), "in both languages"
    assert all(refused.value.remedy)


def test_a_file_is_packed_by_one_command_and_published_by_another(
    capsys: Printed,
    make_package: Callable[..., Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root, out, there = make_package(), tmp_path / "anci.zip", tmp_path / "server"
    builds = BuildFolder(tmp_path / "states", "anci-2022")
    monkeypatch.setenv("ONEMAP_DATA", str(there))
    publish = ["publish", str(out), "-o", str(builds.path.parent), "--by", "office"]
    assert main(["pack", str(root), "-o", str(out)]) == 0
    assert main(publish) == 0
    assert pointer_of(pointer_content(builds)).states
    arrived = there / "anci-2022"
    digests = [hashlib.sha256((at / "figures.csv").read_bytes()).digest() for at in (root, arrived)]
    assert digests[0] == digests[1]

    # Without a figure: what goes is asked about before anything is written.
    figures = (root / "figures.csv").read_bytes()
    (root / "figures.csv").write_bytes(re.sub(rb"(?m)^command-mechanisms,.*\n", b"", figures))
    capsys.readouterr()
    assert main(["pack", str(root), "-o", str(out)]) == 1
    assert "its package has 1 fault" in capsys.readouterr().err
    assert main(["seal", str(root)]) == 0
    assert main(["pack", str(root), "-o", str(out)]) == 0
    assert main(publish) == 1
    assert "gone: 1 figure" in capsys.readouterr().err
    assert (arrived / "figures.csv").read_bytes() == figures
    out.write_bytes(out.read_bytes()[:500])
    assert main(publish) == 1
    assert "anci.zip: the archive is broken" in capsys.readouterr().err


def test_what_is_no_longer_of_a_package_lies_aside(contents: Contents, tmp_path: Path) -> None:
    root, aside = tmp_path / "anci-2022", tmp_path / "aside"
    put(contents, root, aside)
    assert not aside.exists()
    before = (root / "gaps.csv").stat().st_mtime_ns
    put({path: content for path, content in contents.items() if path != TOWNS}, root, aside)
    assert (aside / TOWNS).read_bytes() == contents[TOWNS]
    assert not (root / TOWNS).exists()
    assert (root / "gaps.csv").stat().st_mtime_ns == before, "what stays is not written again"


def test_what_arrives_is_judged_in_a_process_that_is_ended_when_it_takes_too_long(
    contents: Contents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound, here = packed(contents), list[str]()
    monkeypatch.setattr("geo.store.packed.unpacked", lambda _: here.append("judged here"))
    assert judged_apart(sound, tmp_path) == ()
    (message,) = judged_apart(zipped({**contents, "../x.csv": b""}), tmp_path)
    assert message.code == "E_ZIP_PATH"
    monkeypatch.setattr("geo.store.packed.MOST_SECONDS", 0.01)
    (message,) = judged_apart(sound, tmp_path)
    assert message.code == "E_TOO_SLOW"
    assert here == []
    assert not list((tmp_path / ".brought").iterdir())
