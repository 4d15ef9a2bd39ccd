/* How is a place of the crowd selected? It becomes a feature like the others for as long as it is.

   Its shape comes from its chunk, its words from its piece; then it stands among the places of the
   map with a symbol of its own, so that popup, keyboard, link and printing know no difference. */
(function (oneMap) {
  "use strict";

  const { crowd } = oneMap;
  let latest = 0; // selections begun; only the last one counts
  let coming = null; // id of the place that a message wants, while it is on its way

  /* A feature of the place at a position, of the same make as those of a GeoJSON layer. */
  crowd.feature = async function (position) {
    const { index } = crowd;
    const asked = [crowd.fetchProperties(position), crowd.fetchChunk(crowd.chunkOf(position))];
    const [{ id, layer, ...told }, chunk] = await Promise.all(asked);
    const place = position - chunk.first;
    const { located } = index.codes[chunk.code[place]];
    const anchor = crowd.degrees(chunk.x[place], chunk.y[place]).reverse();
    return {
      type: "Feature",
      id,
      layer: oneMap.state.catalogue.layers.find((other) => other.id === layer),
      properties: { ...told, located, anchor, position, code: chunk.code[place] },
      geometry: crowd.geometry(chunk, place),
    };
  };

  /* A shape as GeoJSON, degrees. All rings of an area stand in one polygon: it is filled by the
     even-odd rule here as on the canvas. */
  crowd.geometry = function (chunk, place) {
    const { partAt, cornerAt, cornerX, cornerY } = chunk;
    const parts = [];
    for (let part = partAt[place]; part < partAt[place + 1]; part += 1) {
      const line = [];
      for (let corner = cornerAt[part]; corner < cornerAt[part + 1]; corner += 1) {
        line.push(crowd.degrees(cornerX[corner], cornerY[corner]));
      }
      parts.push(line);
    }
    const kind = chunk.kind[place];
    if (kind === 2) return { type: "Polygon", coordinates: parts.map((ring) => [...ring, ring[0]]) };
    if (kind === 1) {
      const [only, ...more] = parts;
      return more.length ? { type: "MultiLineString", coordinates: parts } : { type: "LineString", coordinates: only };
    }
    if (parts.length) return { type: "MultiPoint", coordinates: parts.map(([point]) => point) };
    return { type: "Point", coordinates: crowd.degrees(chunk.x[place], chunk.y[place]) };
  };

  /* Selects the place at a position; `made` says that the reader did it on the map. */
  crowd.select = async function (position, made) {
    latest += 1;
    const mine = latest;
    coming = null;
    await present(position, made, () => mine === latest);
  };

  async function present(position, made, isWanted) {
    try {
      const feature = await crowd.feature(position);
      if (!isWanted() || !crowd.filter) return false;
      if (!oneMap.state.places.has(feature.id)) oneMap.addPlace(feature);
      oneMap.select(feature.id, made);
    } catch (fault) {
      if (!isWanted()) return false;
      coming = null;
      crowd.failed(fault);
    }
    return true;
  }

  /* Selects what a message names; resolves to whether that came about. */
  crowd.selectTold = async function (id, position) {
    if (coming === id) return false;
    latest += 1;
    const mine = latest;
    coming = id;
    await crowd.filtered();
    const isWanted = () => mine === latest && coming === id;
    if (!isWanted()) return false;
    const made = await present(position, false, isWanted);
    if (coming === id) coming = null;
    return made && oneMap.state.place === id;
  };

  /* Calls off what is on its way: something else is selected, or nothing. */
  crowd.callOff = function () {
    latest += 1;
    coming = null;
  };

  /* Calls off what a message wanted, since a newer one does not. */
  crowd.callOffTold = function () {
    if (coming) crowd.callOff();
  };

  /* Takes places of the crowd from the map again that are selected no longer. */
  crowd.demote = function () {
    const { places, place } = oneMap.state;
    for (const { id, properties } of [...places.values()]) {
      if (properties.position !== undefined && id !== place) oneMap.removePlace(id);
    }
  };

  /* A click on the map: on a place, on a group, or beside everything. */
  oneMap.onMapClick = function ({ containerPoint }) {
    const hit = crowd.index && crowd.hit(containerPoint);
    if (hit) crowd.openHit(hit, containerPoint);
    else {
      crowd.callOff();
      oneMap.leave();
    }
  };

  /* Opens what a click means; where that are several places, it asks which. */
  crowd.openHit = function ({ group, positions }, point) {
    if (group) crowd.openGroup(group);
    else if (positions.length === 1) crowd.select(positions[0], true);
    else oneMap.listPlaces({ at: oneMap.state.map.containerPointToLatLng(point), lift: 4, positions });
  };
})(window.oneMap);
