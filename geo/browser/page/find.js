/* What happens when a suggestion of the search field is taken?

   The page goes to the link that shows it (go.js). What can be found is fetched once, when the
   reader first comes to the field; of a crowd of places it would be too much, so the app is asked
   which of them a text may mean. */
import { combobox } from "../shared/combobox.js";
import { APP, TEXT_FIELD, keyed } from "../shared/streamlit.js";
import { fetchText } from "./copy.js";
import { WHOLE, go, map } from "./go.js";

const FIELD = keyed("query") + " input";
/** What pages/shared/filters.py says in the attributes of an element.
    @returns {FindWords & { find: string, suggested?: string }} */
const facts = () => /** @type {any} */ (document.querySelector("[data-find]")).dataset;
/** @type {{ path: string | null, index: Promise<SearchIndex> }} */
let fetched = { path: null, index: /** @type {any} */ (null) };

function index() {
  const { find } = facts();
  if (fetched.path !== find) {
    const loaded = fetchText(find).then(JSON.parse).catch((fault) => {
      console.warn("no suggestions:", fault.message);
      fetched.path = null; // the next try may succeed
      return { place: [], workstream: [], figure: [] };
    });
    fetched = { path: find, index: loaded };
  }
  return fetched.index;
}

/** What promises the places of the crowd that a text may mean; null where there is no crowd. */
function asker() {
  const { suggested } = facts();
  return suggested ? (/** @type {string} */ typed) => places(suggested, typed) : null;
}

/** @param {string} path
    @param {string} typed
    @returns {Promise<Entry[]>} */
async function places(path, typed) {
  try {
    return JSON.parse(await fetchText(path + "?q=" + encodeURIComponent(typed)));
  } catch (/** @type {any} */ fault) {
    console.warn("no suggestions of the app:", fault.message);
    return [];
  }
}

function words() {
  const { lang, place, workstream, figure, count, none, filter } = facts();
  return { lang, place, workstream, figure, count, none, filter };
}

/** Parameters of the link that shows what was taken; null leaves one out.
    @param {Suggestion} found
    @returns {Record<string, string | null>} */
function changes({ kind, entry }) {
  if (kind === "text") return { story: null, q: entry.id || null };
  if (kind === "workstream") return { ...WHOLE, place: null, w: entry.id };
  if (kind === "figure") return { ...WHOLE, q: "id:" + entry.id, place: entry.place || null };
  const seen = map();
  if (!seen) return { ...WHOLE, q: "id:" + entry.id, place: entry.id };
  return { ...(isShown(seen, entry) ? {} : WHOLE), place: entry.id, c: null };
}

/** Whether the map shows a place under the present filter; one of the crowd it knows by its number.
    @param {NonNullable<Window["oneMap"]>} map
    @param {Entry} entry */
function isShown({ state, isShown }, { id, position, category }) {
  const feature = position === undefined ? state.places.get(id) : { properties: { position, category } };
  return feature !== undefined && isShown(feature);
}

/** @param {Suggestion} found */
const take = (found) => go(changes(found));

const ground = () => /** @type {Element} */ (document.querySelector(APP));
const { prepare } = combobox({ selector: FIELD, around: TEXT_FIELD, index, asker, words, ground, take });
new MutationObserver(prepare).observe(document.documentElement, { childList: true, subtree: true });
