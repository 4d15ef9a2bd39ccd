/* What does Streamlit's page take over that no address states? Where the map stands, how far the page
   is scrolled, what is unfolded, and where the keyboard is. */
import { keyed, MAIN, MAP_FRAME } from "../shared/streamlit.js";

/** @typedef {NonNullable<Window["oneMap"]>} SeenMap */

/** Where the keyboard is in the light page, and where the same is in Streamlit's.
    @type {[string, (from: HTMLElement) => Element | null | undefined][]} */
const SAME = [
  [".search", () => document.querySelector(keyed("query") + " input")],
  [".row", ({ dataset }) => document.querySelector(keyed("row--" + dataset.id) + " button")],
];

/** Takes over what can be before the explorer has gone; returns what comes after that: nothing that is
    hidden can have the keyboard.
    @param {Window} inside
    @param {SeenMap} seen */
export function carryOver(inside, seen) {
  const map = inside.oneFile?.state.map;
  if (map) seen.host.standAs?.(map);
  scroll(inside);
  return keyboard(inside.document);
}

/** Keeps the map where it is on the screen. Who has done nothing yet meets the page from its top.
    @param {Window} inside */
function scroll({ document: page }) {
  const main = document.querySelector(MAIN);
  const [before, after] = [page.querySelector(".map"), document.querySelector(MAP_FRAME)];
  const scrolled = page.scrollingElement?.scrollTop || 0;
  if (!main || !before || !after || (!scrolled && window.oneMapLight === undefined)) return;
  main.scrollTop += after.getBoundingClientRect().top - before.getBoundingClientRect().top;
}

/** @param {Document} page */
function keyboard({ activeElement: from, body }) {
  /** @type {Element | null | undefined} */
  let to = null;
  for (const [selector, find] of from && from !== body ? SAME : []) {
    const found = from?.closest(selector);
    to ||= found && find(/** @type {HTMLElement} */ (found));
  }
  const caret = from && "selectionStart" in from ? Number(from.selectionStart) : 0;
  return () => {
    if (!to || !("focus" in to)) return;
    const there = /** @type {HTMLInputElement} */ (to);
    there.focus({ preventScroll: true });
    if (there.tagName === "INPUT") there.setSelectionRange(caret, caret);
  };
}
