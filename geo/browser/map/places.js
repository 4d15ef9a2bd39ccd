/* How do places become a picture? By a symbol each, and by what is known of where they lie. */
import { crowd, isShown } from "../crowd/filter.js";
import { hitAt } from "../crowd/hit.js";
import { dotsBelow } from "../crowd/seen.js";
import { emit, on } from "../shared/events.js";
import { selectedPlace, state } from "../shared/state.js";
import { liesOver, looseShape, markShape, orderShapes, solidShape, tint } from "./shapes.js";
import { gatherSymbols, makeStack, nameStack } from "./stacks.js";
import { isInDistrict, relabelSurroundings, removeSurroundings } from "./surroundings.js";
import { elementOf, makeMarker, nameMarker, symbolLayout } from "./symbols.js";

/** @type {{
      places: Map<string, Drawn>, area: L.GeoJSON | null, stacks: Stack[], stackKey: string | null,
    }} */
const drawn = { places: new Map(), area: null, stacks: [], stackKey: null };

export function drawPlaces() {
  for (const feature of state.places.values()) make(feature);
  arrange();
  refreshPlaces();
}

/** @param {Feature} feature */
function make(feature) {
  const marker = makeMarker(feature);
  const showSelected = () => showArea(selectedPlace());
  marker.on("mouseover", () => showArea(feature)).on("mouseout", showSelected);
  marker.on("add", () => {
    elementOf(marker).addEventListener("focus", () => showArea(feature));
    elementOf(marker).addEventListener("blur", showSelected);
  });
  const shape = feature.properties.located ? solidShape(feature) : null;
  if (shape) shape.on("click", (event) => choose(event, feature, shape));
  const lead = L.polyline([], { interactive: false, pane: "om-ground", className: "om-lead" });
  const bounds = L.geoJSON(feature).getBounds();
  drawn.places.set(feature.id, { feature, marker, shape, lead, bounds });
}

/** Adds one place to those drawn, at its anchor: one of the crowd, while it is selected.
    @param {Feature} feature */
function addPlace(feature) {
  state.places.set(feature.id, feature);
  make(feature);
  reveal();
}

/** @param {string} id */
const drawnOf = (id) => /** @type {Drawn} */ (drawn.places.get(id));

/** @param {string} id */
function removePlace(id) {
  const { marker, shape, lead } = drawnOf(id);
  for (const layer of [lead, marker, shape]) if (layer) layer.remove();
  drawn.places.delete(id);
  state.places.delete(id);
  reveal();
}

/** A click on a shape of ours means what lies over it in the crowd, if there is anything.
    @param {L.LeafletMouseEvent} event
    @param {Feature} feature
    @param {Shape} shape */
function choose(event, feature, shape) {
  L.DomEvent.stop(event);
  const hit = crowd.index && hitAt(event.containerPoint);
  if (hit && liesOver(hit, shape)) emit("hit", hit, event.containerPoint);
  else emit("select", feature.id, true);
}

/* Moves the symbols apart for the present zoom. */
function arrange() {
  const map = state.map;
  const own = [...drawn.places.values()].filter(({ feature }) => feature.properties.position === undefined);
  const anchors = own.map(({ feature }) => ({
    id: feature.id,
    located: feature.properties.located,
    point: map.latLngToLayerPoint(feature.properties.anchor),
  }));
  /** @param {L.Point} point */
  const isInside = (point) => isInDistrict(map.layerPointToLatLng(point));
  for (const [id, spot] of symbolLayout(anchors, isInside)) {
    const found = drawnOf(id);
    found.marker.setLatLng(map.layerPointToLatLng(spot));
    tie(found, map.layerPointToLatLng(spot));
  }
}

/** A symbol that had to leave its area is tied to it by a line, so that nobody reads its spot.
    @param {Drawn} found
    @param {L.LatLng} spot */
function tie(found, spot) {
  const { bounds, feature } = found;
  const line = bounds.contains(spot) ? [] : [spot, feature.properties.anchor];
  found.lead.setLatLngs(line);
}

export function arrangeSymbols() {
  if (!drawn.places.size) return;
  arrange();
  reveal();
  emit("arranged");
}

/* Shows and hides places as the filter says; adds or removes only what changed. */
export function refreshPlaces() {
  reveal();
  emit("shown");
}

