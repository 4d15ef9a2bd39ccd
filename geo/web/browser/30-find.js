/* What happens when a suggestion of the search field is taken?

   The page goes to the link that shows it, as by a step in the browser's history: the server reads
   and checks it like any link, and the browser's back button undoes it. What can be found is
   fetched once, when the reader first comes to the field. */
(function (page) {
  "use strict";

  const FIELD = ".st-key-query input";
  const facts = () => document.querySelector("[data-find]").dataset;
  let fetched = { path: null, index: null };

  function index() {
    const { find } = facts();
    if (fetched.path !== find) {
      const loaded = page.fetchText(find).then(JSON.parse).catch((fault) => {
        console.warn("no suggestions:", fault.message);
        fetched.path = null; // the next try may succeed
        return { place: [], workstream: [], figure: [] };
      });
      fetched = { path: find, index: loaded };
    }
    return fetched.index;
  }

  function words() {
    const { lang, place, workstream, figure, count, none } = facts();
    return { lang, place, workstream, figure, count, none };
  }

  /* The map's own code, if there is a map on this page. */
  function map() {
    const frame = document.querySelector('iframe[src*="streamlit_folium"]');
    return frame && frame.contentWindow.oneMap;
  }

  /* Parameters of the link that shows what was taken; null leaves one out. */
  function changes({ kind, entry }) {
    const all = { story: null, w: null, l: null, q: null };
    if (kind === "workstream") return { ...all, place: null, w: entry.id };
    if (kind === "figure") return { ...all, q: "id:" + entry.id, place: entry.place };
    if (!map()) return { ...all, q: "id:" + entry.id, place: entry.id };
    const feature = map().state.places.get(entry.id);
    const hidden = !feature || !map().isShown(feature);
    return { ...(hidden ? all : {}), place: entry.id };
  }

  function take(found) {
    const stated = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(changes(found))) {
      if (value === null) stated.delete(name);
      else stated.set(name, value);
    }
    const query = "?" + stated.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
    const text = stated.get("q") || "";
    if (query === location.search) return text;
    history.pushState(history.state, "", location.pathname + query);
    dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
    return text;
  }

  const ground = () => document.querySelector(".stApp");
  const { prepare } = window.oneFind.combobox({ selector: FIELD, index, words, ground, take });
  new MutationObserver(prepare).observe(document.documentElement, { childList: true, subtree: true });
})(window.oneMapPage);
