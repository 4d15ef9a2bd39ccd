/* What does the app answer of very many places? What a text finds, what it may mean, where a place stands
   (geo/web/search.py): answers that never change, of which the last are kept. */
import { host } from "../shared/host.js";

const PAUSE_MS = 120; // who types goes on within these
const MOST_ANSWERS = 40;

/** @param {{ shown: string, suggested?: string | null }} asked where the app answers, below `layers/`
    @returns {Answering} */
export function askingApp({ shown, suggested }) {
  /** @type {Map<string, Answer>} */
  const answers = new Map();

  /** @param {Filtered} view */
  function linkOf({ workstreams: w, layers: l, query: q }) {
    const stated = { ...(w.length && { w: w.join() }), ...(l && { l: l.join() }), q };
    return shown + "?" + new URLSearchParams(stated);
  }

  return {
    found: (view) => answers.get(linkOf(view)) ?? null,

    async ask(view) {
      const found = await host.fetchData(linkOf(view), true);
      if (answers.size >= MOST_ANSWERS) answers.clear();
      answers.set(linkOf(view), found);
    },

    pause: () => (answers.size ? PAUSE_MS : 0),
    suggested: (typed) => host.fetchData(suggested + "?q=" + encodeURIComponent(typed), true),
    at: async (id) => (await host.fetchData(shown + "?" + new URLSearchParams({ place: id }), true)).crowd.at,
  };
}
