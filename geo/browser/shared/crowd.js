/* What does the map know of a crowd of places? Which of them are shown; and the room that draws them.

   The crowd is all that is not drawn as symbols (docs/served-files.md). A place is known by its
   position in it. A filter is decided by the places' categories, or by a bit a place where the reader
   searches for a text. The room is a script of its own, which only a package with a crowd needs. */
import { isSet } from "./bits.js";
import { state } from "./state.js";

/** @type {Crowd} */
export const crowd = /** @type {any} */ ({ index: null, filter: null });
/** What the crowd's script offers, once it has come.
    @type {CrowdRoom | null} */
export let room = null;

/** @param {CrowdRoom} made */
export const useRoom = (made) => { room = made; };

/** The room, the index or the filter, for those who are asked only where there is one. */
export const roomOfCrowd = () => /** @type {CrowdRoom} */ (room);
export const indexed = () => /** @type {CrowdIndex} */ (crowd.index);
export const filtered = () => /** @type {Filter} */ (crowd.filter);

/** Whether the place at a position, of a category, is shown.
    @param {number} position
    @param {number} category */
export function passesFilter(position, category) {
  if (!crowd.filter) return false;
  const { found, categories } = crowd.filter;
  return found ? isSet(found.bits, position) : categories[category] === 1;
}

/** Whether a feature of the map is shown, one of the crowd or not.
    @param {{ properties: { index?: number, position?: number, category?: number } }} feature */
export function isShown(feature) {
  const { index, position, category } = feature.properties;
  return position === undefined ? state.shown(/** @type {number} */ (index))
    : passesFilter(position, /** @type {number} */ (category));
}

/** How many places of the crowd are shown, and of all: of one layer, or in all layers.
    @param {string | null} layer */
export function countOf(layer) {
  /** @type {{ shown: number, total: number, workstream: string | null | undefined }} */
  const sum = { shown: 0, total: 0, workstream: null };
  const streams = new Set();
  const { index, filter } = crowd;
  if (!index) return sum;
  index.categories.forEach((category, number) => {
    if (layer && category.layer !== layer) return;
    sum.shown += filter ? filter.counts[number] : 0;
    sum.total += category.count;
    if (category.count) streams.add(category.workstream);
  });
  sum.workstream = streams.size > 1 ? undefined : [...streams][0] || null;
  return sum;
}
