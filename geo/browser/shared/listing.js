/* In which order is a list of places read, a page at a time? As geo/view/listing.py has it, case by
   case: tests/cases/listing.json. What a row says is here as well. */
import { wording } from "./language.js";

/** Whether what is looked for is an id, not words.
    @param {string} query */
export const isId = (query) => query.startsWith("id:");

const UNDIVIDED = 15; // rows that stand on one page
export const MOST_ROWS = 10; // rows of each page of more

/** A page of a list of so many places, beyond the last the last: its place among all, and its part of them.
    @param {number} count
    @param {number} page */
export function numbersOf(count, page) {
  const size = count <= UNDIVIDED ? UNDIVIDED : MOST_ROWS;
  const total = Math.max(1, Math.ceil(count / size));
  const number = Math.min(Math.max(page, 0), total - 1);
  return { number, total, size, start: number * size };
}

/** A page of the list, beyond the last the last: its rows, and its place among all pages.
    @param {number[]} shown rows of the places shown, in package order
    @param {number} few how many rows are no crowd; of the others those come first that a figure is tied to
    @param {number[]} tied rows of the places of the figures shown, in the order of these
    @param {number} page */
export function pageOf(shown, few, tied, page) {
  const { number, total, size, start } = numbersOf(shown.length, page);
  const first = new Set([...shown.filter((row) => row < few), ...tied.filter((row) => row >= few)]);
  const rows = [...first, ...shown.filter((row) => !first.has(row))];
  return { number, total, first: start + 1, rows: rows.slice(start, start + size) };
}

/** A page of what a view shows, the places in the order of the rows.
    @param {Shown} view
    @param {Held} held
    @param {number} page */
export function listed({ places, figures }, held, page) {
  /** @param {string} id */
  const row = (id) => /** @type {number} */ (held.rows.get(id));
  const shown = new Set(places.map(({ id }) => id));
  const tied = figures.flatMap((figure) => figure.places.filter((id) => shown.has(id)).map(row));
  return pageOf(places.map(({ id }) => row(id)), held.symbols.length, tied, page);
}

/** Many places have no figures; said at each, it would say nothing.
    @param {HeldPlace} place
    @param {Shown} shown
    @param {(key: string, values: Record<string, string | number>) => string} say our texts */
export function rowWords(place, { figures }, say) {
  const count = figures.filter((figure) => figure.places.includes(place.id)).length; // or a group's
  const said = { layer: wording(place.layer.name), precision: wording(place.located) };
  return count ? say("list.row", { ...said, count }) : say("list.row_bare", said);
}

/** What leaves no place: the words looked for, the layers, or the workstream.
    @param {Pick<FileView, "layers" | "query" | "workstreams">} view
    @param {(key: string, values: Record<string, string | number>) => string} say our texts */
export function emptyWords({ query, layers, workstreams }, say) {
  if (query && !isId(query)) return say("list.empty_query", { query });
  if (layers) return say("list.empty_layers", {});
  return say(workstreams.length ? "list.empty_workstream" : "list.empty", {});
}
