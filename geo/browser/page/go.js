/* How does the page go to another view by itself? To its link, as by a step in the browser's history:
   the server reads and checks it like any link, and the browser's back button undoes it.

   Elements that carry `data-go` (parameters that change) lead there when they are pressed,
   without those of `data-leave`. */
import { MAP_FRAME } from "../shared/streamlit.js";


/** Leaves out story and filter. */
export const WHOLE = { story: null, w: null, l: null, q: null };
const VIEW = [...Object.keys(WHOLE), "place", "c"]; // what is answered ahead of the run

/** Goes to the present link with some parameters changed; null leaves one out. Returns the text
    that is searched for from then on.
    @param {Record<string, string | null>} changes */
export function go(changes) {
  const stated = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) stated.delete(name);
    else stated.set(name, value);
  }
  const query = "?" + stated.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  const text = stated.get("q") || "";
  if (query !== location.search) {
    history.pushState(history.state, "", location.pathname + query);
    dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
    if (Object.keys(changes).every((name) => VIEW.includes(name)) && !stated.has("story")) window.oneMapAsked?.(true);
  }
  return text.startsWith("id:") ? "" : text;
}

/** The map's own code, if there is a map on this page. */
export function map() {
  /** @type {HTMLIFrameElement | null} */
  const frame = document.querySelector(MAP_FRAME);
  return frame && frame.contentWindow && frame.contentWindow.oneMap;
}

/** What a change leaves out so that it shows a place: the filter, where the map hides the place now.
    @param {string | null} place
    @returns {Record<string, null>} */
function lifted(place) {
  const seen = map();
  const feature = place && seen && seen.state.places.get(place);
  return !feature || seen.isShown(feature) ? {} : { ...WHOLE };
}

document.addEventListener("click", ({ target }) => {
  /** @type {HTMLElement | null} */
  const button = target instanceof Element ? target.closest("[data-go]") : null;
  if (!button) return;
  const { go: stated = "", leave = "" } = button.dataset;
  const left = leave.split(",").filter(Boolean).map((name) => [name, null]);
  const wanted = new URLSearchParams(stated);
  go({ ...lifted(wanted.get("place")), ...Object.fromEntries([...left, ...wanted]) });
});
