/* Which dots hide each other? */
import { CELL_PX } from "./grid.js";

const REACH_PX = 12; // dots nearer than this hide each other
const FINE_PX = Math.floor(REACH_PX / Math.SQRT2); // two in one such cell always do

/** For each dot another that it hides or is hidden by, -1 where there is none.
    @param {Dots} dots
    @param {CanvasFrame} frame */
export function matesOf({ count, x, y }, frame) {
  const columns = Math.ceil((frame.width + 2 * CELL_PX) / FINE_PX) + 6;
  const rows = Math.ceil((frame.height + 2 * CELL_PX) / FINE_PX) + 6;
  const heads = new Int32Array(columns * rows).fill(-1);
  const next = new Int32Array(count).fill(-1);
  const mate = new Int32Array(count).fill(-1);
  const cells = new Int32Array(count);
  for (let dot = 0; dot < count; dot += 1) {
    const column = Math.floor((x[dot] + CELL_PX) / FINE_PX) + 3;
    const row = Math.floor((y[dot] + CELL_PX) / FINE_PX) + 3;
    cells[dot] = row * columns + column;
    const other = heads[cells[dot]];
    if (other >= 0) {
      mate[dot] = other;
      if (mate[other] < 0) mate[other] = dot;
    }
    next[dot] = other;
    heads[cells[dot]] = dot;
  }
  for (let dot = 0; dot < count; dot += 1) {
    if (mate[dot] >= 0) continue;
    for (let down = -2; down <= 2 && mate[dot] < 0; down += 1) {
      for (let along = -2; along <= 2 && mate[dot] < 0; along += 1) {
        let other = heads[cells[dot] + down * columns + along];
        for (; other >= 0 && mate[dot] < 0; other = next[other]) {
          if (other === dot || Math.hypot(x[dot] - x[other], y[dot] - y[other]) >= REACH_PX) continue;
          mate[dot] = other;
          if (mate[other] < 0) mate[other] = dot;
        }
      }
    }
  }
  return mate;
}
