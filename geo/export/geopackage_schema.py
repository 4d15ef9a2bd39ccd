"""Which tables does every GeoPackage have, and how does it find what lies in a box?

By the standard (https://www.geopackage.org/spec131/), its extension ``gpkg_rtree_index`` included:
an R-tree over the boxes of the shapes, kept true by triggers whoever edits the file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any, Final

SCHEMA: Final = """
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10301;
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
"""
_ABOUT_RTREE: Final = "http://www.geopackage.org/spec131/#extension_rtree"
_HAS_SHAPE: Final = "NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom)"
_NO_SHAPE: Final = "NEW.geom ISNULL OR ST_IsEmpty(NEW.geom)"
_BOX: Final = "ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)"
_PUT: Final = f"INSERT OR REPLACE INTO {{tree}} VALUES (NEW.fid, {_BOX});"  # noqa: S608
_DROP: Final = "DELETE FROM {tree} WHERE id = OLD.fid;"
_TRIGGERS: Final = (
    ("insert", f"INSERT ON {{table}} WHEN {_HAS_SHAPE}", _PUT),
    ("update1", f"UPDATE OF geom ON {{table}} WHEN OLD.fid = NEW.fid AND {_HAS_SHAPE}", _PUT),
    ("update2", f"UPDATE OF geom ON {{table}} WHEN OLD.fid = NEW.fid AND ({_NO_SHAPE})", _DROP),
    ("update3", f"UPDATE ON {{table}} WHEN OLD.fid != NEW.fid AND {_HAS_SHAPE}", _DROP + _PUT),
    (
        "update4",
        f"UPDATE ON {{table}} WHEN OLD.fid != NEW.fid AND ({_NO_SHAPE})",
        "DELETE FROM {tree} WHERE id IN (OLD.fid, NEW.fid);",
    ),
    ("delete", "DELETE ON {table} WHEN OLD.geom NOT NULL", _DROP),
)
"""Name, event and act of each; the functions are those that programs for GeoPackage bring along."""


def add_index(database: sqlite3.Connection, table: str, boxes: Iterable[tuple[Any, ...]]) -> None:
    """Add the R-tree of a filled table whose shapes are in ``geom``.

    Parameters
    ----------
    table : str
        A word of ours.
    boxes : iterable of tuple
        ``fid``, least and greatest x, least and greatest y of each row.
    """
    tree = f"rtree_{table}_geom"
    row = (table, "geom", "gpkg_rtree_index", _ABOUT_RTREE, "write-only")
    database.execute("INSERT INTO gpkg_extensions VALUES (?,?,?,?,?)", row)
    database.execute(f"CREATE VIRTUAL TABLE {tree} USING rtree(id, minx, maxx, miny, maxy)")
    database.executemany(f"INSERT INTO {tree} VALUES (?,?,?,?,?)", boxes)  # noqa: S608
    for name, event, act in _TRIGGERS:
        said = f"{event} BEGIN {act} END".format(table=table, tree=tree)
        database.execute(f"CREATE TRIGGER {tree}_{name} AFTER {said}")
