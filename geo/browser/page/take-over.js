/* When does Streamlit's page take the light explorer's place? When its map shows what the explorer
   shows, and the reader does nothing with which a change of the page would interfere.

   The address is what both go by: what a reader did in the explorer stands there, and Streamlit is
   led to it as by a step in the browser's history. */
import { COMING, CONNECTION, MAIN, MAP_FRAME, RUN } from "../shared/streamlit.js";
import { carryOver, isReading, turning } from "./carry-over.js";
import { map } from "./go.js";
import { leave, light, onBegin } from "./light.js";

const CALM_MS = 800; // without any doing
const TYPED_MS = 3000; // who writes thinks in between
const ANSWER_MS = 8000; // a run that has not come by then is asked for again
const LOOK_MS = 100;
const STILL = 4; // looks in a row at which all was ready: no run that was asked for is yet to begin
const DOING = ["pointerdown", "pointermove", "pointerup", "pointercancel", "keydown", "wheel", "scroll", "input", "touchmove"];
const WRITING = ["input", "compositionupdate", "compositionend"];

const hand = { last: 0, wrote: -TYPED_MS, isDown: false, isComposing: false };
/** What Streamlit was led to: an address, how many runs had ended by then, and when. */
const led = { search: "", runs: 0, at: 0 };
let runs = 0; // how many runs of the page have ended
let turnedAt = -1; // how many had when its list was last turned
let still = 0; // how many looks in a row found all ready
/** @type {number | undefined} */
let scrolled; // how far the full page was at the last look

/** @param {Window} inside */
function watch(inside) {
  for (const name of DOING) {
    inside.addEventListener(name, (event) => {
      hand.last = performance.now();
      if (event instanceof inside.PointerEvent) hand.isDown = event.buttons > 0;
    }, { capture: true, passive: true });
  }
  for (const name of WRITING) {
    inside.addEventListener(name, ({ type }) => {
      hand.wrote = performance.now();
      hand.isComposing = type === "compositionupdate" || (hand.isComposing && type !== "compositionend");
    }, { capture: true });
  }
}

/** Whether the reader is in the middle of something.
    @param {Window} inside */
function isBusy({ document: page, oneFile }, now = performance.now()) {
  if (hand.isDown || hand.isComposing || now - hand.last < CALM_MS || now - hand.wrote < TYPED_MS) return true;
  if (page.querySelector('[aria-expanded="true"][role="combobox"]')) return true;
  if (!page.getSelection()?.isCollapsed) return true;
  if (page.querySelector("dialog[open]") || page.activeElement?.closest('[role="dialog"]')) return true;
  if (isReading(page)) return true;
  // A popup of a selected place is there in both; a list of places or figures is not.
  return Boolean(page.querySelector(".leaflet-popup")) && !oneFile?.state.place;
}

/** Whether Streamlit's page is drawn, all of it, and nothing is under way in it. */
function isReady() {
  /** @param {string} name */
  const said = (name) => document.querySelector(`[${name}]`)?.getAttribute(name);
  /** @type {HTMLIFrameElement | null} */
  const drawn = document.querySelector(MAP_FRAME);
  const isDrawn = drawn?.contentDocument?.documentElement?.dataset.ready;
  const isWhole = Boolean(isDrawn) && !document.querySelector(COMING);
  return said(CONNECTION) === "CONNECTED" && said(RUN) === "notRunning" && isWhole;
}

/** Whether Streamlit has read the address that the explorer wrote last; else it is led there. */
function isLed(now = performance.now()) {
  const wanted = window.oneMapLight;
  if (wanted === undefined) return true;
  if (wanted === led.search) {
    if (runs > led.runs) return true;
    if (now - led.at < ANSWER_MS) return false;
  }
  Object.assign(led, { search: wanted, runs, at: now });
  if (location.search !== wanted) history.replaceState(history.state, "", wanted);
  dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
  return false;
}

/** Whether both maps show the same; what Streamlit says otherwise after a while, it has its reasons for.
    @param {Window} inside
    @param {NonNullable<ReturnType<typeof map>>} seen */
function agree({ oneFile, document: page }, seen, now = performance.now()) {
  if (!oneFile || now - led.at > ANSWER_MS) return true;
  /** @param {typeof seen.state} of */
  const said = ({ lang, place, layers, base }) => JSON.stringify([lang, place, layers, base]);
  /** @param {Document} of */
  const hasPopup = (of) => Boolean(of.querySelector(".leaflet-popup"));
  const drawn = seen.state.map.getContainer().ownerDocument;
  return said(oneFile.state) === said(seen.state) && hasPopup(page) === hasPopup(drawn);
}

/** Whether both lists are open at the same page; else that of Streamlit's page is turned, a page a run.
    @param {Window} inside */
function isTurned({ document: page }) {
  const button = turning(page);
  if (button && turnedAt !== runs) button.click();
  if (button) turnedAt = runs;
  return !button;
}

/** @param {Window} inside */
function look(inside) {
  const seen = map();
  const isDue = seen && isReady() && !isBusy(inside) && isLed() && agree(inside, seen) && isTurned(inside);
  const top = document.querySelector(MAIN)?.scrollTop; // a page that scrolls by itself has not come to rest
  still = isDue && top === scrolled ? still + 1 : 0;
  scrolled = top;
  if (!seen || still < STILL) return;
  clearInterval(looking);
  const after = carryOver(inside, seen);
  leave();
  after();
}

/** Tells when Streamlit says its first word, with the address as it stands then.
    @param {() => void} act */
function firstSent(act) {
  const { send } = WebSocket.prototype;
  /** @this {WebSocket}
      @param {Parameters<typeof send>} sent */
  WebSocket.prototype.send = function (...sent) {
    WebSocket.prototype.send = send;
    act();
    send.apply(this, sent);
  };
}

let looking = 0;

onBegin(() => {
  const inside = light()?.frame.contentWindow;
  if (!inside) return;
  firstSent(() => Object.assign(led, { search: location.search, runs: -1, at: performance.now() }));
  watch(inside);
  looking = setInterval(() => look(inside), LOOK_MS);
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      still = 0;
      if (/** @type {Element} */ (target).getAttribute(RUN) === "notRunning") runs += 1;
    }
  }).observe(document.documentElement, { subtree: true, attributeFilter: [RUN] });
});
