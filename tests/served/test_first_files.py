"""Does what an explorer reads first lie in its page as far as it is small, else come ahead?"""

from __future__ import annotations

import json

import pytest

from geo.blob import COLUMNS, Payload
from geo.package.package import Package
from geo.package.read import read_package
from geo.served import first_files
from geo.served.catalogue import build_payload
from geo.served.first_files import files_ahead, files_in_page, map_files
from tests.crowds import layers_of, write


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Payload:
    return build_payload(read_package(write(tmp_path_factory.mktemp("crowd"), layers_of(600))))


def kinds(paths: list[str]) -> list[str]:
    return [path.rsplit("/", 1)[1].split(".")[0] for path in paths]


def test_a_small_package_lies_in_its_page_whole(anci: Package) -> None:
    payload = build_payload(anci)
    assert files_ahead(payload) == []
    catalogue = json.loads(payload.blobs[payload.catalogue].content)
    named = {layer["url"] for layer in catalogue["layers"]} | {catalogue["context"]}
    assert {*files_in_page(payload)} >= named | {payload.catalogue, payload.facts}
    assert payload.find not in files_in_page(payload), "asked for when somebody types"


def test_a_crowd_is_fetched_ahead_as_far_as_it_is_small(crowd: Payload) -> None:
    names = kinds(map_files(crowd))
    assert (names.count("crowd"), names.count("chunk")) == (1, 1)
    assert all(path in crowd.blobs for path in map_files(crowd))
    assert kinds(files_ahead(crowd)).count("chunk") == 1, "columns are no text"
    assert all(crowd.blobs[path].media_type != COLUMNS for path in files_in_page(crowd))


def test_what_is_over_the_bound_is_fetched_ahead_and_nothing_is_lost(
    crowd: Payload, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = {crowd.facts, *map_files(crowd)}
    sizes = [len(crowd.blobs[path].gzipped) for path in files_in_page(crowd)]
    for most in (0, sizes[0], sum(sizes) - 1, sum(sizes)):
        monkeypatch.setattr(first_files, "MOST_IN_PAGE", most)
        inside, ahead = files_in_page(crowd), files_ahead(crowd)
        assert sum(len(crowd.blobs[path].gzipped) for path in inside) <= most
        assert {*inside} | {*ahead} == first
        assert not {*inside} & {*ahead}
    assert len(inside) == len(sizes)
