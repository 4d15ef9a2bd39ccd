/* How does a reader come to the selected place and read of it? The panel stands above the list, so
   who presses a row far down is led up to it; on a phone it is a low sheet that grows when asked. */
import { keyed, keyedBy } from "../shared/streamlit.js";
import { whenDrawn } from "./drawn.js";

const PANEL = ".panel[data-place]";
const ASKING = keyedBy("row--") + " button, [data-go]";
const root = document.documentElement;
/** @type {string | null} */
let shown = null; // the place whose panel is there
let isAsked = false; // whether the reader asked for it in the page, where the focus can be led on

/** Leads to a panel that has come, once. */
function follow() {
  /** @type {HTMLElement | null} */
  const panel = document.querySelector(PANEL);
  const place = (panel && panel.dataset.place) || null;
  if (place === shown) return;
  shown = place;
  delete root.dataset.sheet;
  if (!panel) return;
  for (const box of [keyed("explorer-side"), keyed("panel")]) {
    const scrolled = panel.closest(box);
    if (scrolled) scrolled.scrollTop = 0;
  }
  const title = panel.querySelector("h2");
  if (isAsked && title) title.focus({ preventScroll: true });
  isAsked = false;
}

/** Makes the sheet high, or low again.
    @param {HTMLElement} button */
function resize(button) {
  const isHigh = root.dataset.sheet !== "high";
  if (isHigh) root.dataset.sheet = "high";
  else delete root.dataset.sheet;
  button.setAttribute("aria-expanded", String(isHigh));
  button.textContent = (isHigh ? button.dataset.less : button.dataset.more) || "";
}

/** Presses a button of the page's top in place of one that stands where the reader is.
    @param {string} key */
function pressed(key) {
  /** @type {HTMLElement | null} */
  const button = document.querySelector(keyed(key) + " button");
  if (button) button.click();
}

document.addEventListener("click", ({ target }) => {
  if (!(target instanceof Element)) return;
  if (target.closest(ASKING)) isAsked = true;
  /** @type {HTMLElement | null} */
  const size = target.closest("[data-sheet='size']");
  if (size) resize(size);
  /** @type {HTMLElement | null} */
  const press = target.closest("[data-press]");
  if (press) pressed(press.dataset.press || "");
});

whenDrawn(follow);
