"""Does what code makes have another version as soon as the code is another, and only then?"""

from __future__ import annotations

from pathlib import Path

import pytest

from geo import files
from geo.build.folder import FORMAT
from geo.made_by import made_by, sources_of
from geo.package.package import ANSWERED_BY, ANSWERING, Package
from tests import ROOT


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources that a build follows from, and those of the answers, to be changed."""
    root = tmp_path_factory.mktemp("code")
    for path in {*sources_of("geo.build.build"), *sources_of(*ANSWERING, *ANSWERED_BY)}:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes((ROOT / path).read_bytes())
    return root


def versions(root: Path) -> dict[str, str]:
    made_by.cache_clear()
    return {
        "build": made_by("geo.build.build", root=root),
        "answers": made_by(*ANSWERING, alone=ANSWERED_BY, root=root),
    }


@pytest.mark.parametrize(
    ("path", "changed"),
    [
        ("geo/served/crowd/index.py", {"build"}),
        ("geo/view/search.py", {"build", "answers"}),
        ("geo/figures/wording.py", {"build", "answers"}),
        ("geo/language/zh.json", {"build", "answers"}),
        ("geo/look.json", {"build"}),
        ("geo/view/selection.py", {"answers"}),
        ("geo/web/search.py", {"answers"}),
        ("geo/web/query.py", set()),
    ],
)
def test_a_changed_module_changes_the_version_of_what_it_makes(
    copied: Path, path: str, changed: set[str]
) -> None:
    before, content = versions(copied), files.read_bytes(copied / path)
    (copied / path).write_bytes(content + b"\n")
    after = versions(copied)
    (copied / path).write_bytes(content)
    assert {name for name in before if after[name] != before[name]} == changed
    assert versions(copied) == before, "the same code is the same version, wherever it lies"


def test_builds_and_addresses_state_it(anci: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    made_by.cache_clear()
    assert made_by("geo.build.build", libraries=("pypinyin", "shapely")) == FORMAT
    before = anci.state
    monkeypatch.setattr("geo.package.package.made_by", lambda *_, **__: "other code")
    assert anci.state != before
