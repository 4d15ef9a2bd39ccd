/* How is a figure shown? Measure, number, as printed, and where it is printed. */
import { element } from "../shared/element.js";
import { filledParts } from "../shared/filled.js";
import { text, wording } from "../shared/language.js";
import { figureOf, held, lookOf } from "./held.js";
import { fileText } from "./words.js";

/** Words linked to an address if it is one of the web, else the words alone.
    @param {string} url
    @param {string} words */
export function outsideLink(url, words) {
  if (!/^https?:\/\//.test(url)) return element("span", "", words);
  const link = element("a", "", words);
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

/** Gives an element the colour of a workstream, which the style sheet uses.
    @template {HTMLElement} Tinted
    @param {Tinted} node
    @param {string} [workstream] */
export function tinted(node, workstream) {
  node.style.setProperty("--colour", lookOf(workstream).colour);
  return node;
}

/** @param {HeldFigure[]} figures */
export function figureList(figures) {
  const list = element("dl", "figures");
  for (const figure of figures) {
    list.appendChild(entry(figure.workstream, wording(figure.measure), wording(figure.text), [
      printed(figure), " · ", ...where(figure),
    ]));
  }
  return list;
}

/** Derived numbers say how they were computed instead, and where each of their terms stands.
    @param {Derived[]} derived */
export function derivedList(derived) {
  const list = element("dl", "figures");
  for (const { workstream, measure, text, formula, terms } of derived) {
    const made = entry(workstream, wording(measure), wording(text), [wording(formula)]);
    /** @type {Element} */ (made.lastChild).append(...sources(terms.map(figureOf)));
    list.appendChild(made);
  }
  return list;
}

/** A line for each place in a source that the terms stand in.
    @param {HeldFigure[]} terms */
function sources(terms) {
  /** @type {Map<string | null, HTMLElement>} */
  const lines = new Map();
  for (const term of terms) {
    const line = element("small");
    line.append(...where(term));
    lines.set(line.textContent, line);
  }
  return lines.values();
}

/** @param {string} workstream
    @param {string} measure
    @param {string} number
    @param {(string | Node)[]} said */
function entry(workstream, measure, number, said) {
  const box = tinted(element("div", "figure"), workstream);
  const stated = element("dd");
  const small = element("small");
  small.append(...said);
  stated.append(element("b", "", number), small);
  box.append(element("dt", "", measure), stated);
  return box;
}

/** Called printed only where the source's own text was read.
    @param {HeldFigure} figure */
function printed({ source, printed: wording }) {
  const isReport = held.facts.sources[source].kind === "report";
  const words = fileText;
  return isReport ? words("figure.as_published", { wording }) : words("figure.as_noted", { wording });
}

/** @param {HeldFigure} figure */
function where({ source, locator }) {
  const title = wording(held.titles[source]);
  const link = outsideLink(held.facts.sources[source].url, title);
  return filledParts(text("where"), { source: link, locator: wording(locator) });
}

/** Figures of several workstreams stand under the names of these.
    @param {HeldFigure[]} figures
    @returns {HTMLElement[]} */
export function groupedFigures(figures) {
  /** @param {string} id */
  const of = (id) => figures.filter(({ workstream }) => workstream === id);
  const kinds = held.workstreams.filter(({ id }) => of(id).length);
  if (kinds.length === 1) return [figureList(figures)];
  return kinds.flatMap((kind) => [
    element("h3", "", wording(kind.name)), figureList(of(kind.id)),
  ]);
}
