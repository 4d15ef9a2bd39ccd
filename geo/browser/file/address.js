/* How does a view travel in the file's address?

   As in the live app's links (geo/view/link.py), the parameters behind a # : a file that is opened
   from a disk has no server to ask, and every browser lets a page change that part. Without any,
   the file opens with the view it was made from. */
import { UNREADABLE, arrivedParameters } from "./arrived.js";
import { clean } from "./filter.js";

/** @type {Lang[]} */
const LANGUAGES = ["zh", "en"];
const NUMBER = "(-?\\d{1,3}(?:\\.\\d{1,8})?)";
const CENTRE = new RegExp("^" + NUMBER + "," + NUMBER + ",(\\d{1,2}(?:\\.\\d{1,2})?)$");

/** What of a parameter was understood, and whether that is all of it.
    @template T
    @typedef {{ value: T | null, whole: boolean }} Reading */

/** Reads what stands behind the #: the view, and the names of the parameters that were not understood.
    @param {string} hash
    @param {Held} held */
export function readAddress(hash, held) {
  const { aliases, link } = held.facts;
  const stated = arrivedParameters(hash || link);
  /** @type {string[]} */
  const ignored = [];
  /** @template T
      @param {string} name
      @param {(text: string) => Reading<T>} read */
  const one = (name, read) => {
    const text = stated.get(name);
    if (text === undefined) return null;
    const { value, whole } = read(text);
    if (!whole) ignored.push(name);
    return value;
  };
  const lang = one("lang", (text) => known(text, LANGUAGES));
  const workstreams = one("w", (text) => listed(text, held.workstreams)) || [];
  const layers = one("l", (text) => listed(text, held.layers));
  const query = one("q", searched);
  const place = one("place", (text) => known(Object.hasOwn(aliases, text) ? aliases[text] : text, [...held.place.keys()]));
  /** @type {FileView} */
  const view = {
    lang: lang || readersLanguage(),
    workstreams: workstreams.length === held.workstreams.length ? [] : workstreams,
    layers: layers && layers.length === held.layers.length ? null : layers,
    query: query || "",
    place,
    centre: one("c", centre),
  };
  return { view, ignored };
}

/** @param {string} text */
function searched(text) {
  const value = text.includes(UNREADABLE) ? "" : clean(text);
  return { value, whole: text === value };
}

/** @template {string} T
    @param {string} text
    @param {T[]} choices
    @returns {Reading<T>} */
function known(text, choices) {
  const found = choices.find((choice) => choice === text);
  return { value: found === undefined ? null : found, whole: found !== undefined };
}

/** Ids of a list that exist; the empty list is one, a list of which nothing is known is none.
    @param {string} text
    @param {{ id: string }[]} records */
function listed(text, records) {
  const named = new Set(text ? text.split(",") : []);
  const value = records.map(({ id }) => id).filter((id) => named.has(id));
  const whole = value.length === named.size;
  return { value: value.length || whole ? value : null, whole };
}

/** @param {string} text
    @returns {Reading<View>} */
function centre(text) {
  const [, latitude, longitude, zoom] = (CENTRE.exec(text) || []).map(Number);
  const whole = Math.abs(latitude) <= 85 && Math.abs(longitude) <= 180 && zoom >= 3 && zoom <= 18;
  return { value: whole ? [latitude, longitude, zoom] : null, whole };
}

/** Chinese unless the browser prefers something else.
    @returns {Lang} */
function readersLanguage() {
  return (navigator.language || "zh").toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** A view as it stands behind the #. The language is always stated: without a parameter the file
    would open with the view it was made from.
    @param {FileView} view */
export function writtenView(view) {
  /** @type {[string, string][]} */
  const stated = [["lang", view.lang]];
  if (view.workstreams.length) stated.push(["w", view.workstreams.join(",")]);
  if (view.layers) stated.push(["l", view.layers.join(",")]);
  if (view.query) stated.push(["q", view.query]);
  if (view.place) stated.push(["place", view.place]);
  if (view.centre) stated.push(["c", view.centre.join(",")]);
  const parts = stated.map(([name, value]) => name + "=" + encodeURIComponent(value));
  return "#" + parts.join("&").replaceAll("%2C", ",");
}
