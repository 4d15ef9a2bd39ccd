/* In which cells are places gathered? Those of a grid that is fixed in the world at each zoom. */
export const CELL_PX = 64;

/** The part of the world that has to be looked through so that no group is cut: whole cells.
    @param {CanvasFrame} frame
    @param {number} [cell] */
export function wholeCells(frame, cell = CELL_PX) {
  const [left, top] = shift(frame, cell);
  /** @param {number} length
      @param {number} past */
  const up = (length, past) => Math.ceil((length + past) / cell) * cell - past;
  return { left: -left, top: -top, right: up(frame.width, left), bottom: up(frame.height, top) };
}

/** How far the frame's corner lies within its cell.
    @param {Spot} frame
    @param {number} cell */
const shift = ({ x, y }, cell) => [((x % cell) + cell) % cell, ((y % cell) + cell) % cell];

/** The cell of a point as one number, and those around it.
    @param {CanvasFrame} frame
    @param {number} cell
    @returns {Grid} */
export function grid(frame, cell) {
  const [left, top] = shift(frame, cell);
  const columns = Math.ceil(frame.width / cell) + 3;
  const rows = Math.ceil(frame.height / cell) + 3;
  const around = [-1, 0, 1].flatMap((row) => [-1, 0, 1].map((column) => row * columns + column));
  return {
    around,
    count: rows * columns,
    at: (x, y) => Math.floor((y + top) / cell) * columns + Math.floor((x + left) / cell),
  };
}
