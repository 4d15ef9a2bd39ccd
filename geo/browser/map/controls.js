/* What stands on the map's rim? Legend, zoom, reset, copied link, scale and sources. */
import { element, giveRole, nameNode, pathIcon } from "../shared/element.js";
import { on } from "../shared/events.js";
import { host } from "../shared/host.js";
import { filled, text, wording } from "../shared/language.js";
import { state } from "../shared/state.js";
import { goHome, nameLanguage } from "./address.js";
import { nameBaseChoice, showBaseChoice } from "./basemap-choice.js";
import { credits } from "./basemap.js";
import { addDistrictButton } from "./district.js";
import { addLegend, showLegend } from "./legend.js";
import { addNear, nameNear } from "./near.js";
import { addPanel } from "./panel.js";

const HOME = "M12 3 2 12h3v8h6v-5h2v5h6v-8h3z";
const COPY = "M8 3h11v13h-3v4H5V7h3zM10 5v9h7V5zM7 9v9h7v-2H8V9z";
const AGAIN = "M12 4a8 8 0 1 0 8 8h-2a6 6 0 1 1-6-6v3l5-4-5-4z";
/** @type {{
      zoom: L.Control.Zoom, buttons: HTMLElement, reset: HTMLElement, copy: HTMLElement,
      said: HTMLElement, sources: HTMLElement, notice: HTMLElement,
    }} */
const made = /** @type {any} */ ({});

/** @param {L.Map} map */
export function addControls(map) {
  made.zoom = L.control.zoom({ position: "topright" }).addTo(map);
  made.buttons = addPanel(map, "topright", "leaflet-bar om-buttons");
  made.reset = button(made.buttons, HOME, () => goHome());
  addNear((drawing, act) => button(made.buttons, drawing, act));
  made.copy = button(made.buttons, COPY, copyLink);
  made.said = element("span", "om-said");
  giveRole(made.said, "status");
  made.buttons.appendChild(made.said);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  made.sources = addPanel(map, "bottomright", "om-sources");
  addLegend(map);
  addDistrictButton(map);
  made.notice = addPanel(map, "topleft", "om-notice");
  giveRole(made.notice, "status");
  made.notice.hidden = true;
}

/** @param {HTMLElement} parent
    @param {string} drawing
    @param {() => void} act */
function button(parent, drawing, act) {
  const made = element("button");
  made.type = "button";
  made.appendChild(pathIcon(drawing));
  made.addEventListener("click", act);
  parent.appendChild(made);
  return made;
}

/** @param {HTMLElement} node
    @param {string} text */
function name(node, text) {
  node.title = text;
  nameNode(node, text);
}

const zoomBox = () => /** @type {HTMLElement} */ (made.zoom.getContainer());

/** @param {string} selector */
const zoomPart = (selector) => /** @type {HTMLElement} */ (zoomBox().querySelector(selector));

/* Names every control in the present language. */
export function nameControls() {
  name(zoomPart(".leaflet-control-zoom-in"), text("zoom_in"));
  name(zoomPart(".leaflet-control-zoom-out"), text("zoom_out"));
  name(made.reset, text("reset"));
  name(made.copy, text("copy"));
  nameNear(name);
  nameLanguage();
  nameBaseChoice();
  writeSources();
  const frame = /** @type {HTMLElement | null} */ (window.frameElement);
  if (frame) frame.title = text("frame");
  nameNode(state.map.getContainer(), text("frame"));
}

/* Says whose geography is seen: the data's, the basemap's, and how the map was approved. */
function writeSources() {
  const makers = state.catalogue.makers.map(wording).join(text("comma"));
  const own = makers && filled("attribution", { sources: makers });
  const lines = [own, ...credits()].filter(Boolean);
  made.sources.replaceChildren(...lines.map((line) => element("div", "", line)));
}

async function copyLink() {
  let said = "copied";
  try {
    await navigator.clipboard.writeText(host.address());
  } catch {
    said = copyByHand(host.address()) ? "copied" : "not_copied";
  }
  made.said.textContent = text(said);
  setTimeout(() => { made.said.textContent = ""; }, 2500);
}

/** Plain http and older phones have no clipboard interface.
    @param {string} text */
function copyByHand(text) {
  const area = element("textarea", "om-offscreen");
  area.value = text;
  document.body.appendChild(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

const WAYS = /** @type {const} */ ([
  "dragging", "touchZoom", "doubleClickZoom", "scrollWheelZoom", "boxZoom", "keyboard",
]);

/** What an embedding site chose: the legend or none, a map that moves or one that stays.
    @param {boolean} legend
    @param {boolean} locked */
export function setParts(legend, locked) {
  const { map } = state;
  showLegend(legend);
  state.locked = locked;
  zoomBox().hidden = made.buttons.hidden = locked;
  showBaseChoice(!locked);
  for (const way of WAYS) if (map[way]) map[way][locked ? "disable" : "enable"]();
}

/** Says something on the map itself, with a button to try again if there is a way to.
    @param {string} words
    @param {() => void} [again] */
function showNotice(words, again) {
  made.notice.replaceChildren(element("span", "", words));
  if (again) name(button(made.notice, AGAIN, again), words);
  made.notice.hidden = !words;
}

on("notice", showNotice);
on("credits", writeSources);
