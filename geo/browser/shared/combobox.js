/* How are suggestions shown below a search field, and taken from there?

   A combobox with a list box, as the ARIA Authoring Practices Guide has it: the keyboard stays in
   the field. The list is a child of the body, so that whatever draws the field may draw it
   anew; the field is found again by its selector. Texts enter through textContent only. */
import { element, giveRole, nameNode } from "./element.js";
import { filledText } from "./filled.js";
import { isWorthAsking, suggestionsFor } from "./suggest.js";
import { cleanQuery, groupedRows, itself, optionRow } from "./suggestion-rows.js";

const LIST = "find-list";
const GAP_PX = 4;
/** @type {Record<string, number | undefined>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const PAUSE_MS = 150; // without a key, before the app is asked
const ROOM_PX = 12; // between the list and the edge of the window
const LEAST_PX = 132; // three rows: with less room than this below, the list may open upwards

/** @type {any} */
const NOTHING = { kind: "text", entry: { id: "" } }; // what Escape looks for once the list is closed

/** @import { Option } from "./suggestion-rows.js" */

/** Gives the field of a selector suggestions.

    `index` promises what can be found; `asker` gives what promises the places that a text may mean
    beside those, or null; `words` gives {lang, place, workstream, figure, count, none}, `ground`
    the element whose colours the list takes; `take` is called with what was taken and returns the
    text that the field is to hold from then on. Enter takes the first suggestion. Where `words`
    has {filter}, the last row looks for the text itself, and so does Enter where nothing is
    suggested: then `take` gets the kind "text".
    @param {Finder} finder */
