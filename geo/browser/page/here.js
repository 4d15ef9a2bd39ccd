/* What does the page know that the server does not? Where it lies, and where the map stands.

   The address as the reader wrote it and the map's centre `c` are the browser's own. Elements that
   carry `data-here` (a path with the rest of a link's parameters) are completed here: a field gets
   the link, a picture or a link its address, a frame its page. */
import { today } from "../shared/clipboard.js";
import { embedCode } from "../shared/embed-code.js";
import { fetchText, root } from "./copy.js";
import { whenDrawn } from "./drawn.js";

/** @import { Field } from "./copy.js" */

/** The address of a path below the root, with the map's present centre where that matters.
    @param {string} path
    @param {boolean} still */
function address(path, still) {
  const made = new URL(path, root());
  const centre = still ? null : new URLSearchParams(location.search).get("c");
  const query = made.search.slice(1).replaceAll("%2C", ",");
  const parts = [query, centre && "c=" + centre].filter(Boolean);
  return made.origin + made.pathname + (parts.length ? "?" + parts.join("&") : "");
}

/** @type {Record<string, string>} */
const ATTRIBUTE = { IMG: "src", A: "href" };

/** @param {HTMLElement} element */
function complete(element) {
  const { here = "" } = element.dataset;
  const dated = "dated" in element.dataset ? "&on=" + today() : "";
  const wanted = address(here, "still" in element.dataset) + dated;
  if (element.dataset.at === wanted) return;
  element.dataset.at = wanted;
  if (element.tagName in ATTRIBUTE) element.setAttribute(ATTRIBUTE[element.tagName], wanted);
  else if (element.tagName === "DIV") frame(element, wanted);
  else if ("failed" in element.dataset) fill(/** @type {Field} */ (element), wanted);
  else /** @type {Field} */ (element).value = content(element, wanted);
}

/** A frame of our own page, as the embedding site will have it.
    @param {HTMLElement} element
    @param {string} wanted */
function frame(element, wanted) {
  const { title = "", height = "" } = element.dataset;
  const made = document.createElement("iframe");
  made.src = wanted;
  made.title = decodeURIComponent(title);
  made.height = height;
  element.replaceChildren(made);
}

/** A text that the server writes.
    @param {Field} element
    @param {string} wanted */
async function fill(element, wanted) {
  delete element.dataset.ready;
  try {
    const words = await fetchText(wanted);
    if (element.dataset.at !== wanted) return; // something else was asked for meanwhile
    element.value = words;
    element.dataset.ready = "";
  } catch (/** @type {any} */ fault) {
    console.warn("no text:", fault.message);
    if (element.dataset.at === wanted) element.value = element.dataset.failed || "";
  }
}

/** The link alone, or the markup that embeds it on another page, every text written out.
    @param {HTMLElement} element
    @param {string} wanted */
function content(element, wanted) {
  if (!("title" in element.dataset)) return wanted;
  const { width = "", height = "", title: encoded = "" } = element.dataset;
  return embedCode(wanted, { title: decodeURIComponent(encoded), width, height });
}

function completeAll() {
  /** @type {NodeListOf<HTMLElement>} */
  const elements = document.querySelectorAll("[data-here]");
  elements.forEach(complete);
  /** @type {HTMLElement | null} */
  const title = document.querySelector("h1.title[lang]");
  if (title) document.documentElement.lang = title.lang;
}

whenDrawn(completeAll);
