/* How do lines and areas look, and which of them does a click mean?

   An area is filled and hit anywhere in it; a line never is: it is hit on its stroke, and on an
   invisible wider one for fingers. Points lie over lines and lines over areas, small ones over
   large, in whatever order the files have them. */
import { appearanceOf } from "../shared/state.js";

const FINGER = matchMedia("(pointer: coarse)").matches;
const REACH_PX = FINGER ? 14 : 6; // from a line's middle; as far as the crowd's lines are hit
const PANE = "om-shapes"; // below the crowd's canvas, whose dots are points
const SPOT_PX = 6;
const SPOT = 0, LINE = 1, AREA = 2;

/** @param {{ type: string }} geometry */
const kindOf = ({ type }) => (type.endsWith("Polygon") ? AREA : type.endsWith("LineString") ? LINE : SPOT);

const noSpots = () => L.layerGroup(); // a single point is its symbol

/** @param {Feature} feature
    @param {L.LatLng} at */
function spot(feature, at) {
  const several = feature.geometry.coordinates.length > 1 && feature.geometry.type === "MultiPoint";
  return several ? L.circleMarker(at, { pane: PANE, radius: SPOT_PX }) : noSpots();
}

/** What is drawn of a place whose location is known, besides its symbol.
    @param {Feature} feature */
export function solidShape(feature) {
  const kind = kindOf(feature.geometry);
  const className = "om-solid" + (kind === LINE ? "" : " om-filled") + (kind === SPOT ? " om-spot" : "");
  const group = /** @type {Shape} */ (L.featureGroup());
  group.kind = kind;
  group.size = sizeOf(feature.geometry, kind);
  if (kind === LINE) group.addLayer(reach(feature));
  group.addLayer(L.geoJSON(feature, {
    pane: PANE,
    pointToLayer: spot,
    style: { weight: kind === SPOT ? 2 : 5, fillOpacity: kind === SPOT ? 1 : 0.25, className },
  }));
  return group.on("add", () => tint(group, feature));
}

/** @param {Feature} feature */
const reach = (feature) => L.geoJSON(feature, {
  pane: PANE,
  style: { weight: 2 * REACH_PX, opacity: 0, className: "om-reach" },
});

/** Calls a function with the element of each path that is drawn of a shape.
    @param {any} layer
    @param {(path: SVGElement) => void} act */
function eachPath(layer, act) {
  if (layer.eachLayer) layer.eachLayer((/** @type {any} */ part) => eachPath(part, act));
  else if (layer.getElement && layer.getElement()) act(layer.getElement());
}

/** Gives a shape that is on the map its workstream's colour; the style sheet does the rest.
    @param {L.Layer} shape
    @param {Feature} feature */
function tint(shape, feature) {
  const { colour } = appearanceOf(feature.properties.workstream);
  eachPath(shape, (path) => {
    path.style.setProperty("--colour", colour);
    path.dataset.of = feature.id;
  });
}

/** Marks the shape of the selected place.
    @param {Shape} shape
    @param {boolean} isChosen */
export function markShape(shape, isChosen) {
  eachPath(shape, (path) => path.classList.toggle("om-chosen", isChosen));
}

/** Orders shapes that are on the map: large areas lowest, then what lines can be hit by, then these
    themselves, so that no line takes the clicks on another's stroke.
    @param {Shape[]} shapes */
export function orderShapes(shapes) {
  const sorted = [...shapes].sort((one, two) => two.kind - one.kind || two.size - one.size);
  const lines = sorted.filter(({ kind }) => kind === LINE);
  /** @type {(shape: Shape, number: number) => L.FeatureGroup} */
  const part = (shape, number) => /** @type {L.FeatureGroup} */ (shape.getLayers()[number]);
  const reaches = lines.map((shape) => part(shape, 0));
  for (const shape of [...sorted.filter(({ kind }) => kind === AREA), ...reaches]) shape.bringToFront();
  for (const shape of lines) part(shape, 1).bringToFront();
  for (const shape of sorted.filter(({ kind }) => kind === SPOT)) shape.bringToFront();
}

/** Whether one of the shapes of the crowd, as its hit says, lies over a shape of ours.
    @param {Hit} hit
    @param {Shape} shape */
export const liesOver = (hit, { kind, size }) => hit.kind < kind
  || (hit.kind === kind && kind === AREA && hit.size !== undefined && hit.size < size);

/** How much of the plane a shape takes, to be compared only: an area's surface, a line's length.
    @param {{ type: string, coordinates: any }} geometry
    @param {number} kind */
function sizeOf({ type, coordinates }, kind) {
  if (kind === SPOT) return 0;
  const isSingle = type === "Polygon" || type === "LineString";
  const parts = isSingle ? [coordinates] : coordinates;
  const measure = kind === LINE ? length : surface;
  return parts.reduce((/** @type {number} */ sum, /** @type {any} */ part) => sum + measure(part), 0);
}

/** @param {number[]} position */
const plane = ([longitude, latitude]) => L.CRS.EPSG3857.latLngToPoint(L.latLng(latitude, longitude), 22);

/** @param {number[][]} line
    @returns {number} */
function length(line) {
  const points = line.map(plane);
  return points.reduce((sum, point, at) => sum + (at ? point.distanceTo(points[at - 1]) : 0), 0);
}

/** @param {number[][][]} rings */
function surface([outer, ...holes]) {
  return holes.reduce((rest, hole) => rest - ring(hole), ring(outer));
}

/** @param {number[][]} corners */
function ring(corners) {
  const points = corners.map(plane);
  const [first] = points;
  let twice = 0;
  for (let at = 1; at < points.length; at += 1) {
    const [one, two] = [points[at - 1].subtract(first), points[at].subtract(first)];
    twice += one.x * two.y - two.x * one.y;
  }
  return Math.abs(twice) / 2;
}
