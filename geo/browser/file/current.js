/* Which view is shown? The one truth of the file: address, page and map follow it. */
import { emit } from "../shared/events.js";
import { writtenView } from "./address.js";
import { held } from "./held.js";
import { keptQuery, writeOuter } from "./outer.js";
import { isServed } from "./parts.js";

/** With what it shows; null until an address is read.
    @type {{ view: FileView, shown: Shown }} */
export const current = /** @type {any} */ ({ view: null, shown: null });

/** A filter that hides nothing.
    @type {Filtered} */
export const UNFILTERED = { workstreams: [], layers: null, query: "" };

/** Folds a change into the view; whoever draws has to be there before.
    @param {Partial<FileView>} changes */
export const change = (changes) => emit("change", changes);

let isTyping = false; // whether the last change was of what is looked for, and of nothing else

/** Whether a change is a step that the browser's back button undoes. What is typed sign by sign is one, and
    so is what is taken in its stead.
    @param {FileView | null} before null where a link was opened
    @param {FileView} now */
export function isStep(before, now) {
  /** @param {FileView} view */
  const said = (view) => writtenView({ ...view, centre: null }, null);
  const goesOn = isTyping && before?.query !== now.query;
  isTyping = before !== null && before.query !== now.query && said({ ...before, query: now.query }) === said(now);
  return before !== null && said(before) !== said(now) && !goesOn;
}

/** Writes the view into the address, as a step in the browser's history or without. */
export function writeAddress(step = false) {
  const search = isServed() ? keptQuery() : null;
  writeOuter(writtenView(current.view, search, held.facts.version), step);
  emit("address");
}

/** A view in which a step is told: of its workstream all is shown, and no filter is at work that nobody sees.
    @param {FileView} view
    @returns {FileView} */
export function whole(view) {
  if (!view.story) return view;
  return { ...view, workstreams: view.story.startsWith("_") ? [] : [view.story], layers: null, query: "" };
}
