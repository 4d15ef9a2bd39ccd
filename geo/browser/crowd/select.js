/* How is a place of the crowd selected? It becomes a feature like the others for as long as it is.

   It stands among the places of the map with a symbol of its own, so that popup, keyboard, link and
   printing know no difference. */
import { crowd } from "../shared/crowd.js";
import { emit } from "../shared/events.js";
import { state } from "../shared/state.js";
import { showFailure } from "./canvas-layer.js";
import { featureAt } from "./feature.js";
import { filterSettled } from "./filter.js";

let latest = 0; // selections begun; only the last one counts
/** @type {string | null} */
let coming = null; // id of the place that a message wants, while it is on its way

/** Selects the place at a position; `made` says that the reader did it on the map.
    @param {number} position
    @param {boolean} [made] */
export async function selectPosition(position, made) {
  latest += 1;
  const mine = latest;
  coming = null;
  underway(1);
  await present(position, made, () => mine === latest);
  underway(-1);
}

/** Says on the page's root how many selections are on their way; nothing where there are none.
    @param {number} more */
function underway(more) {
  const { dataset } = document.documentElement;
  const count = Number(dataset.choosing || 0) + more;
  if (count) dataset.choosing = String(count);
  else delete dataset.choosing;
}

/** @param {number} position
    @param {boolean | undefined} made
    @param {() => boolean} isWanted */
async function present(position, made, isWanted) {
  try {
    const feature = await featureAt(position);
    if (!isWanted() || !crowd.filter) return false;
    if (!state.places.has(feature.id)) emit("promote", feature);
    emit("select", feature.id, made);
  } catch (fault) {
    if (!isWanted()) return false;
    coming = null;
    showFailure(fault);
  }
  return true;
}

/** Selects what a message names; resolves to whether that came about.
    @param {string} id
    @param {number} position */
export async function selectFromMessage(id, position) {
  if (coming === id) return false;
  latest += 1;
  const mine = latest;
  coming = id;
  await filterSettled();
  const isWanted = () => mine === latest && coming === id;
  if (!isWanted()) return false;
  const made = await present(position, false, isWanted);
  if (coming === id) coming = null;
  return made && state.place === id;
}

/* Calls off what is on its way: something else is selected, or nothing. */
export function cancelSelection() {
  latest += 1;
  coming = null;
}

/* Calls off what a message wanted, since a newer one does not. */
export function cancelMessageSelection() {
  if (coming) cancelSelection();
}

/* Takes places of the crowd from the map again that are selected no longer. */
export function removeUnselected() {
  const { places, place } = state;
  for (const { id, properties } of places.values()) {
    if (properties.position !== undefined && id !== place) emit("demote", id);
  }
}
