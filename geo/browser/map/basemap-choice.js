/* How does a reader choose what lies below the data? A button on the rim that opens a list. */
import { element, giveRole, nameNode, pathIcon } from "../shared/element.js";
import { on } from "../shared/events.js";
import { host } from "../shared/host.js";
import { text, wording } from "../shared/language.js";
import { state } from "../shared/state.js";
import { addPanel } from "./panel.js";

const LAYERS = "M12 2 1 8l11 6 11-6zM3.6 12 1 13.4l11 6 11-6L20.4 12 12 16.600z";
/** @typedef {{ base: Basemap | null, radio: HTMLInputElement, name: HTMLElement }} Choice
    @typedef {{
      box: HTMLElement, details: HTMLDetailsElement, summary: HTMLElement, legend: HTMLElement,
      choices: Choice[], notice: HTMLElement, failed: boolean,
    }} Made */
/** @type {Made | null} */
let made = null; // nothing where no basemap is enabled

/** Offers basemaps; `choose` is told the id of the one taken (null: none).
    @param {Basemap[]} basemaps
    @param {(id: string | null) => void} choose */
export function drawBaseChoice(basemaps, choose) {
  if (!basemaps.length || made) return;
  const { map } = state;
  const box = addPanel(map, "topright", "leaflet-bar om-base");
  const details = element("details");
  const summary = element("summary");
  summary.appendChild(pathIcon(LAYERS));
  const list = element("fieldset");
  const legend = list.appendChild(element("legend"));
  const choices = [null, ...basemaps].map((base) => choice(list, base, choose));
  details.append(summary, list);
  box.appendChild(details);
  const notice = addPanel(map, "topleft", "om-notice om-base-notice");
  giveRole(notice, "status");
  notice.hidden = true;
  made = { box, details, summary, legend, choices, notice, failed: false };
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    event.stopPropagation();
    details.open = false;
    summary.focus();
  });
  map.on("click", () => { details.open = false; });
}

/** One line of the list; the line without a basemap is the outlines.
    @param {HTMLElement} list
    @param {Basemap | null} base
    @param {(id: string | null) => void} choose
    @returns {Choice} */
function choice(list, base, choose) {
  const label = element("label");
  const radio = element("input");
  radio.type = "radio";
  radio.name = "base";
  radio.value = base ? base.id : "";
  radio.addEventListener("change", () => {
    choose(base && base.id);
    host.tell(state.place);
  });
  const name = element("span");
  label.append(radio, name);
  list.appendChild(label);
  return { base, radio, name };
}

/* Names the list in the present language, and marks what is chosen. */
export function nameBaseChoice() {
  if (!made) return;
  made.summary.title = text("base");
  nameNode(made.summary, text("base"));
  made.legend.textContent = text("base");
  for (const { base, name } of made.choices) {
    name.textContent = base ? wording(base.name) : text("base_outline");
  }
  showBase(made.failed);
}

/** @param {boolean} shown */
export function showBaseChoice(shown) {
  if (made) made.box.hidden = !shown;
}

/** Marks the basemap that is chosen, and says on the map whether it has failed.
    @param {boolean} failed */
function showBase(failed) {
  if (!made) return;
  for (const { base, radio } of made.choices) {
    radio.checked = (base ? base.id : null) === state.base;
  }
  made.failed = failed;
  made.notice.hidden = !failed;
  made.notice.textContent = failed ? text("base_failed") : "";
}

on("base", showBase);
