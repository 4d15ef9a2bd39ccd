"""Is a build what its manifest names, whole, and nothing beside it?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.build import folder as folder_module
from geo.build.build import build
from geo.build.folder import FORMAT, MANIFEST, BuildFolder, ServedBlobs
from geo.build.kept import open_build
from tests.build.builds import tree


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        json.dumps({"format": FORMAT}).encode(),
        b"\xff\xfe",
        json.dumps({"format": FORMAT, "sources": 5}).encode(),
    ],
)
def test_a_torn_manifest_is_none(root: Path, builds: BuildFolder, content: bytes) -> None:
    build(root, builds)
    (builds.path / MANIFEST).write_bytes(content)
    assert builds.manifest() is None
    assert open_build(root, builds) is None
    build(root, builds)
    assert open_build(root, builds) is not None


def test_a_manifest_cut_off_anywhere_is_none(root: Path, builds: BuildFolder) -> None:
    build(root, builds)
    whole = (builds.path / MANIFEST).read_bytes()
    for length in range(0, len(whole), 997):
        (builds.path / MANIFEST).write_bytes(whole[:length])
        assert builds.manifest() is None


@pytest.mark.parametrize("kind", ["rows", "runs", "served", "by_id"])
@pytest.mark.parametrize(
    "path",
    [
        "../../secret.0123456789abcdef.json",
        "/etc/secret.0123456789abcdef.json",
        "rows/../../../secret.0123456789abcdef.json",
        "rows/./rows.0123456789abcdef.arrow",
        "..\\secret.0123456789abcdef.json",
        "",
        "rows/",
        "build.json",
        "rows/.hidden.0123456789abcdef.json",
    ],
)
def test_no_path_leads_out_of_the_folder(
    root: Path, builds: BuildFolder, tmp_path: Path, kind: str, path: str
) -> None:
    (tmp_path / "secret.0123456789abcdef.json").write_text("secret")
    folder_module.files.write_bytes(builds.path / "x", b"")
    manifest = {
        **{"stamps": [], "sources": [], "runs": {}, "few": 0, "categories": [], "rows": []},
        **{"by_id": "rows/by-id.0123456789abcdef.bin", "catalogue": "", "find": "", "facts": None},
        **{"served": {}, "format": FORMAT},
    }
    (builds.path / "rows").mkdir()
    (builds.path / "rows" / "by-id.0123456789abcdef.bin").write_bytes(b"")
    (builds.path / MANIFEST).write_text(json.dumps(manifest))
    assert builds.manifest() is not None, "as long as it names nothing else"
    changed = {
        "rows": {"rows": [path]},
        "runs": {"runs": {"key": [path]}},
        "served": {"served": {path: "text/plain"}},
        "by_id": {"by_id": path},
    }[kind]
    (builds.path / MANIFEST).write_text(json.dumps(manifest | changed))
    assert builds.manifest() is None


def test_only_what_is_listed_is_served(root: Path, builds: BuildFolder) -> None:
    manifest = build(root, builds)
    blobs = ServedBlobs(builds, manifest.served)
    assert set(blobs) == set(manifest.served)
    assert len(blobs) == len(manifest.served)
    (builds.path / "served" / "extra.0123456789abcdef.json").write_text("{}")
    for path in ("extra.0123456789abcdef.json", "../build.json", f"../{manifest.rows[0]}", ""):
        assert path not in blobs
        assert blobs.get(path) is None


def test_a_build_with_a_file_missing_is_none_and_is_made_again(
    root: Path, builds: BuildFolder
) -> None:
    manifest = build(root, builds)
    whole = set(tree(builds.path))
    chunk = next(path for path in manifest.served if "/chunk." in path)
    for path in (
        f"served/{chunk}",
        manifest.rows[0],
        manifest.by_id,
        *next(iter(manifest.runs.values())),
    ):
        (builds.path / path).unlink()
        assert builds.manifest() is None
        assert open_build(root, builds) is None
        assert build(root, builds) == manifest
        assert set(tree(builds.path)) == whole
