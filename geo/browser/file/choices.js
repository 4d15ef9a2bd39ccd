/* How does a reader choose what is shown? Language, workstreams, text; layers in the map's legend.

   Every element is made once and only its words change, so that the keyboard stays where it is. */
import { element, giveRole, nameNode, pathIcon } from "../shared/element.js";
import { formatNumber, wording } from "../shared/language.js";
import { UNFILTERED, change, current } from "./current.js";
import { tinted } from "./figures.js";
import { clean } from "../shared/filter.js";
import { isId } from "../shared/listing.js";
import { held } from "./held.js";
import { fileText } from "./words.js";

const LANGUAGES = { zh: "中文", en: "English" };

/** A row of buttons, each pressed or not; `act` is called with the id of the one pressed.
    @template {string} Id
    @param {string} className
    @param {Id[]} ids
    @param {(id: Id) => void} act */
export function choices(className, ids, act) {
  const box = element("div", className);
  giveRole(box, "group");
  /** @type {Map<Id, HTMLButtonElement>} */
  const buttons = new Map();
  for (const id of ids) {
    const made = element("button");
    made.type = "button";
    made.dataset.id = id;
    made.addEventListener("click", () => act(id));
    box.appendChild(made);
    buttons.set(id, made);
  }
  /** @param {Id} id */
  const button = (id) => /** @type {HTMLButtonElement} */ (buttons.get(id));
  /** @param {string} label
      @param {(id: Id) => boolean} isPressed */
  const draw = (label, isPressed) => {
    nameNode(box, label);
    for (const [id, made] of buttons) made.setAttribute("aria-pressed", String(isPressed(id)));
  };
  return { box, button, draw };
}

export function languageChoice() {
  const all = /** @type {Lang[]} */ (Object.keys(LANGUAGES));
  const row = choices("languages", all, (lang) => change({ lang }));
  for (const lang of all) {
    const made = row.button(lang);
    made.textContent = LANGUAGES[lang];
    made.lang = lang === "zh" ? "zh-CN" : "en";
  }
  /** @param {FileView} view */
  const draw = (view) => row.draw(fileText("language.label"), (lang) => lang === view.lang);
  return { box: row.box, draw };
}

/** A row of buttons for the workstreams. One press shows one alone, another press on it shows all.
    Several, which a link can name, are added to and taken from; none and all mean the same, all.
    @param {string} className */
export function workstreamRow(className) {
  const all = held.workstreams.map(({ id }) => id);
  return choices(className + " workstreams", all, (id) => {
    const now = current.view.workstreams;
    const alone = now[0] === id ? [] : [id];
    const chosen = now.length > 1 ? all.filter((other) => (other === id) !== now.includes(other)) : alone;
    change({ workstreams: chosen.length === all.length ? [] : chosen });
  });
}

export function workstreamChoice() {
  const row = workstreamRow("chips");
  for (const { id, symbol } of held.workstreams) {
    tinted(row.button(id), id).append(pathIcon(symbol), element("span"), element("b"));
  }
  /** @type {Part["draw"]} */
  const draw = (view, shown) => {
    row.draw(fileText("filter.workstreams"), (id) => view.workstreams.includes(id));
    for (const { id, name } of held.workstreams) {
      const [, words, count] = row.button(id).children;
      words.textContent = wording(name);
      count.textContent = formatNumber(shown.offered.get(id) || 0);
    }
  };
  return { box: row.box, draw };
}

export function searchField() {
  const field = element("input", "search");
  field.type = "search";
  field.autocomplete = "off";
  /** @param {{ isComposing?: boolean }} event of an input method nobody looks for half a word */
  const typed = ({ isComposing }) => isComposing || change({ query: clean(field.value) });
  for (const kind of ["input", "compositionend"]) field.addEventListener(kind, /** @type {EventListener} */ (typed));
  /** @param {FileView} view */
  const draw = (view) => {
    field.placeholder = fileText("filter.search_hint");
    nameNode(field, fileText("filter.search"));
    // What is being typed stays as it is: a space at its end means nothing yet.
    const typed = isId(view.query) ? "" : view.query;
    if (clean(field.value) !== typed) field.value = typed;
  };
  return { box: field, draw };
}

/** What a button does that looks for less, and goes away then or is of no use: a keyboard goes to the field.
    @param {Partial<FileView>} changes
    @returns {(event: MouseEvent) => void} */
const lifts = (changes) => ({ detail }) => {
  change(changes);
  if (!detail) /** @type {HTMLElement} */ (document.querySelector("input.search")).focus();
};

/** What was looked for by its id is no word that anybody typed: it stands beside the field, and leaves when pressed. */
export function namedSearch() {
  const made = element("button", "named");
  made.type = "button";
  made.addEventListener("click", lifts({ query: "" }));
  /** @param {FileView} view */
  const draw = ({ query }) => {
    made.hidden = !isId(query);
    const id = query.slice(3);
    const said = held.figure.get(id)?.measure || held.place.get(id)?.name;
    const name = said ? wording(said) : id;
    made.replaceChildren(element("b", "", name), " ×");
    nameNode(made, name + " " + fileText("search.clear"));
  };
  return { box: made, draw };
}

export function clearButton() {
  const made = element("button", "clear");
  made.type = "button";
  made.addEventListener("click", lifts(UNFILTERED));
  /** @param {FileView} view */
  const draw = ({ workstreams, layers, query }) => {
    made.textContent = fileText("filter.clear");
    made.disabled = !workstreams.length && !layers && !query;
  };
  return { box: made, draw };
}
