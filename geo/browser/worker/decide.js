/* Which requests does the worker answer, under which name is a page kept, and what has to go?

   Decisions alone, which need no browser. What is not named here is never touched: the pages of
   sessions and of editing, the interface for machines, whatever is made on request. */

/** What is kept at most: the pages seen last, with their files. */
export const BOUNDS = { pages: 8, files: 800, bytes: 64_000_000 };

const NAMED = /\.([0-9a-f]{16})\.[a-z0-9]+$/;
const MAP = /^(?:light\/([^/]+)|([^/]+)\/(?:index(?:\.[a-z]{2})?\.html)?)$/;

const FIRST = "zh"; // the language of files that name none

/** The beginning of the SHA-256 that a file is named by; null for what may change under its name.
    @param {string} url */
export const digestIn = (url) => NAMED.exec(new URL(url).pathname)?.[1] ?? null;

/** Below the root, without what follows the path; null outside.
    @param {string} url
    @param {string} root address of the folder that the worker's script lies in */
function below(url, root) {
  const { origin, pathname } = new URL(url);
  const whole = origin + pathname;
  return whole.startsWith(root) ? whole.slice(root.length) : null;
}

/** Whether it is a file named by its content: the map's code or data, here or with the host of the data.
    @param {string} url
    @param {string} root */
export function isFile(url, root) {
  if (digestIn(url) === null || new URL(url).search) return false;
  const path = below(url, root);
  return path === null ? new URL(url).origin !== new URL(root).origin : /^(assets|layers)\//.test(path);
}

/** Whether it is the page of a map: of an app, or of a site of files.
    @param {string} url
    @param {string} root */
export const isMap = (url, root) => MAP.test(below(url, root) ?? "");

/** What a request is to the worker: null where it keeps out of it.
    @param {Pick<Request, "method" | "mode" | "url" | "destination">} request
    @param {string} root
    @returns {"map" | "file" | null} */
export function kindOf({ method, mode, url, destination }, root) {
  if (method !== "GET" || !/^https?:/.test(url)) return null;
  if (mode === "navigate") return isMap(url, root) ? "map" : null;
  if (!isFile(url, root)) return null;
  // Pictures of other hosts are basemaps; data of other hosts are asked for by our code.
  return below(url, root) !== null || (mode === "cors" && !destination) ? "file" : null;
}

/** The names that a page may be kept under, the closest first: which places it shows changes nothing
    of the page, and another language is better than nothing.
    @param {string} url
    @param {string} root
    @param {string[]} [kept] the names there are */
export function namesOf(url, root, kept = []) {
  const { searchParams } = new URL(url);
  const path = (below(url, root) ?? "").replace(/\/$/, "/index.html");
  const framed = searchParams.get("embed") === "true" ? "&embed=true" : "";
  const own = root + path + "?lang=" + encodeURIComponent(searchParams.get("lang") ?? "") + framed;
  const bare = new RegExp("^[^?]*\\?lang=[^&]*" + framed + "$");
  const language = /\.[a-z]{2}\.html$/;
  /** @param {string} name */
  const file = (name) => name.split("?")[0].replace(language, ".html");
  const others = kept.filter((name) => file(name) === file(own) && bare.test(name) && name !== own);
  return [own, ...others];
}

/** Where a kept page shows what an address asks for, if that is another file: a site has one for each
    language, and each of them speaks all of them.
    @param {string} name of the kept page
    @param {string} url
    @returns {string | null} null where it is the same file */
export function insteadOf(name, url) {
  const [page] = name.split("?");
  const { pathname, search, hash, searchParams } = new URL(url);
  if (!page.endsWith(".html") || pathname.endsWith("/") || page.endsWith(pathname)) return null;
  const lang = /\.([a-z]{2})\.html$/.exec(pathname)?.[1] ?? FIRST;
  const stated = searchParams.has("lang") ? "" : "lang=" + lang;
  return page + "?" + [stated, search.slice(1)].filter(Boolean).join("&") + hash;
}

/** What becomes of an answer to a request for a map's page.
    @param {number} status
    @param {string} url
    @returns {"shown" | "kept" | "gone"} shown as it is, the kept one instead, or shown and forgotten */
export function verdict(status, url) {
  if (status >= 500) return "kept";
  const isPinned = new URL(url).searchParams.has("v"); // a version may be gone while its package is there
  return [401, 403, 404, 410].includes(status) && !isPinned ? "gone" : "shown";
}

/** Whether an answer may be kept at all.
    @param {Pick<Response, "status" | "type" | "redirected" | "headers">} answer */
export function mayKeep({ status, type, redirected, headers }) {
  const said = headers.get("Cache-Control") ?? "";
  return status === 200 && ["basic", "cors"].includes(type) && !redirected && !/no-store|private/i.test(said);
}

/** What is kept of a page: the files it needs with their sizes, and when it was last drawn.
    @typedef {{ mark: string, files: Record<string, number>, used: number }} Listed */

/** Which pages go, and which files stay: the pages drawn last, as many as the bounds allow.
    @param {Map<string, Listed>} pages
    @param {typeof BOUNDS} [bounds] */
export function sorted(pages, bounds = BOUNDS) {
  /** @type {Map<string, number>} */
  const files = new Map();
  /** @type {string[]} */
  const gone = [];
  let count = 0;
  let bytes = 0;
  for (const [name, { files: own }] of [...pages].sort(([, one], [, other]) => other.used - one.used)) {
    const more = Object.entries(own).filter(([url]) => !files.has(url));
    const size = more.reduce((sum, [, each]) => sum + each, 0);
    if (count === bounds.pages || files.size + more.length > bounds.files || bytes + size > bounds.bytes) {
      gone.push(name);
      continue;
    }
    count += 1;
    bytes += size;
    for (const [url, each] of more) files.set(url, each);
  }
  return { gone, stay: new Set(files.keys()) };
}
