/* What does a group of places do? It comes apart by zooming in; where it cannot, it says its names. */
(function (oneMap) {
  "use strict";

  const { crowd } = oneMap;
  const MOST_STEPS = 4; // so many zooms at once at the most, that nobody gets lost
  const ROOM_PX = 60;
  const APART_PX = 14;

  /* Zooms to where a group comes apart, or lists its places. */
  crowd.openGroup = function (group) {
    const { map, locked } = oneMap.state;
    const { frame, picture } = crowd.seen();
    const [west, north, east, south] = group.box;
    const wide = Math.max(east - west, south - north);
    const room = map.getMaxZoom() - frame.zoom;
    const isOneSpot = !picture.level && wide * 2 ** room < APART_PX;
    if (room <= 0 || isOneSpot || locked) {
      if (room <= 0 || !picture.level) openList(group); // a far view may hold a hundred thousand
      return;
    }
    const size = map.getSize();
    const fits = Math.min(roomy(size.x) / (east - west), roomy(size.y) / (south - north));
    const steps = Math.min(MOST_STEPS, room, Math.max(1, Math.floor(Math.log2(fits))));
    const middle = L.point(frame.x + (west + east) / 2, frame.y + (north + south) / 2);
    const animate = oneMap.pace() === "smooth";
    map.setView(map.unproject(middle, frame.zoom), frame.zoom + steps, { animate });
  };

  const roomy = (side) => Math.max(1, side - 2 * ROOM_PX);

  async function openList(group) {
    const { map } = oneMap.state;
    const { frame, picture } = crowd.seen();
    const at = map.unproject(L.point(frame.x + group.x, frame.y + group.y), frame.zoom);
    try {
      const positions = picture.level ? await positionsIn(picture.level, group) : positionsOf(picture.dots, group);
      oneMap.listPlaces({ at, lift: group.radius - 2, positions });
    } catch (fault) {
      crowd.failed(fault);
    }
  }

  /* Positions of a group's places, each once. */
  function positionsOf(dots, group) {
    const found = new Set();
    for (let dot = 0; dot < dots.count; dot += 1) {
      if (dots.group[dot] === group.key) found.add(dots.position[dot]);
    }
    return [...found].sort((one, two) => one - two);
  }

  /* The same in a far view, whose cells hold positions that follow each other: what of them is shown
     is known by their chunks. */
  async function positionsIn(level, group) {
    const found = [];
    let chunk = null;
    for (const cell of group.cells) {
      for (let position = level.first[cell]; position < level.first[cell + 1]; position += 1) {
        const isIn = chunk && position >= chunk.first && position < chunk.first + chunk.count;
        if (!isIn) chunk = await crowd.fetchChunk(crowd.chunkOf(position));
        if (crowd.passes(position, chunk.code[position - chunk.first])) found.push(position);
      }
    }
    return found.sort((one, two) => one - two);
  }

  /* Places of the crowd that lie below symbols, where no zoom would part them: feature id ->
     positions. A far view does not know them. */
  crowd.below = function (features) {
    const found = new Map();
    const seen = crowd.seen();
    const { map } = oneMap.state;
    if (!seen || !seen.picture.dots || seen.frame.zoom !== map.getZoom()) return found;
    const { dots } = seen.picture;
    const { frame } = seen;
    const reach = APART_PX / 2 ** (map.getMaxZoom() - frame.zoom);
    const own = new Set(features.map(({ properties }) => properties.position));
    const cells = new Map(); // of one pixel or more, in which a symbol's spot is looked up
    const size = Math.max(1, reach);
    const key = (x, y) => Math.floor(x / size) + ":" + Math.floor(y / size);
    for (const { id, properties } of features) {
      if (!properties.located || properties.position !== undefined) continue;
      const { x, y } = map.project(properties.anchor, frame.zoom).subtract([frame.x, frame.y]);
      for (const across of [-size, 0, size]) {
        for (const down of [-size, 0, size]) {
          const cell = key(x + across, y + down);
          cells.set(cell, [...(cells.get(cell) || []), { id, x, y }]);
        }
      }
    }
    if (!cells.size) return found;
    for (let dot = 0; dot < dots.count; dot += 1) {
      for (const { id, x, y } of cells.get(key(dots.x[dot], dots.y[dot])) || []) {
        const isBelow = Math.hypot(dots.x[dot] - x, dots.y[dot] - y) <= reach + 0.05; // a dot is rounded
        if (!isBelow || own.has(dots.position[dot])) continue;
        found.set(id, [...(found.get(id) || []), dots.position[dot]]);
      }
    }
    return found;
  };

  /* The groups that are seen, for whoever counts them: numbers, and pixels of the map's container. */
  crowd.groups = function () {
    const seen = crowd.seen();
    if (!seen) return [];
    const corner = oneMap.state.map.latLngToContainerPoint(seen.corner);
    const { groups } = seen.picture;
    return groups.filter(({ count }) => count > 1).map(({ count, x, y, radius, box }) => ({
      count, radius, x: x + corner.x, y: y + corner.y, wide: Math.max(box[2] - box[0], box[3] - box[1]),
    }));
  };

  /* The dots that are seen and stand alone: positions, and pixels of the map's container. */
  crowd.singles = function () {
    const seen = crowd.seen();
    if (!seen || !seen.picture.dots) return [];
    const corner = oneMap.state.map.latLngToContainerPoint(seen.corner);
    const { dots, singles } = seen.picture;
    return singles.map((dot) => ({
      position: dots.position[dot], x: dots.x[dot] + corner.x, y: dots.y[dot] + corner.y,
    }));
  };
})(window.oneMap);
