/* What is shown once a workstream, a layer, a text or a suggestion is chosen, before the server has answered?

   The same answer, found by the code of the light page (shared/filter.js, shared/listing.js): map and
   list follow in the picture after the press, and the run of the page's script confirms them. What
   the run says wins: when it ends, its own list is seen again and the map shows its message.
   Streamlit's elements are its own; so its list is hidden for that long, and ours stands there. */
import { element } from "../shared/element.js";
import { clean, lookIn, mask } from "../shared/filter.js";
import { filled, setTexts, wording } from "../shared/language.js";
import { emptyWords, listed, rowWords } from "../shared/listing.js";
import { records } from "../shared/records.js";
import { state } from "../shared/state.js";
import { KEY, RUN, keyed, keyedBy } from "../shared/streamlit.js";
import { fetchText } from "./copy.js";
import { map } from "./go.js";

const CHIP = keyed("workstreams") + " button";
const PRESSED = '[aria-checked="true"], [aria-pressed="true"]'; // one of all, or several
const CONFIRMED_MS = 1000; // the map's message comes a little after the run's end
const root = document.documentElement;
/** @type {{ path: string | null, held: Held | null }} */
let known = { path: null, held: null };
/** @type {Element | null} */
let row = null; // one of Streamlit's, as the pattern of ours
let rowsClass = ""; // of what is around them
/** @type {string | null} */
let asked = null; // the last run before a choice that none has answered
let isLed = false;
const box = element("div", "ahead");

/** What pages/shared/search_row.py says in the attributes of an element.
    @returns {{ facts?: string, lang?: Lang, list?: string }} */
const told = () => /** @type {HTMLElement | null} */ (document.querySelector("[data-facts]"))?.dataset || {};

/* The facts come when the reader first moves or presses anything; of a crowd of places there are none. */
async function prepare() {
  const { facts: path } = told();
  const seen = map();
  if (!path || !seen?.state.catalogue || known.path === path) return;
  known = { path, held: null };
  try {
    const facts = JSON.parse(await fetchText(path));
    const { catalogue, places } = seen.state;
    /** @param {string} url */
    const read = (url) => ({ features: [...places.values()].filter(({ layer }) => layer.url === url) });
    if (known.path === path && !catalogue.crowd) known.held = records(facts, catalogue, read);
    if (asked !== null) show();
  } catch (/** @type {any} */ fault) {
    console.info("the run alone answers:", fault.message);
    known.path = null; // the next try may succeed
  }
}

/** The view that the chips, the map and the address say; where the page was led to, the address alone.
    @param {Held} held
    @param {State} seen */
function chosen({ workstreams }, { layers, place }) {
  const stated = new URLSearchParams(location.search);
  const query = clean(stated.get("q") || "");
  if (isLed) {
    const named = (stated.get("w") || "").split(",");
    const found = workstreams.map(({ id }) => id).filter((id) => named.includes(id));
    return { workstreams: found, layers: stated.has("l") ? layers : null, query, place: stated.get("place") };
  }
  const chips = [...document.querySelectorAll(CHIP)];
  const pressed = workstreams.map(({ id }) => id).filter((_, at) => chips[at]?.matches(PRESSED));
  return { workstreams: pressed.length === workstreams.length ? [] : pressed, layers, query, place };
}

function show() {
  const { lang = "zh", list: words = "{}" } = told();
  const seen = map();
  const { held } = known;
  if (!seen || !held || !document.querySelector(CHIP)) return;
  state.lang = lang;
  setTexts({ [lang]: JSON.parse(words) });
  const view = chosen(held, seen.state);
  const shown = lookIn(view, held);
  seen.ahead({
    shown: mask(held.symbols, shown.placeIds),
    figures: mask(held.figures, shown.figureIds),
    layers: view.layers,
    place: view.place !== null && shown.placeIds.has(view.place) ? view.place : null,
  });
  list(view, shown, held);
}

/** Ours in the place of Streamlit's list.
    @param {Pick<FileView, "layers" | "query" | "workstreams" | "place">} view
    @param {Shown} shown
    @param {Held} held */
function list(view, shown, held) {
  const around = document.querySelector(keyed("places"));
  const found = document.querySelector(keyedBy("row--"));
  if (found) [row, rowsClass] = [found, found.parentElement?.className || ""];
  if (!around || !row) return;
  const { rows, total, first } = listed(shown, held, 0);
  const title = element("h2", "ahead-title", filled("list.title", { shown: shown.places.length, total: held.places.length }));
  if (total > 1) title.append(" ", element("small", "", filled("list.part", { first, last: first + rows.length - 1 })));
  const body = element("div", rowsClass.replace(KEY, ""));
  body.setAttribute("role", "list");
  body.append(...rows.map((at) => rowOf(held.places[at], view.place, shown)));
  box.replaceChildren(title, rows.length ? body : element("p", "empty", emptyWords(view, filled)));
  around.append(box);
  root.dataset.ahead = "";
}

/** A row like Streamlit's, which leads to its place.
    @param {HeldPlace} place
    @param {string | null} selected
    @param {Shown} shown */
function rowOf(place, selected, shown) {
  const made = /** @type {HTMLElement} */ (/** @type {Element} */ (row).cloneNode(true));
  // Not by the names that Streamlit's rows are found by.
  made.className = made.className.replace(KEY, `row--${place.id}--${place.workstream || "none"}--row`);
  const button = /** @type {HTMLElement} */ (made.querySelector("button"));
  const isSelected = place.id === selected;
  button.dataset.go = isSelected ? "" : "place=" + place.id;
  if (isSelected) button.dataset.leave = "place";
  button.setAttribute("aria-pressed", String(isSelected));
  const name = element("strong", "", (isSelected ? "✓ " : "") + wording(place.name));
  made.querySelector("p")?.replaceChildren(name, " " + rowWords(place, shown, filled));
  return made;
}

/** @param {boolean} [led] whether the page went to a link, which says all */
function ask(led = false) {
  isLed = led;
  asked = run();
  prepare();
  requestAnimationFrame(show); // Streamlit's chips have followed the press by then
}

/* Streamlit's own list is seen again. */
function confirm() {
  asked = null;
  delete root.dataset.ahead;
  box.remove();
  setTimeout(() => {
    if (asked === null) map()?.ahead({});
  }, CONFIRMED_MS);
}

/* Which run drew what is there: pages/shared/places_list.py counts them. */
const run = () => /** @type {HTMLElement | null} */ (document.querySelector("[data-run]"))?.dataset.run || "";

/* A quick run may begin and end between two pictures, and its state is never seen. */
function follow() {
  if (asked === null || asked === run()) return;
  if (document.querySelector(`[${RUN}=notRunning]`)) confirm();
}

addEventListener("click", ({ target }) => {
  if (target instanceof Element && target.closest(CHIP)) ask();
}, true);
for (const kind of ["pointerover", "focusin"]) addEventListener(kind, prepare, { passive: true });
window.oneMapAsked = ask;
new MutationObserver(follow).observe(root, { attributeFilter: [RUN], childList: true, subtree: true });
