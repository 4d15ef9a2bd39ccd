/* What does a reader see while the page has no connection, or the map none of its files?

   Calm words in the page's language, what can be had without, and what happens next. They come with
   the first HTML (geo/web/streamlit/first_html.py), since nothing can be fetched then. The page's own state says
   whether it is connected; whether a connection is silent, only time can tell. */
import { light, onBegin } from "./light.js";
import { ASKING, CHOSEN, CONNECTION, ELEMENT, MAP_FRAME, keyed } from "../shared/streamlit.js";

const SILENT_MS = 8000; // a first page or an answer that takes longer is said to be missing
const LOST_MS = 1500; // a connection that comes back at once is not worth a word
const MAP_MS = 12000;
const root = document.documentElement;
const opened = location.search;
const box = document.createElement("aside"); // stays, so that a screen reader hears what comes into it
let connected = false; // now
/** @type {string | null} */
let shown = null; // what is said: a state and a language
let silent = 0; // timer of an answer that is waited for
let lost = 0; // timer of a connection that was lost
let isSilent = false;
let isLost = false;

box.className = "calm";
box.setAttribute("role", "status");
box.hidden = true;
document.body.appendChild(box);

const lang = () => (root.lang.startsWith("en") ? "en" : "zh");
const hasContent = () => Boolean(document.querySelector("#root h1"));

/** What there is to be said of the connection; null while all is well. */
function state() {
  if (light()) return isSilent || isLost || !navigator.onLine ? "light" : null;
  if (!hasContent()) return isSilent ? "waiting" : null;
  if (isLost || !navigator.onLine) return "lost";
  return isSilent ? "silent" : null;
}

function say() {
  const now = state();
  const next = now && now + " " + lang();
  if (next === shown) return;
  shown = next;
  box.hidden = !now;
  box.classList.toggle("calm-card", now === "waiting");
  box.classList.toggle("calm-bar", Boolean(now) && now !== "waiting");
  box.replaceChildren(...(now ? words(now) : []));
  const under = light()?.holder || document.body; // below the light page, over any other
  if (box.parentElement !== under) under.appendChild(box);
  if (now) probe(box);
}

/** The words of a state, with links to what is shown now.
    @param {string} now */
function words(now) {
  const template = document.getElementById("calm-" + lang());
  if (!(template instanceof HTMLTemplateElement)) return [];
  const made = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  /** @type {(string | undefined)[]} */
  const wanted = [now, "offers", now === "map" || now === "light" ? "again" : ""];
  const parts = childrenOf(made);
  for (const part of parts) part.hidden = !wanted.includes(part.dataset.calm);
  const known = (template.dataset.known || "").split(" ");
  for (const link of made.querySelectorAll("a")) {
    link.parentElement?.toggleAttribute("hidden", now === "light" && link.dataset.offer === now); // one is there
    link.target = "_blank"; // the page goes on waiting
    const url = new URL(link.href, document.baseURI);
    if (location.search !== opened) url.search = query(known);
    url.searchParams.set("lang", lang());
    link.href = url.href;
  }
  const again = made.querySelector("button");
  if (again) again.addEventListener("click", () => location.reload());
  return parts;
}

/** @param {ParentNode} of */
const childrenOf = (of) => /** @type {HTMLElement[]} */ ([...of.children]);

/** @param {string[]} known */
function query(known) {
  const stated = [...new URLSearchParams(location.search)].filter(([name]) => known.includes(name));
  return new URLSearchParams(stated).toString();
}

/** Where plain requests get no answer either, links would lead nowhere.
    @param {HTMLElement} where */
async function probe(where) {
  const mine = where.firstElementChild;
  const answers = await fetch("./_stcore/health", { cache: "no-store" }).then(({ ok }) => ok, () => false);
  if (where.firstElementChild !== mine) return;
  for (const part of childrenOf(where)) {
    if (part.dataset.calm === "offers") part.hidden = !answers;
    if (part.dataset.calm === "unreachable") part.hidden = answers;
  }
}

