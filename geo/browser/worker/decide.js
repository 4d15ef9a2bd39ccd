/* Which requests does the worker answer, under which name is a page kept, and what has to go?

   Decisions alone, which need no browser. What is not named here is never touched: the pages of
   sessions and of editing, the interface for machines, whatever is made on request. */

/** What is kept at most: the pages seen last, with their files. */
export const BOUNDS = { pages: 8, files: 800, bytes: 64_000_000 };

const NAMED = /\.([0-9a-f]{16})\.[a-z0-9]+$/;
const MAP = /^(?:light\/([^/]+)|([^/]+)\/(?:index(?:\.[a-z]{2})?\.html)?)$/;
const HOME = /^(?:index(?:\.[a-z]{2})?\.html)?$/;
const STORY = /^(?:light\/[^/]+\/story\.json|[^/]+\/story(?:\.[a-z]{2})?\.json)$/;

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

/** Whether it is the first page of all: the app's own, or the list of a site's maps.
    @param {string} url
    @param {string} root */
const isHome = (url, root) => HOME.test(below(url, root) ?? "no") && formOf(new URL(url).searchParams) !== EMBEDDED;

/** Whether it is what a map's page tells as its story.
    @param {string} url
    @param {string} root */
export const isStory = (url, root) => STORY.test(below(url, root) ?? "");

/** What a request is to the worker: null where it keeps out of it.
    @param {Pick<Request, "method" | "mode" | "url" | "destination">} request
    @param {string} root
    @returns {"map" | "home" | "file" | "story" | null} */
export function kindOf({ method, mode, url, destination }, root) {
  if (method !== "GET" || !/^https?:/.test(url)) return null;
  if (mode === "navigate" && isMap(url, root)) return "map";
  if (mode === "navigate") return destination === "document" && isHome(url, root) ? "home" : null;
  if (isStory(url, root)) return "story";
  if (!isFile(url, root)) return null;
  // Pictures of other hosts are basemaps; data of other hosts are asked for by our code.
  return below(url, root) !== null || (mode === "cors" && !destination) ? "file" : null;
}

const EMBEDDED = "&embed=true";
const HELD = "&held"; // in the frame of the app's own page, with more in it than by itself

/** Which of the forms of a page it is: by itself, in the app's page, or in a page of others.
    @param {URLSearchParams} stated */
function formOf(stated) {
  if (stated.get("embed") === "true") return EMBEDDED;
  return stated.has("held") ? HELD : "";
}

/** The names that a page may be kept under, the closest first: which places it shows changes nothing
    of the page, and another language is better than nothing. What is shown in the app's page can
    stand by itself as well, but not the other way round.
    @param {string} url
    @param {string} root
    @param {string[]} [kept] the names there are */
export function namesOf(url, root, kept = []) {
  const { searchParams } = new URL(url);
  const path = (below(url, root) ?? "").replace(/\/$/, "/index.html");
  const form = formOf(searchParams);
  const own = root + path + "?lang=" + encodeURIComponent(searchParams.get("lang") ?? "") + form;
  const forms = form ? [form] : ["", HELD];
  const language = /\.[a-z]{2}\.html$/;
  /** @param {string} name */
  const file = (name) => name.split("?")[0].replace(language, ".html");
  const others = kept.filter((name) => file(name) === file(own) && name !== own);
  return [own, ...forms.flatMap((each) => others.filter((name) => formOf(new URL(name).searchParams) === each))];
}

/** The kept map that stands for the first page of all, with what its address asks for: of the package
    that it names, else the one drawn last.
    @param {string} url
    @param {string} root
    @param {Map<string, Pick<Listed, "used">>} pages
    @returns {string | null} null where none is kept */
export function insteadOfHome(url, root, pages) {
  const { search, searchParams } = new URL(url);
  const wanted = searchParams.get("data");
  const fits = [...pages].filter(([name]) => {
    const [, app, site] = MAP.exec(below(name, root) ?? "") ?? [];
    const isOne = wanted === null || decodeURIComponent(app ?? site) === wanted;
    return isOne && formOf(new URL(name).searchParams) !== EMBEDDED;
  });
  const [last] = fits.sort(([, one], [, other]) => other.used - one.used);
  if (!last) return null;
  const [page, kept] = last[0].split("?");
  const lang = searchParams.has("lang") ? "" : kept.split("&")[0];
  const stated = search.slice(1).split("&").filter((each) => !each.startsWith("data="));
  return page + "?" + [lang === "lang=" ? "" : lang, ...stated].filter(Boolean).join("&");
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
