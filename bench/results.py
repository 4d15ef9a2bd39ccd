"""Where are the figures kept between a measurement and its report?

``bench/results.json``: a block a size, each with when and where it was made. A new measurement of
a size replaces its block and leaves the others, so that a size can be measured again by itself.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Final

RESULTS: Final = Path(__file__).parent / "results.json"
Block = dict[str, Any]
"""`made`, `machine`, `versions`, `runs`, `bound_s`, `build`, `visits`, `skipped` of one size."""


def read(path: Path = RESULTS) -> dict[str, Block]:
    """Return the blocks by size, smallest first."""
    if not path.exists():
        return {}
    found: dict[str, Block] = json.loads(path.read_text(encoding="utf-8"))["sizes"]
    return dict(sorted(found.items(), key=lambda entry: order(entry[0])))


def order(size: str) -> tuple[bool, int]:
    """Return what puts sizes in order: numbers first, then the real layer."""
    return (not size.isdigit(), int(size) if size.isdigit() else 0)


def write(size: str, block: Block, path: Path = RESULTS) -> None:
    """Put in the block of one size, in one step."""
    blocks = read(path) | {size: block}
    text = json.dumps({"sizes": blocks}, ensure_ascii=False, indent=1) + "\n"
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)
