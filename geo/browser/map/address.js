/* How does the address follow the map?

   `c` (latitude, longitude, zoom) is the map's own part of the link. It is written here, last in
   the address, so that moving the map costs the server nothing; a page that rewrites the rest of
   the address leaves it out, and it is put back with the next message. */
import { host } from "../shared/host.js";
import { state } from "../shared/state.js";
import { markerOf } from "./places.js";

const SYMBOL_ROOM_PX = 48; // what a symbol needs around it
/** @type {{ centre: L.LatLng, zoom: number } | null} */
let home = null; // centre and zoom that show the whole district
/** @type {{ centre: L.LatLngTuple, zoom: number } | null} */
let opened = null; // centre and zoom that a link opened
/** @type {View | null} */
let stated = null; // what `c` states; null while the whole district is shown

function setHome() {
  const { map, catalogue } = state;
  const zoom = map.getBoundsZoom(catalogue.bounds, false, L.point(40, 40));
  home = { centre: L.latLngBounds(catalogue.bounds).getCenter(), zoom };
  return home;
}

export function goHome() {
  if (home) state.map.setView(home.centre, home.zoom, { animate: false });
}

/** @param {{ centre: L.LatLng, zoom: number }} home */
function isHome({ centre, zoom }) {
  const { map } = state;
  const moved = map.project(map.getCenter()).distanceTo(map.project(centre));
  return map.getZoom() === zoom && moved < 2;
}

/** Opens the view of a link, or the one left a moment ago for another page of the app, or the
    whole district.
    @param {View | null} centre
    @param {boolean} exactly */
export function openView(centre, exactly) {
  const whole = setHome();
  const left = exactly ? undefined : host.left(state.catalogue.package);
  const wanted = left === undefined ? centre : left; // a new link loads a new page, where nothing is left
  const [latitude, longitude, zoom] = wanted || [whole.centre.lat, whole.centre.lng, whole.zoom];
  opened = { centre: [Number(latitude), Number(longitude)], zoom };
  state.map.setView(opened.centre, zoom, { animate: false });
  noteView();
}

/* A map that stays where it is only moves to make room for a popup, and goes back after it. */
export function returnToLocked() {
  if (opened && state.locked) state.map.setView(opened.centre, opened.zoom);
}

/* Notes what is seen, also where the map only moved to make room for a popup: the address says
   what is shown. */
export function noteView() {
  if (!home || state.locked) return;
  const centre = state.map.getCenter();
  /** @type {View} */
  const view = [centre.lat.toFixed(5), centre.lng.toFixed(5), state.map.getZoom()];
  stated = isHome(home) ? null : view;
  writeView();
}

/* Writes the noted view into the address. */
export function writeView() {
  if (home) host.writeAddress(stated);
}

/* When the frame changes size a map that showed the whole district goes on doing so. */
export function onResize() {
  if (!home) return;
  const whole = isHome(home);
  setHome();
  if (whole) goHome();
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

/* Brings the selected symbol into the half above the sheet: by moving the page, and the map only
   where the page ends. */
export function clearOfSheet() {
  const { map, place } = state;
  const marker = place && markerOf(place);
  const outer = window.frameElement;
  const page = host.page().document.querySelector("[data-testid=stMain]");
  if (!marker || !outer || !page) return;
  const at = marker.getLatLng();
  if (!map.getBounds().contains(at)) map.panTo(at, { animate: false });
  const frame = outer.getBoundingClientRect();
  const symbol = map.latLngToContainerPoint(at).y;
  const lowest = host.page().innerHeight / 2 - SYMBOL_ROOM_PX;
  const now = frame.top + symbol;
  if (now >= SYMBOL_ROOM_PX && now <= lowest) return;
  const room = page.scrollHeight - page.clientHeight - page.scrollTop;
  const way = Math.min(frame.top + Math.max(0, symbol - lowest), room);
  page.scrollBy({ top: way, behavior: pace() });
  const rest = now - way - lowest;
  if (rest > 0) map.panBy([0, rest], { animate: false });
}

/* The page's language, for screen readers and for the shapes of Chinese characters. */
export function nameLanguage() {
  const lang = state.lang === "en" ? "en" : "zh-CN";
  document.documentElement.lang = host.page().document.documentElement.lang = lang;
}
