/* What is near the reader? Asked for by a click only, worked out here, and told to nobody.

   The browser's position is drawn with its accuracy, and put into words. The map does not move to
   it, since its centre is part of the link: at most it goes back to the whole district. */
(function (oneMap) {
  "use strict";

  const HERE = "M11 2h2v3a7 7 0 0 1 6 6h3v2h-3a7 7 0 0 1-6 6v3h-2v-3a7 7 0 0 1-6-6H2v-2h3a7 7 0 0 1 6-6zm1 "
    + "5a5 5 0 1 0 0 10 5 5 0 0 0 0-10zm0 2.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z";
  const MOST_NAMED = 3;
  const OPTIONS = { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 };
  const REFUSED = 1; // code of a GeolocationPositionError
  const made = { button: null, said: null, drawn: null };
  let around = []; // features of the crowd near by
  let here = null; // {lat, lng, accuracy}, kept as long as it is shown
  let fault = null; // key of what is said instead
  let asked = 0; // a click while the browser still looks calls the question off

  oneMap.addNear = function (button) {
    made.button = button(HERE, toggle);
    made.button.setAttribute("aria-pressed", "false");
  };

  /* What is said stands above the legend, so it is added after that. */
  oneMap.nameNear = function (name) {
    if (!made.said) {
      made.said = oneMap.panel(oneMap.state.map, "bottomleft", "om-near-said");
      made.said.setAttribute("role", "status");
    }
    name(made.button, oneMap.text("near"));
    say();
  };

  function toggle() {
    const wasOn = made.button.getAttribute("aria-pressed") === "true";
    clear();
    if (wasOn) return;
    made.button.setAttribute("aria-pressed", "true");
    if (!window.isSecureContext || !navigator.geolocation) {
      fail("near_insecure");
      return;
    }
    say();
    const mine = asked;
    const still = (act) => (answer) => { if (mine === asked) act(answer); };
    navigator.geolocation.getCurrentPosition(
      still(found),
      still(({ code }) => fail(code === REFUSED ? "near_refused" : "near_unknown")),
      OPTIONS,
    );
  }

  function clear() {
    asked += 1;
    around = [];
    here = fault = null;
    if (made.drawn) made.drawn.remove();
    made.drawn = null;
    made.button.setAttribute("aria-pressed", "false");
    say();
  }

  function fail(key) {
    fault = key;
    say();
  }

  function found({ coords }) {
    const { map, district } = oneMap.state;
    here = { lat: coords.latitude, lng: coords.longitude, accuracy: coords.accuracy };
    const still = { interactive: false };
    made.drawn = L.layerGroup([
      L.circle(here, { ...still, radius: here.accuracy, className: "om-near-accuracy" }),
      L.circleMarker(here, { ...still, radius: 7, className: "om-near-point" }),
    ]).addTo(map);
    const outOfSight = !map.getBounds().contains(here);
    if (outOfSight && !oneMap.state.locked && !oneMap.distance(district, here)) oneMap.goHome();
    say();
    lookAround(asked);
  }

  /* Where there are very many places those near by have to be fetched first. */
  async function lookAround(mine) {
    try {
      const found = await oneMap.crowd.around(here);
      if (mine !== asked || !found.length) return;
      around = found;
      say();
    } catch (fault) {
      console.warn("what is near did not load:", fault.message); // the others are named
    }
  }

  /* Says where the reader is, in the present language. */
  function say() {
    if (!oneMap.state.catalogue) return;
    const { element } = oneMap;
    const isOn = made.button.getAttribute("aria-pressed") === "true";
    made.said.hidden = !isOn;
    if (!isOn) {
      made.said.replaceChildren();
      return;
    }
    const lines = here ? [where(), nearest(), oneMap.filled("near_accuracy", { distance: metres(here.accuracy) })]
      : [text(fault || "near_looking")];
    const [first, ...rest] = lines.filter(Boolean);
    const notes = here ? [...rest, text("near_datum"), text("near_private")] : rest;
    const close = element("button", "om-near-close", "×");
    close.type = "button";
    close.title = text("near_hide");
    close.setAttribute("aria-label", text("near_hide"));
    close.addEventListener("click", () => {
      clear();
      made.button.focus();
    });
    made.said.replaceChildren(
      close, element("p", "", first), ...notes.map((line) => element("p", "om-near-note", line)));
  }

  function where() {
    const metresOut = oneMap.distance(oneMap.state.district, here);
    if (metresOut) return oneMap.filled("near_outside", { distance: metres(metresOut) });
    const within = named().filter(({ away }) => !away).map(({ name }) => name);
    return within.length ? oneMap.filled("near_within", { places: listed(within) }) : text("near_inside");
  }

  const text = (key) => oneMap.text(key);

  /* The place nearest to the reader who is in none. */
  function nearest() {
    const [first] = named().filter(({ away }) => away).sort((one, two) => one.away - two.away);
    if (!first || oneMap.distance(oneMap.state.district, here)) return "";
    const key = first.located ? "near_place" : "near_area";
    return oneMap.filled(key, { distance: metres(first.away), place: first.name });
  }

  /* Places that say more than "somewhere in the district", with their distances. */
  function named() {
    const own = [...oneMap.state.places.values()].filter(({ properties }) => properties.position === undefined);
    const places = [...own, ...around];
    return places.filter(({ properties }) => properties.precision !== "district").map((place) => ({
      name: oneMap.say(place.properties.name),
      located: place.properties.located,
      away: oneMap.distance(place.geometry, here),
    }));
  }

  function listed(names) {
    const some = names.slice(0, MOST_NAMED).join(text("comma"));
    const more = names.length - MOST_NAMED;
    return more > 0 ? oneMap.filled("near_more", { count: names.length, places: some }) : some;
  }

  /* A distance as people say it, no finer than it is known. */
  function metres(distance) {
    if (distance < 950) return oneMap.filled("near_metres", { count: Math.max(10, rounded(distance, 10)) });
    const kilometres = distance < 9950 ? rounded(distance / 1000, 0.1) : rounded(distance / 1000, 1);
    return oneMap.filled("near_kilometres", { count: kilometres });
  }

  const rounded = (number, step) => Number((Math.round(number / step) * step).toFixed(1));
})(window.oneMap);
