"""What do tests of pages share?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner


@pytest.fixture(scope="session", autouse=True)
def _installed() -> Iterator[None]:
    """What is installed does not change while tests run: Streamlit's test bench looked through all
    of it for each page, which took nine times as long as the page.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            manifest_scanner,
            "scan_component_manifests",
            cache(manifest_scanner.scan_component_manifests),
        )
        yield
