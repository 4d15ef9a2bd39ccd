"""Does the one file's code read links as they arrive just as Python does?"""

from __future__ import annotations

from tests.links import CASES
from tests.node_side import in_node


def test_the_one_files_code_reads_every_case_alike() -> None:
    found = in_node(
        'import { arrivedParameters } from "./file/arrived.js";',
        "return given.map((query) => Object.fromEntries(arrivedParameters(query)));",
        [case.query for case in CASES],
    )
    assert len(found) > 300
    assert dict(zip((c.query for c in CASES), found, strict=True)) == dict(CASES)
