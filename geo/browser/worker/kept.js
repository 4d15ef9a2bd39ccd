/* What lies on the reader's device, and how does it come and go?

   Pages, the lists of the files that each of them needs, and the files. A page is kept after its map
   has drawn, when all its files are: so that what is kept is always whole. */
import { namedIn } from "../shared/named.js";
import { digestIn, insteadOf, insteadOfHome, isFile, isMap, isStory, mayKeep, namesOf, sorted } from "./decide.js";

/** @import { Listed } from "./decide.js" */

const FORMAT = "onemap-1";
const FORMER = "light/"; // what an app's worker answered for before it did for the first page as well

/** @param {string} root
    @param {string} scope of the worker, by which it tells its caches from those of others */
export function keptIn(root, scope) {
  /** @param {"pages" | "lists" | "files"} kind */
  const name = (kind) => FORMAT + " " + scope + " " + kind;
  /** @param {"pages" | "lists" | "files"} kind */
  const open = (kind) => caches.open(name(kind));
  const exactly = { ignoreVary: true };

  /** @param {string} url */
  const file = async (url) => (await open("files")).match(url, exactly);

  /** The kept page that comes closest to an address.
      @param {string} url */
  async function page(url) {
    const pages = await open("pages");
    const names = (await pages.keys()).map((request) => request.url);
    for (const each of namesOf(url, root, names)) {
      const found = await pages.match(each, exactly);
      const other = found && insteadOf(each, url);
      if (found) return other ? Response.redirect(other) : found;
    }
    return undefined;
  }

  /** The address of the kept map that stands for the first page of all.
      @param {string} url */
  const home = async (url) => insteadOfHome(url, root, await listed());

  /** When the page that is kept for an address was last drawn of what the server had; null where none is.
      @param {string} url */
  async function since(url) {
    const all = await listed();
    const name = namesOf(url, root, [...all.keys()]).find((each) => all.has(each));
    return name ? /** @type {Listed} */ (all.get(name)).used : null;
  }

  /** Forgets a package's page in all languages, and the files that no other page needs.
      @param {string} url */
  async function forget(url) {
    const [pages, lists] = await Promise.all([open("pages"), open("lists")]);
    const names = (await pages.keys()).map((request) => request.url);
    for (const each of namesOf(url, root, names)) {
      await lists.delete(each);
      await pages.delete(each);
    }
    await tidy();
  }

  /** @returns {Promise<Map<string, Listed>>} */
  async function listed() {
    const lists = await open("lists");
    const found = new Map();
    for (const request of await lists.keys()) {
      found.set(request.url, await (await lists.match(request))?.json());
    }
    return found;
  }

  /** Lets go what is over the bounds, and what no page needs. */
  async function tidy() {
    const [pages, lists, files] = await Promise.all([open("pages"), open("lists"), open("files")]);
    const { gone, stay } = sorted(await listed());
    for (const each of gone) {
      await pages.delete(each); // before what it needs
      await lists.delete(each);
    }
    for (const request of await files.keys()) {
      if (!stay.has(request.url)) await files.delete(request);
    }
  }

  /** Keeps the page that has drawn, with its files.
      @param {{ page: string, mark: string, files: string[] }} told by the page
      @returns {Promise<"kept" | "newer" | "away" | "none">} */
  async function keep({ page: url, mark, files }) {
    if (!isMap(url, root)) return "none";
    const answer = await fetch(url, { cache: "no-cache" }).catch(() => null);
    if (!answer || answer.status >= 500) return "away";
    if (!mayKeep(answer)) return "none";
    const words = await answer.clone().text();
    const named = namedIn(words.split('id="layers/')[0]); // what lies in the page follows from these
    if (named !== mark) return words.includes('id="opening"') ? "newer" : "none"; // not what was drawn
    const [own] = namesOf(url, root);
    const before = (await listed()).get(own);
    /** @type {Record<string, number>} */
    const sizes = before?.mark === mark ? { ...before.files } : {};
    try {
      for (const each of new Set(files)) {
        const isNew = isStory(each, root) && !(each in sizes); // it is of the same state as the page
        if (isNew || isFile(each, root)) sizes[each] = await take(each);
      }
      const record = { mark, files: sizes, used: Date.now() };
      await (await open("lists")).put(own, new Response(JSON.stringify(record)));
      await (await open("pages")).put(own, answer);
      await leave(url, mark);
    } finally {
      await tidy();
    }
    return "kept";
  }

  /** Lets go what is kept of another state of the page, in whichever language.
      @param {string} url
      @param {string} mark */
  async function leave(url, mark) {
    const all = await listed();
    for (const each of namesOf(url, root, [...all.keys()])) {
      if (all.get(each)?.mark === mark) continue;
      await (await open("pages")).delete(each);
      await (await open("lists")).delete(each);
    }
  }

  /** Keeps a file if its content is what its name says, where that says any, and returns its size.
      @param {string} url */
  async function take(url) {
    const files = await open("files");
    const digest = digestIn(url);
    const found = digest === null ? undefined : await files.match(url, exactly);
    const answer = found ?? (await fetch(url, { cache: digest === null ? "no-cache" : "force-cache" }));
    const content = await answer.clone().arrayBuffer();
    if (found) return content.byteLength;
    if (!mayKeep(answer) || (digest !== null && (await digestOf(content)) !== digest)) throw new Error("not what its name says: " + url);
    await files.put(url, answer);
    return content.byteLength;
  }

  /** Removes the caches of this scope: all, or those of another format.
      @param {boolean} [all] */
  async function clear(all) {
    const ours = ["pages", "lists", "files"].map((kind) => name(/** @type {any} */ (kind)));
    for (const each of await caches.keys()) {
      const isOurs = /^onemap-\d+ /.test(each) && [scope, scope + FORMER].includes(each.split(" ")[1]);
      if (isOurs && (all || !ours.includes(each))) await caches.delete(each);
    }
  }

  return { file, home, page, since, forget, keep, clear };
}

/** @param {ArrayBuffer} content */
async function digestOf(content) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
