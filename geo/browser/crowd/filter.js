/* How is what is shown of the crowd decided? Its index is opened, and the present filter followed. */
import { fromBase64, isSet, readMask } from "../shared/bits.js";
import { crowd, indexed } from "../shared/crowd.js";
import { emit } from "../shared/events.js";
import { host } from "../shared/host.js";
import { appearanceOf } from "../shared/state.js";

const BLOCK_BITS = 256; // so many positions are counted at once
const INLINE = "bits:";

let follows = 0; // filters asked for; only the last one asked for counts
/** @type {(Promise<void> & { key?: string }) | null} */
let answered = null; // promise of the present filter

/** @param {CrowdIndex | null} index */
export function openCrowd(index) {
  crowd.index = index;
  crowd.filter = null;
  follows += 1;
  answered = null;
  if (!index) return;
  let first = 0;
  for (const chunk of index.chunks) {
    chunk.first = first;
    first += chunk.count;
  }
  const colours = index.categories.map(({ workstream }) => appearanceOf(workstream).colour);
  crowd.colours = [...new Set(colours)];
  crowd.lookOf = Uint8Array.from(colours, (colour) => crowd.colours.indexOf(colour));
  crowd.located = Uint8Array.from(index.categories, ({ located }) => (located ? 1 : 0));
}

/** Follows a message's filter. What is drawn and counted changes when all of it is there.
    @param {CrowdMessage | null} told
    @returns {Promise<void>} */
export function followFilter(told) {
  if (!crowd.index || !told) return Promise.resolve();
  const key = JSON.stringify([told.categories, told.found, told.counts]);
  if (answered && answered.key === key) return answered;
  follows += 1;
  answered = settle(told, follows);
  answered.key = key;
  return answered;
}

/* Resolves when the filter asked for last is there. */
export const filterSettled = () => answered || Promise.resolve();

/** What tells whether the place at a position, of a category, is shown; for who asks of all places at once.
    @returns {(position: number, category: number) => boolean} */
export function passesNow() {
  if (!crowd.filter) return () => false;
  const { found, categories } = crowd.filter;
  return found ? (position) => isSet(found.bits, position) : (_, category) => categories[category] === 1;
}

/** @param {CrowdMessage} told
    @param {number} mine */
async function settle(told, mine) {
  let bits = null;
  try {
    if (told.found) bits = await foundBits(told.found);
  } catch (fault) {
    if (mine !== follows) return;
    answered = null; // the next message asks again
    console.warn("what was found did not load:", /** @type {Error} */ (fault).message);
    emit("filter-failed");
    return;
  }
  if (mine !== follows) return; // another filter was asked for meanwhile
  const mask = readMask(told.categories);
  const { counts } = told;
  const categories = Uint8Array.from(counts, (count, category) => (bits ? count > 0 : mask(category)) ? 1 : 0);
  const found = bits && { bits, blocks: blocksOf(bits) };
  const alone = bits && withoutAreas(bits);
  crowd.filter = { categories, counts, found, dots: alone && { bits: alone, blocks: blocksOf(alone) } };
  emit("filter");
}

/** @param {string} path */
async function foundBits(path) {
  if (path.startsWith(INLINE)) return fromBase64(path.slice(INLINE.length));
  return new Uint8Array(await host.fetchBytes(path, true));
}

const ONES = Uint8Array.from({ length: 256 }, (_, byte) => [...byte.toString(2)].filter((bit) => bit === "1").length);

/** How many bits are set before each block of positions.
    @param {Uint8Array} bits */
function blocksOf(bits) {
  const bytes = BLOCK_BITS / 8;
  const blocks = new Uint32Array(Math.ceil(bits.length / bytes) + 1);
  let sum = 0;
  for (let at = 0; at < bits.length; at += 1) {
    if (at % bytes === 0) blocks[at / bytes] = sum;
    sum += ONES[bits[at]];
  }
  blocks[Math.ceil(bits.length / bytes)] = sum;
  return blocks;
}

/** The bits of a filter less those of places whose spots are not known.
    @param {Uint8Array} bits */
function withoutAreas(bits) {
  const rest = Uint8Array.from(bits);
  for (const { runs } of indexed().areas || []) {
    for (const [first, length] of runs) {
      for (let at = first; at < first + length; at += 1) rest[at >> 3] &= ~(128 >> (at & 7));
    }
  }
  return rest;
}

/** How many places before a position are found.
    @param {number} position
    @param {FoundBits} among */
export function foundBefore(position, { bits, blocks }) {
  const block = Math.floor(position / BLOCK_BITS);
  let sum = blocks[block];
  for (let at = (block * BLOCK_BITS) >> 3; at < position >> 3; at += 1) sum += ONES[bits[at]];
  const rest = position & 7;
  return rest ? sum + ONES[bits[position >> 3] >> (8 - rest)] : sum;
}
