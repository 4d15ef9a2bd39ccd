"""What does the descriptor of a made package say?

As ``python -m geo seal`` writes it, but files are read block by block: a million places are some
hundred megabytes.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from bench.words import LICENCE, SOURCES
from geo.package.layers.layer_files import SEQUENCES
from geo.package.schema import TABLES, table_schema

DESCRIPTOR: Final = "datapackage.json"
_PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
_BLOCK_BYTES: Final = 1 << 20


def seal(root: Path, title: Mapping[str, str]) -> None:
    """Write the descriptor of the package in `root`, with bytes and hash of every file."""
    files = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    descriptor = {
        "$schema": _PROFILE,
        "name": root.name,
        "title": title["zh"],
        "translations": {"en": {"title": title["en"]}},
        "version": "1.0.0",
        "licenses": [{"title": " / ".join(LICENCE)}],
        "sources": [{"title": zh} for _, _, zh, _ in SOURCES],
        "resources": [_resource(root, path) for path in files if path != DESCRIPTOR],
    }
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    (root / DESCRIPTOR).write_text(text, encoding="utf-8")


def _resource(root: Path, path: str) -> dict[str, Any]:
    """Return the entry of one file."""
    file = root / path
    name = "-".join(Path(path).with_suffix("").parts)
    entry: dict[str, Any] = {"name": name, "path": path}
    if file.suffix == ".csv":
        entry |= {"type": "table", "format": "csv", "mediatype": "text/csv"}
    elif file.suffix == ".geojson":
        entry |= {"format": "geojson", "mediatype": "application/geo+json"}
    elif file.suffix in SEQUENCES:
        entry |= {"format": file.suffix[1:], "mediatype": "application/geo+json-seq"}
    else:
        entry |= {"format": file.suffix.removeprefix(".")}
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK_BYTES):
            digest.update(block)
    entry |= {"encoding": "utf-8", "bytes": file.stat().st_size}
    entry |= {"hash": f"sha256:{digest.hexdigest()}"}
    if name in TABLES:
        with file.open(encoding="utf-8", newline="") as stream:
            entry["schema"] = table_schema(name, next(csv.reader(stream)))
    return entry
