/* What of the crowd lies under a pointer? Dots first, then groups, lines, and the smallest area. */
import { state } from "../shared/state.js";
import { seenPicture } from "./canvas-layer.js";
import { passesFilter } from "./filter.js";
import { awayFrom } from "./plan.js";
import { scaleAt } from "./square.js";

const FINGER = matchMedia("(pointer: coarse)").matches;
const DOT_PX = FINGER ? 20 : 8;
const LINE_PX = FINGER ? 14 : 5;
const GROUP_PX = FINGER ? 8 : 2; // beyond the circle's rim

/* {position} of a place, {group}, or null, at a point of the map's container. */
export function hitAt(point) {
  const seen = seenPicture();
  const { map } = state;
  if (!seen || seen.frame.zoom !== map.getZoom()) return null;
  const corner = map.latLngToContainerPoint(seen.corner);
  const [x, y] = [point.x - corner.x, point.y - corner.y];
  const { picture, frame } = seen;
  return dotAt(picture, x, y) || groupAt(picture, x, y) || shapeAt(picture, frame, x, y);
}

function dotAt({ dots, singles }, x, y) {
  if (!dots) return null;
  let [best, away] = [-1, DOT_PX];
  for (const dot of singles) {
    const length = Math.hypot(dots.x[dot] - x, dots.y[dot] - y);
    if (length <= away) [best, away] = [dot, length];
  }
  return best < 0 ? null : { position: dots.position[best] };
}

/* In a far view a place alone in its cell leads nearer as well. */
function groupAt({ groups, level }, x, y) {
  const reaches = (group) => (group.count > 1 || level) && Math.hypot(group.x - x, group.y - y) <= group.radius + GROUP_PX;
  const group = (groups || []).find(reaches);
  return group ? { group } : null;
}

function shapeAt({ chunks }, frame, x, y) {
  const scale = scaleAt(frame.zoom);
  const spot = { x: (frame.x + x) / scale, y: (frame.y + y) / scale, reach: LINE_PX / scale };
  const best = { position: -1, away: spot.reach, area: Infinity };
  for (const chunk of chunks) for (const places of chunk.sorts[1]) lineAt(chunk, places, spot, best);
  if (best.position < 0) {
    for (const chunk of chunks) for (const places of chunk.sorts[2]) areaAt(chunk, places, spot, best);
  }
  return best.position < 0 ? null : { position: best.position };
}

const passes = (chunk, place) => passesFilter(chunk.first + place, chunk.code[place]);

function lineAt(chunk, places, spot, best) {
  for (const place of places) {
    if (awayFrom(chunk.box, 4 * place, spot.x, spot.y) > best.away) continue;
    if (!passes(chunk, place)) continue;
    const away = awayFromLines(chunk, place, spot);
    if (away > best.away) continue;
    best.away = away;
    best.position = chunk.first + place;
  }
}

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

/* The smallest area around the point, or one too small to be hit that is near it. */
function areaAt(chunk, places, spot, best) {
  const { box } = chunk;
  for (const place of places) {
    const at = 4 * place;
    const away = awayFrom(box, at, spot.x, spot.y);
    const area = (box[at + 2] - box[at]) * (box[at + 3] - box[at + 1]);
    const isSmall = area < spot.reach * spot.reach;
    if (away > (isSmall ? spot.reach : 0) || area >= best.area || !passes(chunk, place)) continue;
    if (!isSmall && !isInside(chunk, place, spot.x, spot.y)) continue;
    best.area = area;
    best.position = chunk.first + place;
  }
}

/* Whether a point lies in an area: a ray from it crosses the rings oddly often. */
export function isInside({ cornerX, cornerY, cornerAt, partAt }, place, x, y) {
  let inside = false;
  for (let part = partAt[place]; part < partAt[place + 1]; part += 1) {
    let before = cornerAt[part + 1] - 1;
    for (let corner = cornerAt[part]; corner < cornerAt[part + 1]; before = corner, corner += 1) {
      if (cornerY[corner] > y === cornerY[before] > y) continue;
      const share = (y - cornerY[corner]) / (cornerY[before] - cornerY[corner]);
      if (x < cornerX[corner] + share * (cornerX[before] - cornerX[corner])) inside = !inside;
    }
  }
  return inside;
}
