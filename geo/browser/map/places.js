/* How do data become a picture? The surroundings dimmed, the district outlined, a symbol a place. */
import { isShown } from "../crowd/filter.js";
import { element } from "../shared/element.js";
import { emit, on } from "../shared/events.js";
import { wording } from "../shared/language.js";
import { appearanceOf, state } from "../shared/state.js";
import { makeMarker, nameMarker, symbolLayout } from "./symbols.js";

const WORLD = [[-90, -360], [-90, 360], [90, 360], [90, -360]];
const drawn = { base: null, outline: [], places: new Map(), area: null };

export function drawSurroundings(collection) {
  const group = L.layerGroup();
  for (const feature of collection.features) {
    const shape = L.geoJSON(feature, {
      interactive: false,
      pane: "om-ground",
      style: { className: "om-" + feature.properties.role },
    });
    if (feature.properties.role === "district") {
      const rings = shape.getLayers()[0].getLatLngs();
      const outer = (Array.isArray(rings[0][0]) ? rings : [rings]).map((part) => part[0]);
      drawn.outline = outer;
      state.district = feature.geometry;
      const dim = { className: "om-dim", interactive: false, pane: "om-ground", stroke: false };
      group.addLayer(L.polygon([WORLD, ...outer], dim));
    } else {
      group.addLayer(label(feature));
    }
    group.addLayer(shape);
  }
  drawn.base = group.addTo(state.map);
}

function label(feature) {
  const html = element("span", "", wording(feature.properties.name));
  const icon = L.divIcon({ html, className: "om-label", iconSize: [0, 0] });
  const marker = L.marker(feature.properties.anchor, { icon, interactive: false, keyboard: false });
  marker.relabel = () => { html.textContent = wording(feature.properties.name); };
  return marker;
}

export function drawPlaces() {
  for (const feature of state.places.values()) make(feature);
  arrange();
  refreshPlaces();
}

function make(feature) {
  const marker = makeMarker(feature);
  const showSelected = () => showArea(state.places.get(state.place));
  marker.on("mouseover", () => showArea(feature)).on("mouseout", showSelected);
  marker.on("add", () => {
    marker.getElement().addEventListener("focus", () => showArea(feature));
    marker.getElement().addEventListener("blur", showSelected);
  });
  const shape = feature.properties.located ? solid(feature) : null;
  const lead = L.polyline([], { interactive: false, pane: "om-ground", className: "om-lead" });
  const bounds = L.geoJSON(feature).getBounds();
  drawn.places.set(feature.id, { feature, marker, shape, lead, bounds });
}

/* Adds one place to those drawn, at its anchor: one of the crowd, while it is selected. */
function addPlace(feature) {
  state.places.set(feature.id, feature);
  make(feature);
  reveal(drawn.places.get(feature.id));
}

function removePlace(id) {
  const { marker, shape, lead } = drawn.places.get(id);
  for (const layer of [lead, marker, shape]) if (layer) layer.remove();
  drawn.places.delete(id);
  state.places.delete(id);
}

/* Gives a shape that is on the map its workstream's colour; the style sheet does the rest. */
function tint(shape, feature) {
  const { colour } = appearanceOf(feature.properties.workstream);
  shape.eachLayer((part) => {
    if (part.getElement) part.getElement().style.setProperty("--colour", colour);
  });
}

function solid(feature) {
  const shape = L.geoJSON(feature, {
    pointToLayer: () => L.layerGroup(), // a point is its symbol
    style: { weight: 5, fillOpacity: 0.25, className: "om-solid" },
  });
  shape.on("add", () => tint(shape, feature));
  return shape.on("click", (event) => {
    L.DomEvent.stop(event);
    emit("select", feature.id, true);
  });
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
  const isInside = (point) => contains(drawn.outline, map.layerPointToLatLng(point));
  for (const [id, spot] of symbolLayout(anchors, isInside)) {
    const found = drawn.places.get(id);
    found.marker.setLatLng(map.layerPointToLatLng(spot));
    tie(found, map.layerPointToLatLng(spot));
  }
}

/* A symbol that had to leave its area is tied to it by a line, so that nobody reads its spot. */
function tie(found, spot) {
  const { bounds, feature } = found;
  const line = bounds.contains(spot) ? [] : [spot, feature.properties.anchor];
  found.lead.setLatLngs(line);
}

/* Whether a point lies in one of the rings: it does if a ray from it crosses a ring oddly often. */
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

export function arrangeSymbols() {
  if (!drawn.places.size) return;
  arrange();
  emit("arranged");
}

/* Shows and hides places as the filter says; adds or removes only what changed. */
export function refreshPlaces() {
  for (const place of drawn.places.values()) reveal(place);
  emit("shown");
}

function reveal({ feature, marker, shape, lead }) {
  const { map } = state;
  const wanted = isShown(feature);
  for (const layer of [lead, marker, shape]) {
    if (!layer || wanted === map.hasLayer(layer)) continue;
    if (wanted) layer.addTo(map);
    else layer.remove();
  }
}

/* The dashed area of a place whose location is known no better; of no place without one. */
export function showArea(feature) {
  if (drawn.area) drawn.area.remove();
  drawn.area = null;
  if (!feature || feature.properties.located) return;
  drawn.area = L.geoJSON(feature, {
    interactive: false,
    style: { weight: 2.5, dashArray: "7 6", fillOpacity: 0.14, className: "om-area" },
  }).addTo(state.map);
  tint(drawn.area, feature);
}

export function markSelected() {
  for (const { feature, marker } of drawn.places.values()) {
    const node = marker.getElement();
    if (node) node.classList.toggle("om-selected", feature.id === state.place);
  }
  showArea(state.places.get(state.place));
}

export const markerOf = (id) => drawn.places.get(id) && drawn.places.get(id).marker;

export function relabel() {
  if (drawn.base) drawn.base.eachLayer((layer) => layer.relabel && layer.relabel());
  for (const { feature, marker } of drawn.places.values()) {
    if (marker.getElement()) nameMarker(marker, feature);
  }
}

export function clearPlaces() {
  for (const { marker, shape, lead } of drawn.places.values()) {
    for (const layer of [lead, marker, shape]) if (layer) layer.remove();
  }
  drawn.places.clear();
  showArea(null);
  if (drawn.base) drawn.base.remove();
}

on("promote", addPlace);
on("demote", removePlace);
