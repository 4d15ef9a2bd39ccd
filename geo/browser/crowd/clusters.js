/* Which dots would lie on top of each other, and stand together as one circle with their number?

   Places are gathered by the cells of a grid that is fixed in the world at each zoom, so that panning
   changes no group; a circle stands in the middle of its places, and circles that would overlap are
   one. A dot with room around it stays a dot. All coordinates are pixels of the frame drawn. */
import { crowd, filtered } from "../shared/crowd.js";
import { CELL_PX, grid, wholeCells } from "./grid.js";
import { matesOf } from "./mates.js";

const FAR_CELL_PX = 80; // where all places stand in groups there are fewer, to keep it calm
const DOT_PX = 5;
const OVERLAP = 0.92; // circles may touch

const NO_SHARE = 1000; // of a group whose colours are not known

/** How wide a circle is that holds so many.
    @param {number} count */
const radius = (count) => Math.min(27, 10.5 + 3 * Math.log10(count));

/** @param {number} key
    @returns {Cluster} */
const blank = (key) => ({
  key, count: 0, x: 0, y: 0, radius: 0, cells: [], shares: new Map(), box: [Infinity, Infinity, -Infinity, -Infinity],
});

/** @param {Cluster} group
    @param {number} x
    @param {number} y
    @param {number} count */
function add(group, x, y, count) {
  group.count += count;
  group.x += x * count;
  group.y += y * count;
}

/** @type {(group: Cluster, west: number, north: number, east: number, south: number) => void} */
function widen({ box }, west, north, east, south) {
  if (west < box[0]) box[0] = west;
  if (north < box[1]) box[1] = north;
  if (east > box[2]) box[2] = east;
  if (south > box[3]) box[3] = south;
}

/** @param {Cluster} group
    @param {number} key
    @param {number} count */
const colour = ({ shares }, key, count) => shares.set(key, (shares.get(key) || 0) + count);

/** Stands groups, an array by cell, in the middle of their places, the largest first. One that
    would overlap a larger one goes into that. Gives those that stay.
    @param {Cluster[]} groups
    @param {Grid} cells */
function settle(groups, { around }) {
  const all = groups.filter(Boolean);
  for (const group of all) {
    group.x /= group.count;
    group.y /= group.count;
    group.radius = radius(group.count);
  }
  all.sort((one, two) => two.count - one.count || one.key - two.key);
  /** @type {Cluster[]} */
  const stays = [];
  for (const group of all) {
    const host = around.find((past) => {
      const other = stays[group.key + past];
      return other && away(group, other) < (group.radius + other.radius) * OVERLAP;
    });
    if (host === undefined) stays[group.key] = group;
    else fold(group, stays[group.key + host]);
  }
  return stays;
}

/** @param {Spot} one
    @param {Spot} two */
const away = (one, two) => Math.hypot(one.x - two.x, one.y - two.y);

/** @param {Cluster} group
    @param {Cluster} host */
function fold(group, host) {
  group.into = host;
  host.count += group.count;
  host.radius = radius(host.count);
  host.cells = host.cells.concat(group.cells);
  const [west, north, east, south] = group.box;
  widen(host, west, north, east, south);
  for (const [key, count] of group.shares) mixIn(host, key, count);
}

/** Groups of the dots of a near view. Gives each dot its group in `dots.group`, -1 to one alone.
    @param {Dots} dots
    @param {CanvasFrame} frame */
export function clusterDots(dots, frame) {
  const mate = matesOf(dots, frame);
  const cells = grid(frame, CELL_PX);
  const keys = new Int32Array(dots.count).fill(-1);
  const members = new Uint32Array(cells.count); // how many of a cell's dots hide each other
  for (let dot = 0; dot < dots.count; dot += 1) {
    if (mate[dot] < 0) continue;
    const key = cells.at(dots.x[dot], dots.y[dot]);
    keys[dot] = key;
    members[key] += 1;
  }
  for (let dot = 0; dot < dots.count; dot += 1) { // one alone in its cell goes to the other's
    if (mate[dot] < 0 || members[keys[dot]] > 1) continue;
    const other = keys[mate[dot]];
    members[keys[dot]] -= 1;
    members[other] += 1;
    keys[dot] = other;
  }
  dots.group = keys;
  const looks = crowd.colours.length;
  const tally = new Uint32Array(cells.count * looks); // of each cell's places by colour
  /** @type {Cluster[]} */
  const groups = [];
  for (let dot = 0; dot < dots.count; dot += 1) {
    const key = keys[dot];
    if (key < 0) continue;
    const isOther = join((groups[key] = groups[key] || blank(key)), dots, dot);
    if (isOther) tally[key * looks + crowd.lookOf[dots.category[dot]]] += 1;
  }
  for (const { key, shares } of groups.filter(Boolean)) {
    for (let look = 0; look < looks; look += 1) if (tally[key * looks + look]) shares.set(look, tally[key * looks + look]);
  }
  const stays = settle(groups, cells);
  for (let dot = 0; dot < dots.count; dot += 1) {
    const group = groups[keys[dot]];
    if (group && group.into) keys[dot] = group.into.key;
  }
  absorb(dots, stays, cells);
  return stays.filter(Boolean);
}

