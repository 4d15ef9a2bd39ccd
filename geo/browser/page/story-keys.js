/* How does the story follow the arrow keys? */
import { keyed } from "../shared/streamlit.js";

/** @type {Record<string, string>} */
const TURNS = { ArrowLeft: "previous", ArrowRight: "next" };

/** Only where the arrows mean nothing else: on the page itself, or on the story's own buttons.
    @param {EventTarget | null} target */
const isFree = (target) => target === document.body
  || (target instanceof Element && target.closest([keyed("story-head"), keyed("story-button")].join()));

document.addEventListener("keydown", (event) => {
  /** @type {HTMLElement | null} */
  const turn = document.querySelector(keyed("story-" + TURNS[event.key]) + " button");
  const plain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!turn || !plain || !isFree(event.target)) return;
  event.preventDefault();
  turn.click();
});
