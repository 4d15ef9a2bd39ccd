"""May the map's data lie on another host, and on that one alone?"""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from geo.store.store import Store
from geo.web.headers import MAP_COMPONENT, security_headers
from geo.web.settings import data_origin, data_url

PATHS = ("/", "/figures", f"/{MAP_COMPONENT}/index.html")


def fetched_from(path: str) -> str:
    """What a policy says of hosts that may be asked for data."""
    parts = security_headers(path)["Content-Security-Policy"].split("; ")
    (found,) = (part for part in parts if part.startswith("connect-src "))
    return found.removeprefix("connect-src ")


@pytest.mark.parametrize(
    ("stated", "url", "origin"),
    [
        ("https://cdn.example.org/maps/", "https://cdn.example.org/maps/", None),
        ("https://cdn.example.org/maps", "https://cdn.example.org/maps/", None),
        ("https://cdn.example.org", "https://cdn.example.org/", None),
        ("  https://cdn.example.org/a/b-1_c.d~e/ ", "https://cdn.example.org/a/b-1_c.d~e/", None),
        ("http://127.0.0.1:8600/x/", "http://127.0.0.1:8600/x/", "http://127.0.0.1:8600"),
        ("HTTPS://CDN.Example.org/Maps", "HTTPS://CDN.Example.org/Maps/", None),
    ],
)
def test_data_may_lie_on_one_other_host(
    monkeypatch: pytest.MonkeyPatch, stated: str, url: str, origin: str | None
) -> None:
    monkeypatch.setenv("ONEMAP_DATA_URL", stated)
    assert data_url() == url
    assert data_origin() == (origin or "https://cdn.example.org")
    for path in PATHS:
        assert fetched_from(path) == f"'self' {data_origin()}"


def test_without_the_setting_only_the_app_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ONEMAP_DATA_URL", raising=False)
    assert data_url() is None
    for path in PATHS:
        assert fetched_from(path) == "'self'"
    monkeypatch.setenv("ONEMAP_DATA_URL", "  ")
    assert data_url() is None


@pytest.mark.parametrize(
    "stated",
    [
        "https://user:hunter2@cdn.example.org/maps/",
        "https://hunter2@cdn.example.org/",
        "https://cdn.example.org/maps/?key=hunter2",
        "https://cdn.example.org/maps/#hunter2",
        "https://cdn.example.org/maps/../hunter2/",
        "https://cdn.example.org/./hunter2",
        "https://cdn.example.org//hunter2",
        "https://cdn.example.org/%2e%2e/hunter2",
        "https://cdn.example.org/hunter2 https://other.example.org/",
        "https://cdn.example.org/hunter2; script-src *",
        "https://cdn.example.org/hunter2\nX-Header: 1",
        "https://*.example.org/hunter2",
        "https://例子.example/hunter2",
        "https:///hunter2",
        "https://-hunter2",
        "//cdn.example.org/hunter2",
        "cdn.example.org/hunter2",
        "ftp://cdn.example.org/hunter2",
        "javascript:hunter2",
        "data:hunter2",
        "*",
    ],
)
def test_an_address_that_cannot_be_used_is_told_of_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, stated: str
) -> None:
    monkeypatch.setenv("ONEMAP_DATA_URL", stated)
    with caplog.at_level(logging.WARNING):
        assert data_url() is None
        assert data_url() is None
    assert caplog.text.count("ONEMAP_DATA_URL is not used") == 1
    assert "hunter2" not in caplog.text
    for path in PATHS:
        assert fetched_from(path) == "'self'"


def test_the_files_on_another_host_bear_the_names_that_the_app_serves(
    serve: Callable[..., TestClient], anci_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has an old page, or a copy that lacks a file, still finds it at the app."""
    monkeypatch.setenv("ONEMAP_DATA_URL", "https://cdn.example.org/maps/")
    client = serve(anci_store)
    payload = anci_store.serve("anci-2022").payload
    for path in (payload.catalogue, payload.find):
        assert client.get(f"/layers/{path}").status_code == 200
