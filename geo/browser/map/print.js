/* What does Ctrl+P give? The map in the size of a sheet, and below it the figures shown.

   The page itself prints its title, its headline numbers and its foot; its style sheet leaves out
   what cannot be used on paper. Here the map is fitted, and the list is added that on the screen is
   spread over popups, panel and foldouts: every figure with its place and where it is printed. */
import { room } from "../shared/crowd.js";
import { element } from "../shared/element.js";
import { byWorkstream, saidOf } from "../shared/figure-list.js";
import { host } from "../shared/host.js";
import { wording } from "../shared/language.js";
import { precisionText } from "../shared/located.js";
import { selectedPlace, state } from "../shared/state.js";
import { moveQuietly } from "./address.js";
import { boundsOf } from "./areas.js";

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
  sheet = host.page().document.body.appendChild(list());
  const { map } = state;
  left = { centre: map.getCenter(), zoom: map.getZoom() };
  resize(`width:${WIDTH_PX}px;height:${HEIGHT_PX}px`);
  const chosen = selectedPlace();
  // A popup, which is not printed, had the map make room for it.
  if (chosen) moveQuietly(() => map.fitBounds(boundsOf(chosen).pad(0.1), { animate: false }));
  room?.forPaper(true);
}

function restore() {
  if (!sheet || !left) return;
  sheet.remove();
  sheet = null;
  resize(before);
  const { centre, zoom } = left;
  moveQuietly(() => state.map.setView(centre, zoom, { animate: false }));
  room?.forPaper(false);
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

/** The figures shown, a table a workstream; of a chosen place those that concern it. Whoever prints
    takes it into its own document. */
function list() {
  const made = element("section", "printed");
  /** @type {Map<Figure, Feature>} */
  const placeOf = new Map();
  for (const place of state.places.values()) {
    for (const id of place.properties.figures) placeOf.set(state.catalogue.figures[id], place);
  }
  const scopes = selectedPlace()?.properties.scopes;
  const concerning = new Set(scopes?.flatMap(({ figures }) => figures));
  const shown = Object.entries(state.catalogue.figures)
    .filter(([id, { index }]) => (scopes ? concerning.has(id) : state.figures(index)))
    .map(([, figure]) => figure);
  for (const { name, figures } of byWorkstream(shown)) {
    const body = element("tbody");
    body.append(...figures.map((figure) => row(figure, placeOf.get(figure))));
    const table = element("table");
    table.appendChild(body);
    made.append(element("h2", "", name), table);
  }
  return made;
}

/** @param {Figure} figure
    @param {Feature} [place] */
function row(figure, place) {
  const { measure, number, where } = saidOf(figure);
  const group = figure.group ? wording(state.catalogue.groups[figure.group].name) : "";
  const at = place ? wording(place.properties.name) + " · " + precisionText(place) : group;
  const made = element("tr");
  made.append(...[measure, number, at, where.join("")].map((words) => element("td", "", words)));
  return made;
}
