/* What is suggested in the search field, and what does taking it do? The same as in the live app,
   with a view to change instead of a link to follow. */
import { combobox } from "../shared/combobox.js";
import { emit } from "../shared/events.js";
import { text } from "../shared/language.js";
import { isId } from "../shared/listing.js";
import { state } from "../shared/state.js";
import { entryOf } from "../shared/suggest.js";
import { UNFILTERED, change, current } from "./current.js";
import { held, look, many } from "./held.js";
import { opening, part } from "./parts.js";

/** @param {Filtered} filter
    @param {Entry} entry */
function shows(filter, { id, position, category = 0 }) {
  if (!many || position === undefined) return look({ ...current.view, ...filter, place: null })?.has(id);
  return many.look({ ...current.view, ...filter, place: null })?.isAt(position, category);
}

/** @param {Error} fault */
function sayFailed(fault) {
  console.warn("a place did not load:", fault.message);
  emit("notice", text("failed"));
}

/** @param {Suggestion} found */
function take({ kind, entry }) {
  if (kind === "text") change({ query: entry.id });
  else if (kind === "workstream") change({ ...UNFILTERED, workstreams: [entry.id] });
  else if (kind === "figure") change({ ...UNFILTERED, query: "id:" + entry.id, place: entry.place || null });
  else {
    // What was typed has led here, and is no filter.
    const { workstreams, layers, query } = current.view;
    const least = { workstreams, layers, query: isId(query) ? query : "" };
    const filter = shows(least, entry) ? least : UNFILTERED;
    if (!many || entry.position === undefined) change({ ...filter, place: entry.id });
    else {
      change(filter);
      many.meetAt(entry.position).then(({ id }) => change({ place: id }), sayFailed);
    }
  }
  return current.view.query;
}

function words() {
  const kinds = { place: text("find.place"), workstream: text("find.workstream"), figure: text("find.figure") };
  return { lang: state.lang, ...kinds, count: text("find.count"), none: text("find.none") };
}

/** @returns {Promise<SearchIndex>} */
async function index() {
  const found = await part(opening.find);
  return { ...found, place: found.place.concat(held.crowd.map(entryOf)) };
}

/** Places of the crowd that a text may mean, where they are too many to be held.
    @param {string} typed */
const places = (typed) => /** @type {Many} */ (many).suggested(typed).catch((fault) => {
  console.warn("no suggestions:", fault.message);
  return [];
});

export function suggestions() {
  combobox({
    selector: "input.search",
    index,
    asker: () => (many ? places : null),
    words,
    ground: () => document.body,
    take,
  }).prepare();
}
