/* What does the map say of a place of the crowd under a mouse? A hand at once, its name after a rest. */
import { crowd, roomOfCrowd } from "../shared/crowd.js";
import { element } from "../shared/element.js";
import { wording } from "../shared/language.js";
import { selectedPlace, state } from "../shared/state.js";
import { showArea } from "./places.js";

const REST_MS = 180;
let timer = 0;
/** @type {number | null} */
let over = null; // position that the mouse is over
/** @type {L.Tooltip | null} */
let tooltip = null;
let frame = 0;

/** @param {L.Map} map */
export function followMouse(map) {
  if (!matchMedia("(hover: hover)").matches) return;
  map.on("mousemove", (event) => {
    if (!crowd.index) return;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => look(event));
  });
  map.on("mouseout movestart zoomstart", leave);
}

/** @param {L.LeafletMouseEvent} event */
function look({ containerPoint, originalEvent }) {
  const { map } = state;
  const target = /** @type {Element} */ (originalEvent.target);
  const isFree = !target.closest(".leaflet-interactive, .leaflet-popup, .leaflet-control");
  const hit = isFree && !originalEvent.buttons ? roomOfCrowd().hitAt(containerPoint) : null;
  map.getContainer().classList.toggle("om-over", Boolean(hit));
  const position = hit && !hit.group && hit.positions.length === 1 ? hit.positions[0] : null;
  if (position === over) return;
  leave();
  over = position;
  map.getContainer().classList.toggle("om-over", Boolean(hit));
  if (position !== null) timer = setTimeout(() => say(position, containerPoint), REST_MS);
}

function leave() {
  clearTimeout(timer);
  cancelAnimationFrame(frame);
  state.map.getContainer().classList.remove("om-over");
  if (tooltip) {
    tooltip.remove();
    showArea(selectedPlace());
  }
  tooltip = over = null;
}

/** @param {number} position
    @param {L.Point} point */
async function say(position, point) {
  const { map } = state;
  let feature = null;
  try {
    feature = await roomOfCrowd().featureAt(position);
  } catch (fault) {
    console.warn("a name did not load:", /** @type {Error} */ (fault).message); // a click says more
    return;
  }
  if (over !== position || feature.id === state.place) return;
  const isDot = feature.geometry.type === "Point" || !feature.properties.located;
  const at = isDot ? feature.properties.anchor : map.containerPointToLatLng(point);
  tooltip = L.tooltip({ direction: "top", offset: [0, -8], interactive: false });
  tooltip.setLatLng(at).setContent(element("span", "", wording(feature.properties.name))).addTo(map);
  showArea(feature);
}
