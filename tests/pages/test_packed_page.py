"""Does the page take a packed package, say what it is, publish it, and lead on with one?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.build.folder import BuildFolder
from geo.language.texts import text
from geo.package.descriptor import seal
from geo.package.schema import DESCRIPTOR
from geo.store.packed import judged, packed, unpacked
from geo.store.states import pointer_content, pointer_of
from geo.store.store import Store
from geo.web.editing import Tries

SHOWN = ("desk", "packed", "publishing", "steps")
Contents = dict[str, bytes]
SCRIPT = """
from pages.shared.editing.steps import look, preview, publish, take
lang = "{}"
desk = take(lang)
if desk is not None and look(desk, lang):
    preview(desk, lang)
    publish(desk, lang)
"""


@pytest.fixture
def page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, tuple[tuple[str, bytes, str], ...]], AppTest]:
    """The page of a server that has no package, with files dropped on it."""
    (tmp_path / "data").mkdir()
    store = Store(tmp_path / "data", builds=tmp_path / "builds", recheck_seconds=0)
    for module in SHOWN:
        monkeypatch.setattr(f"pages.shared.editing.{module}.shared_store", lambda: store)
    monkeypatch.setenv("ONEMAP_EDIT", "local")
    monkeypatch.setattr("pages.shared.editing.packed.TRIES", Tries(most=1))
    monkeypatch.setattr("pages.shared.editing.packed.judged_apart", lambda sent, _: judged(sent))

    def open_with(lang: str, files: tuple[tuple[str, bytes, str], ...]) -> AppTest:
        app = AppTest.from_string(SCRIPT.format(lang), default_timeout=60).run()
        app.file_uploader[0].set_value(files).run()
        assert not app.exception
        return app

    return open_with


def plain(shown: str) -> str:
    return shown.replace("\\", "")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_packed_package_is_named_published_and_offered_again(
    page: Callable[..., AppTest], contents: Contents, tmp_path: Path, lang: str
) -> None:
    app = page(lang, (("a.zip", packed(contents), "application/zip"),))
    said = [plain(each.value) for each in app.markdown]
    package = unpacked(packed(contents)).package
    assert any(package.title.get(lang) in each and package.version in each for each in said)
    assert any(
        str(len(package.figures)) in each and {"zh": "新增", "en": "new"}[lang] in each
        for each in said
    )
    app.button(key="edit-make-draft").click().run()
    assert [each.name[:6] for each in (tmp_path / "builds" / ".drafts").iterdir()] == ["draft-"]
    app.button(key="edit-go").click().run()
    assert not app.exception
    assert not app.error
    assert text("edit.published", lang, version=package.version) in [e.value for e in app.success]
    builds = BuildFolder(tmp_path / "builds", "anci-2022")
    assert pointer_of(pointer_content(builds)).versions.keys() == {package.version}
    for path, content in contents.items():
        assert (tmp_path / "data" / "anci-2022" / path).read_bytes() == content
    assert len(app.get("download_button")) == 1
    assert text("edit.onward", lang, package="anci-2022") in [each.value for each in app.caption]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", ["damaged", "a path", "with another"])
def test_what_may_not_be_published_is_refused_with_one_message(
    page: Callable[..., AppTest], contents: Contents, tmp_path: Path, lang: str, kind: str
) -> None:
    made = packed(contents)
    files = [("a.zip", made, "application/zip")]
    if kind == "with another":
        files.append(("b.csv", "名称\n甲\n".encode(), "text/csv"))
    else:
        hostile = made[:-50] if kind == "damaged" else made.replace(b"gaps.csv", b"../s.csv")
        files = [("a.zip", hostile, "application/zip")]
    app = page(lang, tuple(files))
    assert len(app.error) == 1
    said = {"damaged": ("是坏的", "is broken"), "a path": ("是路径", "is a path")}
    expected = said.get(kind, (text("edit.packed_alone", lang),) * 2)[lang == "en"]
    assert expected in plain(app.error[0].value)
    assert not [each for each in app.button if each.key in {"edit-go", "edit-make-draft"}]
    assert not list((tmp_path / "data").iterdir())


def test_a_packed_package_that_was_published_is_taken_back(
    page: Callable[..., AppTest],
    contents: Contents,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pages.shared.editing.packed.TRIES", Tries(most=3))
    root = tmp_path / "data" / "anci-2022"
    builds = BuildFolder(tmp_path / "builds", "anci-2022")
    app = page("zh", (("a.zip", packed(contents), "application/zip"),))
    app.button(key="edit-go").click().run()
    first = pointer_of(pointer_content(builds))
    assert not [each for each in app.button if each.key == "edit-undo"]
    app.button(key="edit-withdraw").click().run()
    assert [each.value for each in app.success] == [text("edit.withdrawn", "zh")]
    assert pointer_of(pointer_content(builds)).withdrawn
    app.file_uploader[0].set_value(("a.zip", packed(contents), "application/zip")).run()
    app.button(key="edit-go").click().run()
    assert not pointer_of(pointer_content(builds)).withdrawn
    later = dict(contents) | {"gaps.csv": contents["gaps.csv"].splitlines(keepends=True)[0]}
    described_as = json.loads(contents[DESCRIPTOR]) | {"version": "9.0.0"}
    later[DESCRIPTOR] = seal(described_as, later)
    app.file_uploader[0].set_value(("b.zip", packed(later), "application/zip")).run()
    app.button(key="edit-go").click().run()
    assert not app.error
    assert "9.0.0" in pointer_of(pointer_content(builds)).versions
    app.button(key="edit-undo").click().run()  # in the run that published it
    assert not app.exception
    assert [each.value for each in app.success]
    assert pointer_of(pointer_content(builds)).states == first.states
    assert (root / "gaps.csv").read_bytes() == contents["gaps.csv"]
