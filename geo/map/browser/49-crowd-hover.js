/* What does the map say of a place of the crowd under a mouse? A hand at once, its name after a rest. */
(function (oneMap) {
  "use strict";

  const { crowd } = oneMap;
  const REST_MS = 180;
  let timer = 0;
  let over = null; // position that the mouse is over
  let tooltip = null;
  let frame = 0;

  oneMap.followMouse = function (map) {
    if (!matchMedia("(hover: hover)").matches) return;
    map.on("mousemove", (event) => {
      if (!crowd.index) return;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => look(event));
    });
    map.on("mouseout movestart zoomstart", leave);
  };

  function look({ containerPoint, originalEvent }) {
    const { map } = oneMap.state;
    const isFree = !originalEvent.target.closest(".leaflet-interactive, .leaflet-popup, .leaflet-control");
    const hit = isFree && !originalEvent.buttons ? crowd.hit(containerPoint) : null;
    map.getContainer().classList.toggle("om-over", Boolean(hit));
    const position = hit && !hit.group && hit.positions.length === 1 ? hit.positions[0] : null;
    if (position === over) return;
    leave();
    over = position;
    map.getContainer().classList.toggle("om-over", Boolean(hit));
    if (position !== null) timer = setTimeout(() => say(position, containerPoint), REST_MS);
  }

  function leave() {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    oneMap.state.map.getContainer().classList.remove("om-over");
    if (tooltip) {
      tooltip.remove();
      oneMap.showArea(oneMap.state.places.get(oneMap.state.place));
    }
    tooltip = over = null;
  }

  async function say(position, point) {
    const { map } = oneMap.state;
    let feature = null;
    try {
      feature = await crowd.feature(position);
    } catch (fault) {
      console.warn("a name did not load:", fault.message); // a click says more
      return;
    }
    if (over !== position || feature.id === oneMap.state.place) return;
    const isDot = feature.geometry.type === "Point" || !feature.properties.located;
    const at = isDot ? feature.properties.anchor : map.containerPointToLatLng(point);
    tooltip = L.tooltip({ direction: "top", offset: [0, -8], interactive: false });
    tooltip.setLatLng(at).setContent(oneMap.element("span", "", oneMap.say(feature.properties.name))).addTo(map);
    oneMap.showArea(feature);
  }
})(window.oneMap);
