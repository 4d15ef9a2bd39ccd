"""Does a clean start say what it has to say, and nothing that looks like a fault?"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.running import ROOT, serve

pytestmark = pytest.mark.process

EXPECTED = re.compile(
    r"\s*(You can now view your Streamlit app in your browser\.|URL: http://\S+)?"
)
"""All that Streamlit says of itself."""


def test_a_clean_start_prints_nothing_that_looks_like_a_fault(
    anci_root: Path, tmp_path: Path
) -> None:
    """As ``make run``: build, then serve and open a page."""
    build = [sys.executable, "-m", "geo", "build", str(ROOT / "data" / "anci-2022")]
    said = subprocess.run(
        [*build, "-o", str(tmp_path / "built"), "--lang", "en"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stderr.splitlines() == ["Reading layers 5/5"], "no stage without work"
    log = tmp_path / "log"
    with serve(anci_root.parent, log, ONEMAP_BUILD=str(tmp_path / "built")) as address:
        with urllib.request.urlopen(f"{address}/health", timeout=60) as answer:
            assert json.load(answer)["status"] == "ok"
        for path in ("/", "/export/sheet.pdf", "/export/places.gpkg"):
            with urllib.request.urlopen(f"{address}{path}", timeout=120) as answer:
                assert answer.read()
        printed = log.read_text("utf-8").splitlines()
    assert [line for line in printed if not EXPECTED.fullmatch(line)] == []
    assert any("URL" in line for line in printed), "it has started"
