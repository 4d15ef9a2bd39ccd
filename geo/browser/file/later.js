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
let come;

/** Called by the script itself, once it is there, with its words.
    @param {OneMore} make
    @param {Record<string, Record<string, string>>} words */
export function arrived(make, words) {
  for (const [lang, more] of Object.entries(words)) Object.assign(texts[lang], more);
  come(make(lent()));
}

/** What comes later. One that did not come is asked for anew at the next try. */
export function bring() {
  const { script, style } = /** @type {NonNullable<Opening["more"]>} */ (opening.more);
  /** @type {Promise<More>} */
  const made = new Promise((done) => { come = done; });
  coming ||= Promise.all([
    loaded(Object.assign(element("link"), { rel: "stylesheet", href: style })),
    loaded(Object.assign(element("script"), { src: script })),
  ]).then(() => made);
  coming.catch(() => { coming = null; });
  return coming;
}

/** @param {HTMLElement} asking */
const loaded = (asking) => new Promise((done, failed) => {
  asking.addEventListener("load", done);
  asking.addEventListener("error", failed);
  document.head.append(asking);
});

export function bringWhenIdle() {
  if (opening.more && "requestIdleCallback" in window) requestIdleCallback(() => bring().catch(() => {}));
}

/** A button at the top, which has this key in the full page as well. Where what it needs does not come,
    the press is kept for the full page.
    @param {string} key
    @param {string} words
    @param {(more: More, button: HTMLElement) => void} act
    @returns {Part} */
export function laterButton(key, words, act) {
  const box = element("button", "later");
  box.type = "button";
  box.dataset.key = key;
  box.addEventListener("click", async () => {
    const isWanted = box.ariaBusy !== "true";
    for (const other of document.querySelectorAll(".later")) other.ariaBusy = String(other === box && isWanted);
    if (!isWanted) return;
    try {
      const more = await bring();
      if (box.ariaBusy !== "true") return; // something else was pressed meanwhile
      box.ariaBusy = "false";
      act(more, box);
    } catch (fault) {
      console.warn("not there:", /** @type {Error} */ (fault).message);
    }
  });
  return { box, draw: () => { box.textContent = fileText(words); } };
}
