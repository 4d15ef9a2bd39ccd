/* How does the address follow the map?

   `c` (latitude, longitude, zoom) is the map's own part of the link. It is written here, last in
   the address, so that moving the map costs the server nothing; a page that rewrites the rest of
   the address leaves it out, and it is put back with the next message. */
(function (oneMap) {
  "use strict";

  const SYMBOL_ROOM_PX = 48; // what a symbol needs around it
  let home = null; // centre and zoom that show the whole district
  let opened = null; // centre and zoom that a link opened
  let stated = null; // what `c` states; null while the whole district is shown

  function host() {
    return window.parent;
  }

  /* The link of what is seen, in full even where the page is embedded in another. */
  oneMap.address = function () {
    const { origin, pathname, search } = host().location;
    const own = (part) => part && !/^(embed|embed_options|ui|lock)=/.test(part);
    const parts = search.slice(1).split("&").filter(own);
    return origin + pathname + (parts.length ? "?" + parts.join("&") : "");
  };

  oneMap.setHome = function () {
    const { map, catalogue } = oneMap.state;
    const zoom = map.getBoundsZoom(catalogue.bounds, false, L.point(40, 40));
    home = { centre: L.latLngBounds(catalogue.bounds).getCenter(), zoom };
  };

  oneMap.goHome = function () {
    oneMap.state.map.setView(home.centre, home.zoom, { animate: false });
  };

  function isHome() {
    const { map } = oneMap.state;
    const moved = map.project(map.getCenter()).distanceTo(map.project(home.centre));
    return map.getZoom() === home.zoom && moved < 2;
  }

  /* Opens the view of a link, or the one left a moment ago for another page of the app, or the
     whole district. */
  oneMap.openView = function (centre, exactly) {
    oneMap.setHome();
    const left = exactly ? null : host().oneMapLeft;
    const own = left && left.package === oneMap.state.catalogue.package;
    const wanted = own ? left.centre : centre; // a new link loads a new page, where nothing is left
    const [latitude, longitude, zoom] = wanted || [home.centre.lat, home.centre.lng, home.zoom];
    opened = { centre: [latitude, longitude], zoom };
    oneMap.state.map.setView(opened.centre, zoom, { animate: false });
    oneMap.noteView();
  };

  /* A map that stays where it is only moves to make room for a popup, and goes back after it. */
  oneMap.returnToLocked = function () {
    if (opened && oneMap.state.locked) oneMap.state.map.setView(opened.centre, opened.zoom);
  };

  /* Notes what is seen, also where the map only moved to make room for a popup: the address says
     what is shown. */
  oneMap.noteView = function () {
    if (!home || oneMap.state.locked) return;
    const centre = oneMap.state.map.getCenter();
    const view = [centre.lat.toFixed(5), centre.lng.toFixed(5), oneMap.state.map.getZoom()];
    stated = isHome() ? null : view;
    oneMap.writeAddress();
  };

  /* Writes the noted view into the address, without a step in the browser's history. */
  oneMap.writeAddress = function () {
    if (!home) return;
    const centre = stated && stated.map(Number);
    host().oneMapLeft = { package: oneMap.state.catalogue.package, centre };
    const { pathname, search, hash } = host().location;
    const readable = search.slice(1).replaceAll("%2C", ",");
    const others = readable.split("&").filter((part) => part && !part.startsWith("c="));
    const parts = stated ? [...others, "c=" + stated.join(",")] : others;
    const query = parts.length ? "?" + parts.join("&") : "";
    if (query !== search) host().history.replaceState(host().history.state, "", pathname + query + hash);
  };

  /* When the frame changes size a map that showed the whole district goes on doing so. */
  oneMap.onResize = function () {
    if (!home) return;
    const whole = isHome();
    oneMap.setHome();
    if (whole) oneMap.goHome();
  };

  /* A selection made elsewhere on the page brings the map into sight, as on a phone, where the
     list lies below it. */
  oneMap.comeIntoSight = function () {
    const frame = window.frameElement;
    if (!frame || oneMap.hasSheet()) return;
    const box = frame.getBoundingClientRect();
    const inSight = Math.min(box.bottom, host().innerHeight) - Math.max(box.top, 0);
    if (inSight < box.height / 2) frame.scrollIntoView({ block: "start", behavior: oneMap.pace() });
  };

  /* How a page may scroll by itself: at once for readers who asked for less motion. */
  oneMap.pace = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

  /* How the page itself shows a place, so that the map need not say the same: in a sheet from below
     ("sheet") or in a panel beside a small map ("beside"). Its style sheet says so, since only that
     knows how narrow the window is and whether there is a panel. */
  oneMap.pagePanel = function () {
    const page = host().getComputedStyle(host().document.documentElement);
    return page.getPropertyValue("--panel").trim();
  };

  oneMap.hasSheet = () => oneMap.pagePanel() === "sheet";

  /* Brings the selected symbol into the half above the sheet: by moving the page, and the map only
     where the page ends. */
  oneMap.clearOfSheet = function () {
    const { map, place } = oneMap.state;
    const at = oneMap.markerOf(place).getLatLng();
    if (!map.getBounds().contains(at)) map.panTo(at, { animate: false });
    const frame = window.frameElement.getBoundingClientRect();
    const symbol = map.latLngToContainerPoint(at).y;
    const lowest = host().innerHeight / 2 - SYMBOL_ROOM_PX;
    const now = frame.top + symbol;
    if (now >= SYMBOL_ROOM_PX && now <= lowest) return;
    const page = host().document.querySelector("[data-testid=stMain]");
    const room = page.scrollHeight - page.clientHeight - page.scrollTop;
    const way = Math.min(frame.top + Math.max(0, symbol - lowest), room);
    page.scrollBy({ top: way, behavior: oneMap.pace() });
    const rest = now - way - lowest;
    if (rest > 0) map.panBy([0, rest], { animate: false });
  };

  /* The page's language, for screen readers and for the shapes of Chinese characters. */
  oneMap.nameLanguage = function () {
    const lang = oneMap.state.lang === "en" ? "en" : "zh-CN";
    document.documentElement.lang = host().document.documentElement.lang = lang;
  };
})(window.oneMap);
