/* Which badges does a filter take from the map? They stay, pale, so that the map is still that of the
   whole district: each counts what its area holds, and nothing can be done with it. A layer that the
   reader does not want drawn leaves none. */
import { isShown } from "../shared/crowd.js";
import { compactNumber } from "../shared/language.js";
import { appearanceOf, state } from "../shared/state.js";
import { ringOf } from "./areas.js";
import { joinBadges, ringParts, touch } from "./badges.js";

const BADGE_PX = 38; // as it is seen: it cannot be hit
/** @type {L.Marker[]} */
let markers = [];
/** @type {Badge[]} */
let badges = [];
let drawn = "";

/** The places that a filter hides, by area and workstream; none of the crowd.
    @param {Set<string>} taken  areas with a badge */
function hiddenByArea(taken) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const feature of state.places.values()) {
    const { area, workstream, position } = feature.properties;
    const isDrawn = !state.layers || state.layers.includes(feature.layer.id);
    if (!area || taken.has(area) || position !== undefined || !isDrawn || isShown(feature)) continue;
    found.set(area, [...found.get(area) || [], workstream]);
  }
  return found;
}

/** Stands them where none of those shown would be touched.
    @param {PixelArea[]} areas
    @param {Badge[]} shown */
export function arrangePale(areas, shown) {
  const hidden = hiddenByArea(new Set(shown.flatMap(({ members }) => members)));
  const counts = new Map([...hidden].map(([id, found]) => [id, found.length]));
  badges = joinBadges(areas, counts).filter((pale) => !shown.some((badge) => touch(badge, pale)));
  const key = JSON.stringify(badges.map(({ area, count, members }) => [area, count, members]));
  if (key === drawn) return;
  clearPale();
  drawn = key;
  const made = badges.map((badge) => makePale(badge, badge.members.flatMap((id) => hidden.get(id) || [])));
  markers = made.map((marker) => marker.addTo(state.map));
}

/** @param {Badge} badge
    @param {string[]} kinds  the workstream of each place */
function makePale({ area, count }, kinds) {
  /** @type {Map<string, number>} */
  const shares = new Map();
  for (const kind of kinds) shares.set(appearanceOf(kind).colour, (shares.get(appearanceOf(kind).colour) || 0) + 1);
  const html = ringOf(compactNumber(count), ringParts([...shares]));
  html.setAttribute("aria-hidden", "true");
  const icon = L.divIcon({ html, className: "om-pale", iconSize: [BADGE_PX, BADGE_PX] });
  const { label } = /** @type {Area} */ (state.areas.get(area));
  return L.marker(label, { icon, interactive: false, keyboard: false, zIndexOffset: -1000 });
}

export const paleSeen = () => badges;

export function clearPale() {
  for (const marker of markers) marker.remove();
  markers = [];
  drawn = "";
}
