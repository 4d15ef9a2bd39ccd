/* What is near the reader? Asked for by a click only, worked out here, and told to nobody.

   The browser's position is drawn with its accuracy, and put into words. The map does not move to
   it, since its centre is part of the link: at most it goes back to the whole district. */
import { isShown, room, roomOfCrowd } from "../shared/crowd.js";
import { distance } from "../shared/distance.js";
import { element, giveRole, nameNode } from "../shared/element.js";
import { emit } from "../shared/events.js";
import { filledParts } from "../shared/filled.js";
import { filled, formatNumber, text, wording } from "../shared/language.js";
import { state } from "../shared/state.js";
import { goHome } from "./address.js";
import { shapeOf } from "./areas.js";
import { addPanel } from "./panel.js";

const HERE = "M11 2h2v3a7 7 0 0 1 6 6h3v2h-3a7 7 0 0 1-6 6v3h-2v-3a7 7 0 0 1-6-6H2v-2h3a7 7 0 0 1 6-6zm1 "
  + "5a5 5 0 1 0 0 10 5 5 0 0 0 0-10zm0 2.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z";
const MOST_NAMED = 3;
const OPTIONS = { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 };
const REFUSED = 1; // code of a GeolocationPositionError
/** @typedef {Position & { accuracy: number }} Here */
/** @typedef {string | Node[]} Said a line, with names in it that can be pressed */
/** @type {{ button: HTMLButtonElement, said: HTMLElement, drawn: L.LayerGroup | null }} */
const made = /** @type {any} */ ({ button: null, said: null, drawn: null });
let said = ""; // the lines that stand there, and how many of their names can be pressed
/** @type {Feature[]} */
let around = []; // features of the crowd near by
/** @type {Here | null} */
let here = null; // {lat, lng, accuracy}, kept as long as it is shown
/** @type {string | null} */
let fault = null; // key of what is said instead
let asked = 0; // a click while the browser still looks calls the question off

/** @param {(drawing: string, act: () => void) => HTMLButtonElement} button */
export function addNear(button) {
  made.button = button(HERE, toggle);
  made.button.setAttribute("aria-pressed", "false");
}

/** What is said stands above the legend, so it is added after that.
    @param {(node: HTMLElement, text: string) => void} name */
export function nameNear(name) {
  if (!made.said) {
    made.said = addPanel(state.map, "bottomleft", "om-near-said");
    giveRole(made.said, "status");
  }
  name(made.button, text("near"));
  say();
}

function toggle() {
  const wasOn = made.button.getAttribute("aria-pressed") === "true";
  clear();
  if (wasOn) return;
  made.button.setAttribute("aria-pressed", "true");
  if (!window.isSecureContext || !navigator.geolocation) {
    fail("near_insecure");
    return;
  }
  say();
  const mine = asked;
  /** @template T
      @param {(answer: T) => void} act
      @returns {(answer: T) => void} */
  const still = (act) => (answer) => { if (mine === asked) act(answer); };
  navigator.geolocation.getCurrentPosition(
    still(found),
    still(({ code }) => fail(code === REFUSED ? "near_refused" : "near_unknown")),
    OPTIONS,
  );
}

function clear() {
  asked += 1;
  around = [];
  here = fault = null;
  if (made.drawn) made.drawn.remove();
  made.drawn = null;
  made.button.setAttribute("aria-pressed", "false");
  say();
}

/** @param {string} key */
function fail(key) {
  fault = key;
  say();
}

/** @param {GeolocationPosition} position */
function found({ coords }) {
  const { map, district } = state;
  here = { lat: coords.latitude, lng: coords.longitude, accuracy: coords.accuracy };
  const still = { interactive: false };
  made.drawn = L.layerGroup([
    L.circle(here, { ...still, radius: here.accuracy, className: "om-near-accuracy" }),
    L.circleMarker(here, { ...still, radius: 7, className: "om-near-point" }),
  ]).addTo(map);
  const outOfSight = !map.getBounds().contains(here);
  if (outOfSight && !state.locked && !distance(district, here)) goHome();
  say();
  lookAround(here, asked);
}

/** Where there are very many places those near by have to be fetched first.
    @param {Here} here
    @param {number} mine */
