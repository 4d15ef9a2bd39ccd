/* How do data become a picture? The surroundings dimmed, the district outlined, a symbol a place. */
(function (oneMap) {
  "use strict";

  const WORLD = [[-90, -360], [-90, 360], [90, 360], [90, -360]];
  const drawn = { base: null, outline: [], places: new Map(), area: null, stacks: [] };

  oneMap.drawSurroundings = function (collection) {
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
        oneMap.state.district = feature.geometry;
        const dim = { className: "om-dim", interactive: false, pane: "om-ground", stroke: false };
        group.addLayer(L.polygon([WORLD, ...outer], dim));
      } else {
        group.addLayer(label(feature));
      }
      group.addLayer(shape);
    }
    drawn.base = group.addTo(oneMap.state.map);
  };

  function label(feature) {
    const html = oneMap.element("span", "", oneMap.say(feature.properties.name));
    const icon = L.divIcon({ html, className: "om-label", iconSize: [0, 0] });
    const marker = L.marker(feature.properties.anchor, { icon, interactive: false, keyboard: false });
    marker.relabel = () => { html.textContent = oneMap.say(feature.properties.name); };
    return marker;
  }

  oneMap.drawPlaces = function () {
    for (const feature of oneMap.state.places.values()) make(feature);
    arrange();
    oneMap.refresh();
  };

  function make(feature) {
    const marker = oneMap.makeMarker(feature);
    const showSelected = () => showArea(oneMap.state.places.get(oneMap.state.place));
    marker.on("mouseover", () => showArea(feature)).on("mouseout", showSelected);
    marker.on("add", () => {
      marker.getElement().addEventListener("focus", () => showArea(feature));
      marker.getElement().addEventListener("blur", showSelected);
    });
    const shape = feature.properties.located ? oneMap.solidShape(feature) : null;
    if (shape) shape.on("click", (event) => choose(event, feature, shape));
    const lead = L.polyline([], { interactive: false, pane: "om-ground", className: "om-lead" });
    const bounds = L.geoJSON(feature).getBounds();
    drawn.places.set(feature.id, { feature, marker, shape, lead, bounds });
  }

  /* Adds one place to those drawn, at its anchor: one of the crowd, while it is selected. */
  oneMap.addPlace = function (feature) {
    oneMap.state.places.set(feature.id, feature);
    make(feature);
    reveal();
  };

  oneMap.removePlace = function (id) {
    const { marker, shape, lead } = drawn.places.get(id);
    for (const layer of [lead, marker, shape]) if (layer) layer.remove();
    drawn.places.delete(id);
    oneMap.state.places.delete(id);
    reveal();
  };

  /* A click on a shape of ours means what lies over it in the crowd, if there is anything. */
  function choose(event, feature, shape) {
    L.DomEvent.stop(event);
    const hit = oneMap.crowd.index && oneMap.crowd.hit(event.containerPoint);
    if (hit && oneMap.liesOver(hit, shape)) oneMap.crowd.openHit(hit, event.containerPoint);
    else oneMap.select(feature.id, true);
  }

  /* Moves the symbols apart for the present zoom. */
  function arrange() {
    const map = oneMap.state.map;
    const own = [...drawn.places.values()].filter(({ feature }) => feature.properties.position === undefined);
    const anchors = own.map(({ feature }) => ({
      id: feature.id,
      located: feature.properties.located,
      point: map.latLngToLayerPoint(feature.properties.anchor),
    }));
    const isInside = (point) => contains(drawn.outline, map.layerPointToLatLng(point));
    for (const [id, spot] of oneMap.spread(anchors, isInside)) {
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

  oneMap.arrange = function () {
    if (!drawn.places.size) return;
    arrange();
    reveal();
    oneMap.movePopup();
  };

  /* Shows and hides places as the filter says; adds or removes only what changed. */
  oneMap.refresh = function () {
    reveal();
    oneMap.drawLegend();
  };

  function reveal() {
    const stacked = stack();
    let isChanged = false;
    for (const { feature, marker, shape, lead } of drawn.places.values()) {
      const wanted = oneMap.isShown(feature);
      isChanged = set(shape, wanted) || isChanged;
      set(marker, wanted && !stacked.has(feature.id));
      set(lead, wanted && !stacked.has(feature.id));
    }
    const shapes = [...drawn.places.values()].map(({ shape }) => shape);
    if (isChanged) oneMap.orderShapes(shapes.filter((shape) => shape && oneMap.state.map.hasLayer(shape)));
    oneMap.markLegend();
  }

  oneMap.restack = reveal;

  /* Adds or takes away a layer; tells whether that changed anything. */
  function set(layer, wanted) {
    const { map } = oneMap.state;
    if (!layer || wanted === map.hasLayer(layer)) return false;
    wanted ? layer.addTo(map) : layer.remove();
    return true;
  }

  /* Stands symbols that would hide each other together; gives the ids of their places. */
  function stack() {
    const { map } = oneMap.state;
    const shown = [...drawn.places.values()].filter(({ feature }) => oneMap.isShown(feature));
    const symbols = shown.map(({ feature, marker }) => ({
      feature, at: marker.getLatLng(), point: map.latLngToLayerPoint(marker.getLatLng()),
    }));
    const below = oneMap.crowd.below(shown.map(({ feature }) => feature));
    const stacks = oneMap.gatherSymbols(symbols).map((found) => ({
      at: found[0].at,
      features: found.map(({ feature }) => feature),
      positions: [...new Set(found.flatMap(({ feature }) => below.get(feature.id) || []))],
    })).filter(({ features, positions }) => features.length + positions.length > 1);
    const key = JSON.stringify(stacks.map(({ at, features, positions }) => [at, features.map(({ id }) => id), positions]));
    if (key !== drawn.stackKey) {
      for (const marker of drawn.stacks) marker.remove();
      drawn.stacks = stacks.map(({ at, features, positions }) => oneMap.makeStack(at, features, positions).addTo(map));
      drawn.stackKey = key;
      markStacks();
    }
    return new Set(stacks.flatMap(({ features }) => features.map(({ id }) => id)));
  }

  function markStacks() {
    for (const marker of drawn.stacks) {
      const isChosen = marker.features.some(({ id }) => id === oneMap.state.place);
      marker.getElement().classList.toggle("om-selected", isChosen);
    }
  }

  /* How many circles stand for several symbols. */
  oneMap.countStacks = () => drawn.stacks.length;

  /* The dashed area of a place whose location is known no better; of no place without one. */
  function showArea(feature) {
    if (drawn.area) drawn.area.remove();
    drawn.area = null;
    if (!feature || feature.properties.located) return;
    drawn.area = oneMap.looseShape(feature).addTo(oneMap.state.map);
    oneMap.tint(drawn.area, feature);
  }

  oneMap.showArea = showArea;

  oneMap.markSelected = function () {
    for (const { feature, marker, shape } of drawn.places.values()) {
      const node = marker.getElement();
      const isChosen = feature.id === oneMap.state.place;
      if (node) node.classList.toggle("om-selected", isChosen);
      if (shape) oneMap.markShape(shape, isChosen);
    }
    markStacks();
    showArea(oneMap.state.places.get(oneMap.state.place));
  };

  oneMap.markerOf = (id) => drawn.places.get(id) && drawn.places.get(id).marker;

  /* What can have the focus for a place: its symbol, or the circle that it is a part of. */
  oneMap.nodeOf = function ({ id, properties }) {
    const holds = ({ features, positions }) =>
      features.some((feature) => feature.id === id) || positions.includes(properties.position);
    const marker = drawn.stacks.find(holds) || oneMap.markerOf(id);
    return marker && marker.getElement();
  };

  oneMap.relabel = function () {
    if (drawn.base) drawn.base.eachLayer((layer) => layer.relabel && layer.relabel());
    for (const { feature, marker } of drawn.places.values()) {
      if (marker.getElement()) oneMap.nameMarker(marker, feature);
    }
    for (const marker of drawn.stacks) oneMap.nameStack(marker);
  };

  oneMap.clear = function () {
    for (const { marker, shape, lead } of drawn.places.values()) {
      for (const layer of [lead, marker, shape]) if (layer) layer.remove();
    }
    drawn.places.clear();
    for (const marker of drawn.stacks) marker.remove();
    drawn.stacks = [];
    drawn.stackKey = null;
    showArea(null);
    if (drawn.base) drawn.base.remove();
  };
})(window.oneMap);
