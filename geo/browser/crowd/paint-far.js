/* How is the crowd painted in a far view, where there are too many places to paint each?

   By the counts of cells of four pixels: each in the colour of its most frequent category, stronger
   where there are more, and over them the groups with their numbers. */
import { crowd, filtered } from "../shared/crowd.js";
import { clusterCells } from "./clusters.js";
import { foundBefore } from "./filter.js";
import { cellsOf, paintGroups } from "./marks.js";

const CELL_PX = 4;

/** @param {Pen} pen
    @param {CanvasFrame} frame
    @param {Palette} palette
    @param {Picture} picture */
export function* paintFar(pen, frame, palette, picture) {
  const level = /** @type {Level} */ (picture.level);
  const size = CELL_PX * 2 ** (frame.zoom - level.zoom);
  const counted = countCells(level);
  yield;
  paintCells(pen, frame, palette, level, counted, size);
  yield;
  picture.groups = clusterCells(level, counted.shown, size, frame);
  picture.dots = null;
  yield;
  paintGroups(pen, palette, picture.groups);
}

/** How many places of each cell are shown, and the category that most of them have.
    @param {Level} level
    @returns {Counted} */
function countCells(level) {
  const filter = filtered();
  if (level.counted && level.counted.filter === filter) return level.counted;
  const { count, first, category, ofCategory, categoryAt } = level;
  const shown = new Uint32Array(count.length);
  const top = new Uint16Array(count.length);
  for (let cell = 0; cell < count.length; cell += 1) {
    let most = 0;
    for (let at = categoryAt[cell]; at < categoryAt[cell + 1]; at += 1) {
      if (!filter.categories[category[at]] || !crowd.located[category[at]]) continue;
      shown[cell] += ofCategory[at];
      if (ofCategory[at] <= most) continue;
      most = ofCategory[at];
      top[cell] = category[at];
    }
    const { dots } = filter;
    if (dots) shown[cell] = foundBefore(first[cell] + count[cell], dots) - foundBefore(first[cell], dots);
  }
  level.counted = { filter, shown, top };
  return level.counted;
}

/** @param {Pen} pen
    @param {CanvasFrame} frame
    @param {Palette} palette
    @param {Level} level
    @param {Counted} counted
    @param {number} size */
function paintCells(pen, frame, palette, level, { shown, top }, size) {
  const cells = cellsOf(frame, size);
  for (let cell = 0; cell < shown.length; cell += 1) {
    if (!shown[cell]) continue;
    const at = cells.of(level.x[cell], level.y[cell]);
    if (at >= 0) cells.paint(at, palette.numbers[crowd.lookOf[top[cell]]], Math.min(220, 52 + 56 * Math.log10(shown[cell])));
  }
  cells.draw(pen);
}
