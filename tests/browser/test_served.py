"""What does the whole server answer, Streamlit's own addresses included?"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from geo.web.headers import MAP_COMPONENT
from tests.browser.conftest import ROOT, serve

COMPONENT = f"/{MAP_COMPONENT}/index.html"


def get(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, _lower(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, _lower(error.headers), error.read()


def _lower(headers: object) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/figures", "/sources", "/nowhere", "/health", "/_stcore/health", COMPONENT),
        *("/layers/none/none", "/assets/none", "/export/figures.csv"),
    ],
)
def test_security_headers_on_every_answer(address: str, path: str) -> None:
    _, headers, _ = get(address + path)
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert ("'unsafe-eval'" in policy) == (path == COMPONENT)
    assert ("script-src 'self' 'unsafe-inline'" in policy) == (path == COMPONENT)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_health_and_first_html(address: str) -> None:
    status, _, body = get(f"{address}/health")
    assert (status, b'"ok"' in body) == (200, True)
    _, headers, body = get(f"{address}/?lang=en")
    page = body.decode()
    assert '<html lang="en">' in page
    assert "<title>Anci District 2022 · Urban renewal map</title>" in page
    assert headers["cache-control"] == "no-cache"
    _, _, body = get(address, **{"Accept-Language": "zh-CN,zh;q=0.9"})
    assert '<html lang="zh-CN">' in body.decode()


def test_programs_are_led_to_our_interface(address: str) -> None:
    for path in ("/", "/figures"):
        page = get(address + path)[2].decode()
        assert page.count('rel="service-desc"') == 1
        assert '<link rel="service-desc" href="./api/openapi.json"' in page
    assert get(f"{address}/api/openapi.json")[0] == 200


def test_an_unknown_page_is_told_in_the_readers_language(address: str) -> None:
    status, headers, body = get(f"{address}/nowhere", **{"Accept-Language": "zh-CN"})
    assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "没有这个页面" in body.decode()
    assert "There is no such page" in get(f"{address}/nowhere?lang=en")[2].decode()
    assert get(f"{address}/favicon.png")[0] == 200


def test_an_unexpected_error_has_an_id_and_no_traceback(tmp_path: Path) -> None:
    """A server started wrongly: no package at all."""
    log = tmp_path / "log"
    with serve(tmp_path, log) as address:
        status, _, body = get(f"{address}/health")
        assert (status, json.loads(body)["status"]) == (503, "error")
        assert b"Traceback" not in body
        status, _, body = get(f"{address}/export/figures.csv")
        assert status == 503
        assert b"Traceback" not in body
        error_id = body.decode().split('"id":"')[1].split('"')[0]
        assert error_id in log.read_text(encoding="utf-8")
        assert get(address)[0] == 200


def test_uploads_are_small(address: str) -> None:
    assert "maxUploadSize = 1 " in (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    request = urllib.request.Request(
        f"{address}/_stcore/upload_file/none/none", data=b"x" * 2_000_000, method="PUT"
    )
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(request, timeout=60)
