/* How is what is seen cited? In words that the app writes (geo/export/citation.py). */
import { today } from "../../shared/clipboard.js";
import { element } from "../../shared/element.js";
import { filled, text, wording } from "../../shared/language.js";
import { current } from "../current.js";
import { held } from "../held.js";
import { choose, field, pick } from "./controls.js";
import { madeOf } from "./here.js";

/** @returns {Section} */
export function cite() {
  const { lang, place } = current.view;
  const { figures } = current.shown;
  const wanted = { of: place ? "place" : "view", style: lang === "zh" ? "gbt7714" : "apa", figure: figures[0]?.id };
  const taken = field(text("cite.label"), { lines: 7, copy: text("cite.copy") });
  const labels = Object.fromEntries(figures.map((figure) =>
    [figure.id, wording(figure.measure) + " · " + wording(figure.text)]));
  const list = choose(text("cite.figure_label"), labels, wanted.figure, (figure) => change({ figure }));
  let asked = "";
  const update = async () => {
    const { of, style, figure } = wanted;
    list.hidden = of !== "figure";
    /** @type {Record<string, string>} */
    const named = of === "figure" ? { figure } : {};
    const address = madeOf("share/citation.txt", current.view, { of, style, ...named, on: today() }, true);
    if (address === asked) return;
    asked = address;
    taken.button.disabled = true;
    const words = await answer(address);
    if (address !== asked) return; // something else was asked for meanwhile
    taken.control.value = words ?? text("cite.failed");
    taken.button.disabled = words === null;
    if (words === null) asked = "";
  };
  /** @param {Partial<typeof wanted>} changes */
  const change = (changes) => {
    Object.assign(wanted, changes);
    update();
  };
  const styles = { gbt7714: "GB/T 7714", apa: "APA", full: text("cite.full") };
  const note = element("p", "quiet", filled("cite.note", { version: held.facts.version }));
  const of = pick(text("cite.of"), subjects(figures.length), wanted.of, (id) => change({ of: id }));
  const style = pick(text("cite.style"), styles, wanted.style, (id) => change({ style: id }));
  return { nodes: [of, list, style, taken.box, note], update };
}

/** Only what there is can be cited.
    @param {number} figures */
function subjects(figures) {
  const place = held.place.get(current.view.place || "");
  return {
    view: text("cite.of_view"),
    ...(place ? { place: wording(place.name) } : {}),
    ...(figures ? { figure: text("cite.of_figure") } : {}),
  };
}

/** @param {string} address */
async function answer(address) {
  try {
    const got = await fetch(address);
    if (!got.ok) throw new Error("HTTP " + got.status);
    return await got.text();
  } catch (fault) {
    console.warn("no text:", /** @type {Error} */ (fault).message);
    return null;
  }
}
