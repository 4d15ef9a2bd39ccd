/* How does a view travel in the file's address?

   As in the live app's links (geo/view/link.py), the parameters behind a # : a file that is opened
   from a disk has no server to ask, and every browser lets a page change that part. Without any,
   the file opens with the view it was made from. */
import { UNREADABLE, arrivedParameters } from "./arrived.js";
import { clean } from "./filter.js";

const NUMBER = "(-?\\d{1,3}(?:\\.\\d{1,8})?)";
const CENTRE = new RegExp("^" + NUMBER + "," + NUMBER + ",(\\d{1,2}(?:\\.\\d{1,2})?)$");

/* Reads what stands behind the #: the view, and the names of the parameters that were not understood. */
export function readAddress(hash, held) {
  const { aliases, link } = held.facts;
  const stated = arrivedParameters(hash || link);
  const ignored = [];
  const one = (name, read) => {
    if (!stated.has(name)) return null;
    const { value, whole } = read(stated.get(name));
    if (!whole) ignored.push(name);
    return value;
  };
  const lang = one("lang", (text) => known(text, ["zh", "en"]));
  const workstreams = one("w", (text) => listed(text, held.workstreams)) || [];
  const layers = one("l", (text) => listed(text, held.layers));
  const query = one("q", searched);
  const place = one("place", (text) => known(Object.hasOwn(aliases, text) ? aliases[text] : text, [...held.place.keys()]));
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

function searched(text) {
  const value = text.includes(UNREADABLE) ? "" : clean(text);
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

/* A view as it stands behind the #. The language is always stated: without a parameter the file
   would open with the view it was made from. */
export function writtenView(view) {
  const stated = [["lang", view.lang]];
  if (view.workstreams.length) stated.push(["w", view.workstreams.join(",")]);
  if (view.layers) stated.push(["l", view.layers.join(",")]);
  if (view.query) stated.push(["q", view.query]);
  if (view.place) stated.push(["place", view.place]);
  if (view.centre) stated.push(["c", view.centre.join(",")]);
  const parts = stated.map(([name, value]) => name + "=" + encodeURIComponent(value));
  return "#" + parts.join("&").replaceAll("%2C", ",");
}
