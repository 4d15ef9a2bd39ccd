/* What comes later than the map? Sharing and the story: a script and a style of their own, which are
   asked for when the browser has nothing else to do, or at the first press. */
import { element } from "../shared/element.js";
import { texts } from "../shared/language.js";
import { lent } from "./lent.js";
import { opening } from "./parts.js";
import { fileText } from "./words.js";

/** @type {Promise<More> | null} */
let coming = null;
/** @type {(made: More) => void} */
let give;
let presses = 0;

/** Called by the script itself, once it is there, with its words.
    @param {OneMore} make
    @param {Record<string, Record<string, string>>} words */
export function arrived(make, words) {
  for (const [lang, more] of Object.entries(words)) Object.assign(texts[lang], more);
  give(make(lent()));
}

/** What comes later. It is asked for once, however often it is wanted meanwhile; what did not come is
    asked for anew at the next try. */
export function bring() {
  coming ||= asked();
  return coming;
}

function asked() {
  const { script, style } = /** @type {NonNullable<Opening["more"]>} */ (opening.more);
  /** @type {Promise<More>} */
  const made = new Promise((done) => { give = done; });
  const all = Promise.all([
    loaded(Object.assign(element("link"), { rel: "stylesheet", href: style })),
    loaded(Object.assign(element("script"), { src: script })),
  ]).then(() => made);
  all.catch(() => { coming = null; });
  return all;
}

/** @param {HTMLElement} asking */
const loaded = (asking) => new Promise((done, failed) => {
  asking.addEventListener("load", done);
  asking.addEventListener("error", failed);
  document.head.append(asking);
});

/** @param {any} fault */
const missing = (fault) => console.warn("not there:", fault.message);

export function bringWhenIdle() {
  if (opening.more && "requestIdleCallback" in window) requestIdleCallback(() => bring().catch(() => {}));
}

/** What passes the view on, and what tells the year, where there is something of it.
    @returns {Part[]} */
export const laterButtons = () => [
  ...(opening.tour ? [laterButton("story-button", ({ story }) => (story ? "story.end" : "story.begin"), (more) => more.turn())] : []),
  ...(opening.share ? [laterButton("share", () => "share.button", (more) => more.share())] : []),
];

/** The story beside the map, while it is told.
    @returns {Part} */
export function tour() {
  const box = element("div", "tour");
  box.hidden = true;
  /** @type {Part["draw"]} */
  const draw = ({ story }) => {
    if (story || !box.hidden) bring().then((more) => more.tell(box)).catch(missing);
  };
  return { box, draw };
}

/** The charts of the year, to be unfolded.
    @returns {Part} */
export function charts() {
  const box = element("details");
  const [name, content] = [element("summary"), element("div", "pictures")];
  box.append(name, content);
  const follow = () => box.open && bring().then((more) => more.drawCharts(content)).catch(missing);
  box.addEventListener("toggle", follow);
  const draw = () => {
    name.replaceChildren(element("b", "", fileText("figures.charts")));
    follow();
  };
  return { box, draw };
}

/** A button at the top, which has this key in the full page as well. Where what it needs does not come,
    the press is kept for the full page.
    @param {string} key
    @param {(view: FileView) => string} words
    @param {(more: More) => void | Promise<void>} act
    @returns {Part} */
function laterButton(key, words, act) {
  const box = element("button", "later");
  box.type = "button";
  box.dataset.key = key;
  box.addEventListener("click", async () => {
    const mine = ++presses;
    const isWanted = box.ariaBusy !== "true";
    for (const other of document.querySelectorAll(".later")) other.ariaBusy = String(other === box && isWanted);
    if (!isWanted) return;
    try {
      const more = await bring();
      if (mine !== presses || box.ariaBusy !== "true") return; // something else was pressed meanwhile
      await act(more);
      box.ariaBusy = "false";
    } catch (fault) {
      missing(fault);
    }
  });
  return { box, draw: (view) => { box.textContent = fileText(words(view)); } };
}
