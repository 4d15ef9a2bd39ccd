/* What is written on the map? The district's name, those of its parts and of what lies around it, and
   those of badges and places, as far as there is room. */
import { isShown } from "../shared/crowd.js";
import { element } from "../shared/element.js";
import { wording } from "../shared/language.js";
import { areaOf, isImplicit } from "../shared/located.js";
import { selectedPlace, state } from "../shared/state.js";
import { isDistrictWide } from "./areas.js";
import { badgesSeen, paleBadgesSeen } from "./badge-layer.js";
import { BADGE_REACH_PX } from "./badges.js";
import { makeLabels, widthEm } from "./labels.js";
import { isInDistrict, isOffRim, neighbours, towns, visibleMiddle } from "./surroundings.js";

const PANE = "om-names";
const SYMBOL_REACH_PX = 17;
const MOST_NAMED = 60; // of located places: more than that nobody reads at once
const AREA_PX = 26; // a smaller part of the district is not named
/** @type {Side[]} */
const BELOW = ["below", "right", "left", "above"];
/** @type {Side[]} */
const BESIDE = ["right", "left", "below", "above"];
/** @type {L.LayerGroup | null} */
let layer = null;
/** @type {string | null} */
let chosen = null; // the place that was selected when they were written

/** @param {L.LatLngExpression} at */
const pixel = (at) => state.map.latLngToContainerPoint(at);

/* Writes all names anew for what the frame shows. */
export function writeNames() {
  clearNames();
  chosen = state.place;
  const { map } = state;
  layer = L.layerGroup().addTo(map);
  const labels = makeLabels(map.getSize());
  const badges = badgesSeen();
  const pale = paleBadgesSeen();
  const located = locatedShown();
  for (const { at } of [...badges, ...pale]) take(labels, pixel(at), BADGE_REACH_PX);
  for (const { properties } of located) take(labels, pixel(properties.anchor), SYMBOL_REACH_PX);
  takeRim(labels);
  nameSelected(labels);
  for (const { name, at } of badges) {
    write(labels.beside(name, pixel(at), { reach: BADGE_REACH_PX + 3, size: 14, sides: BELOW }),
      13, "om-name-badge");
  }
  nameDistrict(labels, badges);
  for (const { name, at } of pale) {
    write(labels.beside(name, pixel(at), { reach: BADGE_REACH_PX + 3, size: 13, sides: BELOW }), 12, "om-name-area");
  }
  nameAreas(labels, [...badges, ...pale]);
  for (const { properties } of located.slice(0, MOST_NAMED)) {
    const how = { reach: SYMBOL_REACH_PX + 3, size: 12, sides: BESIDE };
    write(labels.beside(wording(properties.name), pixel(properties.anchor), how), 12, "om-name-place");
  }
  nameAround(labels);
}

/* Writes them anew where another place is selected than they were written for. */
export function nameOther() {
  if (!layer || chosen !== state.place) writeNames();
}

export function clearNames() {
  if (layer) layer.remove();
  layer = null;
}

/** @typedef {ReturnType<typeof makeLabels>} Labels */

/** @param {Labels} labels
    @param {Spot} spot
    @param {number} reach */
function take(labels, { x, y }, reach) {
  labels.take({ left: x - reach, top: y - reach, right: x + reach, bottom: y + reach });
}

/** Keeps names clear of what stands on the rim.
    @param {Labels} labels */
function takeRim(labels) {
  const node = state.map.getContainer();
  const frame = node.getBoundingClientRect();
  for (const part of node.querySelectorAll(".leaflet-control")) {
    const { left, top, right, bottom, width } = part.getBoundingClientRect();
    if (width) labels.take({ left: left - frame.left, top: top - frame.top, right: right - frame.left, bottom: bottom - frame.top });
  }
}

/* Located places with a symbol that are shown and not selected; the selected one is named first. */
function locatedShown() {
  return [...state.places.values()].filter((feature) => feature.properties.located && isShown(feature)
    && feature.id !== state.place);
}

/** The selected place is always named: at its symbol, or in its area.
    @param {Labels} labels */
