/* How does a popup open? As a card beside what it explains: whole in the frame, never over it. */
import { state } from "../shared/state.js";
import { makeDialog } from "./dialog.js";
import { popupSpot, RIM_PX } from "./popup-spot.js";

const BUTTONS_PX = 50;
const NARROW_PX = 480;

/** Opens a card; `boxOf` says where in the frame lies what it must not cover.
    @param {{ content: HTMLElement, name: string, boxOf: () => Rect, widest: number, tallest: number, closeOnClick: boolean }} wanted
    @returns {MapCard} */
export function openCard({ content, name, boxOf, widest, tallest, closeOnClick }) {
  const { map } = state;
  const size = map.getSize();
  const popup = L.popup({
    className: "om-bubble om-card",
    maxWidth: Math.max(120, Math.min(widest, size.x - 2 * RIM_PX - 34)), // what surrounds the content
    minWidth: Math.min(190, size.x - 2 * RIM_PX - 34),
    maxHeight: Math.max(60, Math.min(tallest, size.y * 0.6)),
    offset: [0, 0],
    autoPan: false, // the view is fitted once; zoom and filter must not move the map
    closeOnClick,
  });
  popup.setLatLng(map.getCenter()).setContent(content).openOn(map);
  makeDialog(popup, name);
  // On a narrow map what stands on its upper rim would lie over the card.
  map.getContainer().classList.add("om-has-card");
  popup.on("remove", () => map.getContainer().classList.remove("om-has-card"));
  const card = { popup, boxOf };
  placeCard(card);
  return card;
}

/* The part of the frame that cards use: the buttons on the right stay free where there is room. */
export function cardFrame() {
  const { x, y } = state.map.getSize();
  return { x: x > NARROW_PX ? x - BUTTONS_PX : x, y };
}

/** How large an open card is.
    @param {MapCard} card */
export function sizeOfCard({ popup }) {
  const { offsetWidth, offsetHeight } = /** @type {HTMLElement} */ (popup.getElement());
  return { x: offsetWidth, y: offsetHeight };
}

/** Moves an open card to where it stands for the present view.
    @param {MapCard} card */
export function placeCard(card) {
  const { map } = state;
  const size = sizeOfCard(card);
  const { x, y } = popupSpot(cardFrame(), card.boxOf(), size);
  // Leaflet holds a popup by the middle of its lower edge.
  card.popup.setLatLng(map.containerPointToLatLng([x + size.x / 2, y + size.y]));
}

/** The box around a point of the frame.
    @param {L.LatLngExpression} at
    @param {number} reach
    @returns {Rect} */
export function boxAround(at, reach) {
  const { x, y } = state.map.latLngToContainerPoint(at);
  return { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach };
}

/** The box of bounds in the frame.
    @param {L.LatLngBounds} bounds
    @returns {Rect} */
export function boxOfBounds(bounds) {
  const [upper, lower] = [bounds.getNorthWest(), bounds.getSouthEast()].map((at) => state.map.latLngToContainerPoint(at));
  return { left: upper.x, top: upper.y, right: lower.x, bottom: lower.y };
}
