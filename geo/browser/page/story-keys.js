/* How does the story follow the arrow keys? */
/** @type {Record<string, string>} */
const TURNS = { ArrowLeft: "previous", ArrowRight: "next" };

/** Only where the arrows mean nothing else: on the page itself, or on the story's own buttons.
    @param {EventTarget | null} target */
const isFree = (target) => target === document.body
  || (target instanceof Element && target.closest(".st-key-story-head, .st-key-story-button"));

document.addEventListener("keydown", (event) => {
  /** @type {HTMLElement | null} */
  const turn = document.querySelector(`.st-key-story-${TURNS[event.key]} button`);
  const plain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!turn || !plain || !isFree(event.target)) return;
  event.preventDefault();
  turn.click();
});
