/* What does a screen reader hear of what has changed? What is shown now, and what is selected.

   Elements that carry `data-said` (a matter) and `data-words` (percent-encoded, since they name
   places) say where it stands. Streamlit draws elements anew as it likes, and readers pass over a
   live region that comes with its words; so one region stands outside of what it draws, and speaks
   once when the words of a matter differ from those before. */
const PAUSE_MS = 200; // changes of one run are said in one breath
/** @type {Map<string, string>} */
const known = new Map(); // matter -> its last words
const region = document.createElement("div");
let timer = 0;

region.className = "offscreen announced";
region.setAttribute("role", "status");
document.body.appendChild(region);

function listen() {
  const news = [];
  /** @type {NodeListOf<HTMLElement>} */
  const saying = document.querySelectorAll("[data-said]");
  for (const { dataset: { said = "", words = "" } } of saying) {
    const before = known.get(said);
    known.set(said, words);
    if (before !== undefined && before !== words && words) news.push(decodeURIComponent(words));
  }
  if (news.length) region.replaceChildren(...news.map(line));
}

/** @param {string} words */
function line(words) {
  const made = document.createElement("p");
  made.textContent = words;
  return made;
}

/** A notice that the reader has read; the next one is drawn anew. */
document.addEventListener("click", ({ target }) => {
  /** @type {HTMLElement | null} */
  const button = target instanceof Element ? target.closest("[data-close-of]") : null;
  /** @type {HTMLElement | null} */
  const notice = button && button.closest(button.dataset.closeOf || "");
  if (notice) notice.hidden = true;
});

function soon() {
  clearTimeout(timer);
  timer = setTimeout(listen, PAUSE_MS);
}

const said = { attributes: true, attributeFilter: ["data-words"], childList: true, subtree: true };
const drawn = /** @type {HTMLElement} */ (document.getElementById("root")); // of Streamlit's page
new MutationObserver(soon).observe(drawn, said);
