/* How do the badges of areas get onto the map, and what happens at a click on one?

   A badge stands at the middle of its area, says how many of its places are shown and by the parts of
   its ring of which workstreams they are. It lists them, or chooses the only one. */
import { isShown, room } from "../shared/crowd.js";
import { giveRole, nameNode } from "../shared/element.js";
import { emit } from "../shared/events.js";
import { compactNumber, filled, text, wording } from "../shared/language.js";
import { appearanceOf, state } from "../shared/state.js";
import { fillAreas, ringOf, showBounds } from "./areas.js";
import { joinBadges, ringParts } from "./badges.js";
import { arrangePale, clearPale, paleSeen } from "./pale-badges.js";
import { listPlaces } from "./place-list.js";

const BADGE_PX = 44; // what can be hit; what is seen is 38 px wide
/** @typedef {L.Marker & { badge: Badge, shares: Map<string, number> }} BadgeMarker */
/** @type {BadgeMarker[]} */
let markers = [];
let drawn = "";

/** How many of the places shown each area holds itself, by workstream. */
function sharesByArea() {
  /** @type {Map<string, Map<string, number>>} */
  const found = new Map();
  /** @type {(area: string, workstream: string, count: number) => void} */
  const add = (area, workstream, count) => {
    const shares = found.get(area) || new Map();
    shares.set(workstream, (shares.get(workstream) || 0) + count);
    found.set(area, shares);
  };
  for (const feature of state.places.values()) {
    const { area, workstream, position } = feature.properties;
    if (area && position === undefined && isShown(feature)) add(area, workstream, 1);
  }
  for (const { area, workstream, count } of room?.looseShown() || []) add(area, workstream, count);
  return found;
}

/** Areas as the map sees them just now, in pixels. */
function pixelAreas() {
  const { map } = state;
  return [...state.areas.values()].map(({ id, parent, label, bounds: [west, south, east, north] }) => {
    const { x, y } = map.latLngToLayerPoint(label);
    const size = map.latLngToLayerPoint([south, east]).subtract(map.latLngToLayerPoint([north, west]));
    return { id, parent, x, y, size: Math.max(size.x, size.y) };
  });
}

/* Stands badges for the present zoom and filter; nothing is made anew where nothing changed. */
export function arrangeBadges() {
  const shares = sharesByArea();
  /** @param {Map<string, number>} found */
  const sum = (found) => [...found.values()].reduce((all, count) => all + count, 0);
  const counts = new Map([...shares].map(([id, found]) => [id, sum(found)]));
  const areas = pixelAreas();
  const badges = joinBadges(areas, counts);
  arrangePale(areas, badges);
  const key = JSON.stringify(badges.map(({ area, members }) => [area, members.map((id) => [id, [...shares.get(id) || []]])]));
  if (key !== drawn) {
    drawn = key;
    const held = document.hasFocus() && markers.find((marker) => nodeOf(marker) === document.activeElement);
    const before = new Map(markers.map((marker) => [marker.badge.area, marker]));
    markers = badges.map((badge) => {
      const marker = before.get(badge.area) || makeBadge(badge.area).addTo(state.map);
      before.delete(badge.area);
      return Object.assign(marker, { badge, shares: sharesOf(badge, shares) });
    });
    for (const marker of before.values()) marker.remove();
    order();
    fillAreas(new Map(markers.flatMap(coloursOf)));
    nameBadges();
    if (held) focusAgain(held.badge);
  }
  markBadges();
}

/** The keyboard stays where it was when badges join or part at another zoom.
    @param {Badge} badge */
function focusAgain({ area, members }) {
  const holds = (/** @type {string} */ id) => markers.find(({ badge }) => badge.members.includes(id));
  const marker = holds(area) || holds(members[0]);
  if (marker) nodeOf(marker).focus({ preventScroll: true });
}

/** @param {Badge} badge
    @param {Map<string, Map<string, number>>} shares */
function sharesOf({ members }, shares) {
  /** @type {Map<string, number>} */
  const all = new Map();
  for (const id of members) {
    for (const [kind, count] of shares.get(id) || []) all.set(kind, (all.get(kind) || 0) + count);
  }
  return all;
}

/** Whether all areas of a badge lie in the one that it stands for.
    @param {Badge} badge */
const isWhole = ({ area, members }) => members.every((id) => isWithin(id, area));

/** @param {string} id
    @param {string} holder */
function isWithin(id, holder) {
  for (let at = state.areas.get(id), left = state.areas.size; at && left; left -= 1) {
    if (at.id === holder) return true;
    at = state.areas.get(at.parent || "");
  }
  return false;
}

/** The areas that a badge fills, with their colour.
    @param {BadgeMarker} marker
    @returns {[string, string][]} */
function coloursOf({ badge, shares }) {
  const [most] = ringParts([...shares]);
  const { colour } = appearanceOf(most.of);
  return (isWhole(badge) ? [badge.area] : badge.members).map((id) => [id, colour]);
}

