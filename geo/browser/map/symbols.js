/* How is a place whose spot is known drawn? By a symbol there, which nothing ever moves. */
import { crowd, roomOfCrowd } from "../shared/crowd.js";
import { element, giveRole, nameNode, symbol } from "../shared/element.js";
import { emit } from "../shared/events.js";
import { wording } from "../shared/language.js";
import { precisionText } from "../shared/located.js";
import { state } from "../shared/state.js";

const FINGER = matchMedia("(pointer: coarse)").matches;
const SYMBOL_PX = FINGER ? 44 : 30; // what can be hit; what is seen is 26 px wide
const SEEN_PX = 16; // from the middle to the outside of the dashed rim

/** @param {L.Marker} marker */
export const elementOf = (marker) => /** @type {HTMLElement} */ (marker.getElement()); // of one on the map

/** One marker a place; its name is what a screen reader says.
    @param {Feature} feature */
export function makeMarker(feature) {
  const { workstream, located, anchor } = feature.properties;
  const icon = L.divIcon({
    html: symbol(workstream, located),
    className: "om-marker",
    iconSize: [SYMBOL_PX, SYMBOL_PX],
  });
  // Over badges, which stand for a wider area and are seen around it.
  const marker = L.marker(anchor, { icon, riseOnHover: true, keyboard: true, zIndexOffset: 1000 });
  marker.on("add", () => nameMarker(marker, feature));
  marker.on("click", (event) => {
    L.DomEvent.stop(event);
    const beside = besideSymbol(marker, event.originalEvent);
    if (beside) emit("hit", beside.hit, beside.point);
    else emit("select", feature.id, true);
  });
  marker.on("add", () => elementOf(marker).addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    emit("select", feature.id, true);
    emit("focus");
  }));
  return marker;
}

/** What a finger meant that met the room around a symbol: something of the crowd seen there.
    @param {L.Marker} marker
    @param {MouseEvent} press */
function besideSymbol(marker, press) {
  const { map } = state;
  if (!crowd.index || !press) return null;
  const point = map.mouseEventToContainerPoint(press);
  if (point.distanceTo(map.latLngToContainerPoint(marker.getLatLng())) <= SEEN_PX) return null;
  const hit = roomOfCrowd().hitAt(point);
  return hit && { hit, point };
}

/** @param {L.Marker} marker
    @param {Feature} feature */
export function nameMarker(marker, feature) {
  const node = elementOf(marker);
  const name = wording(feature.properties.name);
  giveRole(node, "button");
  nameNode(node, name + ", " + precisionText(feature));
  node.dataset.place = feature.id;
  marker.unbindTooltip();
  // On touch a tooltip would open together with the popup: one tap opens one thing.
  if (matchMedia("(hover: hover)").matches) {
    marker.bindTooltip(element("span", "", name), {
      direction: "top",
      offset: [0, -15],
    });
  }
}
