/* How is a place that is known only by its area drawn?

   By a symbol that stands for the area, not for a spot: symbols are moved apart on the screen so
   that none hides another, and the dashed area appears on hover and selection. */
(function (oneMap) {
  "use strict";

  const FINGER = matchMedia("(pointer: coarse)").matches;
  const SYMBOL_PX = FINGER ? 44 : 30; // what can be hit; what is seen is 26 px wide
  const SPACING_PX = FINGER ? 44 : 34;
  const SEEN_PX = 16; // from the middle to the outside of the dashed rim
  const RINGS = 8; // how far a symbol goes at the most
  const RINGS_INSIDE = 3; // how far a symbol goes to stay inside the district
  const SVG = "http://www.w3.org/2000/svg";

  /* The symbol of a workstream as an element. */
  oneMap.symbol = function (workstream, located) {
    const look = oneMap.look(workstream);
    const pin = oneMap.element("span", "om-symbol" + (located ? "" : " om-symbol-area"));
    pin.style.setProperty("--colour", look.colour);
    pin.appendChild(oneMap.drawing(look.symbol));
    return pin;
  };

  /* A path on a grid of 24 by 24 as an element; decoration only, never read aloud. */
  oneMap.drawing = function (outline) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", outline);
    path.setAttribute("fill-rule", "evenodd");
    svg.appendChild(path);
    return svg;
  };

  /* Places symbols so that none hides another: each takes the free spot nearest to its anchor on
     rings around it, inside the district if there is one. Located places stay where they are,
     those with room around them come next. The answer depends on all places and the zoom, not on
     the filter, so filtering moves nothing. Where hundreds crowd one area the rings run out, and
     the rest stays at its anchor. */
  oneMap.spread = function (anchors, isInside) {
    const taken = [];
    const near = (one, two) => one.distanceTo(two) < SPACING_PX - 0.01;
    const free = (point) => !taken.some((other) => near(point, other));
    const crowd = ({ point }) => anchors.filter((other) => near(point, other.point)).length;
    const rank = (anchor) => (anchor.located ? 0 : crowd(anchor));
    const ranked = anchors.map((anchor) => ({ anchor, rank: rank(anchor) }));
    ranked.sort((one, two) => one.rank - two.rank);
    const settled = new Map();
    for (const { anchor } of ranked) {
      const spot = anchor.located || free(anchor.point) ? anchor.point : search(anchor, free, isInside);
      taken.push(spot);
      settled.set(anchor.id, spot);
    }
    return settled;
  };

  function search({ point }, free, isInside) {
    let outside = null;
    for (let ring = 1; ring <= (outside ? RINGS_INSIDE : RINGS); ring += 1) {
      const open = cells(point, ring).filter(free);
      const inside = ring <= RINGS_INSIDE && open.find(isInside);
      if (inside) return inside;
      outside = outside || open[0];
    }
    return outside || point;
  }

  function cells(centre, ring) {
    const count = 6 * ring;
    return Array.from({ length: count }, (_, step) => {
      const turn = (2 * Math.PI * step) / count + Math.PI / 2;
      const reach = ring * SPACING_PX;
      return L.point(centre.x + reach * Math.cos(turn), centre.y + reach * Math.sin(turn));
    });
  }

  /* One marker a place; its name is what a screen reader says. */
  oneMap.makeMarker = function (feature) {
    const { workstream, located, anchor } = feature.properties;
    const icon = L.divIcon({
      html: oneMap.symbol(workstream, located),
      className: "om-marker",
      iconSize: [SYMBOL_PX, SYMBOL_PX],
    });
    const marker = L.marker(anchor, { icon, riseOnHover: true, keyboard: true });
    marker.on("add", () => nameMarker(marker, feature));
    marker.on("click", (event) => {
      L.DomEvent.stop(event);
      const beside = besideSymbol(marker, event.originalEvent);
      if (beside) oneMap.crowd.openHit(beside.hit, beside.point);
      else oneMap.select(feature.id, true);
    });
    marker.on("add", () => marker.getElement().addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      oneMap.select(feature.id, true);
      oneMap.focusPopup();
    }));
    return marker;
  };

  /* What a finger meant that met the room around a symbol: something of the crowd seen there. */
  function besideSymbol(marker, press) {
    const { map } = oneMap.state;
    if (!oneMap.crowd.index || !press) return null;
    const point = map.mouseEventToContainerPoint(press);
    if (point.distanceTo(map.latLngToContainerPoint(marker.getLatLng())) <= SEEN_PX) return null;
    const hit = oneMap.crowd.hit(point);
    return hit && { hit, point };
  }

  function nameMarker(marker, feature) {
    const node = marker.getElement();
    const name = oneMap.say(feature.properties.name);
    node.setAttribute("role", "button");
    node.setAttribute("aria-label", name + ", " + oneMap.precision(feature));
    node.dataset.place = feature.id;
    marker.unbindTooltip();
    // On touch a tooltip would open together with the popup: one tap opens one thing.
    if (matchMedia("(hover: hover)").matches) {
      marker.bindTooltip(oneMap.element("span", "", name), {
        direction: "top",
        offset: [0, -15],
      });
    }
  }

  oneMap.nameMarker = nameMarker;

  oneMap.precision = function (feature) {
    return oneMap.text("precision." + feature.properties.precision);
  };
})(window.oneMap);
