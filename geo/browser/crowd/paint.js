/* How is the crowd painted in a near view? Place by place, each in its shape.

   Painters are generators: they hand back at each step, so that a long picture is painted in slices
   between which the map can be moved. Coordinates are pixels from the frame's corner. */
import { clusterDots } from "./clusters.js";
import { passesNow } from "./filter.js";
import { paintDots, paintGroups } from "./marks.js";
import { scaleAt } from "./square.js";
import { dotsShown, sightOf } from "./view.js";

const THIN_PX = 0.5; // corners nearer than this to the one before are left out
const STEP = 400; // places between two steps
const FILL = 0.16;

/** @typedef {{ pen: Pen, frame: CanvasFrame, scale: number, widths: number[] }} Brush */

/** Paints all places of the chunks that the frame meets; fills `picture` with what can be hit.
    @param {Pen} pen
    @param {CanvasFrame} frame
    @param {Palette} palette
    @param {Picture} picture */
export function* paintNear(pen, frame, palette, picture) {
  const brush = brushOf(pen, frame);
  const sight = yield* sightOf(frame, picture.chunks);
  for (const shapes of sight.shapes) {
    pen.fillStyle = pen.strokeStyle = palette.looks[shapes.look];
    yield* paintShapes(brush, shapes);
  }
  const dots = dotsShown(sight.dots);
  picture.dots = dots;
  yield;
  const groups = clusterDots(dots, frame);
  picture.groups = groups;
  yield;
  picture.singles = paintDots(pen, frame, palette, { dots, groups });
  yield;
  paintGroups(pen, palette, groups);
}

/** @param {Pen} pen
    @param {CanvasFrame} frame
    @returns {Brush} */
function brushOf(pen, frame) {
  const { zoom } = frame;
  const rim = zoom < 10 ? 0.8 : zoom < 14 ? 1.2 : 1.8;
  return { pen, frame, scale: scaleAt(zoom), widths: [0, rim * 1.5, rim] };
}

/** Lines or areas of one colour, many to a path.
    @param {Brush} brush
    @param {ShapesSeen} shapes */
function* paintShapes(brush, { chunk, places, kind }) {
  const { pen } = brush;
  const passes = passesNow();
  pen.lineWidth = brush.widths[kind];
  pen.lineJoin = pen.lineCap = "round";
  for (let from = 0; from < places.length; from += STEP) {
    const several = []; // areas of several rings, each filled by itself for its holes
    pen.beginPath();
    const end = Math.min(places.length, from + STEP);
    for (let at = from; at < end; at += 1) {
      const place = places[at];
      if (!passes(chunk.first + place, chunk.category[place])) continue;
      if (kind === 2 && chunk.partAt[place + 1] - chunk.partAt[place] > 1) several.push(place);
      else traceParts(brush, chunk, place, kind === 2);
    }
    finish(pen, kind, "nonzero");
    for (const place of several) {
      pen.beginPath();
      traceParts(brush, chunk, place, true);
      finish(pen, kind, "evenodd");
    }
    yield;
  }
}

/** @param {Pen} pen
    @param {number} kind
    @param {CanvasFillRule} rule */
function finish(pen, kind, rule) {
  if (kind === 2) {
    pen.globalAlpha = FILL;
    pen.fill(rule);
    pen.globalAlpha = 1;
  }
  pen.stroke();
}

/** @param {Brush} brush
    @param {Chunk} chunk
    @param {number} place
    @param {boolean} closed */
function traceParts(brush, chunk, place, closed) {
  const { partAt, cornerAt } = chunk;
  for (let part = partAt[place]; part < partAt[place + 1]; part += 1) {
    trace(brush, chunk, cornerAt[part], cornerAt[part + 1], closed);
  }
}

/** All rings go round the same way, so that areas of one path that overlap stay filled.
    @param {Brush} brush
    @param {Chunk} chunk
    @param {number} from
    @param {number} to
    @param {boolean} closed */
function trace({ pen, frame, scale }, { cornerX, cornerY }, from, to, closed) {
  const turned = closed && turn(cornerX, cornerY, from, to) < 0;
  const last = turned ? from : to - 1;
  const step = turned ? -1 : 1;
  let [oldX, oldY] = [NaN, NaN];
  for (let corner = turned ? to - 1 : from; ; corner += step) {
    const x = cornerX[corner] * scale - frame.x;
    const y = cornerY[corner] * scale - frame.y;
    const isNear = Math.abs(x - oldX) < THIN_PX && Math.abs(y - oldY) < THIN_PX;
    if (!isNear || corner === last) {
      if (oldX !== oldX) pen.moveTo(x, y);
      else pen.lineTo(x, y);
      oldX = x;
      oldY = y;
    }
    if (corner === last) break;
  }
  if (closed) pen.closePath();
}

/** Twice the area of a ring, positive if it goes round clockwise on the screen.
    @param {Int32Array} x
    @param {Int32Array} y
    @param {number} from
    @param {number} to */
function turn(x, y, from, to) {
  let sum = 0;
  for (let corner = from; corner < to; corner += 1) {
    const other = corner + 1 < to ? corner + 1 : from;
    sum += (x[corner] - x[from]) * (y[other] - y[from]) - (x[other] - x[from]) * (y[corner] - y[from]);
  }
  return sum;
}
