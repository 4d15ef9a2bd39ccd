"""One table of points as offices keep it: shapefile, GeoPackage, GeoParquet, KML, DXF, GeoJSON."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import geopandas as gpd
from pyproj import Transformer

from geo.datum import Datum, convert
from tests.intake.made import archive, as_text, collection, feature

NAMES = ("团结里", "和平里小区")
POINTS = ((117.283471, 31.861209), (117.291118, 31.866512))


def frame(epsg: int = 4490, points: Any = POINTS) -> gpd.GeoDataFrame:
    shapes = gpd.points_from_xy(*zip(*points, strict=True), crs=4490)
    made = gpd.GeoDataFrame({"名称": NAMES, "户数": [120, 86]}, geometry=shapes)
    return made.to_crs(epsg)


def parts(folder: Path, *, epsg: int = 4527, encoding: str = "GBK") -> dict[str, bytes]:
    """The files of a shapefile by their endings, without the .cpg, as most exports are."""
    frame(epsg).to_file(folder / "点.shp", engine="pyogrio", encoding=encoding)
    return {path.suffix: path.read_bytes() for path in folder.glob("点.*") if path.suffix != ".cpg"}


def zipped(held: dict[str, bytes], *, without: tuple[str, ...] = (), **more: bytes) -> bytes:
    named = {f"数据/点{end}": content for end, content in held.items() if end not in without}
    return archive(named | {f"数据/点.{end}": content for end, content in more.items()})


def geopackage(folder: Path, *, layer: str = "点", epsg: int = 4490) -> bytes:
    path = folder / "a.gpkg"
    frame(epsg).to_file(path, layer=layer, engine="pyogrio", driver="GPKG")
    return path.read_bytes()


def geoparquet(**changes: Any) -> bytes:
    stream = io.BytesIO()
    frame().assign(**changes).to_parquet(stream)
    return stream.getvalue()


def kml(inside: str = "", *, head: str = "") -> bytes:
    marks = "".join(
        f"<Placemark><name>{name}</name><ExtendedData><Data name='户数'><value>{count}</value>"
        f"</Data></ExtendedData><Point><coordinates>{x},{y},0</coordinates></Point></Placemark>"
        for name, count, (x, y) in zip(NAMES, (120, 86), POINTS, strict=True)
    )
    begin = (
        f"<?xml version='1.0' encoding='UTF-8'?>{head}<kml xmlns='http://www.opengis.net/kml/2.2'>"
    )
    return f"{begin}<Document>{marks}{inside}</Document></kml>".encode()


def dxf(*entities: str, points: Any = POINTS) -> bytes:
    marks = [f"0\nPOINT\n8\n地块\n10\n{x}\n20\n{y}\n" for x, y in points]
    body = "".join([*marks, *entities])
    return f"0\nSECTION\n2\nENTITIES\n{body}0\nENDSEC\n0\nEOF\n".encode()


def on_datum(datum: Datum) -> bytes:
    """GeoJSON whose coordinates are on another datum, and which says so."""
    moved = convert(POINTS, "wgs84", datum)
    made = [
        feature({"type": "Point", "coordinates": list(map(float, point))}, 名称=name)
        for name, point in zip(NAMES, moved, strict=True)
    ]
    crs = {"type": "name", "properties": {"name": datum}}
    return as_text(collection(*made, crs=crs))


def plane(epsg: int) -> list[tuple[float, float]]:
    way = Transformer.from_crs(4490, epsg, always_xy=True)
    return [way.transform(*point) for point in POINTS]
