/* What does Streamlit's page take over that no address states? Where the map stands, how far the page
   is scrolled, what is unfolded, where the keyboard is, and where it goes back to. */
import { cameFrom } from "./a11y.js";
import { keyed, keyedBy, MAIN, MAP_FRAME } from "../shared/streamlit.js";

/** @typedef {NonNullable<Window["oneMap"]>} SeenMap */

/** Where the keyboard is in the light page, and where the same is in Streamlit's.
    @type {[string, (from: HTMLElement) => Element | null | undefined][]} */
const SAME = [
  [".search", () => document.querySelector(keyed("query") + " input")],
  [".row", ({ dataset }) => document.querySelector(keyedBy(`row--${dataset.id}--`) + " button")],
  [".workstreams button", (from) => sameIn(keyed("workstreams"), from)],
  [".languages button", (from) => sameIn(keyed("language"), from)],
  [".story-turning button", (from) => sameIn(keyed("story-turning"), from)],
  [".story-steps button", (from) => sameIn(keyed("story-steps"), from)],
  [".turning button", (from) => sameIn(keyed("list-turning"), from)],
  [".later", ({ dataset }) => document.querySelector(keyed(dataset.key || "") + " button")],
  [".packages", () => document.querySelector(keyed("package") + " input")],
  [".map", (from) => inMap(from)],
  [".panel", () => document.querySelector(".panel h2")],
];

/** Folds of what the full page has on others, and the list of basemaps. */
const READ = ".unplaced details[open], .behind details[open], .om-base details[open]";

/** The button at the same place of its row.
    @param {string} row
    @param {HTMLElement} from */
const sameIn = (row, from) =>
  document.querySelectorAll(row + " button")[[...(from.parentElement?.children || [])].indexOf(from)];

/** The map as a whole; what is in it waits until the keyboard is elsewhere.
    @param {HTMLElement} from */
function inMap(from) {
  /** @type {HTMLIFrameElement | null} */
  const frame = document.querySelector(MAP_FRAME);
  return from === from.ownerDocument.activeElement ? frame?.contentDocument?.querySelector(".leaflet-container") : null;
}

/** Where the keyboard goes; nothing where it is nowhere, or where the full page has no such place yet.
    @param {Document} page */
function counterpart({ activeElement: from, body }) {
  if (!from || from === body) return null;
  for (const [selector, find] of SAME) {
    const found = from.closest(selector);
    if (found) return find(/** @type {HTMLElement} */ (found)) || null;
  }
  return null;
}

/** The number that the open page of the list begins with; of a list of one page, 0.
    @param {Document} page */
function firstOf(page) {
  const said = page.querySelector(".list-title small")?.textContent || "0";
  return parseInt(said.replace(/^\D+/, "").replaceAll(",", ""), 10);
}

/** What turns the full page's list towards the page that is open in the light one; null where it is.
    @param {Document} page
    @returns {HTMLElement | null} */
export function turning(page) {
  const [wanted, there] = [firstOf(page), firstOf(document)];
  if (wanted === there) return null;
  return document.querySelector(keyed(wanted > there ? "list-next" : "list-previous") + " button:enabled");
}

/** Whether something is unfolded that the full page would not show: who reads it is not
    disturbed. Nor is a keyboard at a place that is not there.
    @param {Document} page */
export function isReading(page) {
  const { activeElement: from, body } = page;
  if (page.querySelector(READ)) return true;
  return Boolean(from?.matches(":focus-visible")) && from !== body && !counterpart(page);
}

/** Takes over what can be before the explorer has gone; returns what comes after that: nothing that is
    hidden can have the keyboard.
    @param {Window} inside
    @param {SeenMap} seen */
export function carryOver(inside, seen) {
  const map = inside.oneFile?.state.map;
  if (map) seen.host.standAs?.(map);
  scroll(inside);
  const [from, to] = [inside.document.querySelector(".side"), document.querySelector(keyed("explorer-side"))];
  if (from && to) to.scrollTop = from.scrollTop;
  const there = seen.state.map.getContainer().ownerDocument;
  unfold(inside.document, document, ".panel details.technical");
  unfold(inside.document, there, ".om-legend details");
  cameFrom(inside.oneFile?.origin);
  const moves = keyboard(inside.document);
  /** @type {HTMLElement | null} */
  const wanted = inside.document.querySelector('.later[aria-busy="true"]');
  /** @type {HTMLElement | null} */
  const asked = wanted && document.querySelector(keyed(wanted.dataset.key || "") + " button");
  return () => {
    moves();
    asked?.click();
  };
}

/** @param {Document} page
    @param {Document} other
    @param {string} fold */
function unfold(page, other, fold) {
  if (page.querySelector(fold + "[open]")) other.querySelector(fold)?.setAttribute("open", "");
}

/** Keeps the map where it is on the screen.
    @param {Window} inside */
function scroll({ document: page }) {
  const main = document.querySelector(MAIN);
  const [before, after] = [page.querySelector(".map"), document.querySelector(MAP_FRAME)];
  if (!main || !before || !after) return;
  main.scrollTop += after.getBoundingClientRect().top - before.getBoundingClientRect().top;
}

/** @param {Document} page */
function keyboard(page) {
  const { activeElement: from } = page;
  const to = counterpart(page);
  const caret = from && "selectionStart" in from ? Number(from.selectionStart) : 0;
  return () => {
    if (!to || !("focus" in to)) return;
    const there = /** @type {HTMLInputElement} */ (to);
    there.focus({ preventScroll: true });
    if (there.tagName === "INPUT") there.setSelectionRange(caret, caret);
  };
}
