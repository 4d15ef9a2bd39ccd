/* What has a view to show, whatever the filter? Looked for once: another filter only chooses among it. */
import { passesNow } from "./filter.js";
import { wholeCells } from "./grid.js";
import { scaleAt } from "./square.js";

export const SMALL_PX = 5; // a line or area that is smaller is a dot, and may stand in a group

/** @type {Sight | null} */
let kept = null;

/** The dots of the cells of the grid that the frame meets, and the shapes that meet it: areas, then lines.
    @param {CanvasFrame} frame
    @param {Chunk[]} chunks
    @returns {Generator<void, Sight>} */
export function* sightOf(frame, chunks) {
  const { x, y, width, height, zoom } = frame;
  const key = [x, y, width, height, zoom].join();
  const isKnown = kept?.key === key && kept.chunks.length === chunks.length
    && kept.chunks.every((chunk, at) => chunk === chunks[at]);
  if (kept && isKnown) return kept;
  const dots = blank(chunks.reduce((sum, chunk) => sum + chunk.count + chunk.partAt[chunk.count], 0));
  /** @type {ShapesSeen[][]} */
  const shapes = [[], [], []];
  for (const chunk of chunks) {
    chunk.sorts.forEach((looks, kind) => looks.forEach((places, look) => {
      const large = sortOut(frame, chunk, places, kind, dots);
      if (large.length) shapes[kind].push({ chunk, look, kind, places: large });
    }));
    yield;
  }
  kept = { key, chunks, dots, shapes: [...shapes[2], ...shapes[1]] };
  return kept;
}

/** @param {number} most
    @returns {Dots} */
const blank = (most) => ({
  count: 0, x: new Float32Array(most), y: new Float32Array(most), position: new Uint32Array(most),
  category: new Uint16Array(most), group: new Int32Array(),
});

/** Puts points, and what is as small as one, to the dots; gives the others that meet the frame.
    @param {CanvasFrame} frame
    @param {Chunk} chunk
    @param {Uint16Array} places
    @param {number} kind
    @param {Dots} dots */
function sortOut(frame, chunk, places, kind, dots) {
  const { box, partAt, cornerAt } = chunk;
  const scale = scaleAt(frame.zoom);
  const whole = wholeCells(frame);
  /** @param {number} worldX
      @param {number} worldY
      @param {number} place */
  const put = (worldX, worldY, place) => {
    const x = worldX * scale - frame.x;
    const y = worldY * scale - frame.y;
    if (x < whole.left || y < whole.top || x >= whole.right || y >= whole.bottom) return;
    const at = dots.count;
    dots.x[at] = x;
    dots.y[at] = y;
    dots.position[at] = chunk.first + place;
    dots.category[at] = chunk.category[place];
    dots.count += 1;
  };
  const large = [];
  for (const place of places) {
    const at = 4 * place;
    const wide = (box[at + 2] - box[at]) * scale;
    const high = (box[at + 3] - box[at + 1]) * scale;
    if (!kind && partAt[place + 1] > partAt[place]) { // a place of several points is a dot at each
      for (let corner = cornerAt[partAt[place]]; corner < cornerAt[partAt[place + 1]]; corner += 1) {
        put(chunk.cornerX[corner], chunk.cornerY[corner], place);
      }
    } else if (!kind || (wide < SMALL_PX && high < SMALL_PX)) {
      put(chunk.x[place], chunk.y[place], place);
    } else {
      const west = box[at] * scale - frame.x;
      const north = box[at + 1] * scale - frame.y;
      if (west <= frame.width && north <= frame.height && west + wide >= 0 && north + high >= 0) large.push(place);
    }
  }
  return large;
}

/** The dots that the present filter shows.
    @param {Dots} all */
export function dotsShown({ count, x, y, position, category }) {
  const passes = passesNow();
  const dots = blank(count);
  let at = 0;
  for (let dot = 0; dot < count; dot += 1) {
    if (!passes(position[dot], category[dot])) continue;
    dots.x[at] = x[dot];
    dots.y[at] = y[dot];
    dots.position[at] = position[dot];
    dots.category[at] = category[dot];
    at += 1;
  }
  dots.count = at;
  return dots;
}
