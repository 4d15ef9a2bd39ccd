/* Which places are shown, a page at a time? */
import { element, giveRole } from "../shared/element.js";
import { formatNumber, wording } from "../shared/language.js";
import { MOST_ROWS, emptyWords, listed, numbersOf, rowWords } from "../shared/listing.js";
import { change, current } from "./current.js";
import { tinted } from "./figures.js";
import { held, many } from "./held.js";
import { ask } from "./panel.js";
import { fileText } from "./words.js";

const turned = { filter: "", page: 0 }; // which page is open, and under which filter

/** @param {FileView} view */
const filterOf = ({ workstreams, layers, query }) => JSON.stringify([workstreams, layers, query]);

/** The places of a page of what is shown; of very many they come later.
    @param {Shown} shown
    @param {{ number: number, start: number, size: number }} page
    @param {(places: HeldPlace[]) => void} put */
function open(shown, { number, start, size }, put) {
  if (many) many.listed(/** @type {ManyShown} */ (shown), start, size).then(put, notLoaded);
  else put(listed(shown, held, number).rows.map((row) => held.places[row]));
}

/** @param {Error} fault */
const notLoaded = (fault) => console.warn("the list did not load:", fault.message);

/** A row a place of a page; rows stay the same elements while the same places are on it. */
export function placesList() {
  const box = element("section", "places");
  const title = element("h2", "list-title");
  const list = element("ul");
  const more = element("p");
  const turning = element("div", "turning");
  const heard = element("p", "heard"); // what a filter changed, for whoever listens
  giveRole(heard, "status");
  const [previous, next] = [-1, 1].map((step) => turnButton(turning, step));
  box.append(title, heard, list, more, turning);
  /** @type {string | null} */
  let drawn = null;
  /** @type {Shown | null} */
  let latest = null;
  /** @type {Part["draw"]} */
  const draw = (view, shown) => {
    const page = numbersOf(shown.count, turned.filter === filterOf(view) ? turned.page : 0);
    const { number, total, start, size } = page;
    const last = Math.min(start + size, shown.count);
    title.textContent = fileText("list.title", { shown: shown.count, total: held.total });
    if (total > 1) {
      const part = fileText("list.part", { first: start + 1, last });
      title.append(" ", element("small", "", part));
    }
    const said = fileText("said.shown", { places: formatNumber(shown.count), figures: formatNumber(shown.figures.length) });
    if (heard.textContent !== said) heard.textContent = said;
    latest = shown;
    open(shown, page, (places) => {
      if (latest !== shown) return; // another filter was drawn meanwhile
      const ids = places.map(({ id }) => id).join();
      if (ids !== drawn) list.replaceChildren(...places.map(row));
      drawn = ids;
      places.forEach((place, at) => fill(list.children[at].children[0], place, view, shown));
    });
    more.textContent = shown.count ? othersWords(shown.count - (last - start)) : emptyWords(view, fileText);
    more.className = shown.count ? "quiet" : "empty";
    turning.hidden = total === 1;
    previous.textContent = fileText("list.previous", { count: MOST_ROWS });
    next.textContent = fileText("list.next", { count: MOST_ROWS });
    previous.disabled = number === 0;
    next.disabled = number === total - 1;
  };
  return { box, draw };
}

/** How many places are on other pages, and how they are found.
    @param {number} count */
function othersWords(count) {
  if (!count) return "";
  return held.index.count ? fileText("list.more_ordered", { count }) : fileText("list.more", { count });
}

/** @param {HTMLElement} turning
    @param {number} step */
function turnButton(turning, step) {
  const made = turning.appendChild(element("button"));
  made.type = "button";
  made.addEventListener("click", () => {
    const filter = filterOf(current.view);
    turned.page = (turned.filter === filter ? turned.page : 0) + step;
    turned.filter = filter;
    change({});
  });
  return made;
}

/** @param {HeldPlace} place */
function row({ id, workstream }) {
  const item = element("li");
  const made = tinted(element("button", "row"), workstream);
  made.type = "button";
  made.dataset.id = id;
  made.append(element("b"), element("small"));
  made.addEventListener("click", () => {
    if (current.view.place === id) change({ place: null });
    else ask({ place: id }, made);
  });
  item.appendChild(made);
  return item;
}

/** @param {Element} made
    @param {HeldPlace} place
    @param {FileView} view
    @param {Shown} shown */
function fill(made, place, view, shown) {
  made.setAttribute("aria-pressed", String(place.id === view.place));
  const [name, facts] = made.children;
  name.textContent = wording(place.name);
  facts.textContent = rowWords(place, shown, fileText);
}
