/* Where does what the explorer shows lie? In elements of the page itself, or, unless that is all there is,
   with a server at addresses that the page names: the same files either way, asked for once. */
import { fromBase64 } from "../shared/bits.js";
import { unzipped } from "../shared/columns.js";

/** What the page begins with (geo/export/explorer.py).
    @type {Opening} */
export let opening = /** @type {any} */ (null);

/** @type {Map<string, Promise<any>>} */
const asked = new Map();

/** @param {string} id */
const inPage = (id) => JSON.parse(document.getElementById(id)?.textContent || "");

export function readOpening() {
  opening = inPage("opening");
}

/* Whether there is a server: else all of it lies in the file. */
export const isServed = () => opening.layers !== null;

/** The JSON of a file below `layers/`.
    @param {string} path
    @param {boolean} [own] whether it is the app's alone
    @returns {Promise<any>} */
export function part(path, own) {
  const isHere = !isServed() || document.getElementById("layers/" + path);
  const found = asked.get(path) || (isHere ? read(path) : answer(path, own).then((got) => got.json()));
  asked.set(path, found);
  found.catch(() => asked.delete(path)); // it may come when it is asked for again
  return found;
}

/** Its bytes.
    @param {string} path
    @param {boolean} [own] */
export async function bytesOf(path, own) {
  return isServed() ? (await answer(path, own)).arrayBuffer() : fromBase64(await kept(path)).buffer;
}

/** @param {string} path */
const kept = async (path) => inPage("layers/" + path);

/** What is in the page as JSON, or, of very many places, gzipped.
    @param {string} path */
async function read(path) {
  const found = await kept(path);
  return typeof found === "string" ? new Response(await unzipped(fromBase64(found).buffer)).json() : found;
}

/** Where a file below `layers/` lies: what never changes may lie with a host that hands out copies.
    @param {string} path
    @param {boolean} [own] */
export const whereIs = (path, own) =>
  new URL(path, new URL((!own && opening.data) || opening.layers || "", document.baseURI));

/** @param {string} path
    @param {boolean} [own] */
async function answer(path, own) {
  const got = await fetch(whereIs(path, own));
  if (!got.ok) throw new Error("HTTP " + got.status);
  return got;
}
