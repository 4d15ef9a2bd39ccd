/* What does a screen reader hear of what has changed? What is shown now, and what is selected.

   Elements that carry `data-said` (a matter) and `data-words` (percent-encoded, since they name
   places) say where it stands. Streamlit draws elements anew as it likes, and readers pass over a
   live region that comes with its words; so one region stands outside of what it draws, and speaks
   once when the words of a matter differ from those before. */
const PAUSE_MS = 200; // changes of one run are said in one breath
const known = new Map(); // matter -> its last words
const region = document.createElement("div");
let timer = 0;

region.className = "offscreen announced";
region.setAttribute("role", "status");
document.body.appendChild(region);

function listen() {
  const news = [];
  for (const { dataset } of document.querySelectorAll("[data-said]")) {
    const before = known.get(dataset.said);
    known.set(dataset.said, dataset.words);
    if (before !== undefined && before !== dataset.words) news.push(decodeURIComponent(dataset.words));
  }
  if (news.length) region.replaceChildren(...news.map(line));
}

function line(words) {
  const made = document.createElement("p");
  made.textContent = words;
  return made;
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(listen, PAUSE_MS);
}

const said = { attributes: true, attributeFilter: ["data-words"], childList: true, subtree: true };
new MutationObserver(soon).observe(document.getElementById("root"), said);
