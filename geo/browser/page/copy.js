/* How is a text copied from a page? Any button that names one copies it, and says so.

   Streamlit has no such button in the reader's language. Pages only mark a button with what it
   copies (`data-copy-of`, `data-figure`); all of them are handled here, by one listener. */
import { copyText, today } from "../shared/clipboard.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field
    @typedef {HTMLElement & { saidTimer?: number }} CopyButton */
const SAID_MS = 2500;

/** The folder in which all pages lie; all of them are one word below it. */
export const root = () => new URL("./", location.href);

/** @param {string} path */
export async function fetchText(path) {
  const answer = await fetch(new URL(path, root()));
  if (!answer.ok) throw new Error("HTTP " + answer.status);
  return answer.text();
}

/** What a button copies: the field it points to, or the citation of its figure.
    @param {HTMLElement} button */
function wanted(button) {
  const { copyOf, figure = "" } = button.dataset;
  if (copyOf) return content(/** @type {Field} */ (document.getElementById(copyOf)));
  const { cite = "" } = within(button, "[data-cite]").dataset;
  return fetchText(cite + figure + "&on=" + today());
}

/** What says something of all buttons in it; each button that asks stands in one.
    @param {HTMLElement} button
    @param {string} selector */
const within = (button, selector) => /** @type {HTMLElement} */ (button.closest(selector));

/** What a field holds; one that the server fills, only once it has.
    @param {Field} field */
async function content(field) {
  const { failed, ready } = field.dataset;
  if (failed !== undefined && ready === undefined) throw new Error("the text is not there");
  return field.value;
}

/** @param {CopyButton} button */
async function copy(button) {
  const { done = "", failed = "" } = within(button, "[data-done]").dataset;
  try {
    await copyText(await wanted(button));
    say(button, done);
  } catch (/** @type {any} */ refused) {
    console.warn("not copied:", refused.message);
    say(button, failed);
  }
}

/** Shows the outcome on the button for a moment; its live region reads it out.
    @param {CopyButton} button
    @param {string} words */
function say(button, words) {
  const { words: before = button.textContent || "" } = button.dataset;
  button.dataset.words = before;
  button.textContent = words;
  clearTimeout(button.saidTimer);
  button.saidTimer = setTimeout(() => { button.textContent = before; }, SAID_MS);
}

document.addEventListener("click", ({ target }) => {
  /** @type {CopyButton | null} */
  const button = target instanceof Element ? target.closest("button.copy") : null;
  if (button) copy(button);
});
