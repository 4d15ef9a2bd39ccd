/* Where is a place known to lie? Its own shape, or an area, or the whole district.

   Areas are drawn softly, without a rim: nobody has surveyed their borders. Their bounds are dashed
   while a place in them is chosen or pointed at. */
import { element } from "../shared/element.js";
import { areaOf, isImplicit } from "../shared/located.js";
import { state } from "../shared/state.js";

const PANE = "om-areas"; // over the district's ground, below what lies around it
const SVG = "http://www.w3.org/2000/svg";

/** @type {Map<string, L.GeoJSON>} */
let fills = new Map(); // by area id
/** @type {L.GeoJSON | null} */
let bounds = null;

/** @param {Catalogue} catalogue
    @param {Collection[]} collections */
export function keepAreas(catalogue, collections) {
  const shapes = new Map(collections.flatMap(({ features }) => features).map(({ id, geometry }) => [id, geometry]));
  const areas = catalogue.areas.map((area) => ({ ...area, geometry: shapes.get(area.id) }));
  state.areas = new Map(areas.map((area) => [area.id, area]));
}

/** Paths of the files with the shapes of areas: one, or none.
    @param {Catalogue} catalogue */
export const areaFiles = ({ areas }) => [...new Set(areas.map(({ url }) => url))];

/** Whether a place is known to lie in the district, and nothing more.
    @param {Feature} feature */
export const isDistrictWide = ({ properties }) => properties.precision === "district";

/** What a place is drawn by: its own shape, its area's, or the district's.
    @param {Feature} feature */
export function shapeOf(feature) {
  if (isDistrictWide(feature)) return state.district;
  const area = areaOf(feature);
  return (area && !isImplicit(area) && area.geometry) || feature.geometry;
}

/** @param {Area} area */
export const boundsOfArea = ({ bounds: [west, south, east, north] }) => L.latLngBounds([south, west], [north, east]);

/** @param {Feature} feature */
export function boundsOf(feature) {
  if (isDistrictWide(feature)) return L.latLngBounds(state.catalogue.bounds);
  const area = areaOf(feature);
  if (area && !isImplicit(area)) return boundsOfArea(area);
  const found = L.geoJSON(feature.geometry).getBounds();
  return found.isValid() ? found : L.latLngBounds([feature.properties.anchor, feature.properties.anchor]);
}

/** Fills areas, each in the colour of most of its places.
    @param {Map<string, string>} colours  colour by area id */
export function fillAreas(colours) {
  const filled = [...state.areas.values()].filter(({ id }) => colours.has(id));
  if (filled.length !== fills.size || !filled.every(({ id }) => fills.has(id))) drawFills(filled);
  for (const [id, fill] of fills) tintPaths(fill, /** @type {string} */ (colours.get(id)), id);
}

/** The smaller lie on the larger.
    @param {Area[]} areas */
function drawFills(areas) {
  for (const fill of fills.values()) fill.remove();
  const large = (/** @type {Area} */ { bounds: [west, south, east, north] }) => (east - west) * (north - south);
  areas.sort((one, two) => large(two) - large(one));
  fills = new Map(areas.map(({ id, geometry }) => [id, L.geoJSON(geometry, {
    interactive: false, pane: PANE, style: { stroke: false, className: "om-soft" },
  }).addTo(state.map)]));
}

/** The dashed bounds of what a place, or an area, is known to lie in; of nothing where that is known
    better, or is the district.
    @param {{ geometry: any, id: string, colour: string } | null} wanted */
export function showBounds(wanted) {
  if (bounds) bounds.remove();
  bounds = null;
  if (!wanted || !wanted.geometry) return;
  bounds = L.geoJSON(wanted.geometry, {
    interactive: false,
    pointToLayer: () => L.layerGroup(),
    style: { weight: 2, dashArray: "7 6", className: "om-area om-filled" },
  }).addTo(state.map);
  tintPaths(bounds, wanted.colour, wanted.id);
}

/** @param {L.GeoJSON} layer
    @param {string} colour
    @param {string} id */
function tintPaths(layer, colour, id) {
  layer.eachLayer((part) => {
    const path = /** @type {L.Path} */ (part).getElement?.();
    if (!path) return;
    /** @type {SVGElement} */ (path).style.setProperty("--colour", colour);
    /** @type {SVGElement} */ (path).dataset.of = id;
  });
}

export function clearAreas() {
  for (const fill of fills.values()) fill.remove();
  fills = new Map();
  showBounds(null);
}

/** A ring in parts of several colours around a number.
    @param {string} words
    @param {{ of: string, from: number, to: number }[]} parts  colours */
export function ringOf(words, parts) {
  const box = element("span", "om-badge");
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-19 -19 38 38");
  svg.setAttribute("aria-hidden", "true");
  for (const { of, from, to } of parts) {
    const arc = document.createElementNS(SVG, "circle");
    arc.setAttribute("r", "15");
    // A circle of a hundred units, of which so many are drawn; a hair is left between two parts.
    const gap = parts.length > 1 ? 2.5 : 0;
    arc.setAttribute("pathLength", "100");
    arc.setAttribute("stroke-dasharray", `${Math.max(1, (to - from) * 100 - gap)} 100`);
    arc.setAttribute("stroke-dashoffset", String(-from * 100));
    arc.style.setProperty("--colour", of);
    svg.appendChild(arc);
  }
  box.append(svg, element("b", "", words));
  return box;
}
