/* How does a view travel in the file's address?

   As in the live app's links (geo/view/link.py), the parameters behind a # : a file that is opened
   from a disk has no server to ask, and every browser lets a page change that part. Without any,
   the file opens with the view it was made from. */
(function (oneFile) {
  "use strict";

  const NUMBER = "(-?\\d{1,3}(?:\\.\\d{1,8})?)";
  const CENTRE = new RegExp("^" + NUMBER + "," + NUMBER + ",(\\d{1,2}(?:\\.\\d{1,2})?)$");
  const aliases = new Map(Object.entries(oneFile.facts.aliases));

  /* Reads an address: the view, and the names of the parameters that were not understood. */
  oneFile.readAddress = function () {
    const stated = oneFile.arrived(location.hash.slice(1) || oneFile.facts.link);
    const ignored = [];
    const one = (name, read) => {
      if (!stated.has(name)) return null;
      const { value, whole } = read(stated.get(name));
      if (!whole) ignored.push(name);
      return value;
    };
    const lang = one("lang", (text) => known(text, ["zh", "en"]));
    const workstreams = one("w", (text) => listed(text, oneFile.workstreams)) || [];
    const layers = one("l", (text) => listed(text, oneFile.layers));
    const query = one("q", searched);
    const place = one("place", (text) => known(aliases.get(text) || text, [...oneFile.place.keys()]));
    const view = {
      lang: lang || readersLanguage(),
      workstreams: workstreams.length === oneFile.workstreams.length ? [] : workstreams,
      layers: layers && layers.length === oneFile.layers.length ? null : layers,
      query: query || "",
      place,
      centre: one("c", centre),
    };
    return { view, ignored };
  };

  function searched(text) {
    const value = text.includes(oneFile.UNREADABLE) ? "" : oneFile.clean(text);
    return { value, whole: text === value };
  }

  function known(text, choices) {
    const whole = choices.includes(text);
    return { value: whole ? text : null, whole };
  }

  /* Ids of a list that exist; the empty list is one, a list of which nothing is known is none. */
  function listed(text, records) {
    const named = new Set(text ? text.split(",") : []);
    const value = records.map(({ id }) => id).filter((id) => named.has(id));
    const whole = value.length === named.size;
    return { value: value.length || whole ? value : null, whole };
  }

  function centre(text) {
    const [, ...numbers] = (CENTRE.exec(text) || []).map(Number);
    const [latitude, longitude, zoom] = numbers;
    const whole = Math.abs(latitude) <= 85 && Math.abs(longitude) <= 180 && zoom >= 3 && zoom <= 18;
    return { value: whole ? numbers : null, whole };
  }

  /* Chinese unless the browser prefers something else. */
  function readersLanguage() {
    return (navigator.language || "zh").toLowerCase().startsWith("zh") ? "zh" : "en";
  }

  /* Writes a view into the address, without a step in the browser's history. The language is
     always stated: without a parameter the file would open with the view it was made from. */
  oneFile.writeAddress = function (view) {
    const stated = [["lang", view.lang]];
    if (view.workstreams.length) stated.push(["w", view.workstreams.join(",")]);
    if (view.layers) stated.push(["l", view.layers.join(",")]);
    if (view.query) stated.push(["q", view.query]);
    if (view.place) stated.push(["place", view.place]);
    if (view.centre) stated.push(["c", view.centre.join(",")]);
    const parts = stated.map(([name, value]) => name + "=" + encodeURIComponent(value));
    history.replaceState(null, "", "#" + parts.join("&").replaceAll("%2C", ","));
  };

  /* Latitude, longitude and zoom of the map; none while it shows the whole district. */
  oneFile.seenCentre = function () {
    const { map, catalogue } = oneMap.state;
    const whole = L.latLngBounds(catalogue.bounds);
    const moved = map.project(map.getCenter()).distanceTo(map.project(whole.getCenter()));
    if (map.getZoom() === map.getBoundsZoom(whole, false, L.point(40, 40)) && moved < 2) return null;
    const { lat, lng } = map.getCenter();
    return [lat.toFixed(5), lng.toFixed(5), map.getZoom()];
  };
})(window.oneFile);
