"""Which crowd do tests of served files read?"""

from __future__ import annotations

import json
from typing import Any

import pytest

from geo.blob import Payload
from geo.package.package import Package
from geo.package.read import read_package
from geo.served.catalogue import build_payload
from geo.served.crowd import index
from tests import crowds
from tests.served.crowd_reader import drawn


@pytest.fixture(scope="module")
def layers() -> crowds.Layers:
    return crowds.layers_of()


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory, layers: crowds.Layers) -> Package:
    return read_package(crowds.write(tmp_path_factory.mktemp("data") / crowds.NAME, layers))


@pytest.fixture(scope="module")
def payload(package: Package) -> Payload:
    """Its files, in chunks of 512 places and pieces of 64, with levels as if 500 were many."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(index, "CHUNK", 512)
        patched.setattr(index, "PIECE", 64)
        patched.setattr("geo.served.crowd.index.EXACT", 500)
        patched.setattr(index, "EXACT", 500)
        return build_payload(package)


@pytest.fixture(scope="module")
def head(payload: Payload) -> dict[str, Any]:
    catalogue = json.loads(payload.blobs[payload.catalogue].content)
    found: dict[str, Any] = json.loads(payload.blobs[catalogue["crowd"]].content)
    return found


@pytest.fixture(scope="module")
def places(payload: Payload, head: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        place for found in head["chunks"] for place in drawn(payload.blobs[found["path"]].content)
    ]
