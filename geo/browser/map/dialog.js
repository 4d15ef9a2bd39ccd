/* How does a keyboard find its way into what opens on the map, and out again?

   A popup is a dialog with a name. One that was opened by the keyboard has the focus at once; Tab
   goes round in it, and Escape ends it and leads back to where it was opened. */
import { giveRole, nameNode } from "../shared/element.js";
import { text } from "../shared/language.js";

const STOPS = "a[href], button, [tabindex='0']";

/** Makes an open Leaflet popup a dialog; `name` may change later.
    @param {L.Popup} popup
    @param {string} name */
export function makeDialog(popup, name) {
  const node = nodeOf(popup);
  giveRole(node, "dialog");
  node.tabIndex = -1;
  node.addEventListener("keydown", goRound);
  nameDialog(popup, name);
}

/** @param {L.Popup} popup
    @param {string} name */
export function nameDialog(popup, name) {
  const node = nodeOf(popup);
  const close = /** @type {HTMLElement} */ (node.querySelector(".leaflet-popup-close-button"));
  close.title = text("close");
  nameNode(close, close.title);
  nameNode(node, name);
}

/** @param {L.Popup} popup */
const nodeOf = (popup) => /** @type {HTMLElement} */ (popup.getElement()); // while it is open

/** @param {L.Popup} popup */
export const hasFocus = (popup) => nodeOf(popup).contains(document.activeElement);

/** @param {L.Popup} popup */
export const focusDialog = (popup) => nodeOf(popup).focus({ preventScroll: true });

/** @param {KeyboardEvent} event */
function goRound(event) {
  if (event.key !== "Tab") return;
  const node = /** @type {HTMLElement} */ (event.currentTarget);
  const all = /** @type {NodeListOf<HTMLElement>} */ (node.querySelectorAll(STOPS));
  const stops = [...all].filter((stop) => stop.getClientRects().length);
  const [first, last] = [stops[0], stops[stops.length - 1]];
  const { activeElement } = document;
  const isAtEnd = event.shiftKey
    ? activeElement === first || activeElement === node
    : activeElement === last;
  if (!isAtEnd) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
