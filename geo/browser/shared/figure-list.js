/* How are figures said? One list, for the popup, for paper and for the one file. */
import { element } from "./element.js";
import { filledParts } from "./filled.js";
import { text, wording } from "./language.js";
import { appearanceOf, state } from "./state.js";

/** What is said of a figure everywhere; its source may be given as an element.
    @param {Figure} figure
    @param {string | Node} [title] */
export function saidOf({ measure, text: number, source, locator }, title) {
  title ||= wording(state.catalogue.sources[source]);
  return {
    measure: wording(measure),
    number: wording(number),
    where: filledParts(text("where"), { source: title, locator: wording(locator) }),
  };
}

/** Figures as a list. `more` may say otherwise where one is printed, and what else is known of it.
    @template {Figure} Some
    @param {Some[]} figures
    @param {(figure: Some) => { where?: (string | Node)[], after?: Node[] }} [more] */
export function figureList(figures, more = () => ({})) {
  const list = element("dl", "figures");
  for (const figure of figures) {
    const { measure, number, where } = saidOf(figure);
    const told = more(figure);
    list.appendChild(listEntry(figure.workstream, measure, number, told.where || where, told.after));
  }
  return list;
}

/** @param {string} workstream
    @param {string} measure
    @param {string} number
    @param {(string | Node)[]} where
    @param {Node[]} [after] */
export function listEntry(workstream, measure, number, where, after = []) {
  const box = element("div", "figure");
  box.style.setProperty("--colour", appearanceOf(workstream).colour);
  const stated = element("dd");
  const cite = element("cite");
  cite.append(...where);
  stated.append(element("strong", "", number), cite, ...after);
  box.append(element("dt", "", measure), stated);
  return box;
}

/** Figures by their workstreams, in the order of these.
    @template {Figure} Some
    @param {Some[]} figures */
export const byWorkstream = (figures) => Object.entries(state.catalogue.workstreams)
  .map(([id, { name }]) => ({ name: wording(name), figures: figures.filter(({ workstream }) => workstream === id) }))
  .filter(({ figures: some }) => some.length);

/** Figures of several workstreams stand under the names of these.
    @template {Figure} Some
    @param {Some[]} figures
    @param {"h3" | "h4"} heading
    @param {(figures: Some[]) => Node} list
    @returns {Node[]} */
export function groupedFigures(figures, heading, list = figureList) {
  const groups = byWorkstream(figures);
  if (groups.length === 1) return [list(figures)];
  return groups.flatMap(({ name, figures: some }) => [element(heading, "", name), list(some)]);
}
