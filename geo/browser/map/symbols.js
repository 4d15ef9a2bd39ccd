/* How is a place that is known only by its area drawn?

   By a symbol that stands for the area, not for a spot: symbols are moved apart on the screen so
   that none hides another, and the dashed area appears on hover and selection. */
import { crowd } from "../crowd/filter.js";
import { hitAt } from "../crowd/hit.js";
import { element, symbol } from "../shared/element.js";
import { emit } from "../shared/events.js";
import { wording } from "../shared/language.js";
import { state } from "../shared/state.js";
import { precisionText } from "./popup.js";

const FINGER = matchMedia("(pointer: coarse)").matches;
const SYMBOL_PX = FINGER ? 44 : 30; // what can be hit; what is seen is 26 px wide
const SPACING_PX = FINGER ? 44 : 34;
const SEEN_PX = 16; // from the middle to the outside of the dashed rim
const RINGS = 8; // how far a symbol goes at the most
const RINGS_INSIDE = 3; // how far a symbol goes to stay inside the district

/** @typedef {{ id: string, located: boolean, point: L.Point }} Anchor */
/** Places symbols so that none hides another: each takes the free spot nearest to its anchor on
    rings around it, inside the district if there is one. Located places stay where they are,
    those with room around them come next. The answer depends on all places and the zoom, not on
    the filter, so filtering moves nothing. Where hundreds crowd one area the rings run out, and
    the rest stays at its anchor.
    @param {Anchor[]} anchors
    @param {(point: L.Point) => boolean} isInside */
export function symbolLayout(anchors, isInside) {
  /** @type {L.Point[]} */
  const taken = [];
  /** @type {(one: L.Point, two: L.Point) => boolean} */
  const near = (one, two) => one.distanceTo(two) < SPACING_PX - 0.01;
  /** @param {L.Point} point */
  const free = (point) => !taken.some((other) => near(point, other));
  /** @param {Anchor} anchor */
  const crowd = ({ point }) => anchors.filter((other) => near(point, other.point)).length;
  /** @param {Anchor} anchor */
  const rank = (anchor) => (anchor.located ? 0 : crowd(anchor));
  const ranked = anchors.map((anchor) => ({ anchor, rank: rank(anchor) }));
  ranked.sort((one, two) => one.rank - two.rank);
  /** @type {Map<string, L.Point>} */
  const settled = new Map();
  for (const { anchor } of ranked) {
    const spot = anchor.located || free(anchor.point) ? anchor.point : search(anchor, free, isInside);
    taken.push(spot);
    settled.set(anchor.id, spot);
  }
  return settled;
}

/** @param {Anchor} anchor
    @param {(point: L.Point) => boolean} free
    @param {(point: L.Point) => boolean} isInside */
function search({ point }, free, isInside) {
  /** @type {L.Point | null} */
  let outside = null;
  for (let ring = 1; ring <= (outside ? RINGS_INSIDE : RINGS); ring += 1) {
    const open = cells(point, ring).filter(free);
    const inside = ring <= RINGS_INSIDE && open.find(isInside);
    if (inside) return inside;
    outside = outside || open[0];
  }
  return outside || point;
}

/** @param {L.Point} centre
    @param {number} ring */
function cells(centre, ring) {
  const count = 6 * ring;
  return Array.from({ length: count }, (_, step) => {
    const turn = (2 * Math.PI * step) / count + Math.PI / 2;
    const reach = ring * SPACING_PX;
    return L.point(centre.x + reach * Math.cos(turn), centre.y + reach * Math.sin(turn));
  });
}

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
  const marker = L.marker(anchor, { icon, riseOnHover: true, keyboard: true });
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
  const hit = hitAt(point);
  return hit && { hit, point };
}

/** @param {L.Marker} marker
    @param {Feature} feature */
export function nameMarker(marker, feature) {
  const node = elementOf(marker);
  const name = wording(feature.properties.name);
  node.setAttribute("role", "button");
  node.setAttribute("aria-label", name + ", " + precisionText(feature));
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
