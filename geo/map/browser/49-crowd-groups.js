/* What does a group of places do? It comes apart by zooming in; where it cannot, it says its names. */
(function (oneMap) {
  "use strict";

  const { crowd } = oneMap;
  const MOST_NAMED = 50;
  const MOST_STEPS = 4; // so many zooms at once at the most, that nobody gets lost
  const ROOM_PX = 60;
  const APART_PX = 14;
  let list = null;
  let asked = 0;

  /* Zooms to where a group comes apart, or lists its places. */
  crowd.openGroup = function (group) {
    const { map, locked } = oneMap.state;
    const { frame, picture } = crowd.seen();
    const [west, north, east, south] = group.box;
    const wide = Math.max(east - west, south - north);
    const room = map.getMaxZoom() - frame.zoom;
    const isOneSpot = !picture.level && wide * 2 ** room < APART_PX;
    if (room <= 0 || isOneSpot || locked) {
      if (!picture.level) openList(group);
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

  /* Positions of a group's places, each once. */
  function positionsOf(group) {
    const { dots } = crowd.seen().picture;
    const found = new Set();
    for (let dot = 0; dot < dots.count; dot += 1) {
      if (dots.group[dot] === group.key) found.add(dots.position[dot]);
    }
    return [...found].sort((one, two) => one - two);
  }

  async function openList(group) {
    const { map } = oneMap.state;
    const { frame } = crowd.seen();
    const positions = positionsOf(group);
    const at = map.unproject(L.point(frame.x + group.x, frame.y + group.y), frame.zoom);
    asked += 1;
    const mine = asked;
    try {
      const first = positions.slice(0, MOST_NAMED);
      const features = await Promise.all(first.map(crowd.feature));
      if (mine === asked) showList(at, group.radius, first, features, positions.length);
    } catch (fault) {
      crowd.failed(fault);
    }
  }

  function showList(at, radius, positions, features, count) {
    const { map } = oneMap.state;
    const { element } = oneMap;
    const box = element("div", "om-list");
    const title = oneMap.text("group_title").replace("{count}", count);
    box.appendChild(element("h3", "", title));
    const rows = box.appendChild(element("ul"));
    features.forEach((feature, number) => rows.appendChild(row(feature, positions[number])));
    const more = count - features.length;
    if (more) box.appendChild(element("p", "", oneMap.text("group_more").replace("{count}", more)));
    list = L.popup({
      className: "om-bubble", maxWidth: 300, minWidth: 200, maxHeight: 260, closeOnClick: true, offset: [0, 2 - radius],
    });
    list.setLatLng(at).setContent(box).openOn(map);
    const node = list.getElement();
    node.setAttribute("role", "dialog");
    node.setAttribute("aria-label", title);
    const close = node.querySelector(".leaflet-popup-close-button");
    close.title = oneMap.text("close");
    close.setAttribute("aria-label", close.title);
    rows.querySelector("button").focus({ preventScroll: true });
  }

  function row(feature, position) {
    const { element } = oneMap;
    const button = element("button");
    button.type = "button";
    button.append(oneMap.symbol(feature.properties.workstream, feature.properties.located));
    button.append(element("span", "", oneMap.say(feature.properties.name)));
    button.addEventListener("click", () => {
      crowd.closeList();
      crowd.select(position, true);
    });
    const item = element("li");
    item.appendChild(button);
    return item;
  }

  /* Closes the list; tells whether there was one. */
  crowd.closeList = function () {
    asked += 1;
    const open = list && list.isOpen();
    if (open) list.remove();
    list = null;
    return Boolean(open);
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
