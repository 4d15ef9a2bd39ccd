/* How does a page of its own tell the story? It fetches the steps in the reader's language, and the
   story takes the place of what else stands there until it is ended. */
import { change, current } from "../current.js";
import { opening } from "../parts.js";
import { chart, storyCard } from "./story.js";

const offered = () => /** @type {Tour} */ (opening.tour);
/** @type {Map<Lang, Promise<Story>>} */
const asked = new Map();
/** @type {Partial<FileView>} */
let before = { workstreams: [] }; // what the story began with
/** @type {Part | null} */
let card = null;
/** The language of what is told.
    @type {Lang | null} */
let told = null;

/** The steps in a language; those that did not come are asked for anew at the next try.
    @param {Lang} lang */
function steps(lang) {
  const found = asked.get(lang) || answer(offered()[lang]);
  asked.set(lang, found);
  found.catch(() => asked.delete(lang));
  return found;
}

/** @param {string} address
    @returns {Promise<Story>} */
async function answer(address) {
  const got = await fetch(new URL(address, document.baseURI));
  if (!got.ok) throw new Error("HTTP " + got.status);
  return got.json();
}

/** Begins the story, or ends it. */
export async function turn() {
  const { story, lang, workstreams, layers, query } = current.view;
  if (story) return change({ story: null, place: null, ...before });
  await steps(lang);
  before = { workstreams, layers, query };
  change({ story: offered().steps[0], place: null });
}

/** Shows the step that the view is at, or that none is told.
    @param {HTMLElement} box */
export async function tell(box) {
  const { story, lang } = current.view;
  if (Boolean(story) === box.hidden) {
    box.hidden = !story;
    document.documentElement.classList.toggle("telling", Boolean(story));
    dispatchEvent(new Event("resize")); // the map has other room now
  }
  if (story && told === lang) card?.draw(current.view, nothing);
  else if (story) await begin(box, lang);
  else {
    told = null;
    box.replaceChildren();
  }
}

/** Shows the charts of all steps, once in a language.
    @param {HTMLElement} box */
export async function drawCharts(box) {
  const { lang } = current.view;
  if (box.lang === lang) return;
  box.lang = lang;
  try {
    const { steps: all } = await steps(lang);
    if (box.lang === lang) box.replaceChildren(...all.flatMap(({ charts }) => charts.map(chart)));
  } catch (fault) {
    box.lang = "";
    throw fault;
  }
}

/** @param {HTMLElement} box
    @param {Lang} lang */
async function begin(box, lang) {
  told = lang;
  card = null;
  try {
    const made = storyCard(await steps(lang));
    if (told !== lang) return; // another language was chosen meanwhile, or it was ended
    card = made;
    box.replaceChildren(made.box);
    made.draw(current.view, nothing);
  } catch (fault) {
    told = null;
    throw fault;
  }
}

const nothing = /** @type {any} */ (null); // a step says nothing of what is shown
