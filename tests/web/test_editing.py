"""Is the page that changes data shut unless it is opened, and does it give nothing away?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from geo.errors import NoSuchPackageError
from geo.package.read import read_contents
from geo.store.drafts import drop_draft, is_draft, keep_draft
from geo.store.store import Store
from geo.web.editing import OwnUploads, Tries, editing, read_brought
from geo.web.headers import security_headers
from geo.web.streamlit.admitted import is_own
from tests import ROOT
from tests.intake.made import workbook

Make = Callable[..., Path]
FILE = "/_stcore/upload_file/some-session/some-file"
OPENED = """
from geo.web.streamlit.pages import STREAMLIT
from pages.shared.messages import is_heard
from pages.shared.page_list import PATHS
from streamlit.proto.BackMsg_pb2 import BackMsg
asked = BackMsg()
asked.file_urls_request.file_names.append("a.csv")
print(any("upload" in path for path in STREAMLIT), "edit" in PATHS,
      is_heard(asked.SerializeToString()))
"""


@pytest.mark.parametrize(
    ("stated", "who"),
    [("", ""), ("local", "local"), ("proxy", "proxy"), ("OIDC", "oidc"), ("1", ""), ("yes", "")],
)
def test_nobody_may_edit_unless_the_setting_says_who(
    monkeypatch: pytest.MonkeyPatch, stated: str, who: str
) -> None:
    monkeypatch.setenv("ONEMAP_EDIT", stated)
    assert editing() == who


@pytest.mark.parametrize(("stated", "is_open"), [("", False), ("local", True)])
def test_page_address_and_messages_of_uploads_open_together(stated: str, is_open: bool) -> None:
    command = [sys.executable, "-c", OPENED]
    done = subprocess.run(
        command, check=True, cwd=ROOT, capture_output=True, text=True, env={"ONEMAP_EDIT": stated}
    )
    assert done.stdout.split() == [str(is_open)] * 3


@pytest.mark.parametrize(
    ("origin", "status"),
    [("http://testserver", 200), ("https://attacker.example", 403), (None, 403)],
)
def test_uploads_come_from_our_own_pages_only(
    monkeypatch: pytest.MonkeyPatch, origin: str | None, status: int
) -> None:
    monkeypatch.setenv("ONEMAP_EDIT", "local")
    route = Route("/{rest:path}", lambda _: PlainTextResponse("taken"), methods=["GET", "PUT"])
    app = Starlette(routes=[route], middleware=[Middleware(OwnUploads, is_own=is_own)])
    client = TestClient(app)
    headers = {} if origin is None else {"Origin": origin}
    assert client.put(FILE, content=b"a", headers=headers).status_code == status
    assert client.get("/figures").status_code == 200


def test_the_edit_page_is_in_nobodys_frame() -> None:
    for query in (False, True):
        headers = security_headers("/city/edit", prefix="/city", embedded=query)
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert (
        "'none'" not in security_headers("/")["Content-Security-Policy"].split("frame-an")[1][:20]
    )


def test_tries_are_counted_within_a_while() -> None:
    now = 0.0
    tries = Tries(most=2, clock=lambda: now)
    assert [tries.allowed() for _ in range(3)] == [True, True, False]
    now = 601.0
    assert tries.allowed()


def test_a_draft_opens_by_its_link_alone_and_says_what_it_is(
    make_package: Make, tmp_path: Path
) -> None:
    root, builds = make_package(), tmp_path / "builds"
    store = Store(root.parent, builds=builds, recheck_seconds=0)
    draft = keep_draft(builds, read_contents(root))
    assert is_draft(draft)
    assert keep_draft(builds, read_contents(root)) != draft
    opened = store.open({"data": draft})
    assert opened.package.title.zh.startswith("草稿：")
    assert opened.package.title.en.startswith("Draft: ")
    assert store.package_ids() == ["anci-2022"]
    assert [each.package_id for each in store.conditions()] == ["anci-2022"]
    assert draft not in store.open({}).known.packages
    assert store.payloads(draft)
    with pytest.raises(NoSuchPackageError):
        store.open({"data": f"{draft[:-1]}{'0' if draft[-1] != '0' else '1'}"})
    drop_draft(builds, draft)
    with pytest.raises(NoSuchPackageError):
        store.open({"data": draft})


def test_a_file_is_read_under_a_name_of_ours_and_leaves_nothing(tmp_path: Path) -> None:
    content = workbook({"Sheet1": [("名称", "户数"), ("甲小区", 20)]})
    found = read_brought("..\\..\\/台账.xlsx", content, tmp_path)
    assert (found.file, found.format) == ("台账.xlsx", "xlsx")
    assert found.tables[0].rows[0].cells["名称"] == "甲小区"
    assert {message.file for message in found.messages} <= {"台账.xlsx"}
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