/** Dots of one place follow each other and count once. Tells whether it is another than the last.
    @param {Cluster} group
    @param {Dots} dots
    @param {number} dot */
function join(group, dots, dot) {
  widen(group, dots.x[dot], dots.y[dot], dots.x[dot], dots.y[dot]);
  if (group.last === dots.position[dot]) return false;
  group.last = dots.position[dot];
  add(group, dots.x[dot], dots.y[dot], 1);
  return true;
}

/** A dot that a circle would hide belongs to it too.
    @param {Dots} dots
    @param {Cluster[]} groups
    @param {Grid} cells */
function absorb(dots, groups, { at, around }) {
  const spot = { x: 0, y: 0 };
  for (let dot = 0; dot < dots.count; dot += 1) {
    if (dots.group[dot] >= 0) continue;
    spot.x = dots.x[dot];
    spot.y = dots.y[dot];
    const key = at(spot.x, spot.y);
    for (const past of around) {
      const group = groups[key + past];
      if (!group || away(group, spot) > group.radius + DOT_PX) continue;
      const { x, y } = group;
      if (join(group, dots, dot)) colour(group, crowd.lookOf[dots.category[dot]], 1);
      Object.assign(group, { x, y });
      dots.group[dot] = group.key;
      break;
    }
  }
}

/** Groups of the cells of a far view, of which the present filter shows so many each.
    @param {Level} level
    @param {Uint32Array} shown
    @param {number} size
    @param {CanvasFrame} frame */
export function clusterCells(level, shown, size, frame) {
  const cells = grid(frame, FAR_CELL_PX);
  const whole = wholeCells(frame, FAR_CELL_PX);
  /** @type {Cluster[]} */
  const groups = [];
  for (let cell = 0; cell < shown.length; cell += 1) {
    if (!shown[cell]) continue;
    const x = level.x[cell] * size - frame.x;
    const y = level.y[cell] * size - frame.y;
    const [middleX, middleY] = [x + size / 2, y + size / 2];
    if (middleX < whole.left || middleY < whole.top || middleX >= whole.right || middleY >= whole.bottom) continue;
    const key = cells.at(middleX, middleY);
    const group = (groups[key] = groups[key] || blank(key));
    add(group, middleX, middleY, shown[cell]);
    widen(group, x, y, x + size, y + size);
    group.cells.push(cell);
    mix(group, level, cell);
  }
  return settle(groups, cells).filter(Boolean);
}

/** Adds a share of the circle's rim, a colour. Of what was found by a text in a far view it is known how many places there are
    in a cell, not of which categories: where these could have several colours the rim has none.
    @param {Cluster} group
    @param {number} key
    @param {number} count */
function mixIn(group, key, count) {
  const { shares } = group;
  if (shares.has(NO_SHARE)) return;
  const isSure = key !== NO_SHARE && (!group.isFound || !shares.size || shares.has(key));
  if (isSure) colour(group, key, count);
  else group.shares = new Map([[NO_SHARE, 1]]);
}

/** @param {Cluster} group
    @param {Level} level
    @param {number} cell */
function mix(group, { categoryAt, category, ofCategory }, cell) {
  const { found, categories } = filtered();
  group.isFound = Boolean(found);
  for (let at = categoryAt[cell]; at < categoryAt[cell + 1]; at += 1) {
    if (!categories[category[at]] || !crowd.located[category[at]]) continue;
    mixIn(group, crowd.lookOf[category[at]], ofCategory[at]);
  }
}
