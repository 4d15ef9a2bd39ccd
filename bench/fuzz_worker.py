"""What does the project say of spoiled files? One process that reads one after the other.

Reads ``reader number`` from its input, a line each, and writes a line of JSON: codes of what was
said, seconds of its own time, and the most memory it ever held, in bytes.
"""

from __future__ import annotations

import csv
import gc
import io
import json
import logging
import random
import resource
import sys
import time
from typing import Final

from bench import fuzz_intake as brought
from bench import fuzz_layers as layers
from bench import fuzz_samples as samples
from geo.errors import Fault
from geo.intake.read import read_content
from geo.package.audit import audit, sealed
from geo.package.faults import Faults
from geo.package.layers.read_layer import read_layer
from geo.package.layers.rows import from_rows
from geo.package.layers.sound_places import sound_places
from geo.package.read import build_package
from geo.package.schema import DESCRIPTOR
from geo.package.told import told
from geo.served.catalogue import build_payload
from tests import sealed as made

LAYERS: Final = ("geojson", "sequence", "geoparquet", "geopackage", "postgis")
_UNIT: Final = 1 if sys.platform == "darwin" else 1024
"""Bytes that ``ru_maxrss`` counts in."""


def _tables(dice: random.Random | None) -> tuple[str, bytes]:
    """Return one of the tables, some of its cells others."""
    contents = {path: one for path, one in made.package().items() if path.endswith(".csv")}
    path = (dice or random.Random(0)).choice(sorted(contents))  # noqa: S311 - seeded
    lines = list(csv.reader(io.StringIO(contents[path].decode(), newline="")))
    return path, samples.table(lines)(dice)


def _descriptor(dice: random.Random | None) -> tuple[str, bytes]:
    whole = json.loads(made.package()[DESCRIPTOR])
    return DESCRIPTOR, samples.described(whole)(dice)


samples.MAKERS.update(tables=_tables, descriptor=_descriptor, **brought.MAKERS)
READERS: Final = (*samples.MAKERS, "postgis rows")


def read(reader: str, number: int) -> Faults:
    """Return all that is said of one spoiled file; what can be drawn is drawn."""
    faults = Faults()
    if reader == "postgis rows":
        _read_rows(number, faults)
        return faults
    path, content = samples.spoiled(reader, number)
    if reader in brought.MAKERS:
        for message in read_content(path, content).messages:
            fault = (message.message, message.remedy, message.level)
            faults.append(Fault(message.code, message.file, message.row, *fault))
        return faults
    if reader in LAYERS:
        for _ in read_layer(path, content, faults, postgis=""):
            pass
        return faults
    contents = made.package() | {path: content}
    descriptor = sealed(contents, faults)
    if descriptor is not None:
        contents[DESCRIPTOR] = descriptor
        faults = audit("demo", contents, {})
    package = None if faults.errors else build_package("demo", contents, Faults())
    if package is not None:
        build_payload(package)
    return faults


def _read_rows(number: int, faults: Faults) -> None:
    """Judge rows as a database may give them."""
    dice = random.Random(f"postgis rows {number}")  # noqa: S311 - seeded
    rows = layers.rows(dice)
    with told("layers/roads.postgis.json", faults):
        unchecked = from_rows(1, [row[:-1] for row in rows], [row[-1] for row in rows])
        sound_places("layers/roads.postgis.json", unchecked, faults)


def held() -> int:
    """Return the most memory that this process ever held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT


def main() -> None:
    """Answer until the input ends."""
    logging.disable()  # what is logged of a spoiled file is no news
    # Everything is imported and at rest before the first one is measured.
    for reader in LAYERS:
        path, content = samples.MAKERS[reader](None)
        list(read_layer(path, content, Faults(), postgis=""))
    for make in brought.MAKERS.values():
        read_content(*make(None))
    made.judge(made.package())
    gc.collect()
    print(json.dumps({"idle": held(), "readers": READERS}), flush=True)
    for line in sys.stdin:
        reader, number = line.rstrip("\n").rsplit(" ", 1)
        begin = time.process_time()
        try:
            found = read(reader, int(number))
            for fault in found:
                (fault.line("zh") + fault.line("en")).encode()
            said, raised = [fault.code for fault in found], ""
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            said, raised = [], f"{type(error).__name__}: {error}"[:200]
        spent = time.process_time() - begin
        answer = {"codes": sorted(set(said)), "raised": raised, "seconds": spent, "held": held()}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
