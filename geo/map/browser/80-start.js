/* How does it all begin, and what does a message do? */
(function (oneMap) {
  "use strict";

  const SLOW_MS = 400;
  const LABEL_ZOOM = 9; // farther out the neighbours' names would lie on each other
  let kept = null; // path of the catalogue that is shown
  let loading = null; // path of the catalogue that is loaded or being loaded
  let latest = null; // the last message, shown when loading ends
  let lang = null; // language of the numbers on the map
  let steps = 0; // steps in the browser's history that the map has followed

  /* Called once by the map's constant script. */
  oneMap.start = function (map) {
    oneMap.state.map = map;
    map.setMinZoom(3).setMaxZoom(18);
    map.createPane("om-ground").style.zIndex = 250;
    map.createPane("om-shapes").style.zIndex = 280; // the crowd's canvas lies at 300
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
    map.on("popupclose", ({ popup }) => {
      oneMap.onPopupClosed(popup);
      oneMap.onListClosed(popup);
    });
    map.on("click", (event) => oneMap.onMapClick(event));
    window.addEventListener("message", followTheme);
    oneMap.addControls(map);
    oneMap.followTouch(map);
    oneMap.followMouse(map);
    new MutationObserver(() => oneMap.crowd.onTheme()).observe(
      document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    oneMap.followPrinting();
  };

  /* Whether a message comes from the page of ours that the map's frame lies in. A map that lies in
     none, as in the one file, listens to nobody: whoever opened or framed it may send messages. */
  function isFromOurPage(event) {
    const page = window.parent;
    return page !== window && event.source === page && event.origin === location.origin;
  }

  /* Streamlit tells each frame the theme with every run; the picture follows it. */
  function followTheme(event) {
    if (!window.Streamlit || !isFromOurPage(event) || !event.data || !event.data.theme) return;
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
    oneMap.state.data = message.data || null;
    if (loading !== message.catalogue) await load(message);
    else if (kept === message.catalogue) show(message);
  }

  async function load(message) {
    loading = message.catalogue;
    const slow = setTimeout(() => {
      if (loading === message.catalogue) oneMap.notice(oneMap.text("loading"));
    }, SLOW_MS);
    try {
      const asked = [oneMap.fetchData(message.catalogue), oneMap.readSetup(message.setup)];
      const [catalogue] = await Promise.all(asked);
      const few = catalogue.layers.filter((layer) => layer.url); // the others are in the crowd
      const parts = [catalogue.context, ...few.map((layer) => layer.url)].map((part) => oneMap.fetchData(part));
      const [index, context, ...collections] = await Promise.all([oneMap.crowd.fetchIndex(catalogue.crowd), ...parts]);
      if (loading !== message.catalogue) return; // another package was asked for meanwhile
      oneMap.clear();
      keep(catalogue, few, collections);
      kept = message.catalogue;
      oneMap.crowd.open(index);
      steps = message.moved;
      // The style that gives the map its height may have come after Leaflet measured it.
      oneMap.state.map.invalidateSize({ animate: false });
      oneMap.openView(message.centre, false);
      oneMap.drawSurroundings(context);
      oneMap.state.shown = oneMap.readMask(message.shown);
      oneMap.drawPlaces();
      oneMap.crowd.show();
      clearTimeout(slow);
      oneMap.notice("");
      const drawn = latest.crowd && oneMap.crowd.drawn();
      show(latest);
      await drawn;
      if (loading !== message.catalogue) return;
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

  function keep(catalogue, layers, collections) {
    const { state } = oneMap;
    state.catalogue = catalogue;
    state.places = new Map();
    collections.forEach((collection, number) => {
      for (const feature of collection.features) {
        feature.layer = layers[number];
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
    oneMap.crowd.follow(message.crowd);
    oneMap.refresh();
    if (lang !== message.lang) followLanguage();
    lang = message.lang;
    const feature = state.places.get(state.place);
    if (state.place && !(feature && oneMap.isShown(feature))) oneMap.select(null, false);
    else oneMap.rewritePopup();
    if (message.seen >= state.serial) oneMap.setBase(message.base);
    // A selection made here after the page was written is newer than the message.
    if (message.seen >= state.serial) selectTold(message);
    oneMap.markSelected();
    if (message.moved !== steps) oneMap.openView(message.centre, true);
    steps = message.moved;
    oneMap.writeAddress();
  }

  /* Numbers are written otherwise, and names. */
  function followLanguage() {
    oneMap.closeList();
    oneMap.crowd.redraw();
  }

  async function selectTold({ place, crowd }) {
    const isReady = document.documentElement.dataset.ready;
    if (place === oneMap.state.place) {
      oneMap.crowd.callOffTold();
      return;
    }
    if (place && crowd && typeof crowd.at === "number") {
      if (!(await oneMap.crowd.selectTold(place, crowd.at))) return;
    } else {
      oneMap.select(place, false);
    }
    if (oneMap.state.place && isReady) oneMap.comeIntoSight();
  }

  /* Shows the last message anew, where something of it did not come. */
  oneMap.again = () => {
    oneMap.notice("");
    apply(latest);
  };

  /* The crowd's filter has come, which may be later than the message: picture and numbers follow. */
  oneMap.onCrowdFilter = function () {
    const { state } = oneMap;
    oneMap.refresh();
    oneMap.crowd.redraw();
    const feature = state.places.get(state.place);
    if (feature && !oneMap.isShown(feature)) oneMap.select(null, false);
  };
})(window.oneMap);
