/* How is a text copied from a page? Any button that names one copies it, and says so.

   Streamlit has no such button in the reader's language. Pages only mark a button with what it
   copies (`data-copy-of`, `data-figure`); all of them are handled here, by one listener. */
const SAID_MS = 2500;

/* The folder in which all pages lie; all of them are one word below it. */
export const root = () => new URL("./", location.href);

/* The reader's own date: the server is elsewhere. */
export function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
}

export async function fetchText(path) {
  const answer = await fetch(new URL(path, root()));
  if (!answer.ok) throw new Error("HTTP " + answer.status);
  return answer.text();
}

/* What a button copies: the field it points to, or the citation of its figure. */
function wanted(button, list) {
  const { copyOf, figure } = button.dataset;
  if (copyOf) return content(document.getElementById(copyOf));
  return fetchText(list.dataset.cite + figure + "&on=" + today());
}

/* What a field holds; one that the server fills, only once it has. */
async function content(field) {
  const { failed, ready } = field.dataset;
  if (failed !== undefined && ready === undefined) throw new Error("the text is not there");
  return field.value;
}

async function copy(button) {
  const said = button.closest("[data-done]").dataset;
  try {
    await write(await wanted(button, button.closest("[data-cite]")));
    say(button, said.done);
  } catch (refused) {
    console.warn("not copied:", refused.message);
    say(button, said.failed);
  }
}

async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch (refused) {
    if (!byHand(text)) throw refused;
  }
}

/* Plain http and older phones have no clipboard interface. */
function byHand(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "offscreen";
  // Inside a dialog only what belongs to it can be focused.
  (document.querySelector('[role="dialog"]') || document.body).appendChild(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

/* Shows the outcome on the button for a moment; its live region reads it out. */
function say(button, words) {
  if (button.dataset.words === undefined) button.dataset.words = button.textContent;
  button.textContent = words;
  clearTimeout(button.saidTimer);
  button.saidTimer = setTimeout(() => { button.textContent = button.dataset.words; }, SAID_MS);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest && event.target.closest("button.copy");
  if (button) copy(button);
});
