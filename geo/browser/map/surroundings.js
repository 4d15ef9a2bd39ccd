/* What lies around the places? The surroundings dimmed, the district outlined. */
import { state } from "../shared/state.js";

/** @type {L.LatLngTuple[]} */
const WORLD = [[-90, -360], [-90, 360], [90, 360], [90, -360]];
const STEPS = 14; // across the frame and down, in which the middle of what is seen is looked for
const RIM_PX = 24;
/** @typedef {L.LatLng[][]} Rings */
/** @type {L.LayerGroup | null} */
let base = null;
/** @type {Rings} */
let outline = []; // of the district, its outer rings
/** @type {Feature[]} */
let around = [];

/** @param {Collection} collection */
export function drawSurroundings(collection) {
  const group = L.layerGroup();
  around = collection.features;
  /** @type {(feature: Feature, pane: string, className: string) => void} */
  const draw = (feature, pane, className) => {
    group.addLayer(L.geoJSON(feature, { interactive: false, pane, style: { className: "om-" + className } }));
  };
  const district = around.find(({ properties }) => properties.role === "district");
  if (district) {
    outline = ringsOf(district.geometry);
    state.district = district.geometry;
    draw(district, "om-ground", "district");
    const dim = { className: "om-dim", interactive: false, pane: "om-around", stroke: false };
    group.addLayer(L.polygon([WORLD, ...outline], dim));
  }
  for (const feature of neighbours()) draw(feature, "om-around", "neighbour");
  if (district) draw(district, "om-around", "outline"); // over the neighbours' borders
  base = group.addTo(state.map);
}

export const neighbours = () => around.filter(({ properties }) => properties.role === "neighbour");

export const towns = () => around.filter(({ properties }) => properties.role === "town");

/** The outer rings of an area.
    @param {any} geometry
    @returns {Rings} */
function ringsOf({ type, coordinates }) {
  const parts = type === "MultiPolygon" ? coordinates : [coordinates];
  return parts.map((/** @type {number[][][]} */ [outer]) => outer.map(([lng, lat]) => L.latLng(lat, lng)));
}

export function removeSurroundings() {
  if (base) base.remove();
  base = null;
  around = [];
}

/** @param {L.LatLng} point */
export const isInDistrict = (point) => contains(outline, point);

/** @type {{ view: string, of: Map<any, Spot | null> }} */
let middles = { view: "", of: new Map() };

/** The middle of what the frame shows of an area, in pixels; null where it shows nothing. Looked for once a
    view: no filter changes it.
    @param {any} geometry */
export function visibleMiddle(geometry) {
  const { map } = state;
  const { min, max } = map.getPixelBounds();
  const view = [map.getZoom(), min, max].join();
  if (middles.view !== view) middles = { view, of: new Map() };
  if (!middles.of.has(geometry)) middles.of.set(geometry, middleOf(geometry));
  return /** @type {Spot | null} */ (middles.of.get(geometry));
}

/** Of a grid of points over the frame it is the one in the area that is farthest from all that are not.
    @param {any} geometry */
function middleOf(geometry) {
  const { map } = state;
  const { x: width, y: height } = map.getSize();
  const rings = ringsOf(geometry);
  /** @type {(Spot & { inside: boolean })[]} */
  const spots = [];
  for (let down = 0; down <= STEPS; down += 1) {
    for (let across = 0; across <= STEPS; across += 1) {
      const [x, y] = [(width * across) / STEPS, (height * down) / STEPS];
      const isRim = across === 0 || down === 0 || across === STEPS || down === STEPS;
      spots.push({ x, y, inside: !isRim && contains(rings, map.containerPointToLatLng([x, y])) });
    }
  }
  const outside = spots.filter(({ inside }) => !inside);
  /** @param {Spot} one */
  const room = (one) => Math.min(...outside.map(({ x, y }) => Math.hypot(x - one.x, (y - one.y) * 1.6)));
  const inside = spots.filter((spot) => spot.inside && spot.x > RIM_PX && spot.x < width - RIM_PX);
  const ranked = inside.map((spot) => ({ spot, room: room(spot) })).sort((one, two) => two.room - one.room);
  return ranked.length ? ranked[0].spot : null;
}

/** Whether a box lies on one side of the line around an area.
    @param {any} geometry
    @param {Rect} box */
export function isOffRim(geometry, { left, top, right, bottom }) {
  const rings = ringsOf(geometry);
  const sides = [0, 1, 2, 3, 4].flatMap((part) => [0, 1, 2].map((down) => contains(rings, state.map
    .containerPointToLatLng([left + ((right - left) * part) / 4, top + ((bottom - top) * down) / 2]))));
  return new Set(sides).size === 1;
}

/** Whether a point lies in one of the rings: it does if a ray from it crosses a ring oddly often.
    @param {Rings} rings
    @param {L.LatLng} point */
function contains(rings, { lat, lng }) {
  return rings.some((ring) => {
    let inside = false;
    ring.forEach((corner, number) => {
      const other = ring[(number + ring.length - 1) % ring.length];
      if (corner.lat > lat === other.lat > lat) return;
      const slope = (other.lng - corner.lng) / (other.lat - corner.lat);
      if (lng < corner.lng + slope * (lat - corner.lat)) inside = !inside;
    });
    return inside;
  });
}
