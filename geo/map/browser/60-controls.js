/* What stands on the map's rim? Legend, zoom, reset, copied link, scale and sources. */
(function (oneMap) {
  "use strict";

  const HOME = "M12 3 2 12h3v8h6v-5h2v5h6v-8h3z";
  const COPY = "M8 3h11v13h-3v4H5V7h3zM10 5v9h7V5zM7 9v9h7v-2H8V9z";
  const AGAIN = "M12 4a8 8 0 1 0 8 8h-2a6 6 0 1 1-6-6v3l5-4-5-4z";
  const made = {};

  oneMap.addControls = function (map) {
    made.zoom = L.control.zoom({ position: "topright" }).addTo(map);
    made.buttons = panel(map, "topright", "leaflet-bar om-buttons");
    made.reset = button(made.buttons, HOME, () => oneMap.goHome());
    oneMap.addNear((drawing, act) => button(made.buttons, drawing, act));
    made.copy = button(made.buttons, COPY, copyLink);
    made.said = oneMap.element("span", "om-said");
    made.said.setAttribute("role", "status");
    made.buttons.appendChild(made.said);
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
    made.sources = panel(map, "bottomright", "om-sources");
    made.legend = panel(map, "bottomleft", "om-legend");
    made.notice = panel(map, "topleft", "om-notice");
    made.notice.setAttribute("role", "status");
    made.notice.hidden = true;
  };

  function panel(map, position, className) {
    const control = L.control({ position });
    const box = oneMap.element("div", className);
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    control.onAdd = () => box;
    control.addTo(map);
    return box;
  }

  oneMap.panel = panel;

  function button(parent, drawing, act) {
    const made = oneMap.element("button");
    made.type = "button";
    made.appendChild(oneMap.drawing(drawing));
    made.addEventListener("click", act);
    parent.appendChild(made);
    return made;
  }

  function name(node, text) {
    node.title = text;
    node.setAttribute("aria-label", text);
  }

  /* Names every control in the present language. */
  oneMap.nameControls = function () {
    const { text } = oneMap;
    const zoom = made.zoom.getContainer();
    name(zoom.querySelector(".leaflet-control-zoom-in"), text("zoom_in"));
    name(zoom.querySelector(".leaflet-control-zoom-out"), text("zoom_out"));
    name(made.reset, text("reset"));
    name(made.copy, text("copy"));
    oneMap.nameNear(name);
    oneMap.nameLanguage();
    oneMap.nameBaseChoice();
    oneMap.writeSources();
    if (window.frameElement) window.frameElement.title = text("frame");
    oneMap.state.map.getContainer().setAttribute("aria-label", text("frame"));
  };

  /* Says whose geography is seen: the data's, the basemap's, and how the map was approved. */
  oneMap.writeSources = function () {
    const { text } = oneMap;
    const makers = oneMap.state.catalogue.makers.map(oneMap.say).join(text("comma"));
    const own = makers && oneMap.filled("attribution", { sources: makers });
    const lines = [own, ...oneMap.credits()].filter(Boolean);
    made.sources.replaceChildren(...lines.map((line) => oneMap.element("div", "", line)));
  };

  async function copyLink() {
    let said = "copied";
    try {
      await navigator.clipboard.writeText(oneMap.address());
    } catch (refused) {
      said = copyByHand(oneMap.address()) ? "copied" : "not_copied";
    }
    made.said.textContent = oneMap.text(said);
    setTimeout(() => { made.said.textContent = ""; }, 2500);
  }

  /* Plain http and older phones have no clipboard interface. */
  function copyByHand(text) {
    const area = oneMap.element("textarea", "om-offscreen");
    area.value = text;
    document.body.appendChild(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }

  oneMap.legendWidth = () => made.legend.offsetWidth;

  const WAYS = ["dragging", "touchZoom", "doubleClickZoom", "scrollWheelZoom", "boxZoom", "keyboard"];

  /* What an embedding site chose: the legend or none, a map that moves or one that stays. */
  oneMap.setParts = function (legend, locked) {
    const { map } = oneMap.state;
    made.legend.hidden = !legend;
    oneMap.state.locked = locked;
    made.zoom.getContainer().hidden = made.buttons.hidden = locked;
    oneMap.showBaseChoice(!locked);
    for (const way of WAYS) if (map[way]) map[way][locked ? "disable" : "enable"]();
  };

  /* The legend: a row a layer with shown/total, and what dashed means. */
  oneMap.drawLegend = function () {
    const { state, element, say, text } = oneMap;
    const open = made.legend.querySelector("details");
    const details = element("details");
    details.open = open ? open.open : state.map.getSize().x > 600 && state.map.getSize().y > 420;
    details.appendChild(element("summary", "", text("legend")));
    const list = element("ul");
    for (const layer of state.catalogue.layers) {
      const { shown, total, workstream } = counted(layer);
      const row = element("li");
      // A layer of several workstreams has no colour of its own.
      if (total) row.appendChild(workstream === undefined ? element("i", "om-key-none") : oneMap.symbol(workstream, true));
      row.appendChild(element("span", "", say(layer.name)));
      row.appendChild(element("b", "", oneMap.number(shown) + "/" + oneMap.number(total)));
      row.classList.toggle("om-empty", shown === 0);
      list.appendChild(row);
    }
    details.appendChild(list);
    made.keys = {};
    for (const kind of ["group", "far", "dashed", "solid"]) {
      const row = element("p");
      row.appendChild(element("i", "om-key-" + kind, kind === "group" ? "9" : undefined));
      row.appendChild(element("span", "", text("legend_" + kind)));
      details.appendChild(row);
      made.keys[kind] = row;
    }
    oneMap.markLegend();
    made.legend.replaceChildren(details);
  };

  /* How many places of a layer are shown, and of all; those of the crowd are counted beside. */
  function counted(layer) {
    const { places } = oneMap.state;
    const own = [...places.values()].filter((place) => place.layer === layer && !("position" in place.properties));
    if (!own.length) return oneMap.crowd.countOf(layer.id);
    const { workstream } = own[0].properties;
    return { shown: own.filter(oneMap.isShown).length, total: own.length, workstream };
  }

  /* Explains circles and cells where they are seen. */
  oneMap.markLegend = function () {
    if (!made.keys) return;
    const seen = oneMap.crowd.seen();
    made.keys.group.hidden = !oneMap.crowd.groups().length && !oneMap.countStacks();
    made.keys.far.hidden = !(seen && seen.picture.level);
  };

  /* Says something on the map itself, with a button to try again if there is a way to. */
  oneMap.notice = function (words, again) {
    made.notice.replaceChildren(oneMap.element("span", "", words));
    if (again) name(button(made.notice, AGAIN, again), words);
    made.notice.hidden = !words;
  };
})(window.oneMap);
