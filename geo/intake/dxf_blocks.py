"""What does a drawing show once its blocks are laid where they are inserted?

A small block is one place: a tree, a lamp, a house with its attributes. One that holds as much as
a drawing does is taken apart, and each of its entities is a place.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import shapely
from shapely.affinity import affine_transform

from geo.intake.dxf_entities import LAYER, NAME, PAPER, Block, Drawing, Entity
from geo.intake.dxf_shapes import TEXTS, is_drawable, plain_text, shape_of, unescaped
from geo.intake.found import Geometry
from geo.intake.geojson_shapes import refuse_vertices
from geo.intake.grid import too_many
from geo.intake.limits import MOST_FEATURES

BLOCK: Final = "block"
"""Column of the name of a block."""
_DEEPEST: Final = 8
_A_SIGN: Final = 16
"""Entities of a block that is one place, at most."""
_SMALL: Final = 5.0
"""A sign that is drawn smaller than this in metres only says where it stands."""
METRES: Final = 1_000.0
"""From here on both coordinates of a drawing are metres on a plane."""
_UNSEEN: Final = frozenset(("ATTDEF", "VIEWPORT"))
"""What a drawing holds and does not show: the pattern of an attribute, a window of the paper."""
_HIGHEST: Final = 100.0
_BY_BLOCK: Final = "0"
"""Layer whose entities lie on that of their insert."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that is drawn: its shape, and what the drawing says of it."""

    kind: str
    layer: str
    shape: Geometry
    text: str = ""
    height: float = 0.0
    said: Mapping[str, str] = field(default_factory=dict)


class Laid:
    """Lays the entities of one drawing out; `dropped` counts the kinds that are not read."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._blocks: dict[str, tuple[Piece, ...]] = {}
        self._made = 0
        self._vertices = 0
        self.dropped: Counter[str] = Counter()

    def pieces(self) -> list[Piece]:
        """Return all that the model shows.

        Raises
        ------
        NotTakenError
            If that is more than is taken.
        """
        return list(self._of(self._drawing.entities, ()))

    def _of(self, entities: Sequence[Entity], within: tuple[str, ...]) -> Iterator[Piece]:
        for entity in entities:
            if entity.kind in _UNSEEN:
                continue
            if entity.text(PAPER) == "1":
                self.dropped["PAPER SPACE"] += 1
                continue
            shape = shape_of(entity)
            if shape is None:
                self.dropped[entity.kind] += 1
            elif entity.kind == "INSERT":
                yield from self._inserted(entity, shape, within)
            else:
                yield from self._counted(_piece(entity, shape))

    def _counted(self, piece: Piece) -> Iterator[Piece]:
        """Yield a piece, if it still lies where a drawing can once it is laid there."""
        if not is_drawable(piece.shape):
            self.dropped[piece.kind] += 1
            return
        self._made += 1
        self._vertices += int(shapely.get_num_coordinates(piece.shape))
        if self._made > MOST_FEATURES:
            raise too_many()
        refuse_vertices(self._vertices)
        yield piece

    def _inserted(self, insert: Entity, at: Geometry, within: tuple[str, ...]) -> Iterator[Piece]:
        name = insert.text(NAME)
        block = self._drawing.blocks.get(name.upper(), Block((0, 0), ()))
        layer = unescaped(insert.text(LAYER))
        said = {
            tag: text
            for each in insert.parts
            if (tag := plain_text(each.text(NAME))) and (text := plain_text(each.text(1)))
        }
        if name.upper() in within or len(within) >= _DEEPEST:
            self.dropped["INSERT"] += 1
            return
        inside = self._block(name.upper(), block, within)
        try:
            ways = list(_ways(insert, block))
        except (ValueError, OverflowError):
            self.dropped["INSERT"] += 1
            return
        together = len(inside) <= _A_SIGN or bool(said)
        drawn = _together([each.shape for each in inside if not each.text]) if together else None
        for way in ways:
            if together:
                shape = at if drawn is None else _sign(affine_transform(drawn, way), at)
                yield from self._counted(
                    Piece("INSERT", layer, shape, said={BLOCK: unescaped(name), **said})
                )
                continue
            for each in inside:
                over = layer if each.layer == _BY_BLOCK else each.layer
                placed = affine_transform(each.shape, way)
                yield from self._counted(replace(each, shape=placed, layer=over))

    def _block(self, name: str, block: Block, within: tuple[str, ...]) -> tuple[Piece, ...]:
        """Return what a block shows, in its own coordinates."""
        if name not in self._blocks:
            self._blocks[name] = tuple(self._of(block.entities, (*within, name)))
        return self._blocks[name]


def _piece(entity: Entity, shape: Geometry) -> Piece:
    layer = unescaped(entity.text(LAYER))
    if entity.kind not in TEXTS:
        return Piece(entity.kind, layer, shape)
    text = "".join(value for code, value in entity.pairs if code in (1, 3))
    return Piece(entity.kind, layer, shape, plain_text(text), _height(entity))


def _height(text: Entity) -> float:
    """Return how high a text is written; one that nobody can read names nothing beside it."""
    try:
        return min(max(0.0, text.number(40, 0.0)), _HIGHEST)
    except ValueError:
        return 0.0


def _ways(insert: Entity, block: Block) -> Iterator[list[float]]:
    """Yield for every copy of an insert how the coordinates of its block are turned into its own.

    Raises
    ------
    ValueError
        If they cannot be.
    """
    across, up = insert.number(41, 1.0), insert.number(42, 1.0)
    if not across or not up:
        raise ValueError("a block that is drawn flat")
    turned = math.radians(insert.number(50, 0.0))
    cosine, sine = math.cos(turned), math.sin(turned)
    x, y = insert.points()[0]
    flipped = -1.0 if insert.number(230, 1.0) < 0 else 1.0
    columns, rows = max(1, insert.whole(70, 1)), max(1, insert.whole(71, 1))
    if columns * rows > MOST_FEATURES:
        raise too_many()
    for n in range(columns * rows):
        right, above = n % columns * insert.number(44, 0.0), n // columns * insert.number(45, 0.0)
        a, b, d, e = across * cosine, -up * sine, across * sine, up * cosine
        left = x + right * cosine - above * sine - a * block.base[0] - b * block.base[1]
        down = y + right * sine + above * cosine - d * block.base[0] - e * block.base[1]
        yield [flipped * a, flipped * b, d, e, flipped * left, down]


def _together(shapes: list[Geometry]) -> Geometry | None:
    """Return the shapes of a block as areas, else as lines; None if it has neither."""
    areas = [each for each in shapes if each.geom_type.endswith("Polygon")]
    lines = [each for each in shapes if "Line" in each.geom_type]
    if not lines:
        return shapely.union_all([shapely.make_valid(each) for each in areas]) if areas else None
    parts = shapely.get_parts([*lines, *(each.boundary for each in areas)])
    return shapely.MultiLineString(list(parts)) if len(parts) > 1 else parts[0]


def _sign(shape: Geometry, at: Geometry) -> Geometry:
    """Return where a small sign stands; what is drawn larger is as it is drawn."""
    west, south, east, north = shape.bounds
    in_metres = abs(at.x) > METRES and abs(at.y) > METRES
    return at if in_metres and max(east - west, north - south) < _SMALL else shape
