/* What does Ctrl+P give? The map in the size of a sheet, and below it the figures shown.

   The page itself prints its title, its headline numbers and its foot; its style sheet leaves out
   what cannot be used on paper. Here the map is fitted, and the list is added that on the screen is
   spread over popups, panel and foldouts: every figure with its place and where it is printed. */
import { forPaper } from "../crowd/canvas-layer.js";
import { host } from "../shared/host.js";
import { wording } from "../shared/language.js";
import { state } from "../shared/state.js";
import { goHome } from "./address.js";
import { precisionText } from "./popup.js";

const WIDTH_PX = 680; // 180 mm at 96 pixels an inch: A4 upright less its margins
const HEIGHT_PX = 460;
/** @type {HTMLElement | null} */
let sheet = null;
let before = "";
/** @type {{ centre: L.LatLng, zoom: number } | null} */
let left = null; // where the map stood

export function followPrinting() {
  const page = host.page();
  page.addEventListener("beforeprint", prepare);
  page.addEventListener("afterprint", restore);
}

function prepare() {
  if (!state.catalogue || sheet) return;
  sheet = list(host.page().document);
  host.page().document.body.appendChild(sheet);
  const { map, place } = state;
  left = { centre: map.getCenter(), zoom: map.getZoom() };
  resize(`width:${WIDTH_PX}px;height:${HEIGHT_PX}px`);
  // A popup, which is not printed, had the map make room for it.
  if (place) goHome();
  forPaper(true);
}

function restore() {
  if (!sheet || !left) return;
  sheet.remove();
  sheet = null;
  resize(before);
  state.map.setView(left.centre, left.zoom, { animate: false });
  forPaper(false);
}

/** Gives the map's frame a size and lets the map follow at once, before the page is drawn.
    @param {string} style */
function resize(style) {
  const frame = window.frameElement;
  if (!frame) return;
  before = frame.getAttribute("style") || "";
  frame.setAttribute("style", style);
  state.map.invalidateSize({ animate: false });
}

/** The figures shown, a table a workstream, made in the document that is printed.
    @param {Document} page */
function list(page) {
  const { catalogue, places } = state;
  const made = page.createElement("section");
  made.className = "printed";
  /** @type {Map<string, Feature>} */
  const placeOf = new Map();
  for (const place of places.values()) {
    for (const id of place.properties.figures) placeOf.set(id, place);
  }
  const shown = Object.entries(catalogue.figures).filter(([, figure]) => state.figures(figure.index));
  for (const [kind, look] of Object.entries(catalogue.workstreams)) {
    const rows = shown.filter(([, figure]) => figure.workstream === kind);
    if (!rows.length) continue;
    add(page, made, "h2", wording(look.name));
    const body = add(page, add(page, made, "table"), "tbody");
    for (const [id, figure] of rows) row(page, body, figure, placeOf.get(id));
  }
  return made;
}

/** @param {Document} page
    @param {HTMLElement} body
    @param {Figure} figure
    @param {Feature} [place] */
function row(page, body, figure, place) {
  const made = add(page, body, "tr");
  add(page, made, "td", wording(figure.measure));
  add(page, made, "td", wording(figure.text));
  const where = place ? wording(place.properties.name) + " · " + precisionText(place) : "";
  add(page, made, "td", where);
  add(page, made, "td", wording(state.catalogue.sources[figure.source]) + " · " + wording(figure.locator));
}

/** @template {keyof HTMLElementTagNameMap} Tag
    @param {Document} page
    @param {HTMLElement} parent
    @param {Tag} tag
    @param {string} [text] */
function add(page, parent, tag, text) {
  const made = page.createElement(tag);
  if (text !== undefined) made.textContent = text;
  return parent.appendChild(made);
}
