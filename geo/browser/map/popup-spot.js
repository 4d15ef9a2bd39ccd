/* Where does a popup stand? Above, below, right or left of what it explains, whole in the frame.

   Where no side has room it stands on the rim where it covers least. All numbers are pixels of the
   frame: x from the left, y from the top. */

const GAP_PX = 10; // between a popup and what it explains
export const RIM_PX = 8; // between a popup and the frame

/** @typedef {{ x: number, y: number }} Size */

/** The upper left corner of a popup of a size, for what lies in a box of a frame.
    @param {Size} frame
    @param {Rect} box
    @param {Size} size
    @returns {Spot} */
export function popupSpot(frame, box, size) {
  /** @param {number} x
      @param {number} y */
  const inFrame = (x, y) => ({
    x: Math.max(RIM_PX, Math.min(x, frame.x - RIM_PX - size.x)),
    y: Math.max(RIM_PX, Math.min(y, frame.y - RIM_PX - size.y)),
  });
  const [middle, centre] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const spots = [
    inFrame(middle - size.x / 2, box.top - GAP_PX - size.y),
    inFrame(middle - size.x / 2, box.bottom + GAP_PX),
    inFrame(box.right + GAP_PX, centre - size.y / 2),
    inFrame(box.left - GAP_PX - size.x, centre - size.y / 2),
  ];
  const covers = spots.map((spot) => covered(spot, size, box));
  return spots[covers.indexOf(Math.min(...covers))];
}

/** How much of a box is covered.
    @param {Spot} spot
    @param {Size} size
    @param {Rect} box */
function covered(spot, size, box) {
  const across = Math.min(spot.x + size.x, box.right) - Math.max(spot.x, box.left);
  const down = Math.min(spot.y + size.y, box.bottom) - Math.max(spot.y, box.top);
  return Math.max(0, across) * Math.max(0, down);
}

/** The room that a view keeps free for a popup, on the side where more is left for the rest: from
    the upper left and from the lower right corner.
    @param {Size} frame
    @param {Size | null} size
    @returns {[[number, number], [number, number]]} */
export function roomFor(frame, size) {
  const rim = Math.max(RIM_PX, Math.min(36, Math.min(frame.x, frame.y) / 10));
  if (!size) return [[rim, rim], [rim, rim]];
  const [tall, wide] = [size.y + GAP_PX + RIM_PX, size.x + GAP_PX + RIM_PX];
  const above = Math.min(frame.x - 2 * rim, frame.y - tall - rim);
  const beside = Math.min(frame.x - wide - rim, frame.y - 2 * rim);
  return beside > above ? [[rim, rim], [wide, rim]] : [[rim, tall], [rim, rim]];
}
