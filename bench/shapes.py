"""Where do made places lie, and what shape have they?

All coordinates are WGS-84 degrees, longitude before latitude. Everything follows from a seed; no
shape depends on how many were made before it in another batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
METRES_A_DEGREE: Final = 111_320.0
DECIMALS: Final = 6  # about 0.1 m
PROVINCE: Final = (113.5, 36.0, 119.9, 42.6)
"""West, south, east, north: about those of Hebei."""
DISTRICT: Final = (116.58, 39.14, 116.90, 39.55)
SMALL: Final = 10_000
"""Fewer places than this lie in one district, as many or more in a province."""
_MARGIN: Final = 0.06  # share of the extent that is left free of places at each side


@dataclass(frozen=True, slots=True)
class Land:
    """What places are put on: towns with their share of the places, and townships.

    `towns` and `townships` are centres (longitude, latitude), `sizes_m` a radius each.
    """

    extent: tuple[float, float, float, float]
    towns: Array
    weights: Array
    town_sizes_m: Array
    townships: Array
    township_sizes_m: Array


def make_land(count: int, seed: int) -> Land:
    """Return land with enough towns and townships for `count` places."""
    rng = np.random.default_rng([seed, 0])
    extent = DISTRICT if count < SMALL else PROVINCE
    town_count = int(np.clip(count // 250, 3, 2500))
    township_count = int(np.clip(count // 1500, 2, 2200))
    weights = 1.0 / np.arange(1, town_count + 1) ** 0.7
    scale = 1.0 if count < SMALL else 2.5
    return Land(
        extent=extent,
        towns=_spots(rng, town_count, extent),
        weights=weights / weights.sum(),
        town_sizes_m=rng.uniform(500, 1200, town_count) * scale,
        townships=_spots(rng, township_count, extent),
        township_sizes_m=rng.uniform(1200, 2500, township_count),
    )


def _spots(rng: np.random.Generator, count: int, extent: tuple[float, ...]) -> Array:
    west, south, east, north = extent
    along, up = (east - west) * _MARGIN, (north - south) * _MARGIN
    low, high = (west + along, south + up), (east - along, north - up)
    return rng.uniform(low, high, (count, 2))


def scatter(rng: np.random.Generator, land: Land, count: int) -> tuple[NDArray[Any], Array]:
    """Return the town (its number) and the spot of each of `count` places, dense within towns."""
    towns = rng.choice(len(land.towns), count, p=land.weights)
    away_m = rng.normal(0, 1, (count, 2)) * land.town_sizes_m[towns, None]
    west, south, east, north = land.extent
    rim = np.array([east - west, north - south]) * _MARGIN / 2
    spots = land.towns[towns] + to_degrees(away_m, land.towns[towns, 1])
    return towns, np.clip(spots, np.array([west, south]) + rim, np.array([east, north]) - rim)


def to_degrees(metres: Array, latitudes: Array) -> Array:
    """Return offsets east and north in metres as degrees of longitude and latitude."""
    shrink = np.cos(np.radians(latitudes))
    east = metres[..., 0] / (METRES_A_DEGREE * shrink)
    return np.stack([east, metres[..., 1] / METRES_A_DEGREE], axis=-1)


def lines(rng: np.random.Generator, starts: Array) -> list[list[list[float]]]:
    """Return a street a start: about 20 corners, 40 to 90 metres apart, bending slowly."""
    most, count = 24, len(starts)
    headings = rng.uniform(0, 2 * np.pi, (count, 1)) + rng.normal(0, 0.12, (count, most)).cumsum(1)
    steps_m = rng.uniform(40, 90, (count, 1))
    east_north = np.stack([np.cos(headings), np.sin(headings)], axis=-1) * steps_m[..., None]
    away = to_degrees(east_north.cumsum(axis=1), starts[:, 1, None])
    corners = (starts[:, None, :] + away).round(DECIMALS).tolist()
    lengths = rng.integers(16, most + 1, count)
    return [line[:length] for line, length in zip(corners, lengths, strict=True)]


def rings(
    rng: np.random.Generator, centres: Array, radii_m: Array, *, fewest: int = 12, most: int = 18
) -> list[list[list[float]]]:
    """Return a closed ring around each centre, counter-clockwise, of about 15 corners.

    Corners follow each other by angle, with less than half a turn between them: no ring crosses
    itself.
    """
    numbers = rng.integers(fewest, most + 1, len(centres))
    turns = np.arange(most)[None, :] / numbers[:, None]
    angles = 2 * np.pi * (turns + rng.uniform(0, 0.5, (len(centres), most)) / numbers[:, None])
    reach_m = radii_m[:, None] * rng.uniform(0.65, 1.0, angles.shape)
    away_m = np.stack([np.cos(angles), np.sin(angles)], axis=-1) * reach_m[..., None]
    corners = centres[:, None, :] + to_degrees(away_m, centres[:, 1, None])
    listed = corners.round(DECIMALS).tolist()
    return [[*ring[:n], ring[0]] for ring, n in zip(listed, numbers.tolist(), strict=True)]


def outline(extent: tuple[float, float, float, float]) -> list[list[float]]:
    """Return the ring of a district: the extent with a wavy rim, counter-clockwise."""
    west, south, east, north = extent
    turns = np.linspace(0, 2 * np.pi, 160, endpoint=False)
    # A circle drawn out to a square: places near the corners of the extent stay inside.
    reach = np.maximum(np.abs(np.cos(turns)), np.abs(np.sin(turns)))
    wave = 1 - 0.02 * (1 + np.sin(17 * turns)) / 2
    along = (west + east) / 2 + (east - west) / 2 * np.cos(turns) / reach * wave
    up = (south + north) / 2 + (north - south) / 2 * np.sin(turns) / reach * wave
    ring: list[list[float]] = np.stack([along, up], axis=-1).round(DECIMALS).tolist()
    return [*ring, ring[0]]
