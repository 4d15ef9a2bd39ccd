/* What do Streamlit's elements not say to a keyboard or a screen reader?

   Which row of the list is chosen, which page is open, the way past the top, and what a dialog's
   button does in the reader's language. Where focus is lost with what had it, it is put back, and a
   list that was turned is read from its beginning. */
import { whenDrawn } from "./drawn.js";
import { MAIN, PAST_THE_TOP, keyed, keyedBy } from "../shared/streamlit.js";

const ROW = keyedBy("row--") + " button";
const FRAME = keyed("map-frame") + " iframe";
/** @type {Record<string, string>} */
const SKIPS = { map: FRAME, list: keyed("places") + " .list-title" };
const PART = ".list-title small";
const LIFTS = keyed("clear") + " button, " + keyed("query-clear") + " button"; // of no use once pressed
const CLOSE = keyed("panel-close") + " button";
/** @type {string | null} */
let turned = null; // the part of the list that was left for another
/** @type {HTMLElement | null} */
let origin = null; // where the present selection was made: a row, or the map's frame

/** Takes over where the present selection was made: a row of the light page, by the row of this one.
    @param {HTMLElement | null | undefined} row */
export const cameFrom = (row) => { origin = row ? rowOf(row.dataset.id) : null; };

/** @param {Element} node
    @param {string} name
    @param {string} value */
function set(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/** @returns {HTMLElement | null} */
const chosenPanel = () => document.querySelector(".panel[data-place]");

/** @param {string} [place]
    @returns {HTMLElement | null} */
const rowOf = (place) => document.querySelector(keyedBy(`row--${place}--`) + " button");

/** What a button of the way past the top leads to.
    @param {HTMLElement} button
    @returns {HTMLElement | null} */
const ledTo = ({ dataset: { skip = "" } }) => document.querySelector(SKIPS[skip]);

function mend() {
  const panel = chosenPanel();
  const chosen = panel && rowOf(panel.dataset.place);
  for (const row of document.querySelectorAll(ROW)) set(row, "aria-pressed", String(row === chosen));
  begin();
  list();
  // The whole content is made a stop of the keyboard, without a name.
  const main = document.querySelector(MAIN);
  if (main) set(main, "tabindex", "-1");
  const page = location.pathname.split("/").pop();
  for (const link of document.querySelectorAll(keyed("pages") + " a")) {
    if (link.getAttribute("href")?.split("?")[0] === page) set(link, "aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  /** @type {HTMLElement | null} */
  const skips = document.querySelector(".skips");
  if (!skips) return;
  const { close: closes = "", content = "" } = skips.dataset;
  /** @type {NodeListOf<HTMLElement>} */
  const buttons = skips.querySelectorAll("[data-skip]");
  for (const button of buttons) button.hidden = !ledTo(button);
  const close = document.querySelector('[role="dialog"] > button[aria-label]');
  if (close) set(close, "aria-label", closes);
  const past = document.querySelector(PAST_THE_TOP);
  if (past && past.textContent !== content) past.textContent = content;
}

/** Rows are a list, and say so. */
function list() {
  const rows = document.querySelector(keyed("place-rows"));
  const title = document.querySelector(".list-title");
  if (!rows || !title) return;
  set(rows, "role", "list");
  set(rows, "aria-label", title.textContent || "");
  for (const row of rows.querySelectorAll(keyedBy("row--"))) set(row, "role", "listitem");
}

function begin() {
  const part = document.querySelector(PART);
  if (turned === null || !part || part.textContent === turned) return;
  turned = null;
  if (part.parentElement) part.parentElement.scrollIntoView({ block: "nearest" });
}

/** @param {HTMLElement} node */
function focus(node) {
  if (!node.matches("a, button, iframe")) node.tabIndex = -1;
  node.scrollIntoView({ block: "nearest" });
  node.focus({ preventScroll: true });
}

/** What stands for a place in the map's frame: its symbol, or the badge that it is a part of.
    @param {string} [place]
    @returns {HTMLElement | null} */
function symbol(place) {
  /** @type {HTMLIFrameElement | null} */
  const frame = document.querySelector(FRAME);
  const map = frame?.contentWindow?.oneMap;
  return (map && place && map.nodeFor(place)) || null;
}

/** The button that closes the panel goes away with it: back to where the place was selected.
    @param {number} detail of the press: none of a key's */
function leavePanel(detail) {
  const panel = chosenPanel();
  if (!panel) return;
  const { place } = panel.dataset;
  const back = origin && origin.isConnected && origin.matches(ROW) ? origin : symbol(place) || rowOf(place);
  origin = null;
  if (back) back.focus({ preventScroll: detail > 0 }); // a finger leaves the page where it is
}

document.addEventListener("click", ({ target, detail }) => {
  if (!(target instanceof Element)) return;
  /** @type {HTMLElement | null} */
  const skip = target.closest("[data-skip]");
  const led = skip && ledTo(skip);
  if (led) focus(led);
  if (target.closest("[data-go]") && !chosenPanel()) origin = null; // from one place to the next it stays
  if (target.closest(ROW)) origin = target.closest(ROW);
  const part = target.closest(keyed("list-turning") + " button") && document.querySelector(PART);
  if (part) turned = part.textContent;
  if (target.closest(CLOSE)) leavePanel(detail);
  /** @type {HTMLElement | null} */
  const field = document.querySelector(keyed("query") + " input");
  if (!detail && target.closest(LIFTS)) field?.focus();
});

// A press on the map leaves the page itself; its frame has the keyboard then.
addEventListener("blur", () => {
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && activeElement.matches(FRAME)) origin = activeElement;
});

document.addEventListener("keydown", ({ key, target }) => {
  if (key !== "Escape" || !(target instanceof Element) || !target.closest(keyed("panel"))) return;
  /** @type {HTMLElement | null} */
  const close = document.querySelector(CLOSE);
  if (close) close.click();
});

whenDrawn(mend);
