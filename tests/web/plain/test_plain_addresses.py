"""Where does a plain address lead that is old, wrong, pinned or hostile?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import pytest
from starlette.testclient import TestClient

from geo.package.package import Package
from geo.package.places.places import Places
from geo.store.store import Store
from tests import crowds
from tests.web.plain.reader import Read

ROOT = "/anci-2022"
AT = f"{ROOT}/place/minghua-road"
Serve = Callable[..., TestClient]


@pytest.mark.parametrize("prefix", ["", "/city"])
def test_a_former_id_leads_to_the_present_one(
    make_package: Callable[..., Path], serve: Serve, prefix: str
) -> None:
    aliases = b"alias,place_id\nold-road,minghua-road\n"
    store = Store(make_package(edits={"aliases.csv": aliases}).parent)
    client = serve(store, prefix)
    at = f"{prefix}{ROOT}/place"
    for ending in ("", ".json", ".geojson"):
        answer = client.get(f"{at}/old-road{ending}?lang=en", follow_redirects=False)
        assert answer.status_code == 308
        assert answer.headers["location"] == f"{at}/minghua-road{ending}?lang=en"
        assert answer.headers["cache-control"] == "no-store"
    # An id is looked up as it stands: a workstream has no former ids.
    assert client.get(f"{prefix}{ROOT}/workstream/old-road").status_code == 404


@pytest.mark.parametrize("tail", ["。", "）", "/", ",", "%EF%BC%8C"])
def test_a_sentences_punctuation_is_no_part_of_it(client: TestClient, tail: str) -> None:
    answer = client.get(f"{AT}{tail}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, AT)


HOSTILE = [
    "place/nothing",
    "place/..%2f..%2fetc%2fpasswd",
    "place/a/b/c",
    "place/%00",
    "place/" + "x" * 5000,
    "place/%F0%9F%92%A9",
    "place/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "place/",
    "place/Minghua-Road",
    "place/minghua-road.json.json",
    "workstream/minghua-road",
    "workstream/__class__",
    "place/markets",
]


@pytest.mark.parametrize("path", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("package", ["anci-2022", "nobody", "%2e%2e"])
def test_what_is_not_there_is_said_in_the_readers_language(
    client: TestClient, package: str, path: str
) -> None:
    for language in ("zh-CN", "en"):
        answer = client.get(f"/{package}/{path}", headers={"accept-language": language})
        assert answer.status_code == 404
        if answer.headers["content-type"].startswith("application/json"):
            continue  # asked for as data
        assert f'<html lang="{language}">' in answer.text
        assert "alert" not in answer.text
        assert "xxxx" not in answer.text
        assert answer.headers["cache-control"] == "no-store"
        for link in Read(answer.text).links:
            leads = urljoin(f"/{package}/{path}", str(link["href"]))
            if f"/{path}" not in leads:  # else the same in another language
                back = client.get(leads)
                assert back.status_code == 200, leads
                assert back.headers["content-type"].startswith("text/html")


def test_data_that_are_not_there_are_refused_as_data(client: TestClient) -> None:
    for at, status in (
        (f"{ROOT}/place/nothing.json", 404),
        (f"{ROOT}/workstream/nothing.geojson", 404),
        ("/nobody/place/x.json", 404),
        (f"{AT}.json?q=x", 400),
        (f"{AT}.geojson?v=0.0.1", 404),
        (f"{AT}.json?lang=en&lang=zh", 400),
    ):
        answer = client.get(at)
        assert answer.status_code == status, at
        assert set(answer.json()) >= {"code", "description", "description_zh"}


def test_a_pinned_version_is_that_or_none(client: TestClient, anci: Package) -> None:
    """Figures of another version are not shown in its place; the present one is offered."""
    assert client.get(f"{AT}?v={anci.version}").status_code == 200
    answer = client.get(f"{AT}?v=0.0.1&lang=en")
    assert answer.status_code == 404
    assert anci.version in answer.text
    assert "14,000" not in answer.text
    *_, present = [str(each["href"]) for each in Read(answer.text).links]
    assert "14,000" in client.get(urljoin(AT, present)).text
    others = [str(each["href"]) for each in Read(answer.text).links if "v=" in str(each["href"])]
    assert others == ["?v=0.0.1&lang=zh", "?v=0.0.1&lang=en"]
    assert "<b>" not in client.get(f"{AT}?v=<b>").text


def test_it_can_only_be_read(client: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert client.request(method, AT).status_code == 405
    assert client.head(AT).status_code == 200


def test_one_of_many_costs_no_more_than_one_of_few(
    tmp_path: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records are made of the places that a page names, however many there are."""
    root = crowds.write(tmp_path / "data" / crowds.NAME, crowds.layers_of(900))
    store = Store(root.parent)
    package = store.serve(crowds.NAME).package
    client = serve(store)
    made: list[int] = []
    asked = Places.at
    monkeypatch.setattr(Places, "at", lambda self, row: made.append(row) or asked(self, row))
    *_, last = package.place
    assert client.get(f"/{crowds.NAME}/place/{last}").status_code == 200
    assert client.get(f"/{crowds.NAME}/place/{last}.json").status_code == 200
    assert len(set(made)) < 40, "itself, and what figures name"
    page = Read(client.get(f"/{crowds.NAME}/workstream/housing?lang=en").text)
    named = [each for each in page.links if str(each["href"]).startswith("../place/")]
    assert len(named) == 200
    assert " more are not listed here" in page.said
    assert len(set(made)) < 300
