/* Which place is meant, where several lie on one spot? A list of their names asks. */
import { roomOfCrowd } from "../shared/crowd.js";
import { element, symbol } from "../shared/element.js";
import { emit } from "../shared/events.js";
import { filled, text, wording } from "../shared/language.js";
import { state } from "../shared/state.js";
import { boxAround, openCard } from "./card.js";

const AT_ONCE = 50; // names that are added at a time
/** @typedef {{ feature: Feature, position?: undefined } | { feature?: undefined, position: number }} Named */
/** @type {L.Popup | null} */
let list = null;
const WIDEST_PX = 290;
/** @type {L.Marker | null} */
let from = null; // the circle that opened the list, on which the focus may fall back
let asked = 0;

/** @typedef {{
      at: L.LatLng, lift: number, features?: Feature[], positions?: number[], from?: L.Marker | null,
      title?: string, within?: L.LatLngBounds | null,
    }} Wanted */

/** Lists places at a point of the map: features, and then positions of the crowd; `within` are bounds
    in which they part.
    @param {Wanted} wanted */
export async function listPlaces(wanted) {
  const { features = [], positions = [], from: opener = null } = wanted;
  closePlaceList();
  asked += 1;
  const mine = asked;
  /** @type {Named[]} */
  const waiting = [...features.map((feature) => ({ feature })), ...positions.map((position) => ({ position }))];
  const rows = await some(waiting);
  if (!rows || mine !== asked) return;
  from = opener;
  show(wanted, rows, waiting);
}

/** Rows for the next places that wait; null where their names did not come.
    @param {Named[]} waiting */
async function some(waiting) {
  const next = waiting.slice(0, AT_ONCE);
  try {
    /** @param {Named} one */
    const told = ({ feature, position }) => feature || roomOfCrowd().featureAt(position);
    const features = await Promise.all(next.map(told));
    waiting.splice(0, next.length);
    return features.map((feature, number) => row(feature, next[number].position));
  } catch (fault) {
    roomOfCrowd().showFailure(/** @type {Error} */ (fault));
    return null;
  }
}

/** @param {Wanted} wanted
    @param {HTMLElement[]} rows
    @param {Named[]} waiting */
function show({ at, lift, title, within }, rows, waiting) {
  const name = title || filled("group_title", { count: rows.length + waiting.length });
  const box = element("div", "om-list");
  box.appendChild(element("h3", "", name));
  const names = box.appendChild(element("ul"));
  names.append(...rows);
  if (waiting.length) box.appendChild(more(names, waiting));
  if (within && !state.locked) box.insertBefore(closer(within), names);
  const boxOf = () => boxAround(at, lift + 2);
  list = openCard({ content: box, name, boxOf, widest: WIDEST_PX, tallest: 360, closeOnClick: true }).popup;
  /** @type {HTMLElement} */ (names.querySelector("button")).focus({ preventScroll: true });
}

/** The button that zooms to where a badge parts.
    @param {L.LatLngBounds} within */
function closer(within) {
  const button = element("button", "om-part", text("part"));
  button.type = "button";
  button.addEventListener("click", (event) => {
    L.DomEvent.stop(event);
    closePlaceList();
    state.map.fitBounds(within, { padding: [24, 24], animate: false });
    state.map.getContainer().focus({ preventScroll: true });
  });
  return button;
}

/** @param {Feature} feature
    @param {number} [position] */
function row(feature, position) {
  const button = element("button");
  button.type = "button";
  button.dataset.place = feature.id;
  button.append(symbol(feature.properties.workstream, feature.properties.located));
  button.append(element("span", "", wording(feature.properties.name)));
  button.addEventListener("click", async () => {
    closePlaceList();
    if (position === undefined) emit("select", feature.id, true);
    else await roomOfCrowd().selectPosition(position, true);
    emit("focus"); // the focus was in the list, which is gone
  });
  const item = element("li");
  item.appendChild(button);
  return item;
}

/** The button that adds further names.
    @param {HTMLElement} names
    @param {Named[]} waiting */
function more(names, waiting) {
  const button = element("button", "om-more", filled("group_more", { count: waiting.length }));
  button.type = "button";
  button.addEventListener("click", async (event) => {
    L.DomEvent.stop(event); // the button may be gone before the map hears of its click
    const rows = await some(waiting);
    if (!rows) return;
    names.append(...rows);
    /** @type {HTMLElement} */ (rows[0].firstChild).focus();
    if (waiting.length) button.textContent = filled("group_more", { count: waiting.length });
    else button.remove();
  });
  return button;
}

export const hasPlaceList = () => list !== null;

/* Closes the list; tells whether there was one. */
export function closePlaceList() {
  asked += 1;
  const open = list;
  list = null;
  if (open) open.remove();
  return Boolean(open);
}

/* Ends the list as a reader does; tells whether there was one. */
export function leavePlaceList() {
  if (!closePlaceList()) return false;
  goBack();
  return true;
}

/** Called when a popup closed: the list may be it, closed by its button or by a click beside it.
    @param {L.Popup} closed */
export function onListClosed(closed) {
  if (closed !== list) return;
  list = null;
  goBack();
}

function goBack() {
  const node = (from && from.getElement()) || state.map.getContainer();
  node.focus({ preventScroll: true });
}
