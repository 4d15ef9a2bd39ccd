/* What of the crowd lies under a pointer? Dots first, then groups, lines, and the smallest area.

   Lines or areas that look the same, since they lie on each other, are meant together. */
import { passesFilter } from "../shared/crowd.js";
import { state } from "../shared/state.js";
import { seenPicture } from "./canvas-layer.js";
import { awayFrom } from "./plan.js";
import { scaleAt } from "./square.js";

const FINGER = matchMedia("(pointer: coarse)").matches;
const DOT_PX = FINGER ? 20 : 8;
const LINE_PX = FINGER ? 14 : 5;
const GROUP_PX = FINGER ? 8 : 2; // beyond the circle's rim

/** @typedef {Spot & { reach: number }} Target */
/** @typedef {{ position: number, rank: number, box: number[] }} Found */

const SPOT = 0, LINE = 1, AREA = 2;

/** Positions of the places that lie at a point of the map's container, or a group of them, or null;
    with what they are drawn as, and how much of the world an area takes.
    @param {Spot} point
    @returns {Hit | null} */
export function hitAt(point) {
  const seen = seenPicture();
  const { map } = state;
  if (!seen || seen.frame.zoom !== map.getZoom()) return null;
  const corner = map.latLngToContainerPoint(seen.corner);
  const [x, y] = [point.x - corner.x, point.y - corner.y];
  const { picture, frame } = seen;
  return dotAt(picture, x, y) || groupAt(picture, x, y) || shapeAt(picture, frame, x, y);
}

/** @param {Painted} picture
    @param {number} x
    @param {number} y
    @returns {Hit | null} */
function dotAt({ dots, singles }, x, y) {
  if (!dots) return null;
  let [best, away] = [-1, DOT_PX];
  for (const dot of singles) {
    const length = Math.hypot(dots.x[dot] - x, dots.y[dot] - y);
    if (length <= away) [best, away] = [dot, length];
  }
  return best < 0 ? null : { positions: [dots.position[best]], kind: SPOT };
}

/** In a far view a place alone in its cell leads nearer as well.
    @param {Painted} picture
    @param {number} x
    @param {number} y
    @returns {Hit | null} */
function groupAt({ groups, level }, x, y) {
  /** @param {Cluster} group */
  const reaches = (group) => (group.count > 1 || level) && Math.hypot(group.x - x, group.y - y) <= group.radius + GROUP_PX;
  const group = (groups || []).find(reaches);
  return group ? { group, kind: SPOT } : null;
}

/** @param {Picture} picture
    @param {CanvasFrame} frame
    @param {number} x
    @param {number} y
    @returns {Hit | null} */
function shapeAt({ chunks }, frame, x, y) {
  const scale = scaleAt(frame.zoom);
  const spot = { x: (frame.x + x) / scale, y: (frame.y + y) / scale, reach: LINE_PX / scale };
  const lines = chunks.flatMap((chunk) => linesAt(chunk, spot));
  if (lines.length) return alike(lines, spot, LINE);
  const areas = chunks.flatMap((chunk) => areasAt(chunk, spot));
  return areas.length ? alike(areas, spot, AREA) : null;
}

/** The nearest or smallest of what was found, with what lies on it and looks the same.
    @param {Found[]} found
    @param {Target} target
    @param {number} kind
    @returns {Hit} */
function alike(found, { reach }, kind) {
  found.sort((one, two) => one.rank - two.rank || two.position - one.position);
  const [first] = found;
  /** @param {Found} other */
  const isLike = ({ box }) => box.every((side, at) => Math.abs(side - first.box[at]) <= reach);
  const positions = found.filter(isLike).map(({ position }) => position);
  return { positions: positions.sort((one, two) => one - two), kind, size: first.rank };
}

/** @param {Chunk} chunk
    @param {number} place */
const passes = (chunk, place) => passesFilter(chunk.first + place, chunk.category[place]);

/** @param {Chunk} chunk
    @param {number} place
    @param {number} rank
    @returns {Found} */
const foundAt = (chunk, place, rank) =>
  ({ position: chunk.first + place, rank, box: [...chunk.box.subarray(4 * place, 4 * place + 4)] });

/** @param {Chunk} chunk
    @param {Target} spot */
