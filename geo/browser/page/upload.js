/* What do Streamlit's fields for files and choices say in the reader's language?

   It has its words in English, in its texts and in the names that a screen reader says. The page
   gives ours with `data-uploads` and, on its title, `data-open` and `data-none`; else nothing is done. */
import { FILES, NONE_MATCHES, OPENS_A_LIST } from "../shared/streamlit.js";
import { whenDrawn } from "./drawn.js";

/** Its own words, and which of ours stand for them; what follows them is kept.
    @type {[RegExp, string][]} */
const OWN = [
  [/^(file u|U)pload$/, "choose"],
  [/^(Add files|add icon)$/, "more"],
  [/^Drag and drop .* here$/, "drop"],
  [/^.* per file$/, "limit"],
  [/^(Error: )?File must be .* or smaller\.$/, "large"],
  [/^Remove(?= )/, "remove"],
];

/** @param {string | null} said
    @param {DOMStringMap} words */
function ours(said, words) {
  for (const [own, name] of OWN) if (said && own.test(said)) return said.replace(own, words[name] ?? "");
  return null;
}

/** @param {DOMStringMap} words */
function mendLists({ open = "", none = "" }) {
  for (const opens of document.querySelectorAll(OPENS_A_LIST)) opens.ariaLabel = open;
  for (const said of document.querySelectorAll(NONE_MATCHES)) if (said.textContent !== none) said.textContent = none;
}

function mend() {
  /** @type {HTMLElement | null} */
  const title = document.querySelector(".title");
  if (title) mendLists(title.dataset);
  /** @type {HTMLElement | null} */
  const given = document.querySelector("[data-uploads]");
  const field = given && document.querySelector(FILES);
  if (!given || !field) return;
  const texts = document.createTreeWalker(field, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const said = ours(texts.currentNode.nodeValue, given.dataset);
    if (said !== null) texts.currentNode.nodeValue = said;
  }
  for (const named of field.querySelectorAll("[aria-label]")) {
    const said = ours(named.getAttribute("aria-label"), given.dataset);
    if (said !== null) named.setAttribute("aria-label", said);
  }
}

whenDrawn(mend);
