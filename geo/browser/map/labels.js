/* Which names fit on the map, and where? The first free side of what they name, else none.

   The rule of geo/picture/labels.py: a name is about as wide as its signs say, it lies in the frame
   whole, and later names give way to earlier ones. All numbers are pixels of the frame. */

const NARROW_EM = 0.56; // mean width of a Latin letter; Chinese signs are as wide as they are high
const LONGEST_EM = 13; // a longer name is cut on the map; what opens at a click has it in full
const ROOMY_EM = 20; // beside a spot, unless there is room for so much
const LINE_EM = 1.25;
const RIM_PX = 4;
const GAP_PX = 4; // names nearer than this beside each other read as one
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;

/** @param {string} text */
export const widthEm = (text) => [...text].reduce((sum, sign) => sum + (WIDE.test(sign) ? 1 : NARROW_EM), 0);

/** A text no wider than a name may be, cut with an ellipsis where it has to be.
    @param {string} text */
export function shortened(text, longest = LONGEST_EM) {
  if (widthEm(text) <= longest) return text;
  const kept = [...text];
  while (kept.length && widthEm(kept.join("")) > longest - 1) kept.pop();
  return kept.join("").trimEnd() + "…";
}

/** @type {(one: Rect, two: Rect) => boolean} */
const meet = (one, two) => one.left < two.right && two.left < one.right && one.top < two.bottom && two.top < one.bottom;

/** The boxes of a frame that are taken.
    @param {{ x: number, y: number }} size */
export function makeLabels({ x: width, y: height }) {
  /** @type {Rect[]} */
  const taken = [];

  /** @param {Rect} box */
  const isInFrame = (box) => box.left >= RIM_PX && box.top >= RIM_PX
    && box.right <= width - RIM_PX && box.bottom <= height - RIM_PX;

  /** @param {Rect} box */
  const isFree = (box) => isInFrame(box) && !taken.some((other) => meet(box, other));

  /** @param {string} text
      @param {Rect} box
      @param {Side} side  of what is named; a name beside it begins or ends there */
  const put = (text, box, side) => {
    taken.push({ ...box, left: box.left - GAP_PX, right: box.right + GAP_PX });
    return { text, box, side };
  };

  return {
    /** Keeps a box free of names.
        @param {Rect} box */
    take: (box) => { taken.push(box); },

    /** A name at the first free side of a spot; where it has to be there, at the first that the
        frame holds, over whatever lies there. A dot drawn there with it has to be free too, and both clear.
        @param {string} name
        @param {Spot} spot
        @param {{ reach: number, size: number, sides: Side[], must?: boolean, dot?: number, isClear?: (box: Rect) => boolean }} how */
    beside(name, spot, { reach, size, sides, must, dot = 0, isClear = () => true }) {
      const own = { left: spot.x - dot, top: spot.y - dot, right: spot.x + dot, bottom: spot.y + dot };
      if (dot && !(isFree(own) && isClear(own))) return null;
      const short = shortened(name);
      for (const text of [shortened(name, ROOMY_EM), short]) {
        const boxes = sides.map((side) => boxAt(side, spot, reach, widthEm(text) * size, LINE_EM * size));
        const box = boxes.find((each) => isFree(each) && isClear(each)) || (must && text === short ? boxes.find(isInFrame) || boxes[0] : undefined);
        if (!box) continue;
        if (dot) taken.push(own);
        return put(text, box, sides[boxes.indexOf(box)]);
      }
      return null;
    },

    /** A name in the middle of an area, its signs so many em apart.
        @param {string} name
        @param {Spot} spot
        @param {{ size: number, spacing: number }} how */
    centred(name, { x, y }, { size, spacing }) {
      const text = shortened(name);
      const half = ((widthEm(text) + spacing * [...text].length) * size) / 2;
      const tall = (LINE_EM * size) / 2;
      const box = { left: x - half, top: y - tall, right: x + half, bottom: y + tall };
      return isFree(box) ? put(text, box, "below") : null;
    },
  };
}

/** @param {Side} side
    @param {Spot} spot
    @param {number} reach
    @param {number} width
    @param {number} height
    @returns {Rect} */
function boxAt(side, { x, y }, reach, width, height) {
  const left = { right: x + reach, left: x - reach - width, below: x - width / 2, above: x - width / 2 }[side];
  const top = {
    right: y - height / 2, left: y - height / 2, below: y + reach - 2, above: y - reach - height + 2,
  }[side];
  return { left, top, right: left + width, bottom: top + height };
}
