/* Where are the shapes, the counts and the properties of the crowd? Fetched, read and kept for a while.

   Chunks that a view needs are asked for from its middle outwards, a few at once. What was not used
   for longest is let go. */
import { fetchColumns } from "../shared/columns.js";
import { crowd, indexed } from "../shared/crowd.js";
import { emit } from "../shared/events.js";
import { host } from "../shared/host.js";
import { SIDE } from "./square.js";

const AT_ONCE = 6;
const KEPT_VIEWS = 3; // so many times the places of the fullest view are kept
const KEPT_PIECES = 48;
/** @type {Map<number, Chunk>} */
let chunks = new Map(); // number -> chunk read, the one used last at the end
/** @type {Map<number, Promise<Level>>} */
let levels = new Map(); // zoom -> promise of the level
/** @type {Map<number, Promise<any[]>>} */
let pieces = new Map(); // number -> promise of the piece
/** @type {Map<number, Promise<Chunk>>} */
let asked = new Map(); // number -> promise of a chunk on its way
/** @type {number[]} */
let queue = []; // numbers of chunks to be asked for
let epoch = 0;

export function forgetChunks() {
  epoch += 1;
  chunks = new Map();
  levels = new Map();
  pieces = new Map();
  asked = new Map();
  queue = [];
}

/** The chunk of a number if it has come, else null.
    @param {number} number */
export function chunkAt(number) {
  const found = chunks.get(number);
  if (!found) return null;
  chunks.delete(number);
  chunks.set(number, found);
  return found;
}

/** Asks for chunks in this order, and no longer for others that were only waiting.
    @param {number[]} numbers */
export function wantChunks(numbers) {
  queue = numbers.filter((number) => !chunks.has(number) && !asked.has(number));
  pump();
}

function pump() {
  while (asked.size < AT_ONCE && queue.length) {
    ask(/** @type {number} */ (queue.shift())).catch(() => {});
  }
}

/** @param {number} number */
function ask(number) {
  const mine = epoch;
  const { path, first } = indexed().chunks[number];
  const coming = fetchColumns(path).then((columns) => {
    const chunk = read(columns, first);
    if (mine === epoch) keep(number, chunk);
    return chunk;
  });
  asked.set(number, coming);
  /** @param {Error | null} fault */
  const done = (fault) => {
    if (mine !== epoch) return;
    asked.delete(number);
    pump();
    emit("chunk", fault);
  };
  coming.then(() => done(null), done);
  return coming;
}

/** @param {number} number
    @param {Chunk} chunk */
function keep(number, chunk) {
  chunks.set(number, chunk);
  let places = 0;
  for (const { count } of chunks.values()) places += count;
  for (const [oldest, { count }] of chunks) {
    if (places <= KEPT_VIEWS * indexed().exact || oldest === number) break;
    chunks.delete(oldest);
    places -= count;
  }
}

/** Promise of a chunk, whether it has come or not.
    @param {number} number */
export const fetchChunk = async (number) => chunkAt(number) || asked.get(number) || ask(number);

/** Promise of what is kept under a key, made at the first call; a failed one is made anew.
    @template Value
    @param {Map<number, Promise<Value>>} kept
    @param {number} key
    @param {() => Promise<Value>} make */
function once(kept, key, make) {
  const found = kept.get(key);
  if (found) return found;
  const coming = make();
  kept.set(key, coming);
  coming.catch(() => kept.delete(key));
  return coming;
}

/** @param {LevelEntry} level */
export const fetchLevel = (level) => once(levels, level.zoom, async () => {
  const columns = await fetchColumns(level.path);
  return readLevel(columns, level.zoom);
});

/** Promise of the properties of the place at a position.
    @param {number} position */
export async function fetchProperties(position) {
  const { size, paths } = indexed().pieces;
  const number = Math.floor(position / size);
  const coming = once(pieces, number, () => host.fetchData(paths[number]));
  const [oldest] = pieces.keys();
  if (pieces.size > KEPT_PIECES) pieces.delete(oldest);
  return (await coming)[position % size];
}

/** @param {number} position */
export const chunkOf = (position) =>
  indexed().chunks.findIndex(({ first, count }) => position >= first && position < first + count);

/** @param {Int32Array} differences */
const summed = (differences) => {
  const made = new Int32Array(differences.length);
  let sum = 0;
  for (let at = 0; at < made.length; at += 1) made[at] = sum = (sum + differences[at]) | 0;
  return made;
};

/** Where the members of each begin, and at the end where all end.
    @param {ArrayLike<number>} lengths */
const starts = (lengths) => {
  const made = new Uint32Array(lengths.length + 1);
  for (let at = 0; at < lengths.length; at += 1) made[at + 1] = made[at] + lengths[at];
  return made;
};

/** A chunk with absolute coordinates and a box (west, north, east, south) a place.
    @param {ChunkColumns} columns
    @param {number} first */
function read({ category, kind, x, y, parts, lengths, dx, dy }, first) {
  const count = category.length;
  const chunk = /** @type {Chunk} */ ({ first, count, category, kind, x: summed(x), y: summed(y) });
  chunk.partAt = starts(parts);
  chunk.cornerAt = starts(lengths);
  chunk.cornerX = new Int32Array(dx.length);
  chunk.cornerY = new Int32Array(dx.length);
  chunk.box = new Int32Array(4 * count);
  for (let at = 0; at < count; at += 1) unfold(chunk, at, dx, dy);
  chunk.sorts = sorts(chunk);
  return chunk;
}

/** @param {Chunk} chunk
    @param {number} at
    @param {Int32Array} dx
    @param {Int32Array} dy */
function unfold(chunk, at, dx, dy) {
  const { cornerX, cornerY, cornerAt, partAt } = chunk;
  let [x, y] = [chunk.x[at], chunk.y[at]];
  const [from, to] = [cornerAt[partAt[at]], cornerAt[partAt[at + 1]]];
  let [west, north, east, south] = from < to ? [SIDE, SIDE, 0, 0] : [x, y, x, y];
  for (let corner = from; corner < to; corner += 1) {
    cornerX[corner] = x = (x + dx[corner]) | 0;
    cornerY[corner] = y = (y + dy[corner]) | 0;
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < north) north = y;
    if (y > south) south = y;
  }
  chunk.box[4 * at] = west;
  chunk.box[4 * at + 1] = north;
  chunk.box[4 * at + 2] = east;
  chunk.box[4 * at + 3] = south;
}

/** The numbers of a chunk's places by what they are drawn as (dot, line, area) and by colour, so
    that each colour is set once. A place whose spot is not known is none of them: the badge of its
    area stands for it.
    @param {Chunk} chunk */
function sorts({ count, category, kind }) {
  /** @type {number[][][]} */
  const made = [[], [], []].map(() => crowd.colours.map(() => []));
  for (let at = 0; at < count; at += 1) {
    if (!crowd.located[category[at]]) continue;
    made[kind[at]][crowd.lookOf[category[at]]].push(at);
  }
  return made.map((looks) => looks.map((places) => Uint16Array.from(places)));
}

/** @param {LevelColumns} columns
    @param {number} zoom
    @returns {Level} */
function readLevel({ x, y, count, categories, category, of_category: ofCategory }, zoom) {
  const [first, categoryAt] = [starts(count), starts(categories)];
  return { zoom, x: summed(x), y: summed(y), count, category, ofCategory, first, categoryAt };
}
