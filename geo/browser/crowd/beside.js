/* What does a text find among very many places where there is no app to ask?

   All that is looked in lies in files beside the map (geo/served/crowd/texts.py), which come when
   somebody searches for the first time. The same answer as the app's, which a test compares. */
import { isSet, toBase64, writeMask } from "../shared/bits.js";
import { fetchColumns } from "../shared/columns.js";
import { ID_PREFIX } from "../shared/filter.js";
import { host } from "../shared/host.js";
import { isIn, isInWords, normalise } from "../shared/normalise.js";
import { MOST, entryOf } from "../shared/suggest.js";


/** @typedef {{ position: number, category: number }} Spot */
/** What a text names: symbols by their index, and places of the crowd.
    @typedef {{ symbols: Set<number>, spots: Spot[], has: (id: string) => boolean }} Named */

/** What answers for the app.
    @param {Held} held
    @param {string} path
    @param {(position: number) => Promise<HeldPlace>} meetAt
    @returns {Answering} */
export function textsBeside(held, path, meetAt) {
  const { categories, facts, figures, index, rows, symbols, workstreams: streams } = held;
  const few = symbols.length;
  /** @type {string[]} */
  let texts = []; // by row: symbols, then the crowd
  /** @type {number[]} */
  let categoryOf = [];
  /** @type {Pair[]} */
  let parents = []; // what they lie in
  /** @type {Record<string, string>} */
  let figureTexts = {};
  /** @type {Map<string, Spot | null>} */
  const met = new Map(); // ids that were looked for
  /** @type {{ query: string, named: Named } | null} */
  let last = null;
  /** @type {Promise<void> | null} */
  let coming = null;

  const comeOnce = () => (coming ||= come().catch((fault) => {
    coming = null; // asked for anew the next time
    throw fault;
  }));

  async function come() {
    const told = await host.fetchData(path);
    const files = await Promise.all(told.texts.map(fetchColumns));
    /** @param {Uint8Array} bytes */
    const parts = (bytes) => new TextDecoder().decode(bytes).split("\0");
    categoryOf = files.flatMap(({ category }) => [...category]);
    parents = files.flatMap(({ parent, parents: both }) => {
      const names = parts(both);
      const pairs = names.map((zh, at) => ({ zh, en: names[at + 1] })); // every second one
      return Array.from(parent, (number) => pairs[2 * number]);
    });
    figureTexts = told.figures;
    texts = files.flatMap(({ text }) => parts(text));
  }

  /** @param {string} id
      @returns {Promise<Spot | null>} */
  async function spotOf(id) {
    /** @type {{ ids: [first: string, path: string][] }} */
    const { ids } = await host.fetchData(path);
    const file = ids.findLast(([first]) => first <= id);
    const found = file ? await host.fetchData(file[1]) : {};
    return Object.hasOwn(found, id) ? { position: found[id][0], category: found[id][1] } : null;
  }

  /** The rows that have every word.
      @param {string[]} words */
  function rowsWith(words) {
    /** @type {number[]} */
    const found = [];
    if (words.length) texts.forEach((text, row) => { if (words.every((word) => isIn(word, text))) found.push(row); });
    return found;
  }

  /** @param {string} query
      @param {string | null} cited
      @param {string[]} words
      @returns {Named} */
  function namedBy(query, cited, words) {
    if (last?.query === query) return last.named;
    const spot = cited === null ? null : met.get(cited);
    const symbol = cited === null ? undefined : rows.get(cited);
    const found = cited === null ? rowsWith(words) : symbol === undefined ? [] : [symbol];
    const all = new Set(found);
    const at = found.findIndex((row) => row >= few);
    const spots = (at < 0 ? [] : found.slice(at)).map((row) => ({ position: row - few, category: categoryOf[row] }));
    /** @param {string} id */
    const has = (id) => (cited === null ? all.has(rows.get(id) ?? few + (facts.tied?.[id]?.position ?? NaN)) : id === cited);
    last = { query, named: { symbols: all, spots: spot ? [spot] : spots, has } };
    return last.named;
  }

  /** @param {Filtered} view
      @returns {Answer | null} */
  function found({ workstreams, layers, query }) {
    const cited = query.startsWith(ID_PREFIX) ? query.slice(ID_PREFIX.length) : null;
    if (cited === null ? !texts.length : !met.has(cited)) return null;
    const words = cited === null ? query.split(" ").map(normalise).filter(Boolean) : [];
    const named = namedBy(query, cited, words);
    /** @param {string[]} kinds */
    const chosen = (kinds) => !workstreams.length || kinds.some((kind) => workstreams.includes(kind));
    /** @param {string} layer */
    const inLayers = (layer) => !layers || layers.includes(layer);
    /** @param {HeldFigure} figure */
    const isStated = ({ id }) =>
      id === cited || (words.length > 0 && words.every((word) => isInWords(word, figureTexts[id])));
    const every = figures.filter(({ places }) => places.length)
      .map((figure) => ({ figure, stated: isStated(figure) }))
      .filter(({ figure, stated }) => stated || figure.places.some(named.has));
    const shown = every.filter(({ figure }) => chosen([figure.workstream]));
    const isShown = new Set(shown.map(({ figure }) => figure.id));
    // A place that is named brings the figures of its group, and not the group's other members.
    const told = new Set(shown.filter(({ stated }) => stated).flatMap(({ figure }) => figure.places));
    const counts = categories.map(() => 0);
    const bits = new Uint8Array(Math.ceil(index.count / 8));
    /** @param {Spot} spot */
    const add = ({ position, category }) => {
      if (isSet(bits, position)) return;
      bits[position >> 3] |= 128 >> (position & 7);
      counts[category] += 1;
    };
    const passes = categories.map(({ layer, workstreams: kinds }) => inLayers(layer) && chosen(kinds));
    for (const spot of named.spots) if (passes[spot.category]) add(spot);
    for (const id of told) {
      const spot = facts.tied?.[id];
      if (spot && inLayers(categories[spot.category].layer)) add(spot);
    }
    return {
      shown: writeMask(symbols.map(({ id, layer, workstreams: kinds }, at) =>
        inLayers(layer.id) && (told.has(id) || (named.symbols.has(at) && chosen(kinds))))),
      figures: writeMask(figures.map(({ id }) => isShown.has(id))),
      offered: Object.fromEntries(streams.map(({ id }) =>
        [id, every.filter(({ figure }) => figure.workstream === id).length])),
      crowd: { categories: writeMask(passes), counts, found: "bits:" + toBase64(bits), at: null },
    };
  }

  /** @param {Filtered} view */
  async function ask({ query }) {
    if (!query.startsWith(ID_PREFIX)) return comeOnce();
    const id = query.slice(ID_PREFIX.length);
    met.set(id, facts.tied?.[id] ?? (rows.has(id) ? null : await spotOf(id)));
  }

  /** Places of the crowd that a text may mean: those first of which a name begins with it, then the shortest.
      @param {string} typed
      @returns {Promise<Entry[]>} */
  async function suggested(typed) {
    await comeOnce();
    const words = typed.split(" ").map(normalise).filter(Boolean);
    const begun = "\n" + words.join("");
    const hits = rowsWith(words).filter((row) => row >= few)
      .map((row) => ({ row, late: Number(!("\n" + texts[row]).includes(begun)), over: texts[row].length }));
    hits.sort((one, two) => one.late - two.late || one.over - two.over || one.row - two.row);
    return Promise.all(hits.slice(0, MOST).map(async ({ row }) => {
      const place = await meetAt(row - few);
      return { ...entryOf({ ...place, parent: parents[row], search: texts[row] }), position: row - few, category: categoryOf[row] };
    }));
  }

  return { found, ask, suggested, pause: () => 0, at: async (id) => (await spotOf(id))?.position ?? null };
}
