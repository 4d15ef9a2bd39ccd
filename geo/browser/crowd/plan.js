/* What does a view need? The chunks that it meets, or, where they hold too many places, one level. */
import { indexed } from "../shared/crowd.js";
import { emit } from "../shared/events.js";
import { chunkAt, fetchLevel, wantChunks } from "./chunks.js";
import { wholeCells } from "./grid.js";
import { scaleAt } from "./square.js";

/** What there is to paint a frame with: chunks or a level; null while nothing of it has come.
    @param {CanvasFrame} frame */
export function planPicture(frame) {
  const wanted = meeting(frame);
  const { exact, levels, chunks } = indexed();
  const places = wanted.reduce((sum, number) => sum + chunks[number].count, 0);
  return places > exact && levels.length ? far(frame) : near(wanted);
}

/** @param {number[]} wanted
    @returns {Picture | null} */
function near(wanted) {
  wantChunks(wanted);
  const found = wanted.map(chunkAt).filter((chunk) => chunk !== null);
  if (!found.length && wanted.length) return null;
  found.sort((one, two) => one.first - two.first);
  return { chunks: found, level: null, missing: wanted.length - found.length };
}

/** @param {CanvasFrame} frame
    @returns {Picture | null} */
function far(frame) {
  wantChunks([]);
  /** @param {LevelEntry} level */
  const away = ({ zoom }) => Math.abs(zoom - frame.zoom);
  const level = indexed().levels.reduce((best, other) => (away(other) < away(best) ? other : best));
  if (level.read) return { chunks: [], level: level.read, missing: 0 };
  readLevel(level);
  return null;
}

/** @param {LevelEntry} level */
async function readLevel(level) {
  try {
    level.read = await fetchLevel(level);
    emit("chunk", null);
  } catch (fault) {
    emit("chunk", /** @type {Error} */ (fault));
  }
}

/** Chunks whose boxes meet the cells of the frame, those in the middle first.
    @param {CanvasFrame} frame */
function meeting(frame) {
  const scale = scaleAt(frame.zoom);
  const whole = wholeCells(frame);
  const [west, east] = [(frame.x + whole.left) / scale, (frame.x + whole.right) / scale];
  const [north, south] = [(frame.y + whole.top) / scale, (frame.y + whole.bottom) / scale];
  const [x, y] = [(west + east) / 2, (north + south) / 2];
  /** @type {{ number: number, away: number }[]} */
  const found = [];
  indexed().chunks.forEach(({ box }, number) => {
    if (box[0] > east || box[2] < west || box[1] > south || box[3] < north) return;
    found.push({ number, away: awayFrom(box, 0, x, y) });
  });
  return found.sort((one, two) => one.away - two.away).map(({ number }) => number);
}

/** How far a point is from a box (west, north, east, south) that begins somewhere in an array.
    @param {ArrayLike<number>} box
    @param {number} at
    @param {number} x
    @param {number} y */
export function awayFrom(box, at, x, y) {
  const along = Math.max(box[at] - x, 0, x - box[at + 2]);
  return Math.hypot(along, Math.max(box[at + 1] - y, 0, y - box[at + 3]));
}
