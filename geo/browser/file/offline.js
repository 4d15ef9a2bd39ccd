/* How does the page open without a network next time? By a worker (geo/browser/worker), which is begun
   after the map has drawn, and is told then what the page needed. Without one all works as before. */
import { element, giveRole } from "../shared/element.js";
import { text } from "../shared/language.js";
import { namedIn } from "../shared/named.js";
import { state } from "../shared/state.js";
import { opening, whereIs } from "./parts.js";
import { fileText } from "./words.js";

/** @typedef {{ script: string, scope: string }} Worker */

/** A moment in the reader's language.
    @param {number} moment */
const written = (moment) =>
  new Date(moment).toLocaleString(state.lang === "en" ? "en" : "zh-CN", { dateStyle: "long", timeStyle: "short" });

/** Begins once the map has drawn, where the browser and the deployment have it. */
export function keepForLater() {
  const { worker } = opening;
  if (!worker || !navigator.serviceWorker) return; // from a disk, on http, or switched off
  const isDrawn = () => document.documentElement.dataset.ready;
  const watching = new MutationObserver(() => {
    if (!isDrawn()) return;
    watching.disconnect();
    begin(worker).catch((fault) => console.info("nothing is kept for later:", fault.message));
  });
  watching.observe(document.documentElement, { attributeFilter: ["data-ready"] });
}

/** @param {Worker} worker */
async function begin({ script, scope }) {
  const { serviceWorker } = navigator;
  const ours = await serviceWorker.register(new URL(script, document.baseURI), { scope });
  for (const each of await serviceWorker.getRegistrations()) {
    // One of before, which answers for fewer pages: the closest to a page has the word.
    if (each.scope === ours.scope + "light/") await each.unregister();
  }
  const { active } = await serviceWorker.ready;
  serviceWorker.addEventListener("message", (event) => {
    if (event.origin === location.origin) say(event.data);
  });
  const mark = namedIn([...namedInHead(), document.getElementById("opening")?.textContent].join(" "));
  const asked = new PerformanceObserver((list) => {
    const files = list.getEntries().map(({ name }) => name).filter(namedIn);
    const page = location.href.split("#")[0];
    const told = { page, mark, files: [...files, whereIs(opening.find).href, ...later()] };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, no window
    if (files.length) active?.postMessage(told);
  });
  asked.observe({ type: "resource", buffered: true });
}

/* What the page was sent with: the code, and the data that are fetched first. */
const namedInHead = () =>
  [...document.head.querySelectorAll("link, script")].map((each) => each.getAttribute("href") ?? each.getAttribute("src"));

/* What comes when the reader asks for it: the story in both languages, and the script that tells it. */
const later = () =>
  [opening.tour?.zh, opening.tour?.en, opening.more?.script, opening.more?.style]
    .flatMap((each) => (each ? [new URL(each, document.baseURI).href] : []));

/** That the reader sees something older, and why.
    @param {{ became: string, since: number | null }} told of what was to be kept, and from when the kept page is */
function say({ became, since }) {
  const words = became === "newer" ? fileText("file.newer") : became === "away" && since !== null && fileText("file.away", { when: written(since) });
  if (!words) return;
  const box = element("p", "offline");
  giveRole(box, "status");
  box.append(element("span", "", words));
  const again = element("button", "", text("calm.again"));
  again.type = "button";
  again.addEventListener("click", () => location.reload());
  if (became === "newer") box.append(" ", again);
  document.querySelector(".offline")?.remove();
  document.querySelector("main")?.prepend(box);
}
