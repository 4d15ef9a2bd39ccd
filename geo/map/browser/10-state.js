/* What does the map know, and how does it hear of changes?

   Python sends small messages of ids (see geo/map/onemap.py). The data themselves are fetched from
   the app's own origin, by addresses that never change their content. Nothing that comes from data
   is ever turned into code or markup: texts enter the page through textContent only. */
(function (oneMap) {
  "use strict";

  const here = document.currentScript ? document.currentScript.src : location.href;

  oneMap.state = {
    map: null,
    data: null, // where files lie that never change; null with the app itself
    catalogue: null, // names, colours and phrases of the package
    places: new Map(), // place id -> feature, in package order
    district: null, // its outline, a GeoJSON geometry
    lang: "zh",
    shown: () => true, // whether the place of an index is shown
    figures: () => true, // whether the figure of an index is shown
    place: null, // selected place id
    base: null, // basemap below the data
    locked: false, // whether the map stays where it is
    serial: 0, // how many choices were made on the map
  };

  /* The answer to a request for a file below `layers/`. What never changes may lie with a host that
     hands out copies; `own` says that a file is the app's alone. */
  oneMap.answer = async function (path, own) {
    const folder = (!own && oneMap.state.data) || new URL("../layers/", here);
    const answer = await fetch(new URL(path, folder));
    if (!answer.ok) throw new Error("HTTP " + answer.status);
    return answer;
  };

  /* Where the data lie; a page that carries its data replaces this function. */
  oneMap.fetchData = async (path, own) => (await oneMap.answer(path, own)).json();

  /* Tells Python that a place was selected on the map (null: none), or a basemap chosen. */
  oneMap.tell = function (place) {
    oneMap.state.serial += 1;
    if (window.Streamlit) {
      window.Streamlit.setComponentValue({ place, base: oneMap.state.base, serial: oneMap.state.serial });
    }
  };

  oneMap.text = function (key) {
    return oneMap.texts[oneMap.state.lang][key];
  };

  /* One of our texts with values in it; numbers are written as people write them. */
  oneMap.filled = (key, values) => oneWords.filled(oneMap.text(key), oneMap.written(values));

  oneMap.written = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) =>
    [name, typeof value === "number" ? oneMap.number(value) : value]));

  /* The wording of a pair {zh, en} in the present language. */
  oneMap.say = function (pair) {
    return pair[oneMap.state.lang] || pair.zh;
  };

  /* A number as people write it in the present language. */
  oneMap.number = (count) => count.toLocaleString(oneMap.state.lang === "en" ? "en" : "zh-CN");

  /* An element with a class and a text; the only way in which this code makes elements. */
  oneMap.element = function (tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  /* A function that tells whether the place of an index is shown, from its hexadecimal mask. */
  oneMap.readMask = function (mask) {
    return (index) => ((parseInt(mask[index >> 2], 16) >> (3 - (index & 3))) & 1) === 1;
  };

  oneMap.isShown = function (feature) {
    const { index, position, code } = feature.properties;
    return position === undefined ? oneMap.state.shown(index) : oneMap.crowd.passes(position, code);
  };

  oneMap.look = function (workstream) {
    return oneMap.state.catalogue.workstreams[workstream] || oneMap.state.catalogue.neutral;
  };
})((window.oneMap = window.oneMap || {}));