function nameSelected(labels) {
  const feature = selectedPlace();
  if (!feature || isDistrictWide(feature)) return;
  const { located, anchor, name } = feature.properties;
  const at = located ? anchor : areaOf(feature)?.label || anchor;
  if (located) take(labels, pixel(at), SYMBOL_REACH_PX);
  const reach = located ? SYMBOL_REACH_PX + 4 : BADGE_REACH_PX + 4;
  const sides = located ? BESIDE : /** @type {Side[]} */ (["above", "right", "left", "below"]);
  write(labels.beside(wording(name), pixel(at), { reach, size: 14, sides, must: true }), 14, "om-name-chosen");
}

/* The name of the area that holds all others, or of the place that is the district. */
function districtName() {
  const whole = [...state.areas.values()].find((area) => !area.parent && !isImplicit(area));
  const wide = [...state.places.values()].filter(isDistrictWide);
  return whole?.name || (wide.find(({ properties }) => !properties.workstream) || wide[0])?.properties.name;
}

/** The district is named where its name lies in it whole, unless a badge has it; while something in it
    is chosen, not.
    @param {Labels} labels
    @param {ReturnType<typeof badgesSeen>} badges */
function nameDistrict(labels, badges) {
  const name = districtName();
  const at = visibleMiddle(state.district);
  if (!name || !at || state.place !== null || badges.some((badge) => badge.name === wording(name))) return;
  const size = 16;
  const downs = [0, 50, -50, 95, -95, 140, -140];
  const half = (widthEm(wording(name)) * size * 1.2) / 2;
  const { map } = state;
  /** @param {Spot} spot */
  const isInside = ({ x, y }) => [-half, 0, half].every((aside) => isInDistrict(map.containerPointToLatLng([x + aside, y])));
  for (const down of downs) {
    const spot = { x: at.x, y: at.y + down };
    const label = isInside(spot) ? labels.centred(wording(name), spot, { size, spacing: 0.25 }) : null;
    if (label) {
      write(label, size, "om-name-district");
      return;
    }
  }
}

/** Parts of the district that no badge names; what has joined into a badge is named by it.
    @param {Labels} labels
    @param {ReturnType<typeof badgesSeen>} badges */
function nameAreas(labels, badges) {
  const named = new Set(badges.flatMap(({ area, members }) => [area, ...members]));
  const joined = new Set(badges.filter(({ members }) => members.length > 1).map(({ area }) => area));
  for (const area of state.areas.values()) {
    if (named.has(area.id) || area.bounded === "circle" || isImplicit(area) || !area.parent || joined.has(area.parent)) continue;
    const [west, south, east, north] = area.bounds;
    const size = pixel([south, east]).subtract(pixel([north, west]));
    if (Math.min(size.x, size.y) < AREA_PX) continue;
    write(labels.centred(wording(area.name), pixel(area.label), { size: 12, spacing: 0.05 }), 12, "om-name-area");
  }
}

/** Neighbours in the middle of what is seen of them, towns at their spots, off the lines around the district
    and the chosen area.
    @param {Labels} labels */
function nameAround(labels) {
  for (const { geometry, properties } of neighbours()) {
    const at = visibleMiddle(geometry);
    if (at) write(labels.centred(wording(properties.name), at, { size: 12.5, spacing: 0.12 }), 12.5, "om-name-around");
  }
  const feature = selectedPlace();
  const rims = [state.district, feature && areaOf(feature)?.geometry].filter(Boolean);
  /** @param {Rect} box */
  const isClear = (box) => rims.every((rim) => isOffRim(rim, box));
  for (const { properties } of towns()) {
    const at = pixel(properties.anchor);
    const how = { reach: 6, size: 11.5, sides: BESIDE, dot: 3, isClear };
    const label = labels.beside(wording(properties.name), at, how);
    if (!label || !layer) continue;
    layer.addLayer(L.circleMarker(properties.anchor, { radius: 2, interactive: false, pane: PANE, className: "om-town" }));
    write(label, 11.5, "om-name-town");
  }
}

/** @param {ReturnType<Labels["centred"]>} label
    @param {number} size
    @param {string} className */
function write(label, size, className) {
  if (!label || !layer) return;
  const { text, box, side } = label;
  const words = element("span", className, text);
  words.style.fontSize = size + "px";
  words.style.justifyContent = side === "right" ? "start" : side === "left" ? "end" : "center";
  words.style.width = box.right - box.left + "px";
  const icon = L.divIcon({ html: words, className: "om-name", iconSize: [0, 0] });
  const at = state.map.containerPointToLatLng([box.left, box.top]);
  layer.addLayer(L.marker(at, { icon, interactive: false, keyboard: false, pane: PANE }));
}
