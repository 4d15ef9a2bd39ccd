/* Which view is shown? The one truth of the file: address, page and map follow it. */
import { emit } from "../shared/events.js";
import { writtenView } from "./address.js";
import { held } from "./held.js";
import { keptQuery, writeOuter } from "./outer.js";
import { isServed } from "./parts.js";

/** @type {{ view: FileView }} */
export const current = { view: /** @type {any} */ (null) }; // null until an address is read

/** Folds a change into the view; whoever draws has to be there before.
    @param {Partial<FileView>} changes */
export const change = (changes) => emit("change", changes);

/** Writes the view into the address, without a step in the browser's history. */
export function writeAddress() {
  const search = isServed() ? keptQuery() : null;
  writeOuter(writtenView(current.view, search, held.facts.version));
  emit("address");
}

/** A view in which a step is told: of its workstream all is shown, and no filter is at work that nobody sees.
    @param {FileView} view
    @returns {FileView} */
export function whole(view) {
  if (!view.story) return view;
  return { ...view, workstreams: view.story.startsWith("_") ? [] : [view.story], layers: null, query: "" };
}
