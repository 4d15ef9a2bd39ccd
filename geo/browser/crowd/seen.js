/* What of the crowd is seen just now, in pixels of the map's container? */
import { state } from "../shared/state.js";
import { seenPicture } from "./canvas-layer.js";

/* The groups that are seen, for whoever counts them: numbers, and pixels of the map's container. */
export function clustersSeen() {
  const seen = seenPicture();
  if (!seen) return [];
  const corner = state.map.latLngToContainerPoint(seen.corner);
  const { groups } = seen.picture;
  return groups.filter(({ count }) => count > 1).map(({ count, x, y, radius, box }) => ({
    count, radius, x: x + corner.x, y: y + corner.y, wide: Math.max(box[2] - box[0], box[3] - box[1]),
  }));
}

/* The dots that are seen and stand alone: positions, and pixels of the map's container. */
export function singlesSeen() {
  const seen = seenPicture();
  if (!seen || !seen.picture.dots) return [];
  const corner = state.map.latLngToContainerPoint(seen.corner);
  const { dots, singles } = seen.picture;
  return singles.map((dot) => ({
    position: dots.position[dot], x: dots.x[dot] + corner.x, y: dots.y[dot] + corner.y,
  }));
}

const ROWS = 2 ** 16; // more than any frame has cells; a number is found sooner than words
export const APART_PX = 14; // nearer than this at the last zoom they are on one spot

/** Places of the crowd that lie below symbols, where no zoom would part them: feature id ->
    positions. A far view does not know them.
    @param {Feature[]} features */
export function dotsBelow(features) {
  /** @type {Map<string, number[]>} */
  const found = new Map();
  const seen = seenPicture();
  const { map } = state;
  if (!seen || !seen.picture.dots || seen.frame.zoom !== map.getZoom()) return found;
  const { dots } = seen.picture;
  const { frame } = seen;
  const reach = APART_PX / 2 ** (map.getMaxZoom() - frame.zoom);
  const own = new Set(features.map(({ properties }) => properties.position));
  /** @type {Map<number, (Spot & { id: string })[]>} */
  const cells = new Map(); // of one pixel or more, in which a symbol's spot is looked up
  const size = Math.max(1, reach);
  /** @param {number} x
      @param {number} y */
  const key = (x, y) => Math.floor(x / size) * ROWS + Math.floor(y / size);
  for (const { id, properties } of features) {
    if (!properties.located || properties.position !== undefined) continue;
    const { x, y } = map.project(properties.anchor, frame.zoom).subtract([frame.x, frame.y]);
    for (const across of [-size, 0, size]) {
      for (const down of [-size, 0, size]) {
        const cell = key(x + across, y + down);
        cells.set(cell, [...(cells.get(cell) || []), { id, x, y }]);
      }
    }
  }
  if (!cells.size) return found;
  for (let dot = 0; dot < dots.count; dot += 1) {
    for (const { id, x, y } of cells.get(key(dots.x[dot], dots.y[dot])) || []) {
      const isBelow = Math.hypot(dots.x[dot] - x, dots.y[dot] - y) <= reach + 0.05; // a dot is rounded
      if (!isBelow || own.has(dots.position[dot])) continue;
      found.set(id, [...(found.get(id) || []), dots.position[dot]]);
    }
  }
  return found;
}
