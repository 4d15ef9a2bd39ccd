/* How do places become a picture? Those whose spot is known by a symbol and their shape, all others by
   the badge of the area that they are known to lie in. */
import { crowd, isShown, room, roomOfCrowd } from "../shared/crowd.js";
import { emit, on } from "../shared/events.js";
import { appearanceOf, selectedPlace, state } from "../shared/state.js";
import { clearAreas, isDistrictWide, shapeOf, showBounds } from "./areas.js";
import { arrangeBadges, badgeOf, clearBadges, markBadges, nameBadges } from "./badge-layer.js";
import { clearNames, nameOther, writeNames } from "./names.js";
import { liesOver, markShape, orderShapes, solidShape } from "./shapes.js";
import { gatherSymbols, makeStack, nameStack } from "./stacks.js";
import { removeSurroundings } from "./surroundings.js";
import { elementOf, makeMarker, nameMarker } from "./symbols.js";

/** @type {{ places: Map<string, Drawn>, stacks: Stack[], stackKey: string | null, isAny: boolean }} */
const drawn = { places: new Map(), stacks: [], stackKey: null, isAny: false };

/* Makes what stands for each place; it is shown as the filter says it. */
export function drawPlaces() {
  for (const feature of state.places.values()) make(feature);
  drawn.isAny = true;
}

/** @param {Feature} feature */
function make(feature) {
  if (!feature.properties.located) return;
  const marker = makeMarker(feature);
  const shape = solidShape(feature);
  if (shape) shape.on("click", (event) => choose(event, feature, shape));
  drawn.places.set(feature.id, { feature, marker, shape });
}

/** Adds one place to those drawn, at its anchor: one of the crowd, while it is selected.
    @param {Feature} feature */
function addPlace(feature) {
  state.places.set(feature.id, feature);
  make(feature);
  reveal();
}

/** @param {string} id */
function removePlace(id) {
  const found = drawn.places.get(id);
  if (found) for (const layer of [found.marker, found.shape]) if (layer) layer.remove();
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
  const hit = crowd.index && roomOfCrowd().hitAt(event.containerPoint);
  if (hit && liesOver(hit, shape)) emit("hit", hit, event.containerPoint);
  else emit("select", feature.id, true);
}

/* Stands badges, circles and names for the present zoom and frame. */
export function arrangePlaces() {
  if (!drawn.isAny) return;
  reveal();
  emit("arranged");
}

/* Shows and hides places as the filter says; adds or removes only what changed. */
export function refreshPlaces() {
  emit("shown");
  reveal();
}

/* Stands symbols, badges and names anew, for the present filter and picture of the crowd. */
export function reveal() {
  const stacked = stack();
  let isChanged = false;
  for (const { feature, marker, shape } of drawn.places.values()) {
    const wanted = isShown(feature);
    isChanged = set(shape, wanted) || isChanged;
    set(marker, wanted && !stacked.has(feature.id));
  }
  const shapes = [...drawn.places.values()].flatMap(({ shape }) => shape || []);
  if (isChanged) orderShapes(shapes.filter((shape) => state.map.hasLayer(shape)));
  arrangeBadges();
  emit("stacked");
  writeNames(); // beside what stands on the rim, as wide as it is now
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
  const below = room?.dotsBelow(shown.map(({ feature }) => feature));
  const stacks = gatherSymbols(symbols).map((found) => ({
    at: found[0].at,
    features: found.map(({ feature }) => feature),
    positions: [...new Set(found.flatMap(({ feature }) => below?.get(feature.id) || []))],
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

/** The dashed bounds of a place whose location is known no better; of no place without any.
    @param {Feature} [feature] */
export function showArea(feature) {
  const isLoose = feature && !feature.properties.located && !isDistrictWide(feature);
  showBounds(isLoose ? {
    id: feature.id, geometry: shapeOf(feature), colour: appearanceOf(feature.properties.workstream).colour,
  } : null);
}

export function markSelected() {
  for (const { feature, marker, shape } of drawn.places.values()) {
    const isChosen = feature.id === state.place;
    marker.getElement()?.classList.toggle("om-selected", isChosen);
    if (shape) markShape(shape, isChosen);
  }
  const chosen = selectedPlace();
  const { classList } = state.map.getContainer();
  classList.toggle("om-any-chosen", Boolean(chosen));
  classList.toggle("om-district-chosen", Boolean(chosen && isDistrictWide(chosen)));
  markStacks();
  markBadges();
  showArea(chosen);
  nameOther();
}

/** What can have the focus for a place: its symbol, or the circle or badge that it is a part of.
    @param {Feature} feature */
export function nodeOf(feature) {
  const { id, properties } = feature;
  /** @param {Stack} stack */
  const holds = ({ features, positions }) => features.some((other) => other.id === id)
    || (properties.position !== undefined && positions.includes(properties.position));
  const marker = drawn.stacks.find(holds) || drawn.places.get(id)?.marker || badgeOf(feature);
  return marker && marker.getElement();
}

/** The same, by the id of a place: for the page around the map.
    @param {string} id */
export function nodeFor(id) {
  const feature = state.places.get(id);
  return feature && nodeOf(feature);
}

export function relabel() {
  for (const { feature, marker } of drawn.places.values()) {
    if (marker.getElement()) nameMarker(marker, feature);
  }
  for (const marker of drawn.stacks) nameStack(marker);
  nameBadges();
  writeNames();
}

export function clearPlaces() {
  for (const { marker, shape } of drawn.places.values()) {
    for (const layer of [marker, shape]) if (layer) layer.remove();
  }
  drawn.places.clear();
  for (const marker of drawn.stacks) marker.remove();
  drawn.stacks = [];
  drawn.stackKey = null;
  drawn.isAny = false;
  clearBadges();
  clearAreas();
  clearNames();
  removeSurroundings();
}

on("promote", addPlace);
on("demote", removePlace);
on("picture", reveal);
on("marked", () => showArea(selectedPlace()));
