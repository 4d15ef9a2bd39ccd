/* How does the room of the crowd come to the map? With the first package that has a crowd: called where
   its script lies in the page already, fetched from beside this one where it does not. */
import { room, useRoom } from "../shared/crowd.js";
import { element } from "../shared/element.js";
import { host } from "../shared/host.js";
import { lent } from "../shared/lent.js";

const here = /** @type {HTMLScriptElement | null} */ (document.currentScript)?.src;
let name = "";

/** The script's file, beside this one.
    @param {string} file */
export const setRoom = (file) => { name = file; };

/** The index of a package's crowd, with the room that reads it; a package without one has no path.
    @param {string} [path]
    @returns {Promise<CrowdIndex | null>} */
export async function fetchIndex(path) {
  if (!path) return null;
  const [index] = await Promise.all([host.fetchData(path), bring()]);
  return index;
}

/* Calls the room, from wherever its script lies. */
export async function bring() {
  if (room) return;
  if (!window.oneCrowd) await fetched();
  if (!room) useRoom(/** @type {OneCrowd} */ (window.oneCrowd)(lent));
}

/* The script, once it has run. One that did not come is asked for anew at the next try. */
const fetched = () => new Promise((done, failed) => {
  const script = element("script");
  script.src = new URL(name, here).href;
  script.addEventListener("load", done);
  script.addEventListener("error", () => failed(new Error(script.src)));
  document.head.append(script);
});
