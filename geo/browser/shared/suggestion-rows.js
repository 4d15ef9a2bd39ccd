/* What does a list of suggestions consist of? Rows under the names of their kinds, and last one that
   looks for the text itself. Texts enter through textContent only. */
import { element, giveRole, nameNode } from "./element.js";
import { filledText } from "./filled.js";

/** @typedef {HTMLDivElement & { found: Suggestion }} Option */

const LONGEST = 60; // as geo/view/search.py has it
const NOTHING = { detail: { zh: "", en: "" }, keys: [], initials: [] };
/** @type {EntryKind[]} */
const KINDS = ["place", "workstream", "figure"];

/** A typed text as the app looks for it: on one line and no longer than that.
    @param {string} typed */
export const cleanQuery = (typed) => typed.trim().split(/\s+/).join(" ").slice(0, LONGEST).trim();

/** What looks for a text as it was typed, if the page does.
    @param {string} typed
    @param {FindWords} words
    @returns {Suggestion[]} */
export function itself(typed, { filter }) {
  const query = cleanQuery(typed);
  if (!filter || !query) return [];
  const said = filledText(filter, { query });
  return [{ kind: "text", entry: { ...NOTHING, id: query, label: { zh: said, en: said } } }];
}

/** @param {Suggestion} suggestion
    @param {Lang} lang
    @param {string} id */
export function optionRow({ kind, entry }, lang, id) {
  const option = /** @type {Option} */ (element("div", "find-option"));
  giveRole(option, "option");
  option.id = id;
  option.append(element("b", "", entry.label[lang]), element("small", "", entry.detail[lang]));
  if (kind === "text") option.classList.add("find-itself");
  option.found = { kind, entry };
  return option;
}

/** @param {Option[]} options
    @param {FindWords} words */
export function groupedRows(options, words) {
  const groups = KINDS.map((kind) => group(options.filter(({ found }) => found.kind === kind), words[kind]));
  const rest = options.filter(({ found: { kind } }) => kind === "text");
  return [...groups.filter((box) => box !== null), ...rest];
}

/** @param {Option[]} rows
    @param {string} name */
function group(rows, name) {
  if (!rows.length) return null;
  const box = element("div");
  const head = element("div", "find-kind", name);
  giveRole(box, "group");
  nameNode(box, name);
  head.setAttribute("aria-hidden", "true");
  box.append(head, ...rows);
  return box;
}
