/* Which symbols would hide each other? They stand as one circle with their number, which lists them.

   Places whose spot is known stay where they are, so that several may lie on one spot; so may a
   place of the crowd below a symbol, which no zoom would part from it. */
import { element, giveRole, nameNode } from "../shared/element.js";
import { filled, formatNumber } from "../shared/language.js";
import { appearanceOf } from "../shared/state.js";
import { listPlaces } from "./place-list.js";

const FINGER = matchMedia("(pointer: coarse)").matches;
const REACH_PX = FINGER ? 23 : 16; // nearer than this one symbol takes the other's middle
const CIRCLE_PX = FINGER ? 44 : 32;

/** Gathers symbols: [{id, point, ...}] in order become [[the first, others on it ...], ...].
    @template {{ point: L.Point }} T
    @param {T[]} symbols */
export function gatherSymbols(symbols) {
  /** @type {T[][]} */
  const found = [];
  for (const symbol of symbols) {
    const near = found.find(([first]) => first.point.distanceTo(symbol.point) < REACH_PX);
    if (near) near.push(symbol);
    else found.push([symbol]);
  }
  return found;
}

/** A circle for places that lie on one spot: features, and positions in the crowd.
    @param {L.LatLng} at
    @param {Feature[]} features
    @param {number[]} positions */
export function makeStack(at, features, positions) {
  const count = features.length + positions.length;
  const colours = new Set(features.map(({ properties }) => appearanceOf(properties.workstream).colour));
  const circle = element("span", "om-stack", formatNumber(count));
  if (colours.size === 1 && !positions.length) circle.style.setProperty("--colour", [...colours][0]);
  const icon = L.divIcon({ html: circle, className: "om-marker om-stacked", iconSize: [CIRCLE_PX, CIRCLE_PX] });
  const marker = /** @type {Stack} */ (L.marker(at, { icon, riseOnHover: true, keyboard: true, zIndexOffset: 1000 }));
  marker.features = features;
  marker.positions = positions;
  const open = () => listPlaces({ at, lift: CIRCLE_PX / 2 - 2, features, positions, from: marker });
  marker.on("click", (event) => {
    L.DomEvent.stop(event);
    open();
  });
  marker.on("add", () => {
    const node = /** @type {HTMLElement} */ (marker.getElement());
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      open();
    });
    nameStack(marker);
  });
  return marker;
}

/** @param {Stack} marker */
export function nameStack(marker) {
  const count = marker.features.length + marker.positions.length;
  const node = /** @type {HTMLElement} */ (marker.getElement());
  giveRole(node, "button");
  node.setAttribute("aria-haspopup", "dialog");
  nameNode(node, filled("group_title", { count }));
  node.dataset.count = String(count);
}
