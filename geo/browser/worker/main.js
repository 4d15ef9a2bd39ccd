/* How does a map that was seen once open without a network? This runs beside the page, on https and on
   this machine; of what it does not know, and wherever it fails, the browser does as it would without. */
import { kindOf, verdict } from "./decide.js";
import { keptIn } from "./kept.js";

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const root = new URL("./", worker.location.href).href;
const kept = keptIn(root, worker.registration.scope);
/** How long a page is waited for where an earlier one is kept. */
const PATIENCE_MS = 3000;
const late = () => new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
let keeping = Promise.resolve(); // one page after the other

worker.addEventListener("install", () => void worker.skipWaiting());

worker.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([kept.clear(), worker.clients.claim()]));
});

worker.addEventListener("fetch", (event) => {
  const kind = kindOf(event.request, root);
  if (kind === "file") event.respondWith(file(event.request));
  if (kind === "story") event.respondWith(story(event.request));
  if (kind === "home") event.respondWith(home(event.request));
  if (kind === "map") event.respondWith(page(event));
});

worker.addEventListener("message", (event) => {
  if (event.origin !== worker.location.origin) return;
  const { source, data } = event;
  const told = async () => {
    const became = await kept.keep(data).catch(() => "none"); // no room, or a file that is not whole
    const since = became === "away" ? await kept.since(data.page) : null;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- its own page, by name
    source?.postMessage({ became, since });
  };
  keeping = keeping.then(told, told);
  event.waitUntil(keeping);
});

/** What never changes under its name is taken from here first.
    @param {Request} request */
const file = async (request) => (await kept.file(request.url).catch(() => undefined)) || fetch(request);

/** What changes under its name is asked for, and taken from here where there is no answer.
    @param {Request} request */
const story = (request) => fetch(request).catch(async (fault) => {
  const found = await kept.file(request.url);
  if (found) return found;
  throw fault;
});

/** The first page is the server's; where it does not answer, or not soon, the map seen last stands in.
    @param {Request} request */
async function home(request) {
  const answered = fetch(request).catch(() => null);
  const soon = await Promise.race([answered, late()]);
  if (soon && verdict(soon.status, request.url) !== "kept") return soon;
  const instead = await kept.home(request.url).catch(() => null);
  return instead ? Response.redirect(instead) : (await answered) || Response.error();
}

/** A page is asked for anew each time: the kept one is for when there is no answer, or not soon.
    @param {FetchEvent} event */
async function page(event) {
  const { url } = event.request;
  const instead = kept.page(url).catch(() => undefined);
  /** @param {Response} answer */
  const judged = async (answer) => {
    const found = verdict(answer.status, url);
    if (found === "gone") event.waitUntil(kept.forget(url).catch(() => {}));
    return (found === "kept" && (await instead)) || answer;
  };
  const answered = fetch(event.request).then(judged);
  const soon = answered.catch(() => instead);
  return (await Promise.race([soon, late().then(() => instead)])) || answered;
}
