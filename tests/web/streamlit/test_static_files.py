"""Are files of others sent compressed, kept where they may be, and nothing beside them?"""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from geo.web.streamlit.own_files import Folders

SCRIPT = b"console.log(1);\n" * 500
GZIP = {"accept-encoding": "gzip"}
PICTURE = bytes(range(256)) * 3


@pytest.fixture
def folder(tmp_path: Path) -> TestClient:
    (tmp_path / "secret.txt").write_text("secret")
    root = tmp_path / "static"
    (root / "js").mkdir(parents=True)
    (root / "js" / "index.C1pLU68S.js").write_bytes(SCRIPT)
    (root / "index.html").write_bytes(b"<!DOCTYPE html>" * 50)
    (root / "picture.a_b-C123.png").write_bytes(PICTURE)
    (root / ".env").write_text("secret")
    middleware = [Middleware(Folders, folders={"static": root}, prefix="/city")]
    return TestClient(Starlette(middleware=middleware))


def test_a_script_is_sent_compressed_and_kept_for_ever(folder: TestClient) -> None:
    with folder.stream("GET", "/city/static/js/index.C1pLU68S.js", headers=GZIP) as answer:
        raw = b"".join(answer.iter_raw())
    assert gzip.decompress(raw) == SCRIPT
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    plain = folder.get("/city/static/js/index.C1pLU68S.js", headers={"accept-encoding": "identity"})
    assert plain.content == SCRIPT


def test_what_gets_no_shorter_is_sent_as_it_is(folder: TestClient) -> None:
    answer = folder.get("/city/static/picture.a_b-C123.png")
    assert "content-encoding" not in answer.headers or len(gzip.compress(PICTURE)) < len(PICTURE)
    assert answer.content == PICTURE
    assert answer.headers["content-type"] == "image/png"


def test_a_file_without_a_hash_is_asked_for_anew(folder: TestClient) -> None:
    answer = folder.get("/city/static/index.html")
    assert answer.headers["cache-control"] == "no-cache"
    again = folder.get("/city/static/index.html", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "name", ["nothing.js", ".env", "../secret.txt", "..%2Fsecret.txt", "js", ""]
)
def test_nothing_else_is_there(folder: TestClient, name: str) -> None:
    answer = folder.get(f"/city/static/{name}")
    assert answer.status_code == 404
    assert "secret" not in answer.text