/** Waits for an answer, the first that is missing; whatever the server says ends it. */
function wait() {
  if (silent) return; // who presses again and again is told as soon
  silent = setTimeout(() => {
    isSilent = true;
    say();
  }, SILENT_MS);
}

function heard() {
  clearTimeout(silent);
  silent = 0;
  isSilent = false;
  say();
}

function ask() {
  if (!connected) lose();
  wait();
}

/** @param {string | null} found */
function follow(found) {
  connected = found === "CONNECTED";
  clearTimeout(lost);
  if (connected) isLost = false;
  else if (hasContent() && !isLost) lost = setTimeout(lose, LOST_MS);
  say();
}

function lose() {
  isLost = !connected;
  say();
}

/** Streamlit's own words of a lost connection are for who runs the server, and in English. */
function dismiss() {
  const dialog = [...document.querySelectorAll('[role="dialog"]')]
    .find((found) => (found.textContent || "").trim().startsWith("Connection error"));
  const close = dialog && dialog.querySelector("button");
  if (!close) return;
  close.click();
  isLost = true;
  say();
}

// Whatever asks for something is answered by a run, or by a word that it is not: a press of a button
// here, a choice in the map's frame, and whatever else a reader does that goes over the socket.
document.addEventListener("click", ({ target }) => {
  if (target instanceof Element && target.closest(ASKING)) ask();
}, { capture: true });
addEventListener("message", (event) => {
  if (event.origin !== location.origin) return; // another's document may stand in the map's frame
  const { source, data } = event;
  /** @type {HTMLIFrameElement | null} */
  const frame = document.querySelector(MAP_FRAME);
  if (frame && source === frame.contentWindow && data && data.type === CHOSEN && !connected) lose();
});
const send = WebSocket.prototype.send;
/** @this {WebSocket}
    @param {Parameters<typeof send>} sent */
WebSocket.prototype.send = function (...sent) {
  this.addEventListener("message", heard); // of a quick run the page's own state shows nothing
  wait();
  send.apply(this, sent);
};
addEventListener("online", say);
addEventListener("offline", say);
onBegin(wait);

/** A map whose frame stays empty: its files did not come, and it cannot say so itself.
    @type {{ frame: HTMLIFrameElement | null, since: number, box: HTMLElement | null }} */
const map = { frame: null, since: 0, box: null };

/** @param {HTMLIFrameElement} frame */
function mapIsAlive(frame) {
  const page = frame.contentDocument;
  const whole = page && page.documentElement; // none while it is being fetched
  return whole && (whole.dataset.ready || page.querySelector(".om-notice:not([hidden])"));
}

setInterval(() => {
  /** @type {HTMLIFrameElement | null} */
  const frame = document.querySelector(MAP_FRAME);
  if (frame !== map.frame) {
    Object.assign(map, { frame, since: performance.now() });
    quiet();
  }
  if (!frame) return;
  if (mapIsAlive(frame)) quiet();
  else if (!map.box && performance.now() - map.since > MAP_MS) complain(frame);
}, 1000);

function quiet() {
  if (map.box) map.box.remove();
  map.box = null;
  delete root.dataset.map;
}

/** @param {HTMLIFrameElement} frame */
function complain(frame) {
  map.box = document.createElement("section");
  map.box.className = "calm calm-map";
  map.box.setAttribute("role", "status");
  map.box.append(...words("map"));
  root.dataset.map = "missing"; // the style sheet takes the empty frame away
  const around = /** @type {Element} */ (frame.closest([keyed("map-frame"), ELEMENT].join()));
  around.appendChild(map.box);
  probe(map.box);
}

new MutationObserver((changes) => {
  for (const { attributeName, target } of changes) {
    if (attributeName === CONNECTION) follow(/** @type {Element} */ (target).getAttribute(CONNECTION));
  }
  if (hasContent() && shown && shown.startsWith("waiting")) heard();
  dismiss();
  say();
}).observe(root, { subtree: true, childList: true, attributeFilter: [CONNECTION, "lang"] });
