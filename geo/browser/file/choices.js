/* How does a reader choose what is shown? Language, workstreams, layers, text.

   Every element is made once and only its words change, so that the keyboard stays where it is. */
import { element, pathIcon } from "../shared/element.js";
import { formatNumber, wording } from "../shared/language.js";
import { change, current } from "./current.js";
import { tinted } from "./figures.js";
import { clean } from "./filter.js";
import { held } from "./held.js";
import { fileText } from "./words.js";

const LANGUAGES = { zh: "中文", en: "English" };

/* A row of buttons, each pressed or not; `act` is called with the id of the one pressed. */
function choices(className, ids, act) {
  const box = element("div", className);
  box.setAttribute("role", "group");
  const buttons = new Map(ids.map((id) => {
    const made = element("button");
    made.type = "button";
    made.dataset.id = id;
    made.addEventListener("click", () => act(id));
    box.appendChild(made);
    return [id, made];
  }));
  const draw = (label, isPressed) => {
    box.setAttribute("aria-label", label);
    for (const [id, made] of buttons) made.setAttribute("aria-pressed", String(isPressed(id)));
  };
  return { box, buttons, draw };
}

/* The ids chosen after one was pressed, in the order of all. */
const toggled = (all, chosen, id) =>
  all.filter((other) => (other === id) !== chosen.includes(other));

export function languageChoice() {
  const row = choices("languages", Object.keys(LANGUAGES), (lang) => change({ lang }));
  for (const [lang, made] of row.buttons) {
    made.textContent = LANGUAGES[lang];
    made.lang = lang === "zh" ? "zh-CN" : "en";
  }
  const draw = (view) => row.draw(fileText("language.label"), (lang) => lang === view.lang);
  return { box: row.box, draw };
}

/* None chosen and all chosen mean the same, all. */
export function workstreamChoice() {
  const all = held.workstreams.map(({ id }) => id);
  const row = choices("chips workstreams", all, (id) => {
    const chosen = toggled(all, current.view.workstreams, id);
    change({ workstreams: chosen.length === all.length ? [] : chosen });
  });
  for (const { id, symbol, name } of held.workstreams) {
    const made = tinted(row.buttons.get(id), id);
    made.append(pathIcon(symbol), element("span"), element("b"));
    made.draw = (count) => {
      made.children[1].textContent = wording(name);
      made.children[2].textContent = formatNumber(count);
    };
  }
  const draw = (view, shown) => {
    row.draw(fileText("filter.workstreams"), (id) => view.workstreams.includes(id));
    for (const [id, made] of row.buttons) made.draw(shown.offered.get(id));
  };
  return { box: row.box, draw };
}

/* All are chosen at first; none chosen shows nothing. */
export function layerChoice() {
  const all = held.layers.map(({ id }) => id);
  const row = choices("chips layers", all, (id) => {
    const chosen = toggled(all, current.view.layers || all, id);
    change({ layers: chosen.length === all.length ? null : chosen });
  });
  const draw = (view) => {
    row.draw(fileText("filter.layers"), (id) => (view.layers || all).includes(id));
    for (const { id, name } of held.layers) row.buttons.get(id).textContent = wording(name);
  };
  return { box: row.box, draw };
}

export function searchField() {
  const field = element("input", "search");
  field.type = "search";
  field.autocomplete = "off";
  field.addEventListener("input", () => change({ query: clean(field.value) }));
  const draw = (view) => {
    field.placeholder = fileText("filter.search_hint");
    field.setAttribute("aria-label", fileText("filter.search"));
    // What is being typed stays as it is: a space at its end means nothing yet.
    if (clean(field.value) !== view.query) field.value = view.query;
  };
  return { box: field, draw };
}

export function clearButton() {
  const made = element("button", "clear");
  made.type = "button";
  const everything = { workstreams: [], layers: null, query: "" };
  made.addEventListener("click", () => change(everything));
  const draw = ({ workstreams, layers, query }) => {
    made.textContent = fileText("filter.clear");
    made.disabled = !workstreams.length && !layers && !query;
  };
  return { box: made, draw };
}
