/* How do lines and areas look, and which of them does a click mean?

   An area is filled and hit anywhere in it; a line never is: it is hit on its stroke, and on an
   invisible wider one for fingers. Points lie over lines and lines over areas, small ones over
   large, in whatever order the files have them. */
(function (oneMap) {
  "use strict";

  const FINGER = matchMedia("(pointer: coarse)").matches;
  const REACH_PX = FINGER ? 14 : 6; // from a line's middle; as far as the crowd's lines are hit
  const PANE = "om-shapes"; // below the crowd's canvas, whose dots are points
  const SPOT_PX = 6;
  const SPOT = 0, LINE = 1, AREA = 2;

  const kindOf = ({ type }) => (type.endsWith("Polygon") ? AREA : type.endsWith("LineString") ? LINE : SPOT);

  const noSpots = () => L.layerGroup(); // a single point is its symbol

  function spot(feature, at) {
    const several = feature.geometry.coordinates.length > 1 && feature.geometry.type === "MultiPoint";
    return several ? L.circleMarker(at, { pane: PANE, radius: SPOT_PX }) : noSpots();
  }

  /* What is drawn of a place whose location is known, besides its symbol. */
  oneMap.solidShape = function (feature) {
    const kind = kindOf(feature.geometry);
    const className = "om-solid" + (kind === LINE ? "" : " om-filled") + (kind === SPOT ? " om-spot" : "");
    const group = L.featureGroup();
    group.kind = kind;
    group.size = sizeOf(feature.geometry, kind);
    if (kind === LINE) group.addLayer(reach(feature));
    group.addLayer(L.geoJSON(feature, {
      pane: PANE,
      pointToLayer: spot,
      style: { weight: kind === SPOT ? 2 : 5, fillOpacity: kind === SPOT ? 1 : 0.25, className },
    }));
    return group.on("add", () => oneMap.tint(group, feature));
  };

  const reach = (feature) => L.geoJSON(feature, {
    pane: PANE,
    style: { weight: 2 * REACH_PX, opacity: 0, className: "om-reach" },
  });

  /* The area, or whatever else, that a place is known to lie in; nothing of it can be hit. */
  oneMap.looseShape = function (feature) {
    const className = "om-area" + (kindOf(feature.geometry) === AREA ? " om-filled" : "");
    return L.geoJSON(feature, {
      interactive: false,
      pointToLayer: noSpots,
      style: { weight: 2.5, dashArray: "7 6", fillOpacity: 0.14, className },
    });
  };

  /* Calls a function with each path that is drawn of a shape. */
  function eachPath(layer, act) {
    if (layer.eachLayer) layer.eachLayer((part) => eachPath(part, act));
    else if (layer.getElement && layer.getElement()) act(layer);
  }

  /* Gives a shape that is on the map its workstream's colour; the style sheet does the rest. */
  oneMap.tint = function (shape, feature) {
    const { colour } = oneMap.look(feature.properties.workstream);
    eachPath(shape, (path) => {
      path.getElement().style.setProperty("--colour", colour);
      path.getElement().dataset.of = feature.id;
    });
  };

  /* Marks the shape of the selected place. */
  oneMap.markShape = function (shape, isChosen) {
    eachPath(shape, (path) => path.getElement().classList.toggle("om-chosen", isChosen));
  };

  /* Orders shapes that are on the map: large areas lowest, then what lines can be hit by, then these
     themselves, so that no line takes the clicks on another's stroke. */
  oneMap.orderShapes = function (shapes) {
    const sorted = [...shapes].sort((one, two) => two.kind - one.kind || two.size - one.size);
    const lines = sorted.filter(({ kind }) => kind === LINE);
    const reaches = lines.map((shape) => shape.getLayers()[0]);
    for (const shape of [...sorted.filter(({ kind }) => kind === AREA), ...reaches]) shape.bringToFront();
    for (const shape of lines) shape.getLayers()[1].bringToFront();
    for (const shape of sorted.filter(({ kind }) => kind === SPOT)) shape.bringToFront();
  };

  /* Whether one of the shapes of the crowd, as its hit says, lies over a shape of ours. */
  oneMap.liesOver = (hit, { kind, size }) => hit.kind < kind || (hit.kind === kind && kind === AREA && hit.size < size);

  /* How much of the plane a shape takes, to be compared only: an area's surface, a line's length. */
  function sizeOf({ type, coordinates }, kind) {
    if (kind === SPOT) return 0;
    const isSingle = type === "Polygon" || type === "LineString";
    const parts = isSingle ? [coordinates] : coordinates;
    const measure = kind === LINE ? length : surface;
    return parts.reduce((sum, part) => sum + measure(part), 0);
  }

  const plane = ([longitude, latitude]) => L.CRS.EPSG3857.latLngToPoint(L.latLng(latitude, longitude), 22);

  function length(line) {
    const points = line.map(plane);
    return points.reduce((sum, point, at) => sum + (at ? point.distanceTo(points[at - 1]) : 0), 0);
  }

  function surface([outer, ...holes]) {
    return holes.reduce((rest, hole) => rest - ring(hole), ring(outer));
  }

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
})(window.oneMap);