function linesAt(chunk, spot) {
  const found = [];
  for (const places of chunk.sorts[LINE]) {
    for (const place of places) {
      if (awayFrom(chunk.box, 4 * place, spot.x, spot.y) > spot.reach || !passes(chunk, place)) continue;
      const away = awayFromLines(chunk, place, spot);
      if (away <= spot.reach) found.push(foundAt(chunk, place, away));
    }
  }
  return found;
}

/** @param {Chunk} chunk
    @param {number} place
    @param {Spot} spot */
function awayFromLines({ cornerX, cornerY, cornerAt, partAt }, place, { x, y }) {
  let least = Infinity;
  for (let part = partAt[place]; part < partAt[place + 1]; part += 1) {
    for (let corner = cornerAt[part] + 1; corner < cornerAt[part + 1]; corner += 1) {
      const [startX, startY] = [cornerX[corner - 1], cornerY[corner - 1]];
      const [alongX, alongY] = [cornerX[corner] - startX, cornerY[corner] - startY];
      const length = alongX * alongX + alongY * alongY;
      const share = length && Math.min(1, Math.max(0, ((x - startX) * alongX + (y - startY) * alongY) / length));
      least = Math.min(least, Math.hypot(startX + share * alongX - x, startY + share * alongY - y));
    }
  }
  return least;
}

/** The areas around the point, and those too small to be hit that are near it.
    @param {Chunk} chunk
    @param {Target} spot */
function areasAt(chunk, spot) {
  const { box } = chunk;
  const found = [];
  for (const places of chunk.sorts[AREA]) {
    for (const place of places) {
      const at = 4 * place;
      const away = awayFrom(box, at, spot.x, spot.y);
      const isSmall = (box[at + 2] - box[at]) * (box[at + 3] - box[at + 1]) < spot.reach * spot.reach;
      if (away > (isSmall ? spot.reach : 0) || !passes(chunk, place)) continue;
      if (isSmall || isInside(chunk, place, spot.x, spot.y)) found.push(foundAt(chunk, place, surface(chunk, place)));
    }
  }
  return found;
}

/** How much of the world an area takes: a ring within another is a hole.
    @param {Chunk} chunk
    @param {number} place */
function surface({ cornerX, cornerY, cornerAt, partAt }, place) {
  /** @type {[number, number][]} */
  const rings = [];
  for (let part = partAt[place]; part < partAt[place + 1]; part += 1) rings.push([cornerAt[part], cornerAt[part + 1]]);
  return rings.reduce((sum, [from, to]) => {
    const around = rings.filter(([other, end]) => other !== from && crosses(cornerX, cornerY, other, end, cornerX[from], cornerY[from]));
    let twice = 0;
    for (let corner = from, before = to - 1; corner < to; before = corner, corner += 1) {
      twice += (cornerX[before] - cornerX[from]) * (cornerY[corner] - cornerY[from])
        - (cornerX[corner] - cornerX[from]) * (cornerY[before] - cornerY[from]);
    }
    return sum + (around.length % 2 ? -1 : 1) * Math.abs(twice) / 2;
  }, 0);
}

/** Whether a ray from a point crosses a ring oddly often, as it does from inside.
    @type {(cornerX: Int32Array, cornerY: Int32Array, from: number, to: number, x: number, y: number) => boolean} */
function crosses(cornerX, cornerY, from, to, x, y) {
  let inside = false;
  for (let corner = from, before = to - 1; corner < to; before = corner, corner += 1) {
    if (cornerY[corner] > y === cornerY[before] > y) continue;
    const share = (y - cornerY[corner]) / (cornerY[before] - cornerY[corner]);
    if (x < cornerX[corner] + share * (cornerX[before] - cornerX[corner])) inside = !inside;
  }
  return inside;
}

/** Whether a point lies in an area: in oddly many of its rings.
    @param {Chunk} chunk
    @param {number} place
    @param {number} x
    @param {number} y */
export function isInside({ cornerX, cornerY, cornerAt, partAt }, place, x, y) {
  let inside = false;
  for (let part = partAt[place]; part < partAt[place + 1]; part += 1) {
    if (crosses(cornerX, cornerY, cornerAt[part], cornerAt[part + 1], x, y)) inside = !inside;
  }
  return inside;
}
