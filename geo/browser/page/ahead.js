/* When does it come what answers a choice before the server has? With the reader's first movement, as
   a script of its own (ahead/main.js): a first visit does not wait for it, nor pay for it.

   What is chosen before it has come is answered when it is there. */
import { element } from "../shared/element.js";
import { keyed } from "../shared/streamlit.js";
import { fetchText, root } from "./copy.js";
import { map } from "./go.js";

const CHIP = keyed("workstreams") + " button";
/** @type {AheadRoom | null} */
let room = null;
let isAsked = false; // whether the script was
/** @type {{ led: boolean, since: string } | null} */
let waiting = null; // the last choice, and the run before it

/** What pages/shared/search_row.py says in the attributes of an element.
    @returns {AheadWords} */
export const told = () => /** @type {HTMLElement | null} */ (document.querySelector("[data-facts]"))?.dataset || {};

/* Which run drew what is there: pages/shared/places.py counts them. */
export const run = () => /** @type {HTMLElement | null} */ (document.querySelector("[data-run]"))?.dataset.run || "";

function prepare() {
  const { answers } = told();
  if (room) room.prepare();
  else if (answers && !isAsked) bring(answers);
}

/** @param {string} path */
function bring(path) {
  isAsked = true;
  const script = element("script");
  script.src = new URL(path, root()).href;
  script.addEventListener("load", () => {
    room = /** @type {OneAhead} */ (window.oneAhead)({ fetchText, map, run, told });
    room.prepare();
    if (waiting) room.ask(waiting);
  });
  script.addEventListener("error", () => { isAsked = false; }); // the next try may succeed
  document.head.append(script);
}

/** @param {boolean} [led] whether the page went to a link, which says all */
function ask(led = false) {
  waiting = { led, since: run() };
  prepare();
  room?.ask(waiting);
}

addEventListener("click", ({ target }) => {
  if (target instanceof Element && target.closest(CHIP)) ask();
}, true);
for (const kind of ["pointerover", "focusin"]) addEventListener(kind, prepare, { passive: true });
window.oneMapAsked = ask;
