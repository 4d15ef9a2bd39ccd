/* What does a view show of very many places, and what is said of those that are on a page of the list?

   Layers and workstreams are decided by the places' categories, as the map decides it; what a text
   finds the app is asked (asking.js), or files beside the map tell it (beside.js). Of the crowd's
   places none is known here but those that a reader meets: the others are numbers. */
import { fromBase64, isSet, readMask, writeMask } from "../shared/bits.js";
import { crowd } from "../shared/crowd.js";
import { emit, on } from "../shared/events.js";
import { host } from "../shared/host.js";
import { text } from "../shared/language.js";
import { precisionText } from "../shared/located.js";
import { state } from "../shared/state.js";
import { fetchChunk } from "./chunks.js";
import { askingApp } from "./asking.js";
import { textsBeside } from "./beside.js";
import { areaAt } from "./loose.js";

const INLINE = "bits:";

/** The explorer's knowledge of a package of many places.
    @param {Held} held
    @param {Asked} asked where a text is answered, below `layers/` */
export function manyPlaces(held, asked) {
  const { categories, index, symbols, place: known } = held;
  const tied = new Map(Object.entries(held.facts.tied || {}));
  const answering = "texts" in asked ? textsBeside(held, asked.texts, meetAt) : askingApp(asked);
  let waiting = 0;
  /** @type {Promise<void>} */
  const drawn = new Promise((done) => { if (crowd.filter) done(); else on("filter", () => done()); });

  /** What a view shows; null while a text waits for its answer, after which `again` is called.
      @param {FileView} view
      @param {() => void} [again]
      @returns {ManyShown | null} */
  function look(view, again) {
    if (view.place) meet(state.places.get(view.place));
    if (again) clearTimeout(waiting);
    if (!view.query) return shownIn(view, null);
    const found = answering.found(view);
    if (!found && again) waiting = setTimeout(ask, answering.pause(), view, again);
    return found ? shownIn(view, found) : null;
  }

  /** @param {Filtered} view
      @param {() => void} again */
  async function ask(view, again) {
    const mine = waiting;
    try {
      await answering.ask(view);
      if (mine === waiting) again();
    } catch (fault) {
      console.warn("what was found did not load:", /** @type {Error} */ (fault).message);
      if (mine === waiting) emit("notice", text("failed"), again);
    }
  }

  /** @param {Pick<FileView, "workstreams" | "layers">} view
      @param {Answer | null} answer
      @returns {ManyShown} */
  function shownIn({ workstreams, layers }, answer) {
    /** @param {string[]} kinds */
    const chosen = (kinds) => !workstreams.length || kinds.some((kind) => workstreams.includes(kind));
    /** @param {string} layer */
    const inLayers = (layer) => !layers || layers.includes(layer);
    const passes = categories.map((category) => inLayers(category.layer) && chosen(category.workstreams));
    const isFigure = answer && readMask(answer.figures);
    const isSymbol = answer && readMask(answer.shown);
    const found = held.figures.filter(({ places }) => answer || places.length);
    const figures = held.figures.filter(({ workstream }, at) => (isFigure ? isFigure(at) : chosen([workstream])));
    const places = symbols.filter((place, at) =>
      (isSymbol ? isSymbol(at) : inLayers(place.layer.id) && chosen(place.workstreams)));
    const counts = answer ? answer.crowd.counts : categories.map(({ count }, at) => (passes[at] ? count : 0));
    const text = answer && answer.crowd.found;
    const bits = text ? fromBase64(text.slice(INLINE.length)) : null;
    const placeIds = new Set(places.map(({ id }) => id));
    /** @param {number} position
        @param {number} category */
    const isAt = (position, category) => (bits ? isSet(bits, position) : passes[category]);
    /** @param {string} id */
    const has = (id) => {
      const at = /** @type {Spotted | undefined} */ (tied.get(id) || known.get(id));
      return at?.position === undefined ? placeIds.has(id) : isAt(at.position, at.category);
    };
    return {
      places, figures, placeIds, has, isAt, bits, passes,
      figureIds: new Set(figures.map(({ id }) => id)),
      offered: new Map(held.workstreams.map(({ id }) => [id, answer ? answer.offered[id]
        : found.filter(({ workstream }) => workstream === id).length])),
      count: counts.reduce((sum, count) => sum + count, places.length),
      crowd: { categories: writeMask(passes), counts, found: text },
    };
  }

  /** Positions of the places of the crowd that are shown, in order.
      @param {ManyShown} shown
      @param {{ from?: number, skip?: number, most: number, without?: Set<number> }} which */
  async function positions({ bits, passes }, { from = 0, skip = 0, most, without = new Set() }) {
    const everywhere = !bits && passes.every(Boolean);
    /** @type {number[]} */
    const found = [];
    let first = 0;
    let left = skip;
    for (const [number, { count }] of index.chunks.entries()) {
      const last = first + count;
      if (last > from) {
        if (!bits && !everywhere) await drawn; // the map has opened the crowd then
        const of = bits || everywhere ? null : (await fetchChunk(number)).category;
        for (let at = Math.max(from, first); at < last && found.length < most; at += 1) {
          if (without.has(at) || !(bits ? isSet(bits, at) : !of || passes[of[at - first]])) continue;
          if (left) left -= 1;
          else found.push(at);
        }
      }
      if (found.length === most) break;
      first = last;
    }
    return found;
  }

  /** What is known of the place at a position, from its piece.
      @param {number} position
      @returns {Promise<HeldPlace>} */
  async function meetAt(position) {
    const { size, paths } = index.pieces;
    const found = (await host.fetchData(paths[Math.floor(position / size)]))[position % size];
    const layer = /** @type {Layer} */ (held.layers.find(({ id }) => id === found.layer));
    return meet({ id: found.id, layer, properties: { ...found, position, get area() { return areaAt(position); } } });
  }

  /** Keeps a feature as one of the places that are known; those with symbols are.
      @param {any} feature
      @returns {any} */
  function meet(feature) {
    if (!feature || known.has(feature.id)) return known.get(feature?.id);
    const { id, layer, properties } = feature;
    const { workstreams } = categories[properties.category];
    const located = { get zh() { return precisionText(feature); }, get en() { return precisionText(feature); } };
    known.set(id, { ...properties, id, layer, workstreams, named: true, located });
    return known.get(id);
  }

  /** Meets the place of an id, wherever it stands; one that is not there is not met.
      @param {string} id
      @param {() => void} again called by a reader for whom it did not come */
  async function meetId(id, again) {
    if (!id || known.has(id)) return;
    try {
      const position = tied.get(id)?.position ?? await answering.at(id);
      if (position !== null) await meetAt(position);
    } catch (fault) {
      console.warn("a place did not load:", /** @type {Error} */ (fault).message);
      emit("notice", text("failed"), again);
    }
  }

  /** The places of a part of the list, those first that a figure is tied to.
      @param {ManyShown} shown
      @param {number} start
      @param {number} size
      @returns {Promise<HeldPlace[]>} */
  async function listed(shown, start, size) {
    const ids = new Set(shown.figures.flatMap(({ places }) => places));
    const own = [...ids].map((id) => tied.get(id)).filter((at) => at && shown.isAt(at.position, at.category));
    const ahead = own.map((at) => /** @type {Spotted} */ (at).position);
    const few = shown.places.slice(start, start + size);
    const named = ahead.slice(Math.max(0, start - shown.places.length)).slice(0, size - few.length);
    const most = size - few.length - named.length;
    const skip = Math.max(0, start - shown.places.length - ahead.length);
    const others = most ? await positions(shown, { skip, most, without: new Set(ahead) }) : [];
    return [...few, ...(await Promise.all([...named, ...others].map(meetAt)))];
  }

  /** The place after one, of those shown, in package order; the first after the last.
      @param {ManyShown} shown
      @param {HeldPlace} place
      @returns {Promise<HeldPlace>} */
  async function after(shown, { id, position }) {
    const few = shown.places[shown.places.findIndex((other) => other.id === id) + 1];
    if (position === undefined && few) return few;
    const [next] = await positions(shown, { from: position === undefined ? 0 : position + 1, most: 1 });
    if (next !== undefined) return meetAt(next);
    return shown.places[0] || meetAt((await positions(shown, { most: 1 }))[0]);
  }

  return { after, drawn, listed, look, meetAt, meetId, suggested: answering.suggested, tied };
}
