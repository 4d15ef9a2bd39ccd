/* Under which addresses is a view, and what is made of it? Written as geo/view/link.py writes them. */
import { writtenView } from "../address.js";

/** A view of all.
    @param {FileView} view
    @param {Partial<FileView>} [but]
    @returns {FileView} */
export const whole = (view, but = {}) =>
  ({ ...view, story: null, workstreams: [], layers: null, query: "", place: null, ...but });

/** The query of a view with a version or without, whatever the address says.
    @param {FileView} view
    @param {string} kept of the address, what is not the view's
    @param {string | null} version */
export function viewQuery(view, kept, version) {
  const others = kept.slice(1).split("&").filter((part) => part && !/^(v|story)=/.test(part));
  const pinned = version === null ? others : [...others, "v=" + encodeURIComponent(version)];
  return writtenView(view, "?" + pinned.join("&"));
}

/** The query for a file of a view: it names its package, and the language of its words. Where the map
    stands is of no account to a table.
    @param {FileView} view
    @param {string} packageId
    @param {Record<string, string>} more
    @param {boolean} [isPlaced] whether the file shows the map as it stands */
export function fileQuery(view, packageId, more, isPlaced = false) {
  const query = viewQuery(isPlaced ? view : { ...view, centre: null }, "?data=" + encodeURIComponent(packageId), null);
  const parts = Object.entries(more).map(([name, value]) => name + "=" + encodeURIComponent(value));
  return [query, ...parts].join("&");
}

/** What an address of a pattern is: {name} is the value.
    @param {string} pattern
    @param {Record<string, string>} values */
export const filledAddress = (pattern, values) =>
  pattern.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name]));
