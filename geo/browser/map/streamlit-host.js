/* What does the map find around it in the app? Streamlit's frame, and the page that holds the frame.

   `c` (latitude, longitude, zoom) is the map's own part of the link. It is written here, last in
   the address, so that moving the map costs the server nothing; a page that rewrites the rest of
   the address leaves it out, and it is put back with the next message. */
import { state } from "../shared/state.js";
import { MAIN } from "../shared/streamlit.js";
import { hasSheet, moveQuietly, pace, writeView } from "./address.js";

const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
const here = script ? script.src : location.href;
const page = () => window.parent;

/** What never changes may lie with a host that hands out copies.
    @param {string} path
    @param {boolean} [own] */
async function answer(path, own) {
  const folder = (!own && state.data) || new URL("../layers/", here);
  const got = await fetch(new URL(path, folder));
  if (!got.ok) throw new Error("HTTP " + got.status);
  return got;
}

/** What the light explorer, which was there before, has of it in its page (geo/served/first_files.py).
    @param {string} path */
function kept(path) {
  const before = /** @type {HTMLIFrameElement | null} */ (page().document.querySelector("#light iframe"));
  return before?.contentDocument?.getElementById("layers/" + path)?.textContent;
}

/** @returns {Host} */
export const streamlitHost = () => ({
  page,

  async fetchData(path, own) {
    const found = kept(path);
    return found ? JSON.parse(found) : (await answer(path, own)).json();
  },

  fetchBytes: async (path, own) => (await answer(path, own)).arrayBuffer(),

  tell(place) {
    state.serial += 1;
    if (window.Streamlit) {
      window.Streamlit.setComponentValue({ place, base: state.base, serial: state.serial });
    }
  },

  tellLayers(layers) {
    state.serial += 1;
    if (window.Streamlit) {
      window.Streamlit.setComponentValue({ place: state.place, base: state.base, layers, serial: state.serial });
    }
    page().oneMapAsked?.();
  },

  /* In full even where the page is embedded in another. */
  address() {
    const { origin, pathname, search } = page().location;
    /** @param {string} part */
    const own = (part) => part && !/^(embed|embed_options|ui|lock)=/.test(part);
    const parts = search.slice(1).split("&").filter(own);
    return origin + pathname + (parts.length ? "?" + parts.join("&") : "");
  },

  /* Without a step in the browser's history. */
  writeAddress(view) {
    const centre = view && /** @type {View} */ (view.map(Number));
    page().oneMapLeft = { package: state.catalogue.package, centre };
    if (page().oneMapLight !== undefined) return; // the light page has the word (file/outer.js)
    const { pathname, search, hash } = page().location;
    const readable = search.slice(1).replaceAll("%2C", ",");
    const others = readable.split("&").filter((part) => part && !part.startsWith("c="));
    const parts = view ? [...others, "c=" + view.join(",")] : others;
    const query = parts.length ? "?" + parts.join("&") : "";
    if (query !== search) page().history.replaceState(page().history.state, "", pathname + query + hash);
  },

  /* Shows what another map of the page shows; nobody has chosen it here. */
  standAs(map) {
    moveQuietly(() => state.map.setView(map.getCenter(), map.getZoom(), { animate: false }));
  },

  /* What was seen a moment ago, when the reader left for another page of the app. */
  left(packageId) {
    const last = page().oneMapLeft;
    return last && last.package === packageId ? last.centre : undefined;
  },

  /* Leads to what the page says of the place; tells whether there is any such thing. */
  showPanel() {
    const panel = /** @type {HTMLElement | null} */ (page().document.querySelector("section.panel"));
    if (!panel) return false;
    panel.tabIndex = -1;
    panel.scrollIntoView({ block: "nearest", behavior: pace() });
    panel.focus({ preventScroll: true });
    return true;
  },

  /* On a phone the list lies below the map. */
  comeIntoSight() {
    const frame = window.frameElement;
    if (!frame || hasSheet()) return;
    const box = frame.getBoundingClientRect();
    const inSight = Math.min(box.bottom, page().innerHeight) - Math.max(box.top, 0);
    if (inSight < box.height / 2) frame.scrollIntoView({ block: "start", behavior: pace() });
  },

  scroller: () => page().document.querySelector(MAIN),
});

/** Whether a message comes from the page of ours that the map's frame lies in: whoever opened or
    framed the map may send messages too, and nobody listens to them.
    @param {MessageEvent} event */
function isFromOurPage(event) {
  return page() !== window && event.source === page() && event.origin === location.origin;
}

/** Streamlit tells each frame the theme with every run; the picture follows it.
    @param {MessageEvent} event */
function followTheme(event) {
  if (!isFromOurPage(event) || !event.data || !event.data.theme) return;
  document.documentElement.dataset.theme = event.data.theme.base === "dark" ? "dark" : "light";
  if (state.catalogue) setTimeout(writeView, 0);
}

export const followPage = () => addEventListener("message", followTheme);