function reveal() {
  const stacked = stack();
  let isChanged = false;
  for (const { feature, marker, shape, lead } of drawn.places.values()) {
    const wanted = isShown(feature);
    isChanged = set(shape, wanted) || isChanged;
    set(marker, wanted && !stacked.has(feature.id));
    set(lead, wanted && !stacked.has(feature.id));
  }
  const shapes = [...drawn.places.values()].flatMap(({ shape }) => shape || []);
  if (isChanged) orderShapes(shapes.filter((shape) => state.map.hasLayer(shape)));
  emit("stacked");
}

/** Adds or takes away a layer; tells whether that changed anything.
    @param {L.Layer | null} layer
    @param {boolean} wanted */
function set(layer, wanted) {
  const { map } = state;
  if (!layer || wanted === map.hasLayer(layer)) return false;
  if (wanted) layer.addTo(map);
  else layer.remove();
  return true;
}

/* Stands symbols that would hide each other together; gives the ids of their places. */
function stack() {
  const { map } = state;
  const shown = [...drawn.places.values()].filter(({ feature }) => isShown(feature));
  const symbols = shown.map(({ feature, marker }) => ({
    feature, at: marker.getLatLng(), point: map.latLngToLayerPoint(marker.getLatLng()),
  }));
  const below = dotsBelow(shown.map(({ feature }) => feature));
  const stacks = gatherSymbols(symbols).map((found) => ({
    at: found[0].at,
    features: found.map(({ feature }) => feature),
    positions: [...new Set(found.flatMap(({ feature }) => below.get(feature.id) || []))],
  })).filter(({ features, positions }) => features.length + positions.length > 1);
  const key = JSON.stringify(stacks.map(({ at, features, positions }) => [at, features.map(({ id }) => id), positions]));
  if (key !== drawn.stackKey) {
    for (const marker of drawn.stacks) marker.remove();
    drawn.stacks = stacks.map(({ at, features, positions }) => makeStack(at, features, positions).addTo(map));
    drawn.stackKey = key;
    markStacks();
  }
  return new Set(stacks.flatMap(({ features }) => features.map(({ id }) => id)));
}

function markStacks() {
  for (const marker of drawn.stacks) {
    const isChosen = marker.features.some(({ id }) => id === state.place);
    elementOf(marker).classList.toggle("om-selected", isChosen);
  }
}

/* How many circles stand for several symbols. */
export const countStacks = () => drawn.stacks.length;

/** The dashed area of a place whose location is known no better; of no place without one.
    @param {Feature} [feature] */
export function showArea(feature) {
  if (drawn.area) drawn.area.remove();
  drawn.area = null;
  if (!feature || feature.properties.located) return;
  drawn.area = looseShape(feature).addTo(state.map);
  tint(drawn.area, feature);
}

export function markSelected() {
  for (const { feature, marker, shape } of drawn.places.values()) {
    const node = marker.getElement();
    const isChosen = feature.id === state.place;
    if (node) node.classList.toggle("om-selected", isChosen);
    if (shape) markShape(shape, isChosen);
  }
  markStacks();
  showArea(selectedPlace());
}

/** @param {string} id */
export const markerOf = (id) => drawn.places.get(id)?.marker;

/** What can have the focus for a place: its symbol, or the circle that it is a part of.
    @param {Feature} feature */
export function nodeOf({ id, properties }) {
  /** @param {Stack} stack */
  const holds = ({ features, positions }) => features.some((feature) => feature.id === id)
    || properties.position !== undefined && positions.includes(properties.position);
  const marker = drawn.stacks.find(holds) || markerOf(id);
  return marker && marker.getElement();
}

export function relabel() {
  relabelSurroundings();
  for (const { feature, marker } of drawn.places.values()) {
    if (marker.getElement()) nameMarker(marker, feature);
  }
  for (const marker of drawn.stacks) nameStack(marker);
}

export function clearPlaces() {
  for (const { marker, shape, lead } of drawn.places.values()) {
    for (const layer of [lead, marker, shape]) if (layer) layer.remove();
  }
  drawn.places.clear();
  for (const marker of drawn.stacks) marker.remove();
  drawn.stacks = [];
  drawn.stackKey = null;
  showArea();
  removeSurroundings();
}

on("promote", addPlace);
on("demote", removePlace);
on("picture", reveal);
