/* How are places painted that are a point, or as small as one, and groups of them? As dots
   and circles. */
import { crowd } from "../shared/crowd.js";
import { compactNumber } from "../shared/language.js";
import { passesNow } from "./filter.js";
import { wholeCells } from "./grid.js";
import { stampsFor } from "./palette.js";
import { scaleAt } from "./square.js";

export const SMALL_PX = 5; // a line or area that is smaller is a dot, and may stand in a group
const SPECK_PX = 2;
const RIM_PX = 3;

/** @typedef {(worldX: number, worldY: number, position: number, category: number) => void} Put */

/** All dots of the cells of the grid that the frame meets.
    @param {CanvasFrame} frame
    @param {Chunk[]} chunks */
export function dotsOf(frame, chunks) {
  const most = chunks.reduce((sum, chunk) => sum + chunk.count + chunk.partAt[chunk.count], 0);
  const dots = /** @type {Dots} */ ({ count: 0, x: new Float32Array(most), y: new Float32Array(most) });
  dots.position = new Uint32Array(most);
  dots.category = new Uint16Array(most);
  const whole = wholeCells(frame);
  const scale = scaleAt(frame.zoom);
  const passes = passesNow();
  /** @type {Put} */
  const put = (worldX, worldY, position, category) => {
    const x = worldX * scale - frame.x;
    const y = worldY * scale - frame.y;
    if (x < whole.left || y < whole.top || x >= whole.right || y >= whole.bottom) return;
    dots.x[dots.count] = x;
    dots.y[dots.count] = y;
    dots.position[dots.count] = position;
    dots.category[dots.count] = category;
    dots.count += 1;
  };
  for (const chunk of chunks) {
    for (const places of chunk.sorts.flat()) {
      for (const place of places) {
        const category = chunk.category[place];
        if (!passes(chunk.first + place, category)) continue;
        if (!chunk.kind[place] || isSmall(chunk, place, scale)) putPlace(put, chunk, place, category);
      }
    }
  }
  return dots;
}

/** @param {Chunk} chunk
    @param {number} place
    @param {number} scale */
function isSmall({ box }, place, scale) {
  const at = 4 * place;
  const [wide, high] = [box[at + 2] - box[at], box[at + 3] - box[at + 1]];
  return wide * scale < SMALL_PX && high * scale < SMALL_PX;
}

/** A place of several points is a dot at each.
    @param {Put} put
    @param {Chunk} chunk
    @param {number} place
    @param {number} category */
function putPlace(put, chunk, place, category) {
  const position = chunk.first + place;
  const { partAt, cornerAt } = chunk;
  const several = !chunk.kind[place] && partAt[place + 1] > partAt[place];
  if (!several) {
    put(chunk.x[place], chunk.y[place], position, category);
    return;
  }
  for (let corner = cornerAt[partAt[place]]; corner < cornerAt[partAt[place + 1]]; corner += 1) {
    put(chunk.cornerX[corner], chunk.cornerY[corner], position, category);
  }
}

/** Dots that stand alone, and groups of one place, which is one too. Those in groups are specks
    below their circles, so that it is seen where they lie.
    @param {Pen} pen
    @param {CanvasFrame} frame
    @param {Palette} palette
    @param {{ dots: Dots, groups: Cluster[] }} picture */
export function paintDots(pen, frame, palette, { dots, groups }) {
  const stamps = stampsFor(palette, frame.ratio);
  const isOne = new Set(groups.filter(({ count }) => count === 1).map(({ key }) => key));
  /** @type {number[]} */
  const singles = [];
  /** @type {number[][]} */
  const gathered = palette.looks.map(() => []);
  for (let dot = 0; dot < dots.count; dot += 1) {
    const isAlone = dots.group[dot] < 0 || isOne.has(dots.group[dot]);
    (isAlone ? singles : gathered[crowd.lookOf[dots.category[dot]]]).push(dot);
  }
  paintSpecks(pen, frame, palette, dots, gathered);
  for (const dot of singles) {
    const stamp = stamps.looks[crowd.lookOf[dots.category[dot]]];
    pen.drawImage(stamp, dots.x[dot] - stamps.room, dots.y[dot] - stamps.room, stamps.side, stamps.side);
  }
  return singles;
}

/** @param {Pen} pen
    @param {CanvasFrame} frame
    @param {Palette} palette
    @param {Dots} dots
    @param {number[][]} gathered */
function paintSpecks(pen, frame, palette, { x, y }, gathered) {
  const columns = Math.ceil(frame.width / SPECK_PX) + 1;
  const taken = new Uint8Array(columns * (Math.ceil(frame.height / SPECK_PX) + 1));
  pen.globalAlpha = 0.5;
  gathered.forEach((dots, look) => {
    pen.fillStyle = palette.looks[look];
    for (const dot of dots) {
      if (x[dot] < 0 || y[dot] < 0 || x[dot] >= frame.width || y[dot] >= frame.height) continue;
      const cell = Math.floor(y[dot] / SPECK_PX) * columns + Math.floor(x[dot] / SPECK_PX);
      if (taken[cell]) continue; // one is seen as well as many
      taken[cell] = 1;
      pen.fillRect(x[dot] - SPECK_PX / 2, y[dot] - SPECK_PX / 2, SPECK_PX, SPECK_PX);
    }
  });
  pen.globalAlpha = 1;
}

/** Circles with numbers. The rim is shared out among the colours.
    @param {Pen} pen
    @param {Palette} palette
    @param {Cluster[]} groups */
export function paintGroups(pen, palette, groups) {
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineCap = "butt";
  for (const group of groups) if (group.count > 1) paintGroup(pen, palette, group);
}

/** @param {Pen} pen
    @param {Palette} palette
    @param {Cluster} group */
function paintGroup(pen, palette, { x, y, radius, count, shares }) {
  /** @param {number} reach
      @param {number} from
      @param {number} to */
  const arc = (reach, from, to) => {
    pen.beginPath();
    pen.arc(x, y, reach, from, to);
  };
  arc(radius + 1, 0, 2 * Math.PI);
  pen.fillStyle = palette.paper;
  pen.fill();
  pen.lineWidth = RIM_PX;
  let from = -Math.PI / 2;
  const parts = [...shares].sort(([one], [two]) => one - two);
  const all = parts.reduce((sum, [, part]) => sum + part, 0);
  for (const [share, part] of parts) {
    const to = from + (2 * Math.PI * part) / all;
    pen.strokeStyle = palette.looks[share] || palette.quiet;
    arc(radius - RIM_PX / 2, from, to);
    pen.stroke();
    from = to;
  }
  pen.fillStyle = palette.ink;
  pen.font = `600 ${count < 1000 ? 11.5 : 11}px ${palette.font}`;
  pen.fillText(compactNumber(count), x, y + 0.5);
}
