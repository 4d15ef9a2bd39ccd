/* What are the dialog's sections made of? Choices, fields, buttons that copy, links that look like buttons. */
import { copyText } from "../../shared/clipboard.js";
import { element } from "../../shared/element.js";
import { text } from "../../shared/language.js";

const SAID_MS = 2500;
let made = 0;
/** An id of its own, by which a label names what it is of. */
const nextId = () => "share-" + (made += 1);

/** One of a few, all of them in sight.
    @param {string} label
    @param {Record<string, string>} options
    @param {string} chosen
    @param {(id: string) => void} act */
export function pick(label, options, chosen, act) {
  const box = element("fieldset", "pick");
  box.append(element("legend", "", label));
  const name = nextId();
  for (const [id, words] of Object.entries(options)) {
    const option = element("label");
    const button = element("input");
    Object.assign(button, { type: "radio", name, value: id, checked: id === chosen });
    button.addEventListener("change", () => act(id));
    option.append(button, element("span", "", words));
    box.append(option);
  }
  return box;
}

/** One of many.
    @param {string} label
    @param {Record<string, string>} options
    @param {string} chosen
    @param {(id: string) => void} act */
export function choose(label, options, chosen, act) {
  const list = element("select");
  for (const [id, words] of Object.entries(options)) {
    const option = element("option", "", words);
    option.value = id;
    list.append(option);
  }
  list.value = chosen;
  list.addEventListener("change", () => act(list.value));
  return labelled(label, list);
}

/** Yes or no.
    @param {string} label
    @param {boolean} isOn
    @param {(isOn: boolean) => void} act */
export function tick(label, isOn, act) {
  const box = element("label", "tick");
  const button = element("input");
  Object.assign(button, { type: "checkbox", checked: isOn });
  button.addEventListener("change", () => act(button.checked));
  box.append(button, element("span", "", label));
  return box;
}

/** @param {string} label
    @param {HTMLElement} control */
export function labelled(label, control) {
  const box = element("div", "labelled");
  const said = element("label", "", label);
  control.id = nextId();
  said.htmlFor = control.id;
  box.append(said, control);
  return box;
}

/** A text to be taken: a field of one line or of several, with its button.
    @param {string} label
    @param {{ lines?: number, copy?: string }} [more] */
export function field(label, { lines = 1, copy = text("share.copy") } = {}) {
  const control = lines > 1 ? element("textarea") : element("input");
  control.readOnly = true;
  if (control instanceof HTMLTextAreaElement) control.rows = lines;
  const box = labelled(label, control);
  const button = copyButton(copy, () => control.value);
  const row = element("div", "field");
  row.append(control, button);
  box.append(row);
  return { box, control, button, row };
}

/** @param {string} words
    @param {() => string} content */
function copyButton(words, content) {
  const button = element("button", "strong", words);
  button.type = "button";
  button.setAttribute("aria-live", "polite");
  let timer = 0;
  button.addEventListener("click", async () => {
    try {
      await copyText(content());
      button.textContent = text("copy.done");
    } catch (refused) {
      console.warn("not copied:", /** @type {Error} */ (refused).message);
      button.textContent = text("copy.failed");
    }
    clearTimeout(timer);
    timer = setTimeout(() => { button.textContent = words; }, SAID_MS);
  });
  return button;
}

/** A link to a file, which opens beside the map.
    @param {string} words
    @param {string} [className] */
export function way(words, className = "button") {
  const link = element("a", className, words);
  link.target = "_blank";
  link.rel = "noopener";
  return link;
}

/** @param {...(Node | string)} items */
export function row(...items) {
  const box = element("div", "acts");
  box.append(...items);
  return box;
}
