/* When does Streamlit's part of the page begin? At once; where the light explorer opens the page
   (geo/web/streamlit/light_first.py), after that is drawn, so that it takes nothing of what the explorer needs.

   A browser that is to save data, or says that its connection is slow, begins when it is asked to. */
const FALLBACK_MS = 8000; // an explorer that has not come by then is waited for no longer
const IDLE_MS = { fine: 500, coarse: 4000 }; // at most, after it is drawn; on a phone a touch begins it
const LOOK_MS = 50;
const SLOW = ["slow-2g", "2g"];

const holder = document.getElementById("light");
const frame = holder && holder.querySelector("iframe");

/** The explorer, for as long as it stands before Streamlit's page. */
export const light = () => (holder && holder.isConnected ? { holder, frame: /** @type {HTMLIFrameElement} */ (frame) } : null);

/** @type {(() => void)[] | null} */
let waiting = holder ? [] : null; // for Streamlit's code to be asked for; null once it is

/** Does something once Streamlit's code has been asked for.
    @param {() => void} act */
export function onBegin(act) {
  if (waiting) waiting.push(act);
  else act();
}

/** What is in the frame, if it is the explorer or may become it. */
const inside = () => /** @type {HTMLIFrameElement} */ (frame).contentDocument?.documentElement;

/** Whether the explorer is drawn, or never will be. */
function isThrough() {
  const page = inside();
  if (!page) return false;
  return Boolean(page.dataset.ready || page.querySelector(".failed")) || failed();
}

/** Whether something else came in its place: an error's page has nothing that an explorer begins with. */
function failed() {
  const page = inside();
  const url = frame && frame.contentWindow && frame.contentWindow.location.href;
  return frame !== null && isLoaded && url !== "about:blank" && !page?.querySelector("#opening");
}

let isLoaded = false;

/** Puts Streamlit's own into the page, once. */
function start() {
  const later = /** @type {HTMLTemplateElement | null} */ (document.getElementById("later"));
  if (!later) return;
  later.remove();
  if (holder && failed()) leave();
  /** @type {HTMLElement | null} */
  const asking = document.querySelector("#light .ask");
  if (asking) asking.hidden = true;
  document.head.append(document.importNode(later.content, true));
  const acts = waiting || [];
  waiting = null;
  for (const act of acts) act();
}

/** Takes the explorer away: the full page is there, or there is no explorer. */
export function leave() {
  if (!holder) return;
  holder.remove();
  delete document.documentElement.dataset.light;
  delete window.oneMapLight;
  document.getElementById("root")?.removeAttribute("inert");
}

/** Begins when the browser has nothing else to do. */
function soon() {
  const isPhone = matchMedia("(pointer: coarse)").matches;
  const timeout = isPhone ? IDLE_MS.coarse : IDLE_MS.fine;
  if ("requestIdleCallback" in window) requestIdleCallback(start, { timeout });
  else setTimeout(start, timeout / 2); // Safari has no such thing
  frame?.contentWindow?.addEventListener("pointerdown", start, { once: true, passive: true });
}

/** Whether data or a slow connection are to be spared. */
function isSpared() {
  const { saveData = false, effectiveType = "" } = navigator.connection || {};
  return saveData || SLOW.includes(effectiveType);
}

function ask() {
  /** @type {HTMLElement | null} */
  const asking = document.querySelector("#light .ask");
  if (!asking) return start();
  asking.hidden = false;
  asking.addEventListener("click", ({ target }) => {
    if (target instanceof HTMLButtonElement) start();
  });
}

function wait() {
  const since = performance.now();
  const looking = setInterval(() => {
    if (!isThrough() && performance.now() - since < FALLBACK_MS) return;
    clearInterval(looking);
    if (inside()?.dataset.ready && isSpared()) ask();
    else soon();
  }, LOOK_MS);
}

if (holder && frame) {
  document.documentElement.dataset.light = "";
  document.getElementById("root")?.setAttribute("inert", "");
  frame.addEventListener("load", () => { isLoaded = true; });
  wait();
}
