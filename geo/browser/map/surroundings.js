/* What lies around the places? The surroundings dimmed, the district outlined. */
import { element } from "../shared/element.js";
import { wording } from "../shared/language.js";
import { state } from "../shared/state.js";

/** @type {L.LatLngTuple[]} */
const WORLD = [[-90, -360], [-90, 360], [90, 360], [90, -360]];
/** @typedef {L.Marker & { relabel(): void }} Label */
/** @type {L.LayerGroup | null} */
let base = null;
/** @type {L.LatLng[][]} */
let outline = []; // of the district, its outer rings

/** @param {Collection} collection */
export function drawSurroundings(collection) {
  const group = L.layerGroup();
  for (const feature of collection.features) {
    const shape = L.geoJSON(feature, {
      interactive: false,
      pane: "om-ground",
      style: { className: "om-" + feature.properties.role },
    });
    if (feature.properties.role === "district") {
      const area = /** @type {L.Polygon} */ (shape.getLayers()[0]);
      const rings = /** @type {any[]} */ (area.getLatLngs());
      /** @type {L.LatLng[][]} */
      const outer = (Array.isArray(rings[0][0]) ? rings : [rings]).map((part) => part[0]);
      outline = outer;
      state.district = feature.geometry;
      const dim = { className: "om-dim", interactive: false, pane: "om-ground", stroke: false };
      group.addLayer(L.polygon([WORLD, ...outer], dim));
    } else {
      group.addLayer(label(feature));
    }
    group.addLayer(shape);
  }
  base = group.addTo(state.map);
}

/** @param {Feature} feature */
function label(feature) {
  const html = element("span", "", wording(feature.properties.name));
  const icon = L.divIcon({ html, className: "om-label", iconSize: [0, 0] });
  const options = { icon, interactive: false, keyboard: false };
  const marker = /** @type {Label} */ (L.marker(feature.properties.anchor, options));
  marker.relabel = () => { html.textContent = wording(feature.properties.name); };
  return marker;
}

/* Writes the neighbours' names anew, in another language. */
export function relabelSurroundings() {
  if (!base) return;
  base.eachLayer((layer) => {
    if ("relabel" in layer) /** @type {Label} */ (layer).relabel();
  });
}

export function removeSurroundings() {
  if (base) base.remove();
}

/** @param {L.LatLng} point */
export const isInDistrict = (point) => contains(outline, point);

/** Whether a point lies in one of the rings: it does if a ray from it crosses a ring oddly often.
    @param {L.LatLng[][]} rings
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
