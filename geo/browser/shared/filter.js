/* Does a text that somebody typed mean this place or this figure?

   The same answer as geo/view/search.py and geo/view/selection.py, which a test compares. Texts to
   search in come normalised from there. `held` is what the browser holds, see records.js. */
import { writeMask } from "./bits.js";
import { isIn, isInWords, normalise } from "./normalise.js";

const MOST_SIGNS = 60;
export const ID_PREFIX = "id:"; // the link to a figure or a place searches for its id

/** A text on one line, without controls, no longer than can be searched for.
    @param {string} text */
export function clean(text) {
  const line = text.replace(/\p{C}/gu, "").trim().split(/\s+/).join(" ");
  return [...line].slice(0, MOST_SIGNS).join("").trim();
}

/** What a view shows: places and figures in package order, and how many figures each workstream
    would show, the other filters as they are.
    @param {Pick<FileView, "workstreams" | "layers" | "query">} view
    @param {Held} held
    @returns {Shown} */
export function shownIn({ workstreams, layers, query }, held) {
  const cited = query.startsWith(ID_PREFIX) ? query.slice(ID_PREFIX.length) : null;
  const typed = query.split(" ").map(normalise).filter(Boolean);
  const wanted = cited === null ? typed : [query]; // an id is in no name
  const unsaid = query && !wanted.length; // nothing but signs is in no name
  /** @param {string} search */
  const has = (search) => wanted.every((word) => isIn(word, search));
  /** @param {string[]} kinds */
  const chosen = (kinds) => !workstreams.length || kinds.some((kind) => workstreams.includes(kind));
  const inLayers = held.places.filter(
    ({ layer }) => !unsaid && (!layers || layers.includes(layer.id)),
  );
  const reachable = ids(inLayers);
  const named = ids(inLayers.filter(({ id, search }) => id === cited || has(search)));
  /** @param {HeldFigure} figure */
  const stated = ({ id, search }) => id === cited || wanted.every((word) => isInWords(word, search));
  const found = held.figures.filter((figure) => figure.places.some((place) => reachable.has(place))
    && (stated(figure) || figure.places.some((place) => named.has(place))));
  const figures = found.filter((figure) => chosen([figure.workstream]));
  // A place that is named brings the figures of its group, and not the group's other members.
  const told = new Set(figures.filter(stated).flatMap((figure) => figure.places));
  const places = inLayers.filter(
    (place) => told.has(place.id) || (named.has(place.id) && chosen(place.workstreams)),
  );
  const offered = new Map(held.workstreams.map(({ id }) => [
    id, found.filter((figure) => figure.workstream === id).length,
  ]));
  const placeIds = ids(places);
  /** @param {string} id */
  const shows = (id) => placeIds.has(id);
  return { places, figures, offered, placeIds, figureIds: ids(figures), count: places.length, has: shows };
}

/** What the page shows of a view: layers hide places, and no figure goes with them.
    @param {Pick<FileView, "workstreams" | "layers" | "query">} view
    @param {Held} held
    @returns {Shown} */
export function lookIn(view, held) {
  const drawn = shownIn(view, held);
  if (!view.layers) return drawn;
  const { figures, figureIds, offered } = shownIn({ ...view, layers: null }, held);
  return { ...drawn, figures, figureIds, offered };
}

/** @param {{ id: string }[]} records */
const ids = (records) => new Set(records.map(({ id }) => id));

/** Which of all records are shown, as the map reads it.
    @param {{ id: string }[]} every
    @param {Set<string>} shown */
export const mask = (every, shown) => writeMask(every.map(({ id }) => shown.has(id)));

/** What the map is told of the crowd: as geo/served/crowd/message.py, with the answer to a text in it.
    @param {Omit<FileView, "lang" | "base" | "centre">} view
    @param {Shown} shown
    @param {Held} held
    @returns {CrowdMessage | null} */
export function crowdShown({ workstreams, layers, query, place }, shown, held) {
  if (!held.crowd.length) return null;
  const counts = held.categories.map(() => 0);
  for (const { position, category } of shown.places) if (position !== undefined) counts[category] += 1;
  /** @param {Category} category */
  const passes = (category) => (!layers || layers.includes(category.layer))
    && (!workstreams.length || category.workstreams.some((id) => workstreams.includes(id)));
  const { position } = held.place.get(place || "") || {};
  return {
    categories: writeMask(held.categories.map(passes)),
    counts,
    found: query ? "bits:" + mask(held.crowd, shown.placeIds) : null,
    at: position === undefined ? null : position,
  };
}

/** What a message tells the map of a view: ids and numbers, no words.
    @param {Omit<FileView, "lang" | "base" | "centre">} view
    @param {Shown} shown
    @param {Held} held */
export const toldOf = (view, shown, held) => ({
  place: view.place,
  layers: view.layers,
  shown: mask(held.symbols, shown.placeIds),
  crowd: shown.crowd ? { ...shown.crowd, at: held.place.get(view.place || "")?.position ?? null }
    : crowdShown(view, shown, held),
  figures: mask(held.figures, shown.figureIds),
});
