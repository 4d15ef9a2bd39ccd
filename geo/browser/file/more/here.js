/* Where does the dialog's page lie? A link of the app leads to its first page; one of a site, which has
   no other, to this page. */
import { current } from "../current.js";
import { held } from "../held.js";
import { isHeld, keptQuery, outer } from "../outer.js";
import { opening } from "../parts.js";
import { fileQuery, viewQuery } from "./addresses.js";

/** What is offered: where there is nothing, there is no dialog. */
export const sharing = () => /** @type {Sharing} */ (opening.share);

/** @param {string} path */
export const absolute = (path) => new URL(path, document.baseURI).href;

/** The query of the view's link, and the address that it is put behind.
    @param {string | null} version
    @param {Partial<FileView>} [but] */
function parts(version, but = {}) {
  const { app } = sharing();
  const kept = isHeld() ? keptQuery() : app ? "?data=" + opening.package : keptQuery();
  const query = viewQuery({ ...current.view, ...but }, kept, version);
  const { origin, pathname } = outer().location;
  return { query, page: app && !isHeld() ? absolute(app) : origin + pathname };
}

/** The link of the view.
    @param {boolean} isPinned to this version of the data */
export function linkHere(isPinned) {
  const { query, page } = parts(isPinned ? held.facts.version : null);
  return page + query;
}

/** The address under which others frame the view.
    @param {Record<string, string>} frame
    @param {string} lang empty for the language of whoever reads it */
export function framedHere(frame, lang) {
  const { query, page } = parts(null);
  const named = query.slice(1).split("&").filter((part) => !part.startsWith("lang="));
  const stated = Object.entries(frame).map(([name, value]) => name + "=" + value);
  return page + "?" + [...stated, ...(lang ? ["lang=" + lang] : []), ...named].join("&");
}

/** The address of what the app makes of a view.
    @param {string} path below the app's root
    @param {FileView} view
    @param {Record<string, string>} more
    @param {boolean} [isPlaced] */
export const madeOf = (path, view, more, isPlaced) =>
  absolute(sharing().app + path) + fileQuery(view, opening.package, more, isPlaced);
