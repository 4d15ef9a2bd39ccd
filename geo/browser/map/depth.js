/* How far can a reader zoom in? As far as there is something to see, and the map says so there.

   Where no spot is known, what can be seen closest is the smallest area, filling the frame. With a
   basemap below the data there is more, and the zoom goes on. */
import { crowd } from "../shared/crowd.js";
import { element, giveRole } from "../shared/element.js";
import { on } from "../shared/events.js";
import { text } from "../shared/language.js";
import { state } from "../shared/state.js";
import { boundsOfArea } from "./areas.js";
import { hasBasemaps } from "./basemap.js";

const CLOSEST = 18;
const CLOSEST_BLANK = 15;
const FARTHEST = 10; // of an area as large as the district nothing smaller is known: some room is left
/** @type {HTMLElement} */
let said;

/** @param {L.Map} map */
export function followDepth(map) {
  said = map.getContainer().appendChild(element("div", "om-depth"));
  giveRole(said, "status");
  said.hidden = true;
  map.on("zoomend", say);
}

function hasSpots() {
  const few = [...state.places.values()].some(({ properties }) => properties.located);
  return few || Boolean(crowd.index?.categories.some(({ located, count }) => located && count));
}

/* Sets the closest zoom for what is seen just now. */
export function limitDepth() {
  const { map, areas, base } = state;
  if (!state.catalogue) return;
  const zooms = [...areas.values()].map((area) => map.getBoundsZoom(boundsOfArea(area)));
  const blank = Math.min(CLOSEST_BLANK, Math.max(FARTHEST, ...zooms));
  const isOpen = base || hasSpots() || !zooms.length;
  map.setMaxZoom(isOpen ? CLOSEST : Math.ceil(blank * 4) / 4);
  say();
}

function say() {
  const { map, base } = state;
  const isEnd = !base && map.getMaxZoom() < CLOSEST && map.getZoom() >= map.getMaxZoom();
  said.hidden = !isEnd || state.locked;
  said.textContent = isEnd ? text(hasBasemaps() ? "deepest_base" : "deepest") : "";
}

on("base", limitDepth);
on("shown", say);