export function combobox({ selector, around = selector, index, asker, words, ground, take }) {
  const list = element("div", "find-list");
  const said = element("div", "find-said");
  /** @type {Option[]} */
  let options = []; // elements in order, each with its `found`
  let active = -1;
  let asking = 0; // timer of the question that waits until the reader pauses
  /** @type {Entry[]} */
  let answered = []; // places of the last answer: ranked anew for what is typed meanwhile
  list.id = LIST;
  giveRole(list, "listbox");
  list.hidden = true;
  giveRole(said, "status");
  document.body.append(list, said);

  /** @returns {HTMLInputElement | null} */
  const fieldNow = () => document.querySelector(selector);
  /** @param {{ target: any }} event
      @returns {HTMLInputElement | null} */
  const fieldOf = (event) => event.target.closest && event.target.closest(selector);

  /* What a screen reader hears of the field; a field that was drawn anew is told again. */
  function prepare() {
    const field = fieldNow();
    if (!field || field.getAttribute("role") === "combobox") return;
    giveRole(field, "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", LIST);
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("autocomplete", "off");
    field.setAttribute("spellcheck", "false");
  }

  /** @param {HTMLInputElement} field */
  async function suggest(field) {
    const typed = field.value;
    const known = await index();
    // Meanwhile more may have been typed, or the field may have been left.
    const isLate = () => field.value !== typed || document.activeElement !== field;
    if (isLate()) return;
    const also = () => ({ ...known, place: [...known.place, ...answered] });
    const ask = asker && isWorthAsking(typed) ? asker() : null;
    clearTimeout(asking);
    if (!ask) answered = [];
    offer(field, typed, also(), !ask);
    if (!ask) return;
    asking = setTimeout(async () => {
      const places = await ask(typed);
      if (isLate()) return;
      answered = places;
      // What the reader is just choosing from stays as it is.
      if (active < 0) offer(field, typed, also(), true);
    }, PAUSE_MS);
  }

  /** Shows what an index has for a text; its number is said when all of it is there.
      @param {HTMLInputElement} field
      @param {string} typed
      @param {SearchIndex} known
      @param {boolean} isAll */
  function offer(field, typed, known, isAll) {
    const found = suggestionsFor(known, typed);
    show(field, [...found, ...itself(typed, words())]);
    const { count, none } = words();
    if (!typed.trim()) said.textContent = "";
    else if (isAll) said.textContent = found.length ? filledText(count, { count: found.length }) : none;
  }

  /** @param {HTMLInputElement} field
      @param {Suggestion[]} found */
  function show(field, found) {
    options = found.map((suggestion, at) => optionRow(suggestion, words().lang, LIST + "-" + at));
    list.replaceChildren(...groupedRows(options, words()));
    list.lang = words().lang;
    nameNode(list, field.getAttribute("aria-label") || "");
    list.hidden = !options.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    activate(field, -1);
    settle();
  }

  /** @param {HTMLInputElement} field
      @param {number} at */
  function activate(field, at) {
    active = at;
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    if (at < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", options[at].id);
    if (at >= 0) options[at].scrollIntoView({ block: "nearest" });
  }

  function close() {
    const field = fieldNow();
    list.hidden = true;
    options = [];
    said.textContent = "";
    if (!field) return;
    field.setAttribute("aria-expanded", "false");
    activate(field, -1);
  }

  /* Puts the list below its field, or above it where the window ends, in the page's colours now. */
  function settle() {
    const field = fieldNow();
    if (list.hidden || !field) return;
    const box = (field.closest(around) || field).getBoundingClientRect();
    const look = getComputedStyle(ground());
    const { style } = list;
    style.left = box.left + "px";
    style.width = box.width + "px";
    const below = innerHeight - box.bottom - GAP_PX - ROOM_PX;
    const above = box.top - GAP_PX - ROOM_PX;
    const isBelow = below >= Math.min(LEAST_PX, above);
    style.top = isBelow ? box.bottom + GAP_PX + "px" : "auto";
    style.bottom = isBelow ? "auto" : innerHeight - box.top + GAP_PX + "px";
    style.maxHeight = Math.max(LEAST_PX, isBelow ? below : above) + "px";
    style.backgroundColor = look.backgroundColor;
    style.color = look.color;
    style.colorScheme = look.colorScheme;
  }

  /** @param {HTMLInputElement} field
      @param {Option} option */
  function taken(field, option) {
    const { found } = option;
    close();
    took(field, found);
  }

  /** @param {HTMLInputElement} field
      @param {Suggestion} found */
  function took(field, found) {
    fill(field, take(found));
    if (matchMedia("(pointer: coarse)").matches) field.blur(); // the keyboard would cover the rest
  }

  /** What was typed led to a suggestion, and is no text to filter by.
      @param {HTMLInputElement} field
      @param {string} text */
  function fill(field, text) {
    const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
    const { set } = /** @type {Required<PropertyDescriptor>} */ (value);
    set.call(field, text); // past React, which hears of it by the event
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Takes what Enter means: the first suggestion, else the text itself. Suggestions that are on
      their way are waited for: on phones everybody presses Enter at once.
      @param {HTMLInputElement} field */
  async function enter(field) {
    const typed = field.value;
    let first = options.map(({ found }) => found)[0];
    if (!first || first.kind === "text") {
      const known = await index();
      const ask = asker && isWorthAsking(typed) ? asker() : null;
      const places = ask ? await ask(typed) : [];
      if (field.value !== typed) return;
      [first] = [...suggestionsFor({ ...known, place: [...known.place, ...places] }, typed), ...itself(typed, words())];
    }
    clearTimeout(asking);
    close();
    if (first) took(field, first);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const field = fieldOf(event);
    // Keys that choose a Chinese word in an input method are none of ours.
    if (!field || event.isComposing || event.keyCode === 229) return;
    const step = STEPS[event.key];
    if (step && list.hidden) suggest(field);
    else if (step) {
      const places = options.length + 1; // one of them is the field itself
      activate(field, ((active + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter" && active >= 0) taken(field, options[active]);
    else if (event.key === "Enter" && cleanQuery(field.value)) enter(field);
    else if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "Escape" && field.value) took(field, NOTHING);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  document.addEventListener("keydown", onKey, true);
  document.addEventListener("focusin", (event) => {
    const field = fieldOf(event);
    if (!field) return;
    prepare();
    index();
  });
  document.addEventListener("focusout", (event) => fieldOf(event) && close());
  document.addEventListener("input", (event) => {
    const field = fieldOf(event);
    if (field && event.isTrusted) suggest(field);
  });
  // The field keeps the keyboard, or it would count as left, and filter.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    /** @type {Option | null} */
    const option = /** @type {Element} */ (event.target).closest(".find-option");
    const field = fieldNow();
    if (option && field) taken(field, option);
  });
  addEventListener("scroll", settle, true);
  addEventListener("resize", settle);
  return { prepare };
}
