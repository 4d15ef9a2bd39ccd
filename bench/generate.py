"""How is a package of any number of places made?

    python -m bench.generate 10000 build/bench/data/10000
    python -m bench.generate 100000 build/bench/data/100000 --format geoparquet

writes the package ``bench-10000`` into the folder named, in the format of data/anci-2022, sealed.
Nothing in it is real. The same count and seed give the same bytes; a million places are written in
batches.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from bench import places
from bench.layer_files import GeoJsonFile, LayerFile, ParquetFolder, SequenceFile
from bench.sealing import seal
from bench.tables import tables
from bench.words import LAYERS

SEED: Final = 20240101
FORMATS: Final[dict[str, Callable[[Path], LayerFile]]] = {
    "geojson": GeoJsonFile,
    "geojsonl": SequenceFile,
    "geoparquet": ParquetFolder,
}
_SUFFIXES: Final = {"geojson": "geojson", "geojsonl": "geojsonl", "geoparquet": "parquet"}


def generate(
    count: int,
    folder: Path,
    *,
    layout: str = "geojsonl",
    seed: int = SEED,
    also: Path | None = None,
) -> Path:
    """Write a package of `count` places into `folder` and return its own folder there.

    Parameters
    ----------
    count : int
        How many places, besides the district.
    folder : Path
        Folder of packages; the package is called ``bench-<count>`` and made anew.
    layout : {"geojson", "geojsonl", "geoparquet"}
        Format of the layers; the district is always GeoJSON.
    seed : int
        Another seed gives other places.
    also : Path, optional
        GeoJSON file that gets all places of all layers, for other ways to draw them.
    """
    root = folder / f"bench-{count}"
    shutil.rmtree(root, ignore_errors=True)
    suffix = _SUFFIXES[layout]
    layers = [FORMATS[layout](root / "layers" / f"{name}.{suffix}") for name, _, _ in LAYERS]
    everything = GeoJsonFile(also) if also is not None else None
    first: list[places.Feature] = []
    for batch in places.batches(count, seed):
        for number, layer in enumerate(layers):
            layer.add([feature for at, feature in batch if at == number])
        if everything is not None:
            everything.add([feature for _, feature in batch])
        first = first or [feature for _, feature in batch[:100]]
    for file in [*layers, *([everything] if everything is not None else [])]:
        file.close()
    finish(root, [places.outline(count)], tables(first, suffix=suffix), f"{count:,}")
    return root


def finish(
    root: Path, district: Sequence[places.Feature], files: dict[str, bytes], label: str
) -> None:
    """Write the district, the tables and the descriptor of the package in `root`."""
    outline = GeoJsonFile(root / "layers" / "district.geojson")
    outline.add(district)
    outline.close()
    for name, content in files.items():
        (root / name).write_bytes(content)
    seal(root, {"zh": f"测速数据 {label}", "en": f"Bench data {label}"})


def main() -> None:
    """Make one package, as the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("count", type=int, help="how many places")
    parser.add_argument("folder", type=Path, help="folder of packages to write into")
    parser.add_argument("--format", choices=tuple(FORMATS), default="geojsonl", dest="layout")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--also", type=Path, help="file for all places in one GeoJSON")
    print(generate(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()
