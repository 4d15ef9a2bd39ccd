"""What do tests of pages share?"""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session", autouse=True)
def _installed(installed: None) -> None:
    """Each opens a page."""
