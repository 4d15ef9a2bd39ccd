/* How does the address follow the map?

   `c` (latitude, longitude, zoom) is the map's own part of the link. It is written here, last in
   the address, so that moving the map costs the server nothing; a page that rewrites the rest of
   the address leaves it out, and it is put back with the next message. */
import { host } from "../shared/host.js";
import { state } from "../shared/state.js";

const ROOM_PX = 14; // between what is selected and a sheet
const HOME_RIM_PX = 14; // left free around the whole district
const NARROW_PX = 620; // on a narrower map the district lies below the button, and above the credits
const BUTTON_PX = 58;
const CREDIT_PX = 38;
/** @type {{ centre: L.LatLng, zoom: number } | null} */
let home = null; // centre and zoom that show the whole district
/** @type {View | null} */
let stated = null; // what `c` states; null while the whole district is shown, or what was chosen
/** @type {{ centre: L.LatLng, zoom: number } | null} */
let last = null; // where the map stood when it was looked at last
/** @type {{ centre: L.LatLng, zoom: number } | null} */
let before = null; // where it stood before it was fitted to what was chosen
let isOwn = false; // whether it is this code that moves the map

const viewNow = () => ({ centre: state.map.getCenter(), zoom: state.map.getZoom() });

/** Moves the map without the reader: the address says nothing of it.
    @param {() => void} act */
export function moveQuietly(act) {
  isOwn = true;
  act();
  isOwn = false;
  last = viewNow();
}

/* The view of the whole district, below the button that a narrow map has over its upper rim. */
function setHome() {
  const { map, catalogue } = state;
  const bounds = L.latLngBounds(catalogue.bounds);
  const isNarrow = map.getSize().x < NARROW_PX;
  const [upper, lower] = isNarrow ? [BUTTON_PX, CREDIT_PX] : [HOME_RIM_PX, HOME_RIM_PX];
  const zoom = map.getBoundsZoom(bounds, false, L.point(2 * HOME_RIM_PX, upper + lower));
  // Mercator: the middle of what is seen is not that of the latitudes.
  const middle = map.project(bounds.getNorthWest(), zoom).add(map.project(bounds.getSouthEast(), zoom)).divideBy(2);
  home = { centre: map.unproject(middle.subtract([0, (upper - lower) / 2]), zoom), zoom };
  return home;
}

export function goHome() {
  before = null;
  if (home) state.map.setView(home.centre, home.zoom, { animate: false });
}

/** Whether the map shows a view, to a pixel or two.
    @param {{ centre: L.LatLng, zoom: number } | null} view */
function isAt(view) {
  const { map } = state;
  if (!view || map.getZoom() !== view.zoom) return false;
  return map.project(map.getCenter()).distanceTo(map.project(view.centre)) < 2;
}

/** Opens the view of a link, or the one left a moment ago for another page of the app, or the
    whole district. Tells whether somebody has chosen it.
    @param {View | null} centre
    @param {boolean} exactly */
export function openView(centre, exactly) {
  const whole = setHome();
  const left = exactly ? undefined : host.left(state.catalogue.package);
  const wanted = left === undefined ? centre : left; // a new link loads a new page, where nothing is left
  const [latitude, longitude, zoom] = wanted || [whole.centre.lat, whole.centre.lng, whole.zoom];
  before = null;
  moveQuietly(() => state.map.setView([Number(latitude), Number(longitude)], zoom, { animate: false }));
  stated = wanted && !isAt(home) ? written(wanted.map(Number)) : null;
  writeView();
  return Boolean(wanted);
}

/** Fits the view to what is chosen; it goes back when nothing is chosen any more.
    @param {() => void} act */
export function fitView(act) {
  if (!before) before = viewNow();
  moveQuietly(act);
}

/* Whether the view is one that was fitted to what is chosen. */
export const isFitted = () => before !== null;

/* Goes back to where the map stood before something was chosen, unless the reader has moved it. */
export function restoreView() {
  const back = before;
  before = null;
  if (back) moveQuietly(() => state.map.setView(back.centre, back.zoom, { animate: false }));
}

/* Follows a move of the map: only the reader's own is stated by the address. */
export function noteView() {
  if (isOwn || !home || state.locked || isAt(last)) return;
  last = viewNow();
  before = null;
  const { centre, zoom } = last;
  stated = isAt(home) ? null : written([centre.lat, centre.lng, zoom]);
  writeView();
}

/** A view as `c` states it.
    @param {number[]} view
    @returns {View} */
const written = ([latitude, longitude, zoom]) => [latitude.toFixed(5), longitude.toFixed(5), Number(zoom.toFixed(2))];

/* Writes the noted view into the address. */
export function writeView() {
  if (home) host.writeAddress(stated);
}

/* When the frame changes size a map that showed the whole district goes on doing so. */
export function onResize() {
  if (!home) return;
  const whole = isAt(home);
  const wasHome = before && before.zoom === home.zoom && before.centre.equals(home.centre);
  setHome();
  if (wasHome) before = { ...home };
  if (whole) moveQuietly(() => home && state.map.setView(home.centre, home.zoom, { animate: false }));
  else last = viewNow();
}

/** How a page may scroll by itself: at once for readers who asked for less motion.
    @returns {"auto" | "smooth"} */
export const pace = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

/* How the page itself shows a place, so that the map need not say the same: in a sheet from below
   ("sheet") or in a panel beside a small map ("beside"). Its style sheet says so, since only that
   knows how narrow the window is and whether there is a panel. */
export function pagePanel() {
  const page = host.page().getComputedStyle(host.page().document.documentElement);
  return page.getPropertyValue("--panel").trim();
}

export const hasSheet = () => pagePanel() === "sheet";

/** Brings what is selected into the half above the sheet, by moving the page; the map moves only
    where the page ends.
    @param {Rect} box  in the frame */
export function clearOfSheet({ top, bottom }) {
  const outer = window.frameElement;
  const page = host.scroller();
  if (!outer || !page) return;
  const frame = outer.getBoundingClientRect();
  const lowest = host.page().innerHeight / 2 - ROOM_PX;
  const isClear = frame.top + top >= 0 && frame.top + bottom <= lowest;
  if (isClear) return;
  const room = page.scrollHeight - page.clientHeight - page.scrollTop;
  // What is higher than the room there is begins at the page's upper edge.
  const way = Math.min(frame.top + Math.max(0, Math.min(top - ROOM_PX, bottom - lowest)), room);
  page.scrollBy({ top: way, behavior: pace() });
  const rest = frame.top + bottom - way - lowest;
  const spare = Math.max(0, frame.top + top - way - ROOM_PX);
  if (rest > 0) moveQuietly(() => state.map.panBy([0, Math.min(rest, spare)], { animate: false }));
}

/* The page's language, for screen readers and for the shapes of Chinese characters. */
export function nameLanguage() {
  const lang = state.lang === "en" ? "en" : "zh-CN";
  for (const { documentElement } of [document, host.page().document]) {
    if (documentElement.lang !== lang) documentElement.lang = lang; // or all styles are computed anew
  }
}
