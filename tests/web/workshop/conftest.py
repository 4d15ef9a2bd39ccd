"""What do tests of the workshop ask?"""

from __future__ import annotations

import pytest

from tests.web.workshop.makers import Counting


@pytest.fixture
def counting() -> Counting:
    return Counting()
