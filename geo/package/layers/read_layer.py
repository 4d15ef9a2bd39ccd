"""Which places does a layer hold, whatever it is kept in, some at a time?

The ending of a file says what it is; its bytes are never asked what they might be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from geo import files
from geo.package.faults import Faults, quoted
from geo.package.garbled import refuse_garbled_places
from geo.package.layers.area_shapes import AreaShapes, with_areas
from geo.package.layers.degrees import in_degrees, settled, tell
from geo.package.layers.geojson import read_geojson
from geo.package.layers.geopackage import read_geopackage
from geo.package.layers.geoparquet import read_geoparquet
from geo.package.layers.layer_files import DATABASE, ENDINGS, SEQUENCES
from geo.package.layers.postgis import address, read_postgis
from geo.package.layers.refused import FewFaults, RefusedError
from geo.package.layers.sound_places import Unchecked, sound_places
from geo.package.places.place_table import Batch
from geo.package.told import told


def read_layer(
    file: str,
    content: bytes | memoryview,
    faults: Faults,
    *,
    at: Path | None = None,
    size: int = 10_000,
    postgis: str | None = None,
    datum: str = "",
    areas: AreaShapes = MappingProxyType({}),
) -> Iterator[Batch]:
    """Read a layer batch by batch, in the order of its source.

    Parameters
    ----------
    file : str
        Path inside the package, for the faults; its ending says what the file is.
    content : bytes or memoryview
        The whole file, best as :func:`geo.files.mapped` memory: no more than a batch is copied.
    faults : Faults
        Receives the faults when the reading ends, also where it is broken off. Every broken
        feature is one or more, naming its number, the first
        :data:`geo.package.layers.refused.MOST_FAULTS` of them. A file that cannot be read to its
        end is one fault without a number; what was yielded before must not be used then.
    at : Path, optional
        Where the file lies. A GeoPackage that lies nowhere is copied into memory.
    size : int
        Most features of a batch; batches of large ones have fewer.
    postgis : str, optional
        libpq address of the database of layers in PostGIS, else the setting
        :data:`geo.package.layers.postgis.SETTING`.
    datum : str
        What ``layers.csv`` states of the coordinates, see :mod:`geo.package.layers.degrees`.
    areas : mapping
        What is drawn for places that have no shape of their own and name their area.
    """
    few = FewFaults()
    assumed = False
    try:
        with told(file, few):
            for unchecked in _source(file, content, few, at, size, postgis):
                refuse_garbled_places(unchecked.table)
                system = settled(unchecked.system, datum)
                if not assumed:
                    tell(file, system, few)
                    assumed = True
                degrees = in_degrees(unchecked.geometries, system)
                drawn = with_areas(replace(unchecked, geometries=degrees), areas)
                batch = sound_places(file, drawn, few)
                files.forget(content)
                if len(batch):
                    yield batch
    finally:
        faults.extend(few.told(file))


def _source(
    file: str,
    content: bytes | memoryview,
    faults: Faults,
    at: Path | None,
    size: int,
    postgis: str | None,
) -> Iterator[Unchecked]:
    """Return the reader of a file by its ending."""
    ending = file.lower()  # programs of Windows write it in capitals
    if ending.endswith(DATABASE):
        database = address() if postgis is None else postgis
        return read_postgis(bytes(content), database, size=size)
    if ending.endswith((".geojson", ".json", *SEQUENCES)):
        return read_geojson(file, content, faults, size=size)
    if ending.endswith(".parquet"):
        return read_geoparquet(content, size=size)
    if ending.endswith(".gpkg"):
        return read_geopackage(content, at, size=size)
    raise RefusedError(
        "E_ENDING",
        f"不认识的文件类型 {quoted(file)}",
        f"no known kind of file {quoted(file)}",
        (f"可用：{'、'.join(ENDINGS)}", f"Use one of: {', '.join(ENDINGS)}"),
    )
