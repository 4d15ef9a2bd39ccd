/* How does it all begin, and what does a message do? */
(function (oneMap) {
  "use strict";

  const SLOW_MS = 400;
  const LABEL_ZOOM = 9; // farther out the neighbours' names would lie on each other
  let loading = null; // path of the catalogue that is loaded or being loaded
  let latest = null; // the last message, shown when loading ends
  let steps = 0; // steps in the browser's history that the map has followed

  /* Called once by the map's constant script. */
  oneMap.start = function (map) {
    oneMap.state.map = map;
    map.setMinZoom(3).setMaxZoom(18);
    map.createPane("om-ground").style.zIndex = 250;
    map.on("zoomend", () => oneMap.arrange());
    // Leaflet focuses its container on a press. Where the frame is partly out of sight the page
    // would scroll under the pointer, and the click would miss.
    const node = map.getContainer();
    node.focus = () => HTMLElement.prototype.focus.call(node, { preventScroll: true });
    node.addEventListener("keydown", (event) => {
      if (event.key === "Escape") oneMap.leave();
    });
    map.on("moveend", () => oneMap.noteView());
    map.on("resize", () => {
      oneMap.onResize();
      oneMap.reopenPopup();
    });
    map.on("zoomend", () => node.classList.toggle("om-far", map.getZoom() < LABEL_ZOOM));
    map.on("popupclose", () => oneMap.onPopupClosed());
    map.on("click", () => oneMap.leave());
    window.addEventListener("message", followTheme);
    oneMap.addControls(map);
    oneMap.followTouch(map);
    oneMap.followPrinting();
  };

  /* Streamlit tells each frame the theme with every run; the picture follows it. */
  function followTheme(event) {
    if (event.source !== window.parent || !event.data || !event.data.theme) return;
    document.documentElement.dataset.theme = event.data.theme.base === "dark" ? "dark" : "light";
    if (oneMap.state.catalogue) setTimeout(oneMap.writeAddress, 0);
  }

  /* Takes one message: JSON in base64, so that no character of it can mean anything on its way.
     Returns the empty layer that folium expects of a feature group. */
  oneMap.receive = function (encoded) {
    const bytes = Uint8Array.from(atob(encoded), (sign) => sign.charCodeAt(0));
    apply(JSON.parse(new TextDecoder().decode(bytes)));
    return L.layerGroup();
  };

  async function apply(message) {
    latest = message;
    oneMap.state.lang = message.lang;
    if (loading !== message.catalogue) await load(message);
    else if (oneMap.state.catalogue) show(message);
  }

  async function load(message) {
    loading = message.catalogue;
    const slow = setTimeout(() => {
      if (loading === message.catalogue) oneMap.notice(oneMap.text("loading"));
    }, SLOW_MS);
    try {
      const asked = [oneMap.fetchData(message.catalogue), oneMap.readSetup(message.setup)];
      const [catalogue] = await Promise.all(asked);
      const paths = [catalogue.context, ...catalogue.layers.map((layer) => layer.url)];
      const [context, ...collections] = await Promise.all(paths.map(oneMap.fetchData));
      if (loading !== message.catalogue) return; // another package was asked for meanwhile
      oneMap.clear();
      keep(catalogue, collections);
      steps = message.moved;
      // The style that gives the map its height may have come after Leaflet measured it.
      oneMap.state.map.invalidateSize({ animate: false });
      oneMap.openView(message.centre, false);
      oneMap.drawSurroundings(context);
      oneMap.state.shown = oneMap.readMask(message.shown);
      oneMap.drawPlaces();
      oneMap.notice("");
      show(latest);
      document.documentElement.dataset.ready = catalogue.package;
      if (oneMap.state.place && oneMap.hasSheet()) oneMap.clearOfSheet();
    } catch (fault) {
      if (loading !== message.catalogue) return;
      loading = null;
      console.warn("the map's data did not load:", fault.message);
      oneMap.notice(oneMap.text("failed"), () => apply(latest));
    } finally {
      clearTimeout(slow);
    }
  }

  function keep(catalogue, collections) {
    const { state } = oneMap;
    state.catalogue = catalogue;
    state.places = new Map();
    collections.forEach((collection, number) => {
      for (const feature of collection.features) {
        feature.layer = catalogue.layers[number];
        state.places.set(feature.id, feature);
      }
    });
  }

  /* Shows what a message says: filter, language, selection; zoom and centre stay. */
  function show(message) {
    const { state } = oneMap;
    state.lang = message.lang;
    state.shown = oneMap.readMask(message.shown);
    state.figures = oneMap.readMask(message.figures);
    oneMap.nameControls();
    oneMap.setParts(message.legend !== false, message.locked === true);
    oneMap.relabel();
    oneMap.refresh();
    const feature = state.places.get(state.place);
    if (state.place && !(feature && oneMap.isShown(feature))) oneMap.select(null, false);
    else oneMap.rewritePopup();
    if (message.seen >= state.serial) oneMap.setBase(message.base);
    // A selection made here after the page was written is newer than the message.
    if (message.seen >= state.serial && message.place !== state.place) {
      oneMap.select(message.place, false);
      if (state.place && document.documentElement.dataset.ready) oneMap.comeIntoSight();
    }
    oneMap.markSelected();
    if (message.moved !== steps) oneMap.openView(message.centre, true);
    steps = message.moved;
    oneMap.writeAddress();
  }
})(window.oneMap);
