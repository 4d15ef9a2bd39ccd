/* How does the list look that stands in the place of Streamlit's until its run has answered? As that does:
   its rows are copies of one of Streamlit's. */
import { element } from "../../shared/element.js";
import { filled, wording } from "../../shared/language.js";
import { emptyWords, listed, numbersOf, rowWords } from "../../shared/listing.js";
import { KEY, keyed, keyedBy } from "../../shared/streamlit.js";

const root = document.documentElement;
/** @type {Element | null} */
let row = null; // one of Streamlit's, as the pattern of ours
let rowsClass = ""; // of what is around them
const box = element("div", "ahead");

/** Ours in the place of Streamlit's list; of very many places as soon as what its rows say has come.
    @param {AheadView} view
    @param {Shown} shown
    @param {{ held: Held, many: Many | null }} known
    @param {() => boolean} isWanted whether this is still what was chosen */
export function drawList(view, shown, { held, many }, isWanted) {
  const page = numbersOf(shown.count, 0);
  /** @param {HeldPlace[]} places */
  const put = (places) => (isWanted() ? place(titled(page, shown, held), places, view, shown) : undefined);
  if (many) many.listed(/** @type {ManyShown} */ (shown), 0, page.size).then(put, notLoaded);
  else put(listed(shown, held, 0).rows.map((at) => held.places[at]));
}

/** @param {Error} fault */
const notLoaded = (fault) => console.info("the run alone lists:", fault.message);

/** @param {{ total: number, size: number }} page
    @param {Shown} shown
    @param {Held} held */
function titled({ total, size }, { count }, held) {
  const title = element("h2", "ahead-title", filled("list.title", { shown: count, total: held.total }));
  if (total > 1) title.append(" ", element("small", "", filled("list.part", { first: 1, last: size })));
  return title;
}

/** @param {HTMLElement} title
    @param {HeldPlace[]} places
    @param {AheadView} view
    @param {Shown} shown */
function place(title, places, view, shown) {
  const around = document.querySelector(keyed("places"));
  const found = document.querySelector(keyedBy("row--"));
  if (found) [row, rowsClass] = [found, found.parentElement?.className || ""];
  if (!around || !row) return;
  const body = element("div", rowsClass.replace(KEY, ""));
  body.setAttribute("role", "list");
  body.append(...places.map((each) => rowOf(each, view.place, shown)));
  box.replaceChildren(title, places.length ? body : element("p", "empty", emptyWords(view, filled)));
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

/* Streamlit's own list is seen again. */
export function endList() {
  delete root.dataset.ahead;
  box.remove();
}