async function lookAround(here, mine) {
  try {
    const found = await room?.placesAround(here);
    if (mine !== asked || !found?.length) return;
    around = found;
    say();
  } catch (fault) {
    console.warn("what is near did not load:", /** @type {Error} */ (fault).message); // the others are named
  }
}

/* Says where the reader is, in the present language. */
function say() {
  if (!state.catalogue) return;
  const isOn = made.button.getAttribute("aria-pressed") === "true";
  made.said.hidden = !isOn;
  if (!isOn) {
    made.said.replaceChildren();
    said = "";
    return;
  }
  const lines = here ? [where(here), nearest(here), filled("near_accuracy", { distance: metres(here.accuracy) })]
    : [text(fault || "near_looking")];
  const [first, ...rest] = lines.filter(Boolean);
  const notes = here ? [...rest, text("near_datum"), text("near_private")] : rest;
  const close = element("button", "om-near-close", "×");
  close.type = "button";
  close.title = text("near_hide");
  nameNode(close, text("near_hide"));
  close.addEventListener("click", () => {
    clear();
    made.button.focus();
  });
  const all = [line("", first), ...notes.map((note) => line("om-near-note", note))];
  const now = all.map(({ textContent, childElementCount }) => textContent + childElementCount).join();
  if (now === said) return; // read aloud once, and what has the focus stays
  said = now;
  made.said.replaceChildren(close, ...all);
}

/** @param {string} className
    @param {Said} said */
function line(className, said) {
  const made = element("p", className);
  made.append(...[said].flat());
  return made;
}

/** @param {Position} here
    @returns {Said} */
function where(here) {
  const metresOut = distance(state.district, here);
  if (metresOut) return filled("near_outside", { distance: metres(metresOut) });
  const within = named(here).filter(({ away }) => !away);
  return within.length ? withNodes("near_within", { places: listed(within) }) : text("near_inside");
}

/** The place nearest to the reader who is in none.
    @param {Position} here
    @returns {Said} */
function nearest(here) {
  const [first] = named(here).filter(({ away }) => away).sort((one, two) => one.away - two.away);
  if (!first || distance(state.district, here)) return "";
  const key = first.located ? "near_place" : "near_area";
  return withNodes(key, { distance: [metres(first.away)], place: [leading(first.place)] });
}

/** Places that say more than "somewhere in the district", with their distances.
    @param {Position} here */
function named(here) {
  const own = [...state.places.values()].filter(({ properties }) => properties.position === undefined);
  const places = [...own, ...around];
  return places.filter(({ properties }) => properties.precision !== "district").map((place) => ({
    place,
    located: place.properties.located,
    away: distance(shapeOf(place), here),
  }));
}

/** @param {{ place: Feature }[]} found
    @returns {Node[]} */
function listed(found) {
  const some = found.slice(0, MOST_NAMED).flatMap(({ place }, at) =>
    [...(at ? [document.createTextNode(text("comma"))] : []), leading(place)]);
  if (found.length <= MOST_NAMED) return some;
  return withNodes("near_more", { count: [formatNumber(found.length)], places: some });
}

/** A name that leads to its place; one that the filter hides leads nowhere.
    @param {Feature} place */
function leading(place) {
  const name = wording(place.properties.name);
  if (!isShown(place)) return document.createTextNode(name);
  const button = element("button", "om-near-place", name);
  button.type = "button";
  button.addEventListener("click", async () => {
    const { position } = place.properties;
    if (position === undefined) emit("select", place.id, true);
    else await roomOfCrowd().selectPosition(position, true);
    emit("focus"); // the keyboard goes on in what was opened
  });
  return button;
}

/** One of our texts with names that can be pressed in it.
    @param {string} key
    @param {Record<string, (string | Node)[]>} values
    @returns {Node[]} */
const withNodes = (key, values) => filledParts(text(key), values).flat().map((part) =>
  (typeof part === "string" ? document.createTextNode(part) : part));

/** A distance as people say it, no finer than it is known.
    @param {number} distance */
function metres(distance) {
  if (distance < 950) return filled("near_metres", { count: Math.max(10, rounded(distance, 10)) });
  const kilometres = distance < 9950 ? rounded(distance / 1000, 0.1) : rounded(distance / 1000, 1);
  return filled("near_kilometres", { count: kilometres });
}

/** @param {number} number
    @param {number} step */
const rounded = (number, step) => Number((Math.round(number / step) * step).toFixed(1));
