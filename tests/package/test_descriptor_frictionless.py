"""Is the real descriptor true by other people's tools?"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package as Frictionless
from frictionless import validate


@pytest.fixture(scope="module")
def descriptor(anci_root: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((anci_root / "datapackage.json").read_bytes())
    return loaded


def test_frictionless_calls_the_package_valid(anci_root: Path) -> None:
    report = validate(str(anci_root / "datapackage.json"))
    assert report.flatten(["fieldName", "rowNumber", "message"]) == []
    assert report.valid


def test_frictionless_would_see_a_broken_reference(make_package: Any) -> None:
    """The check above is worth something only if this tool follows schema and keys."""
    edits = {"figures.csv": lambda content: content.replace(b",exact,bridge,", b",exact,elf,")}
    root = make_package(edits=edits, seal=False)
    report = validate(str(root / "datapackage.json"))
    kinds = {error.type for task in report.tasks for error in task.errors}
    assert {"foreign-key", "hash-count"} <= kinds


def test_frictionless_reads_as_many_figures(anci_root: Path) -> None:
    package = Frictionless(str(anci_root / "datapackage.json"))
    lines = (anci_root / "figures.csv").read_text("utf-8").splitlines()
    rows = package.get_resource("figures").read_rows()
    assert len(rows) == len(lines) - 1
    assert sum(row["unit"] == "m3" for row in rows) == 2


def test_every_file_is_listed_with_its_bytes_and_hash(
    anci_root: Path, descriptor: dict[str, Any]
) -> None:
    listed = {entry["path"]: (entry["bytes"], entry["hash"]) for entry in descriptor["resources"]}
    on_disk = {
        file.relative_to(anci_root).as_posix(): file.read_bytes()
        for file in anci_root.rglob("*")
        if file.is_file() and file.name != "datapackage.json"
    }
    assert listed == {
        path: (len(content), "sha256:" + hashlib.sha256(content).hexdigest())
        for path, content in on_disk.items()
    }


def test_the_descriptor_states_what_a_reader_needs(descriptor: dict[str, Any]) -> None:
    assert descriptor["$schema"].endswith("/2.0/datapackage.json")
    for name in ("title", "description", "version", "created", "licenses", "sources"):
        assert descriptor[name], name
    assert set(descriptor["translations"]["en"]) == {"title", "description", "licenses"}
    tables = [entry for entry in descriptor["resources"] if entry["path"].endswith(".csv")]
    assert all(entry["schema"]["fields"] for entry in tables)


def test_the_identity_of_a_package_is_that_of_its_files(anci: Any, anci_root: Path) -> None:
    files = sorted(
        (file.relative_to(anci_root).as_posix(), file)
        for file in anci_root.rglob("*")
        if file.is_file()
    )
    lines = (f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {name}\n" for name, file in files)
    assert anci.content_hash == hashlib.sha256("".join(lines).encode()).hexdigest()
