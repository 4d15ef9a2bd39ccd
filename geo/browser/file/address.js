/* How does a view travel in the explorer's address?

   As in the live app's links (geo/view/link.py). In a file the parameters stand behind a # : opened
   from a disk it has no server to ask, and every browser lets a page change that part. Without any,
   it opens with the view it was made from. A served page has them behind a ? , and understands
   those behind a # , so that what is behind the address of a file leads to the same. */
import { AMPERSAND, UNREADABLE, arrivedParameters } from "./arrived.js";
import { clean } from "../shared/filter.js";

/** @type {Lang[]} */
const LANGUAGES = ["zh", "en"];
const NUMBER = "(-?\\d{1,3}(?:\\.\\d{1,8})?)";
const CENTRE = new RegExp("^" + NUMBER + "," + NUMBER + ",(\\d{1,2}(?:\\.\\d{1,2})?)$");

/** What of a parameter was understood, and whether that is all of it.
    @template T
    @typedef {{ value: T | null, whole: boolean }} Reading */

/** What of an address states a view.
    @param {Pick<Location, "hash" | "search">} address
    @param {boolean} isServed */
export const statedView = ({ hash, search }, isServed) =>
  hash.includes("=") || !isServed ? hash.slice(1) : search.slice(1);

/** The id of the place that a view states, whether there is one or not.
    @param {string} words
    @param {Held} held
    @param {Pick<Opening, "link">} opening */
export const placeIn = (words, held, opening) =>
  presentId(arrivedParameters(words || opening.link).get("place") || "", held.facts);

/** @param {string} id
    @param {Pick<FileFacts, "aliases">} facts */
const presentId = (id, { aliases }) => (Object.hasOwn(aliases, id) ? aliases[id] : id);

/** Reads what states a view: the view, and the names of the parameters that were not understood.
    @param {string} words
    @param {Held} held
    @param {Pick<Opening, "link" | "lang" | "basemaps" | "story" | "tour">} opening */
export function readAddress(words, held, opening) {
  const { version } = held.facts;
  const stated = arrivedParameters(words || opening.link);
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
  // In the order in which geo/view/link.py reads them, which is that of what is said of them.
  const workstreams = one("w", (text) => listed(text, held.workstreams)) || [];
  const layers = one("l", (text) => listed(text, held.layers));
  const lang = one("lang", (text) => known(text, LANGUAGES));
  const steps = opening.story?.steps.map(({ id }) => id) || opening.tour?.steps;
  const story = steps && { story: one("story", (text) => known(text, steps)) };
  const query = one("q", searched);
  const place = one("place", (text) => known(presentId(text, held.facts), [...held.place.keys()]));
  /** @type {FileView} */
  const view = {
    ...story,
    lang: lang || opening.lang || readersLanguage(),
    workstreams: workstreams.length === held.workstreams.length ? [] : workstreams,
    layers: layers && layers.length === held.layers.length ? null : layers,
    query: query || "",
    place,
    base: one("base", (text) => known(text, opening.basemaps)),
    centre: one("c", centre),
  };
  const wanted = stated.get("v");
  return { view, ignored, version: wanted === version ? null : wanted ?? null };
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

/** A view as it stands in the address. The language is always stated: without a parameter a file would
    open with the view it was made from.
    @param {FileView} view
    @param {string | null} search the query of a served page's address; null in a file
    @param {string} [version] the page's, which the address goes on to name if it did */
export function writtenView(view, search, version) {
  /** @type {[string, string][]} */
  const stated = [["lang", view.lang]];
  if (view.story) stated.push(["story", view.story]);
  else if (view.workstreams.length) stated.push(["w", view.workstreams.join(",")]);
  if (view.layers) stated.push(["l", view.layers.join(",")]);
  if (view.query) stated.push(["q", view.query]);
  if (view.place) stated.push(["place", view.place]);
  if (view.base) stated.push(["base", view.base]);
  if (view.centre) stated.push(["c", view.centre.join(",")]);
  const parts = stated.map(([name, value]) => name + "=" + encodeURIComponent(value));
  /** @param {string} part */
  const isKept = (part) => !part.startsWith("v=") || version === undefined || part === "v=" + encodeURIComponent(version);
  const own = (search ?? "").slice(1).replace(AMPERSAND, "&").split("&").filter((part) => isOther(part) && isKept(part));
  const others = own.filter((part) => view.story === undefined || !part.startsWith("story="));
  return (search === null ? "#" : "?") + [...others, ...parts].join("&").replaceAll("%2C", ",");
}

/** Parameters that are not the view's stay as they are: which package, which version of it, and how the
    page is embedded.
    @param {string} part */
const isOther = (part) => part && !/^(lang|w|l|q|place|base|c)=/.test(part);
