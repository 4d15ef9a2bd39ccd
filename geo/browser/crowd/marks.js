/* How are places painted that are a point, or as small as one, and groups of them? As dots
   and circles. */
import { crowd } from "../shared/crowd.js";
import { element } from "../shared/element.js";
import { compactNumber } from "../shared/language.js";
import { stampsFor } from "./palette.js";

const SPECK_PX = 2;
const SPECK_ALPHA = 84; // of one place; more are stronger
const MORE_ALPHA = 22;
const MOST_ALPHA = 190;
const RIM_PX = 3;

/** Dots that stand alone, and groups of one place, which is one too. Those in groups are specks
    below their circles, so that it is seen where they lie.
    @param {Pen} pen
    @param {CanvasFrame} frame
    @param {Palette} palette
    @param {{ dots: Dots, groups: Cluster[] }} picture */
export function paintDots(pen, frame, palette, { dots, groups }) {
  const isOne = new Set(groups.filter(({ count }) => count === 1).map(({ key }) => key));
  /** @type {number[]} */
  const singles = [];
  const specks = cellsOf(frame, SPECK_PX);
  const looks = new Uint8Array(specks.count).fill(palette.looks.length); // the first of those in a cell
  const alphas = new Uint8Array(specks.count).fill(SPECK_ALPHA - MORE_ALPHA);
  for (let dot = 0; dot < dots.count; dot += 1) {
    if (dots.group[dot] < 0 || isOne.has(dots.group[dot])) {
      singles.push(dot);
      continue;
    }
    const cell = specks.of(Math.floor((dots.x[dot] + frame.x) / SPECK_PX), Math.floor((dots.y[dot] + frame.y) / SPECK_PX));
    if (cell < 0) continue;
    looks[cell] = Math.min(looks[cell], crowd.lookOf[dots.category[dot]]);
    alphas[cell] = Math.min(MOST_ALPHA, alphas[cell] + MORE_ALPHA);
    specks.paint(cell, palette.numbers[looks[cell]], alphas[cell]);
  }
  specks.draw(pen);
  const stamps = stampsFor(palette, frame.ratio);
  for (const dot of singles) {
    const stamp = stamps.looks[crowd.lookOf[dots.category[dot]]];
    pen.drawImage(stamp, dots.x[dot] - stamps.room, dots.y[dot] - stamps.room, stamps.side, stamps.side);
  }
  return singles;
}

/** Cells of the world of so many pixels, of which a frame meets so many. Each is one pixel until all are
    drawn at once, as large as they are: ten thousand rectangles take longer than one picture.
    @param {CanvasFrame} frame
    @param {number} size */
export function cellsOf(frame, size) {
  const left = Math.floor(frame.x / size);
  const upper = Math.floor(frame.y / size);
  const wide = Math.ceil(frame.width / size) + 1;
  const high = Math.ceil(frame.height / size) + 1;
  const small = element("canvas");
  small.width = wide;
  small.height = high;
  const own = /** @type {Pen} */ (small.getContext("2d"));
  const image = own.createImageData(wide, high);
  return {
    count: wide * high,
    /** A cell of the world among those of the frame, -1 beside them.
        @param {number} column
        @param {number} row */
    of(column, row) {
      const [x, y] = [column - left, row - upper];
      return x < 0 || y < 0 || x >= wide || y >= high ? -1 : y * wide + x;
    },
    /** @param {number} cell
        @param {number[]} colour red, green, blue
        @param {number} alpha */
    paint(cell, [red, green, blue], alpha) {
      const at = 4 * cell;
      image.data[at] = red;
      image.data[at + 1] = green;
      image.data[at + 2] = blue;
      image.data[at + 3] = alpha;
    },
    /** @param {Pen} pen */
    draw(pen) {
      own.putImageData(image, 0, 0);
      pen.imageSmoothingEnabled = false;
      pen.drawImage(small, left * size - frame.x, upper * size - frame.y, wide * size, high * size);
      pen.imageSmoothingEnabled = true;
    },
  };
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
