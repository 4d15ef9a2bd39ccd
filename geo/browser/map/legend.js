/* What do the signs on the map mean, and how many places are shown? */
import { countOf, crowd, isShown, room } from "../shared/crowd.js";
import { element, nameNode, symbol } from "../shared/element.js";
import { on } from "../shared/events.js";
import { host } from "../shared/host.js";
import { formatNumber, text, wording } from "../shared/language.js";
import { state } from "../shared/state.js";
import { ringOf } from "./areas.js";
import { countBadges } from "./badge-layer.js";
import { ringParts } from "./badges.js";
import { addPanel } from "./panel.js";
import { countStacks } from "./places.js";

/** @type {HTMLElement} */
let legend;
/** @type {Record<string, HTMLElement> | null} */
let keys = null; // rows that are shown where there is what they explain

/** @param {L.Map} map */
export function addLegend(map) {
  legend = addPanel(map, "bottomleft", "om-legend");
}

/** @param {boolean} shown */
export function showLegend(shown) {
  legend.hidden = !shown;
}

/* The legend: a row a layer with what is shown of it, and what the signs mean. Closed at first: the
   map is what one came for. */
function drawLegend() {
  const open = legend.querySelector("details");
  const details = element("details");
  details.open = Boolean(open && open.open);
  details.appendChild(element("summary", "", text("legend")));
  const list = element("ul");
  nameNode(list, text("layers"));
  list.append(...state.catalogue.layers.map(layerRow));
  details.appendChild(list);
  keys = {};
  for (const kind of ["badge", "soft", "solid", "group", "far"]) {
    const row = element("p");
    row.appendChild(kind === "badge" ? badgeKey() : element("i", "om-key-" + kind, kind === "group" ? "9" : undefined));
    row.appendChild(element("span", "", text("legend_" + kind)));
    details.appendChild(row);
    keys[kind] = row;
  }
  markLegend();
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const layer = focused && legend.contains(focused) ? focused.dataset.layer : undefined;
  legend.replaceChildren(details);
  /** @type {HTMLElement | null} */
  const again = layer === undefined ? null : list.querySelector(`[data-layer="${CSS.escape(layer)}"]`);
  if (again) again.focus({ preventScroll: true });
}

/** A layer: how many of its places are shown, and a press that draws them or not.
    @param {Layer} layer */
function layerRow(layer) {
  const { shown, total, workstream } = counted(layer);
  const row = element("button");
  row.type = "button";
  row.dataset.layer = layer.id;
  // A layer of several workstreams has no colour of its own.
  const isMixed = workstream === undefined;
  if (total) row.appendChild(isMixed ? element("i", "om-key-none") : symbol(workstream || "", true));
  row.appendChild(element("span", "", wording(layer.name)));
  row.appendChild(element("b", "", shown === total ? formatNumber(total) : formatNumber(shown) + "/" + formatNumber(total)));
  row.classList.toggle("om-empty", shown === 0);
  row.setAttribute("aria-pressed", String(isDrawn(layer.id)));
  row.title = text("layer_toggle");
  row.addEventListener("click", () => toggle(layer.id));
  const item = element("li");
  item.appendChild(row);
  return item;
}

/** @param {string} id */
const isDrawn = (id) => !state.layers || state.layers.includes(id);

/** Draws the places of a layer, or does so no longer; no figure goes with them.
    @param {string} id */
function toggle(id) {
  const every = state.catalogue.layers.map((layer) => layer.id);
  const drawn = every.filter((other) => (other === id) !== isDrawn(other));
  state.layers = drawn.length === every.length ? null : drawn;
  host.tellLayers(state.layers);
}

function badgeKey() {
  const kinds = Object.values(state.catalogue.workstreams).map(({ colour }) => colour).slice(0, 3);
  return ringOf("", ringParts(kinds.map((colour) => [colour, 1])));
}

/** How many places of a layer are shown, and of all; those of the crowd are counted beside.
    @param {Layer} layer */
function counted(layer) {
  const { places } = state;
  const own = [...places.values()].filter((place) => place.layer === layer && !("position" in place.properties));
  if (!own.length) return countOf(layer.id);
  const { workstream } = own[0].properties;
  return { shown: own.filter(isShown).length, total: own.length, workstream };
}

/* Whether lines or areas are drawn that are known as they are. */
const hasLines = () => [...state.places.values()].some(({ geometry, properties }) => properties.located
  && geometry.type !== "Point") || Boolean(crowd.index?.categories.some(({ located, count }) => located && count));

/* Explains circles and cells where they are seen. */
function markLegend() {
  if (!keys) return;
  keys.badge.hidden = keys.soft.hidden = !countBadges();
  keys.solid.hidden = !hasLines();
  keys.group.hidden = !room?.clustersSeen().length && !countStacks();
  keys.far.hidden = !room?.seenPicture()?.picture.level;
}

on("shown", drawLegend);
on("stacked", markLegend);
