/* Which badges does a map show, and where? One in each area that holds places, at the area's middle.

   Where badges would touch they join along the areas that hold each other: an area that is seen at a
   glance becomes one badge, in a larger one only those that touch do. What is here is arithmetic in
   pixels; geo/picture/badges.py has the same rule, and both read tests/cases/badges.json. */

export const BADGE_REACH_PX = 19; // from the middle of a badge to the outside of its ring
const SPACING_PX = 44; // badges nearer than this touch: what a finger needs
const GLANCE_PX = 240; // an area no larger is one badge as long as any in it touch

/** @param {Spot} one
    @param {Spot} two */
export const touch = (one, two) => Math.hypot(one.x - two.x, one.y - two.y) < SPACING_PX;

/** @param {Badge[]} found */
const anyTouch = (found) => found.some((one, at) => found.some((two, past) => past > at && touch(one, two)));

/** @param {Badge[]} found */
const total = (found) => found.reduce((sum, { count }) => sum + count, 0);

/** The badges of a map: `areas` in their order with their middles and sizes in pixels, and how many
    places each holds itself.
    @param {PixelArea[]} areas
    @param {Map<string, number>} counts
    @returns {Badge[]} */
export function joinBadges(areas, counts) {
  const known = new Set(areas.map(({ id }) => id));
  /** @type {Map<string | null, PixelArea[]>} */
  const inside = new Map();
  for (const area of areas) {
    const holder = area.parent !== null && known.has(area.parent) ? area.parent : null;
    inside.set(holder, [...(inside.get(holder) || []), area]);
  }
  /** @param {string | null} holder
      @returns {Badge[]} */
  const below = (holder) => (inside.get(holder) || []).flatMap(badgesIn);
  /** @param {PixelArea} area
      @returns {Badge[]} */
  const badgesIn = (area) => {
    const { id, x, y } = area;
    const count = counts.get(id) || 0;
    const own = count ? [{ area: id, x, y, count, members: [id] }] : [];
    const found = [...own, ...below(id)];
    if (!anyTouch(found)) return found;
    if (area.size > GLANCE_PX) return gather(found);
    return [{ area: id, x, y, count: total(found), members: found.flatMap(({ members }) => members) }];
  };
  return gather(below(null));
}

/** Joins what touches, and nothing else: the one with fewer places goes into the other.
    @param {Badge[]} found
    @returns {Badge[]} */
function gather(found) {
  /** @type {Badge[]} */
  const stays = [];
  for (const badge of [...found].sort((one, two) => two.count - one.count)) {
    const host = stays.find((other) => touch(other, badge));
    if (!host) {
      stays.push({ ...badge });
      continue;
    }
    host.count += badge.count;
    host.members = [...host.members, ...badge.members];
  }
  return stays;
}

/** The parts of a badge's ring: for each share the turns at which it begins and ends, from 0 at the
    top to 1, clockwise, the largest first.
    @template T
    @param {[T, number][]} shares
    @returns {{ of: T, from: number, to: number }[]} */
export function ringParts(shares) {
  const sum = shares.reduce((all, [, count]) => all + count, 0);
  let turned = 0;
  return [...shares].sort((one, two) => two[1] - one[1]).map(([of, count]) => {
    const from = turned;
    turned += count / sum;
    return { of, from, to: turned };
  });
}
