/* What does a finger do on the map? One passes it by, two move it, and the map says so.

   On a phone the map is as wide as the page: one that follows every finger would hold the reader
   fast. A mouse drags the map as ever, also on a machine that has both. */
import { element } from "../shared/element.js";
import { text } from "../shared/language.js";
import { state } from "../shared/state.js";

const SAID_MS = 1500;
const MEANT_PX = 12; // a finger that goes no farther is a tap
/** @type {HTMLElement} */
let hint;
/** @type {L.Point | null} */
let begun = null; // where the only finger was put down
let timer = 0;

/** @param {L.Map} map */
export function followTouch(map) {
  const node = map.getContainer();
  hint = element("div", "om-fingers");
  hint.setAttribute("aria-hidden", "true"); // of no use to who cannot see the map
  hint.hidden = true;
  node.appendChild(hint);
  // Before Leaflet hears of it: whether it drags depends on what is put down.
  node.addEventListener("pointerdown", (event) => {
    const drags = event.pointerType !== "touch" && !state.locked;
    map.dragging[drags ? "enable" : "disable"]();
  }, { capture: true });
  node.addEventListener("touchstart", begin, { passive: true });
  node.addEventListener("touchmove", move, { passive: true });
}

/** @param {TouchEvent} event */
function begin({ touches, target }) {
  const alone = touches.length === 1 && !/** @type {Element} */ (target).closest(".leaflet-control, .leaflet-popup");
  begun = alone && !state.locked ? spot(touches[0]) : null;
  if (!alone) hint.hidden = true;
}

/** @param {TouchEvent} event */
function move({ touches }) {
  if (!begun || touches.length !== 1 || begun.distanceTo(spot(touches[0])) < MEANT_PX) return;
  begun = null;
  hint.textContent = text("two_fingers");
  hint.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => { hint.hidden = true; }, SAID_MS);
}

// On the screen, since the page may already move with the finger.
/** @param {Touch} touch */
const spot = (touch) => L.point(touch.screenX, touch.screenY);
