/* What if the page of a site is opened from a disk, where no page may read the files beside it? The same
   map lies there as one file. */
import { statedView } from "./address.js";
import { opening } from "./parts.js";

/** Leads on to the one file with the same view; whether it does. */
export function leadsToFile() {
  if (location.protocol !== "file:" || !opening.file) return false;
  location.replace(opening.file + fileView(statedView(location, true), opening.lang));
  return true;
}

/** A view as it stands behind the address of the file, which has no language of its own.
    @param {string} stated
    @param {Lang | null} lang */
export function fileView(stated, lang) {
  const parts = stated.split("&").filter(Boolean);
  const isStated = parts.some((part) => part.startsWith("lang="));
  return "#" + (isStated || !lang ? parts : ["lang=" + lang, ...parts]).join("&");
}