/* The keyboard meets them in their order. */
function order() {
  const nodes = markers.map(nodeOf);
  nodes.slice(1).forEach((node, at) => { if (nodes[at].nextElementSibling !== node) nodes[at].after(node); });
}

/** @param {string} id */
function makeBadge(id) {
  const area = /** @type {Area} */ (state.areas.get(id));
  const icon = L.divIcon({ className: "om-marker om-of-area", iconSize: [BADGE_PX, BADGE_PX] });
  const marker = /** @type {BadgeMarker} */ (L.marker(area.label, { icon, riseOnHover: true, keyboard: true }));
  const show = () => showBounds({ id: area.id, geometry: area.geometry, colour: coloursOf(marker)[0][1] });
  const hide = () => emit("marked");
  marker.on("mouseover", show).on("mouseout", hide);
  marker.on("click", (event) => {
    L.DomEvent.stop(event);
    open(marker);
  });
  marker.on("add", () => {
    const node = nodeOf(marker);
    node.addEventListener("focus", show);
    node.addEventListener("blur", hide);
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      open(marker, true);
    });
  });
  return marker;
}

/** @param {L.Marker} marker */
const nodeOf = (marker) => /** @type {HTMLElement} */ (marker.getElement()); // of one on the map

/** The places of a badge that are shown, less those of the crowd.
    @param {Set<string>} areas */
function featuresIn(areas) {
  const own = [...state.places.values()].filter(({ properties }) => properties.position === undefined);
  return own.filter((feature) => areas.has(feature.properties.area || "") && isShown(feature));
}

/** @param {BadgeMarker} marker
    @param {boolean} [byKey] */
async function open(marker, byKey) {
  const areas = new Set(marker.badge.members);
  const features = featuresIn(areas);
  if (features.length === 1 && marker.badge.count === 1) {
    emit("select", features[0].id, true);
    if (byKey) emit("focus");
    return;
  }
  /** @type {number[]} */
  let positions = [];
  try {
    positions = (await room?.loosePositions(areas)) || [];
  } catch (fault) {
    room?.showFailure(fault);
    return;
  }
  listPlaces({
    at: marker.getLatLng(), lift: BADGE_PX / 2 - 2, features, positions, from: marker, title: titleOf(marker.badge),
    within: marker.badge.members.length > 1 ? boundsOfBadge(marker.badge) : null,
  });
}

/** @param {Badge} badge */
function boundsOfBadge({ members }) {
  const boxes = members.map((id) => /** @type {Area} */ (state.areas.get(id)).bounds);
  return L.latLngBounds(boxes.flatMap(([west, south, east, north]) => /** @type {L.LatLngTuple[]} */ (
    [[south, west], [north, east]])));
}

/** @param {Badge} badge */
function titleOf(badge) {
  return filled("badge", { area: areaName(badge), count: badge.count });
}

/** The name of a badge's area; where it holds others beside, it says so.
    @param {Badge} badge */
function areaName(badge) {
  /** @param {string} id */
  const name = (id) => wording(/** @type {Area} */ (state.areas.get(id)).name);
  if (isWhole(badge)) return name(badge.area);
  if (badge.members.length === 2) return badge.members.map(name).join(text("comma"));
  return filled("badge_more", { area: name(badge.area) });
}

/** @param {Badge} badge */
const seen = (badge) => ({
  ...badge, name: areaName(badge), at: /** @type {Area} */ (state.areas.get(badge.area)).label, isWhole: isWhole(badge),
});

/* What is written at badges, and where they are: for the names on the map. */
export const badgesSeen = () => markers.map(({ badge }) => seen(badge));
export const paleBadgesSeen = () => paleSeen().map(seen);

/* Says in the present language what a badge is, to who sees it and who does not. */
export function nameBadges() {
  for (const marker of markers) {
    const node = nodeOf(marker);
    const parts = ringParts([...marker.shares]);
    const colours = parts.map((part) => ({ ...part, of: appearanceOf(part.of).colour }));
    node.replaceChildren(ringOf(compactNumber(marker.badge.count), colours));
    const kinds = parts.map(({ of }) => wording(appearanceOf(of).name)).join(text("comma"));
    giveRole(node, "button");
    node.setAttribute("aria-haspopup", "dialog");
    const { area, members, count } = marker.badge;
    nameNode(node, filled("badge_label", { area: areaName(marker.badge), count, kinds }));
    Object.assign(node.dataset, { area, members: members.join(" "), count });
  }
}

/** The badge that a place is a part of.
    @param {Feature} feature */
export const badgeOf = ({ properties }) => markers.find(({ badge }) => badge.members.includes(properties.area || ""));

/* Marks the badge with the selected place. */
export function markBadges() {
  const chosen = state.places.get(state.place);
  const own = chosen && badgeOf(chosen);
  for (const marker of markers) nodeOf(marker).classList.toggle("om-selected", marker === own);
}

export const countBadges = () => markers.length;

export function clearBadges() {
  for (const marker of markers) marker.remove();
  markers = [];
  drawn = "";
  clearPale();
}
